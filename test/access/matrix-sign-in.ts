import { row, type Row } from "./matrix.ts";

/** Signing in, and one's own proofs: everybody has his own, and nobody another's. A name for each trial: five failures make it wait. */
export function signInRows(trial: () => number): Row[] {
  return [
    row("session.me", "oneself", () => ({}), "ok", {}),
    row("session.signOut", "oneself", () => ({}), "ok", {}),
    row(
      "session.signIn",
      "as somebody else",
      () => ({ login: `login-${trial()}`, password: "wrong" }),
      "sign-in-failed",
      { ended: "sign-in-failed" },
    ),
    row("session.prove", "without a password", () => ({}), "invalid", {}),
    row("passkey.list", "one's own", () => ({}), "ok", {}),
    row("passkey.begin", "one's own", () => ({}), "ok", {}),
    row("passkey.ask", "anybody", () => ({}), "ok", { ended: "ok" }),
    row("passkey.add", "a made-up one", () => ({ name: "手机", answer: made }), "invalid", {}),
    row("passkey.signIn", "with a made-up one", () => ({ answer: shown(trial()) }), "sign-in-failed", {
      ended: "sign-in-failed",
    }),
    row("passkey.prove", "with a made-up one", () => ({ answer: shown(trial()) }), "sign-in-failed", {}),
    row(
      "passkey.rename",
      "of somebody else",
      () => ({ id: 999_999, name: "手机" }),
      "not-found",
      {},
      () => "passkey:999999",
    ),
    row(
      "passkey.remove",
      "of somebody else",
      () => ({ id: 999_999 }),
      "not-found",
      {},
      () => "passkey:999999",
    ),
    row("session.list", "one's own", () => ({}), "ok", {}),
    row(
      "session.remove",
      "of somebody else",
      () => ({ id: 999_999 }),
      "not-found",
      {},
      () => "session:999999",
    ),
    row("identity.offered", "none here", () => ({}), "ok", { ended: "ok" }),
    row("identity.begin", "none here", () => ({ provider: "nobody" }), "not-found", { ended: "not-found" }),
    row("identity.signIn", "none here", arrival, "not-found", { ended: "not-found" }),
    row("identity.list", "one's own", () => ({}), "ok", {}),
    row("identity.beginLink", "none here", () => ({ provider: "nobody" }), "not-found", {}),
    row("identity.link", "none here", arrival, "not-found", {}),
    row(
      "identity.unlink",
      "of somebody else",
      () => ({ id: 999_999 }),
      "not-found",
      {},
      () => "identity:999999",
    ),
    row("factor.get", "one's own", () => ({}), "ok", {}),
    row("password.change", "a weak one", () => ({ password: "short" }), "invalid", {}),
    row("totp.confirm", "before it was begun", () => ({ code: "123456" }), "invalid", {}),
    row("recoveryCode.draw", "without codes of an app", () => ({}), "not-found", {}),
    row("totp.begin", "one's own", () => ({}), "ok", {}),
    row("totp.remove", "staff keep their last", () => ({}), "invalid", {
      liaison: "ok",
      security: "ok",
      otherLiaison: "ok",
    }),
  ];
}

const arrival = () => ({ provider: "nobody", ticket: "a ticket that nobody gave", answer: "?code=x" });
const key = { rawId: "AAAA", type: "public-key" } as const;
const made = { ...key, id: "AAAA", response: { clientDataJSON: "AAAA", attestationObject: "AAAA" } };
const shown = (trial: number) => ({
  ...key,
  id: `AAAA${trial}`,
  response: { clientDataJSON: "AAAA", authenticatorData: "AAAA", signature: "AAAA" },
});
