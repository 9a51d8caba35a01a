import { generateSync } from "otplib";
import type pg from "pg";
import { contract } from "#access/contract.ts";
import { factorContract } from "#access/factor-contract.ts";
import { AppError } from "#kernel/errors.ts";
import type { Operation, OutputOf } from "#kernel/operation.ts";
import { execute } from "#server/pipeline.ts";
import type { SessionChange } from "#server/session-door.ts";
import { type Harness, startHarness } from "./harness.ts";

/** A browser with a session: it keeps the cookie that the server gives it. */
export interface Browser {
  readonly me: OutputOf<(typeof contract)["session.signIn"]>;
  token: Buffer;
  call<Op extends Operation>(operation: Op, input: Record<string, unknown>, key?: string): Promise<OutputOf<Op>>;
}

/** A town whose people have passwords, and what they do at its doors. */
export interface SignInDesk {
  readonly house: Harness;
  readonly admin: pg.Client;
  signIn(input: Record<string, unknown>, device?: "desk" | "phone"): Promise<Browser>;
  /** Calls an open operation as a stranger; a session that it opens is the browser's. */
  open(operation: Operation, input: Record<string, unknown>, device?: "desk" | "phone"): Promise<Browser>;
  browserOf(token: Buffer, device?: "desk" | "phone"): Browser;
  /** Turns one-time codes on in a browser's session. */
  setUpTotp(browser: Browser): Promise<{ secret: string; codes: readonly string[] }>;
  /** The code that the app shows, some steps of 30 seconds from now. */
  codeAt(secret: string, steps?: number): string;
  close(): Promise<void>;
}

export const password = "Bei-Song-Qiao-17";
let keys = 0;

export async function openSignInDesk(
  at: string,
  options: Omit<NonNullable<Parameters<typeof startHarness>[0]>, "at"> = {},
): Promise<SignInDesk> {
  const house = await startHarness({ at, ...options });
  const { admin } = house;
  await admin.query("update account set password_hash = $1, password_at = $2", [
    await house.platform.crypto.hashPassword(password),
    at,
  ]);
  const tokenOf = (session: SessionChange | undefined) =>
    session && session !== "ended" ? house.platform.crypto.digest(session.token) : undefined;
  const browserOf = (token: Buffer, device: "desk" | "phone" = "desk", me?: unknown): Browser => {
    const browser: Browser = {
      me: me as Browser["me"],
      token,
      async call<Op extends Operation>(operation: Op, input: Record<string, unknown>, key?: string) {
        keys += 1;
        const caller = { tokenHash: browser.token, device, idempotencyKey: key ?? `proof-key-${keys}` };
        const answer = await execute(house.platform, operation.id, input, caller);
        browser.token = tokenOf(answer.session) ?? browser.token;
        return answer.body as OutputOf<Op>;
      },
    };
    return browser;
  };
  const open: SignInDesk["open"] = async (operation, input, device = "desk") => {
    const answer = await execute(house.platform, operation.id, input, { device });
    const token = tokenOf(answer.session);
    if (!token) throw new Error("no session was opened");
    return browserOf(token, device, answer.body);
  };
  const codeAt = (secret: string, steps = 0) =>
    generateSync({ secret, epoch: Math.floor(house.clock.now().getTime() / 1000) + steps * 30 });
  return {
    house,
    admin,
    open,
    signIn: (input, device) => open(contract["session.signIn"], { password, ...input }, device),
    browserOf,
    async setUpTotp(browser) {
      const { secret } = await browser.call(factorContract["totp.begin"], {});
      const { codes } = await browser.call(factorContract["totp.confirm"], { code: codeAt(secret) });
      return { secret, codes };
    },
    codeAt,
    close: house.close,
  };
}

/** How a call was refused: its code, with the field or the reason; `ok` when it was not. */
export async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "ok";
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const [issue] = error.issues;
    const detail = issue ? `${issue.path}: ${issue.code}` : error.params["reason"];
    return detail === undefined ? error.code : `${error.code} ${detail}`;
  }
}
