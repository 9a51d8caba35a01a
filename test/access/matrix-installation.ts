import { row, type Row } from "./matrix.ts";

/** Doors that are open to anybody, where a refused trial counts. */
export const countedDoors: readonly string[] = [
  "session.signIn",
  "passkey.signIn",
  "access.redeem",
  "staff.redeemCode",
  "recovery.use",
  "identity.signIn",
  "installation.redeemLink",
  "installation.lookAtLink",
];

/** The first administrators' links, what they set up, and the demo's door. */
export const installationRows: readonly Row[] = [
  row("installation.lookAtLink", "a made-up link", () => ({ code: "AAAA-BBBB-CCCC" }), "invalid", { ended: "invalid" }),
  row(
    "installation.redeemLink",
    "a made-up link",
    () => ({ code: "AAAA-BBBB-CCCC", login: "somebody", dutyName: "某管理员", password: "Long-enough-1" }),
    "invalid",
    { ended: "invalid" },
  ),
  row("installation.checklist", "all", () => ({}), "forbidden", { systemAdmin: "ok" }),
  row("demo.personas", "all", () => ({}), "ok", { ended: "ok" }),
  row("demo.signIn", "outside a demo", () => ({ persona: "liaison" }), "not-found", { ended: "not-found" }),
];
