import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import { AppError } from "#kernel/errors.ts";
import { plainLogin } from "#kernel/fields/credentials.ts";

/** S1.3: after five trials in vain a name, a login or a firm's code, waits a quarter of an hour. */
export const allowedTrials = 5;
export const waitMinutes = 15;

/** Under which name trials of a login count: one that nobody can type who tries at another of the doors. */
export function trialOf(login: string): string {
  return `login:${login}`;
}

/** Since when trials count at an instant. */
export function trialsSince(now: Date): Date {
  return new Date(now.getTime() - waitMinutes * 60_000);
}

interface SignInRow {
  account_id: number;
  kind: string;
  password_hash: string | null;
}

/** The account that could sign in under this login now, which somebody has typed or a link or a passkey stands for. */
export async function findAccount(ctx: Pick<Context, "db" | "now">, login: string): Promise<SignInRow | undefined> {
  const found = await sql<SignInRow>`
    select account_id, kind, password_hash from app.find_sign_in(${plainLogin(login)}, ${ctx.now})`.execute(ctx.db);
  return found.rows[0];
}

/** The firms that an account acts for now, the oldest first: of one's own, or after a right password. */
export async function firmsOf(
  ctx: Pick<Context, "db" | "now">,
  accountId: number,
): Promise<{ id: number; name: string }[]> {
  const found = await sql<{ id: number; name: string }>`
    select id, name from app.firms_of(${accountId}, ${ctx.now})`.execute(ctx.db);
  return found.rows;
}

/** One firm per session; who acts for several says which, and is told between which after a right password only. */
export async function chooseFirm(
  ctx: Pick<Context, "db" | "now">,
  accountId: number,
  wanted: number | undefined,
): Promise<number> {
  const firms = await firmsOf(ctx, accountId);
  const chosen = wanted === undefined && firms.length === 1 ? firms[0] : firms.find((firm) => firm.id === wanted);
  if (chosen === undefined) {
    throw new AppError("invalid", { issues: [{ path: "enterpriseId", code: "chooseFirm", choices: firms }] });
  }
  return chosen.id;
}
