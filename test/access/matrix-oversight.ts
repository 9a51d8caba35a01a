import { row, type Row } from "./matrix.ts";

/** The inspectorate's sample of looks, and what everybody may know. */
export const oversightRows: readonly Row[] = [
  row("lookSample.list", "the last week", () => ({}), "forbidden", { inspector: "ok", auditor: "ok" }),
  row("lookSample.check", "a week", () => ({ week: "2026-09-01" }), "forbidden", { auditor: "ok" }),
  row(
    "lookSample.judge",
    "one that there is not",
    () => ({ id: 999, result: "IN_ORDER" }),
    "not-found",
    {},
    () => "lookSample:999",
  ),
  row(
    "lookSample.close",
    "one that there is not",
    () => ({ id: 999, action: "已经提醒本人" }),
    "not-found",
    {},
    () => "lookSample:999",
  ),
  ...["openness.data", "openness.figures", "openness.rules"].map((id) =>
    row(id, "all", () => ({}), "ok", { ended: "ok" }),
  ),
];
