import { sql } from "kysely";
import type { unmaskRules } from "#access/rules/unmask.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { phoneOf } from "#directory/phones.ts";
import { AppError } from "#kernel/errors.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { maskOfField } from "#matters/masks.ts";
import { openForm } from "#matters/sealing.ts";
import { type contract, mostPerDay } from "./contract.ts";

/** One value at a time, with a reason; whatever the row policies do not show is not there. */
export function unmaskHandlers(
  procedures: ReadonlyMap<string, Procedure>,
): Handlers<typeof contract, typeof unmaskRules> {
  return {
    "matter.unmask": async (ctx, { id, seq, field, purpose, reason }) => {
      const entry = await ctx.db
        .selectFrom("entry as e")
        .innerJoin("matter as m", "m.id", "e.matter_id")
        .select(["e.kind", "e.name", "e.form", "e.sealed", "m.procedure"])
        .where("e.matter_id", "=", id)
        .where("e.seq", "=", seq)
        .executeTakeFirst();
      const procedure = procedures.get(entry?.procedure ?? "");
      if (!entry || !procedure || maskOfField(procedure, entry, field) === undefined) return undefined;
      ctx.about(`matter:${id}`, purpose);
      ctx.because(reason, `${entry.name}.${field}`);
      return {
        subject: {},
        run: async () => {
          await demandFew(ctx);
          const value = openForm(ctx.vault, procedure.id, { matterId: id, seq }, entry)[field];
          if (typeof value !== "string") throw new AppError("not-found");
          return { value };
        },
      };
    },

    "enterprise.unmask": async (ctx, { id, accountId, purpose, reason }) => {
      const person = await ctx.db
        .selectFrom("account as a")
        .select(["a.id", "a.duty_phone", "a.sealed_phone"])
        .where("a.id", "=", accountId)
        .where("a.closed_at", "is", null)
        .where(sql<boolean>`app.shares_contact(a.id)`)
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom("access_grant as g")
              .select("g.id")
              .whereRef("g.account_id", "=", "a.id")
              .where("g.enterprise_id", "=", id)
              .where("g.valid_from", "<=", ctx.now)
              .where((eb) => eb.or([eb("g.valid_to", "is", null), eb("g.valid_to", ">", ctx.now)])),
          ),
        )
        .executeTakeFirst();
      const value = person && phoneOf(ctx.vault, person);
      if (!value) return undefined;
      ctx.about(`account:${accountId}`, purpose);
      ctx.because(reason, "phone");
      return {
        subject: {},
        run: async () => {
          await demandFew(ctx);
          return { value };
        },
      };
    },
  };
}

/** One after the other, so that many at once are counted too. */
async function demandFew(ctx: Context): Promise<void> {
  const since = new Date(ctx.now.getTime() - 86_400_000);
  const found = await sql<{ count: number }>`select app.own_unmaskings(${since}) as count`.execute(ctx.db);
  if ((found.rows[0]?.count ?? 0) >= mostPerDay)
    throw new AppError("too-many", { params: { reason: "unmaskedEnough" } });
}
