import { hotlineRows } from "./matrix-hotline.ts";
import { outsiders, row, type Row } from "./matrix.ts";
import { rightsRows } from "./matrix-rights.ts";
import { viewRows } from "./matrix-views.ts";

const members = { liaison: "forbidden", security: "forbidden", otherLiaison: "forbidden" } as const;
const visits = { sharePercent: 10, firmMonthCap: 2, waitDays: 7, withinDays: 120 };
const nobody = { id: 999, version: 1 };

/** Reference data, search, measures and templates: who may ask at all; what is found follows the row policies. */
export function libraryRows(): Row[] {
  const set = { code: "X-1", name: "某措施", issuer: "某单位", source: "某公告" };
  const item = { setId: 999, no: 1, title: "某条", body: "正文", validFrom: "2026-01-01" };
  const template = { title: "某模板", text: "请到窗口办理。", source: "某公告", validTo: "2026-12-31" };
  return [
    ...rightsRows(),
    ...hotlineRows(),
    ...viewRows(),
    row(
      "duplicate.list",
      "of a matter that there is not",
      () => ({ id: 999 }),
      "not-found",
      {},
      () => "duplicate:999",
    ),
    row(
      "duplicate.decide",
      "about matters that there are not",
      () => ({ id: 999, other: 998, same: true }),
      "not-found",
      {},
      () => "duplicate:999",
    ),
    row("returnVisit.check", "a month", () => ({ month: "2026-09" }), "forbidden", { auditor: "ok" }),
    row("returnVisitRule.list", "all", () => ({}), "forbidden", { auditor: "ok", systemAdmin: "ok" }),
    row(
      "returnVisitRule.set",
      "one from a later day",
      () => ({ ...visits, from: "2030-01-01", reason: "试点", version: 1 }),
      "forbidden",
      { systemAdmin: "ok" },
      () => "returnVisitRule:2",
    ),
    row("calendar.get", "a year", () => ({ year: 2026 }), "ok", {}),
    row("topic.list", "all", () => ({}), "ok", outsiders),
    row("search.find", "a word", () => ({ q: "路线" }), "ok", outsiders),
    row("policySet.list", "all", () => ({}), "ok", outsiders),
    row(
      "policySet.get",
      "one that there is not",
      () => ({ id: 999 }),
      "not-found",
      {},
      () => "policySet:999",
    ),
    row("policySet.create", "a new one", () => set, "forbidden", { specialist: "ok" }),
    row(
      "policyItem.get",
      "one that there is not",
      () => nobody,
      "not-found",
      {},
      () => "policyItem:999",
    ),
    row("policyItem.find", "a word", () => ({ q: "路线" }), "ok", outsiders),
    row("policyItem.draft", "in no set", () => item, "not-found", {}),
    row(
      "policyItem.publish",
      "one that there is not",
      () => nobody,
      "not-found",
      {},
      () => "policyItem:999",
    ),
    row(
      "policyItem.withdraw",
      "one that there is not",
      () => nobody,
      "not-found",
      {},
      () => "policyItem:999",
    ),
    row("template.list", "all", () => ({}), "ok", { ...outsiders, ...members }),
    row("template.save", "a new one", () => template, "forbidden", { specialist: "ok" }),
    row(
      "template.close",
      "one that there is not",
      () => ({ id: 999 }),
      "not-found",
      {},
      () => "template:999",
    ),
  ];
}
