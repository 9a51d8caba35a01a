import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import { AppError } from "#kernel/errors.ts";

/** With what an account can prove itself, for its owner or before anybody has signed in. */
export interface Credentials {
  readonly password_hash: string | null;
  readonly password_at: Date;
  readonly temporary: boolean;
  readonly totp_secret: Buffer | null;
  readonly totp_at: Date | null;
  readonly codes_left: number;
  readonly passkeys: number;
}

type Ctx = Pick<Context, "db" | "now" | "codes" | "factors" | "session" | "demo">;

export async function credentialsOf(ctx: Pick<Context, "db">, accountId: number): Promise<Credentials> {
  const found = await sql<Credentials>`select * from app.credentials_of(${accountId})`.execute(ctx.db);
  const own = found.rows[0];
  if (!own) throw new Error(`account ${accountId} is not there`);
  return own;
}

/**
 * After a right password: the second factor, where the account has one; false when it has none yet. A wrong code counts
 * as a failed trial under `trial`.
 * @throws AppError second-factor-needed (reason `code` or `passkey`), invalid
 */
export async function showSecondFactor(
  ctx: Ctx,
  account: { readonly accountId: number; readonly kind: string },
  trial: string,
  code: string | undefined,
): Promise<boolean> {
  const own = await credentialsOf(ctx, account.accountId);
  if (own.totp_secret === null) {
    // S1.2: staff with a passkey and no codes come in by the passkey, which is two factors in one.
    if (account.kind === "staff" && own.passkeys > 0 && !ctx.demo)
      throw new AppError("second-factor-needed", { params: { reason: "passkey" } });
    return false;
  }
  if (code === undefined) throw new AppError("second-factor-needed", { params: { reason: "code" } });
  if (await takeCode(ctx, account.accountId, own.totp_secret, code)) return true;
  ctx.session.tried(trial);
  throw new AppError("invalid", { issues: [{ path: "code", code: "secondFactor" }] });
}

/** A code of the app, or one from the paper; each is taken once. */
async function takeCode(ctx: Ctx, accountId: number, secret: Buffer, code: string): Promise<boolean> {
  const plain = code.replaceAll(/\s/g, "");
  const step = ctx.factors.checkTotp(accountId, secret, plain);
  const taken =
    step === null
      ? await sql<{ ok: boolean }>`
          select app.take_recovery_code(${accountId}, ${ctx.codes.hashesOf(code, "recovery-code")}, ${ctx.now}) as ok`.execute(
          ctx.db,
        )
      : await sql<{ ok: boolean }>`select app.take_totp_step(${accountId}, ${step}) as ok`.execute(ctx.db);
  return taken.rows[0]?.ok === true;
}
