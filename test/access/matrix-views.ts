import { outsiders, type Row, row } from "./matrix.ts";

/** Firms have no views, and keepers of the system no business. */
const notStaff = { ...outsiders, liaison: "forbidden", security: "forbidden", otherLiaison: "forbidden" } as const;

/** Views are one's own; what many matters have in common is decided for each of them. */
export function viewRows(): Row[] {
  const theView = () => "view:999";
  const wish = { list: "all", name: "逾期", settings: { late: true } };
  return [
    row(
      "matter.stepMany",
      "a step of many",
      () => ({ procedure: "appeal", step: "assign", form: {}, matters: [{ id: 999, version: 1 }] }),
      "ok",
      outsiders,
    ),
    row("view.list", "one's own", () => ({ list: "all" }), "ok", notStaff),
    row("view.save", "one's own", () => wish, "ok", notStaff),
    row("view.save", "a unit's", () => ({ ...wish, shared: true }), "forbidden", {}),
    row("view.change", "nobody's", () => ({ id: 999, version: 1, name: "别人的" }), "not-found", {}, theView),
    row("view.remove", "nobody's", () => ({ id: 999 }), "not-found", {}, theView),
  ];
}
