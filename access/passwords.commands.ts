import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import { AppError } from "#kernel/errors.ts";

type Ctx = Pick<Context, "db" | "now" | "session">;

/**
 * The hash of a password that may be chosen (S1.1): none that is guessed first. What its form must be says `newPassword`.
 * @throws AppError invalid at `path`
 */
export async function hashChosen(
  ctx: Ctx,
  password: string,
  about: readonly (string | null)[],
  path: string,
): Promise<string> {
  const words = about.filter((word) => word !== null && word !== "") as string[];
  if (await ctx.session.isGuessable(password, words)) refuse(path, "passwordGuessable");
  return ctx.session.hashPassword(password);
}

/** The hash of a password that may be chosen and is none of the account's last five. */
export async function hashUnused(
  ctx: Ctx,
  account: { readonly id: number; readonly about: readonly (string | null)[] },
  password: string,
): Promise<string> {
  const past = await sql<{ hash: string }>`select hash from app.past_passwords(${account.id}) as hash`.execute(ctx.db);
  const [hash, ...same] = await Promise.all([
    hashChosen(ctx, password, account.about, "password"),
    ...past.rows.map((row) => ctx.session.verifyPassword(password, row.hash)),
  ]);
  if (same.includes(true)) refuse("password", "passwordUsedBefore");
  return hash;
}

/** Gives an account another password; its other sessions end. */
export async function choosePassword(
  ctx: Ctx,
  account: { readonly id: number; readonly about: readonly (string | null)[] },
  password: string,
  keepSession: number | null,
): Promise<void> {
  const hash = await hashUnused(ctx, account, password);
  await sql`select app.set_password(${account.id}, ${hash}, ${keepSession}, ${ctx.now})`.execute(ctx.db);
}

function refuse(path: string, code: string): never {
  throw new AppError("invalid", { issues: [{ path, code }] });
}
