import { row, type Row } from "./matrix.ts";

/** The first administrators' links, and what they set up. */
export const installationRows: readonly Row[] = [
  row(
    "installation.redeemLink",
    "a made-up link",
    () => ({ code: "AAAA-BBBB-CCCC", login: "somebody", dutyName: "某管理员", password: "Long-enough-1" }),
    "invalid",
    { ended: "invalid" },
  ),
  row("installation.checklist", "all", () => ({}), "forbidden", { systemAdmin: "ok" }),
];
