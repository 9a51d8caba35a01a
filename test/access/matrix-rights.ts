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
  return [
    row("hold.list", "all", () => ({}), "forbidden", keepers),
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
      () => ({ id: 999 }),
      "not-found",
      {},
      () => "hold:999",
    ),
    row("myData.get", "one's own", () => ({}), "ok", {}),
    row("myData.looks", "at oneself", () => ({}), "ok", {}),
    row("myData.setPhone", "one's own", () => ({ phone: "0546-0000002" }), "ok", staff),
    row("myData.setConsent", "one's own", () => ({ purpose: "contactShared", given: true }), "ok", {}),
    row("myData.noteNotice", "the one in force", () => ({ version: 1 }), "ok", {}),
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
