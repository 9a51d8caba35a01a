import { noticeVersion } from "#access/privacy-notice.ts";
import { row, type Row } from "./matrix.ts";

/** One's own data: everybody has some, and nobody reaches another's. */
export function rightsRows(): Row[] {
  const staff = {
    otherA: "forbidden",
    specialist: "forbidden",
    inspector: "forbidden",
    auditor: "forbidden",
    systemAdmin: "forbidden",
  } as const;
  const keepers = { inspector: "ok" } as const;
  const hold = { number: "ZX-000000-20260101-0001", reason: "调取", until: "2027-01-01" };
  const assessment = {
    module: "unheard",
    purpose: "用途",
    fields: "字段",
    law: "法律",
    dangers: "风险",
    measures: "措施",
    validUntil: "2027-12-31",
  };
  const disclosure = { onDay: "2026-09-01", recipient: "法院", what: "记录", law: "法律", number: hold.number };
  const glass = { number: hold.number, policeNumber: "999999", hours: 2, reason: "核查一件事" };
  return [
    row("hold.list", "all", () => ({}), "forbidden", { ...keepers, auditor: "ok" }),
    row("assessment.list", "all", () => ({}), "forbidden", { ...keepers, auditor: "ok" }),
    row("assessment.record", "of no module", () => assessment, "forbidden", { inspector: "invalid" }),
    row("disclosure.list", "all", () => ({}), "forbidden", { ...keepers, auditor: "ok" }),
    row("disclosure.record", "of no matter", () => disclosure, "forbidden", { inspector: "invalid" }),
    row("glass.list", "all", () => ({}), "ok", {
      liaison: "forbidden",
      security: "forbidden",
      otherLiaison: "forbidden",
    }),
    row("glass.ask", "a matter that there is not", () => glass, "forbidden", { systemAdmin: "invalid" }),
    ...["glass.open", "glass.end"].map((id) =>
      row(
        id,
        "one that there is not",
        () => ({ id: 999 }),
        "not-found",
        {},
        () => "glass:999",
      ),
    ),
    row("hold.place", "on a number that there is not", () => hold, "forbidden", { inspector: "invalid" }),
    row(
      "hold.confirm",
      "one that there is not",
      () => ({ id: 999 }),
      "not-found",
      {},
      () => "hold:999",
    ),
    row(
      "hold.lift",
      "one that there is not",
      () => ({ id: 999, reason: "核对完毕" }),
      "not-found",
      {},
      () => "hold:999",
    ),
    row(
      "matter.unmask",
      "in a matter that there is not",
      () => ({ id: 999, seq: 1, field: "phone", purpose: "check", reason: "核对回访" }),
      "not-found",
      {},
      () => "matter:999",
    ),
    row(
      "enterprise.unmask",
      "somebody of no firm",
      () => ({ id: 999, accountId: 999, purpose: "check", reason: "核对回访" }),
      "not-found",
      {},
      () => "enterprise:999",
    ),
    row("myData.get", "one's own", () => ({}), "ok", {}),
    row("myData.looks", "at oneself", () => ({}), "ok", {}),
    row("myData.setPhone", "one's own", () => ({ phone: "0546-0000002" }), "ok", staff),
    row("myData.setConsent", "one's own", () => ({ purpose: "contactShared", given: true }), "ok", {}),
    row("myData.noteNotice", "the one in force", () => ({ version: noticeVersion }), "ok", {}),
    row(
      "myData.copy",
      "without a granted request",
      () => ({ id: 999 }),
      "forbidden",
      {},
      () => "myData:999",
    ),
  ];
}
