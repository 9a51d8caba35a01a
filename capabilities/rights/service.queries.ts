import { sql } from "kysely";
import type { Context } from "#directory/context.ts";

type Place = "A" | "B" | "SPONSOR" | "SPECIALIST";

/** What is kept of a member of the staff for his work: number, unit, places on projects, absences, loans. Nobody else's name. */
export async function serviceOf(ctx: Context) {
  const { accountId } = ctx.actor;
  const account = await ctx.db
    .selectFrom("account as a")
    .leftJoin("unit as u", "u.id", "a.unit_id")
    .select(["a.police_number", "u.name as unit"])
    .where("a.id", "=", accountId)
    .executeTakeFirstOrThrow();
  // Also on projects that he has nothing to do with any more.
  const places = await sql<{ project: string; kind: Place; valid_from: Date; valid_to: Date | null }>`
    select * from app.own_places()`.execute(ctx.db);
  const absences = await ctx.db
    .selectFrom("absence")
    .select(["from_at", "to_at"])
    .where("account_id", "=", accountId)
    .orderBy("from_at")
    .execute();
  const loans = await ctx.db
    .selectFrom("delegation")
    .select(["from_account", "valid_from", "valid_to", "reason"])
    .orderBy("valid_from")
    .orderBy("id")
    .execute();
  return {
    policeNumber: account.police_number,
    unit: account.unit ?? "",
    places: places.rows.map((row) => ({
      project: row.project,
      place: row.kind,
      from: row.valid_from.toISOString(),
      to: row.valid_to?.toISOString() ?? null,
    })),
    absences: absences.map((row) => ({ from: row.from_at.toISOString(), to: row.to_at.toISOString() })),
    loans: loans.map((row) => ({
      given: row.from_account === accountId,
      from: row.valid_from.toISOString(),
      to: row.valid_to.toISOString(),
      // Whoever lent it to him wrote his reasons for himself.
      reason: row.from_account === accountId ? row.reason : null,
    })),
  };
}
