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
  return [
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
