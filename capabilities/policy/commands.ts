import { sql } from "kysely";
import type { policyRules } from "#access/rules/policy.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import type { contract } from "./contract.ts";

type Writes =
  | "policySet.create"
  | "policyItem.draft"
  | "policyItem.publish"
  | "policyItem.withdraw"
  | "template.save"
  | "template.close";

export const policyCommands: Handlers<Pick<typeof contract, Writes>, Pick<typeof policyRules, Writes>> = {
  "policySet.create": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const made = await ctx.db
        .insertInto("policy_set")
        .values({
          code: input.code,
          name: input.name,
          issuer: input.issuer,
          issued_on: input.issuedOn ?? null,
          source: input.source,
        })
        .onConflict((conflict) => conflict.column("code").doNothing())
        .returning("id")
        .executeTakeFirst();
      if (!made) throw new AppError("invalid", { issues: [{ path: "code", code: "taken" }] });
      ctx.about(`policySet:${made.id}`);
      return made;
    },
  }),

  "policyItem.draft": async (ctx, input) => {
    const set = await ctx.db.selectFrom("policy_set").select("id").where("id", "=", input.setId).executeTakeFirst();
    if (!set) return undefined;
    return {
      subject: {},
      run: async () => {
        if (input.validTo !== undefined && input.validTo < input.validFrom) {
          throw new AppError("invalid", { issues: [{ path: "validTo", code: "endsBeforeStart" }] });
        }
        const id = await itemFor(ctx, input.setId, input.no);
        ctx.about(`policyItem:${id}`);
        const text = {
          title: input.title,
          body: input.body,
          valid_from: input.validFrom,
          valid_to: input.validTo ?? null,
          drafted_by: ctx.actor.accountId,
          drafted_at: ctx.now,
        };
        const changed = await ctx.db
          .updateTable("policy_item_version")
          .set(text)
          .where("item_id", "=", id)
          .where("state", "=", "DRAFT")
          .returning("version")
          .executeTakeFirst();
        if (changed) return { id, version: changed.version };
        const { last } = await ctx.db
          .selectFrom("policy_item_version")
          .select((eb) => eb.fn.coalesce(eb.fn.max("version"), eb.lit(0)).as("last"))
          .where("item_id", "=", id)
          .executeTakeFirstOrThrow();
        const version = last + 1;
        await ctx.db
          .insertInto("policy_item_version")
          .values({ item_id: id, version, state: "DRAFT", ...text })
          .execute();
        return { id, version };
      },
    };
  },

  "policyItem.publish": async (ctx, input) => {
    const draft = await versionOf(ctx, input);
    if (!draft) return undefined;
    return {
      subject: {},
      run: async () => {
        if (draft.state !== "DRAFT") throw new AppError("illegal-step", { params: { reason: "noDraft" } });
        // Four eyes: what the whole city answers with, nobody puts in force alone.
        if (draft.drafted_by === ctx.actor.accountId) {
          throw new AppError("illegal-step", { params: { reason: "ownDraft" } });
        }
        const item = ctx.db.updateTable("policy_item_version").where("item_id", "=", input.id);
        await item.set({ state: "REPLACED" }).where("state", "=", "PUBLISHED").execute();
        await item
          .set({ state: "PUBLISHED", published_by: ctx.actor.accountId, published_at: ctx.now })
          .where("version", "=", input.version)
          .execute();
        return {};
      },
    };
  },

  "policyItem.withdraw": async (ctx, input) => {
    const version = await versionOf(ctx, input);
    if (!version) return undefined;
    return {
      subject: {},
      run: async () => {
        if (version.state !== "PUBLISHED") throw new AppError("illegal-step", { params: { reason: "notPublished" } });
        await ctx.db
          .updateTable("policy_item_version")
          .set({ state: "WITHDRAWN" })
          .where("item_id", "=", input.id)
          .where("version", "=", input.version)
          .execute();
        return {};
      },
    };
  },

  "template.save": async (ctx, input) => {
    const { id, version, topic, title, text, source, validTo } = input;
    const before =
      id === null
        ? null
        : await ctx.db
            .selectFrom("answer_template")
            .select(["id", "version"])
            .where("id", "=", id)
            .where("closed_at", "is", null)
            .forUpdate()
            .executeTakeFirst();
    if (before === undefined) return undefined;
    return {
      subject: {},
      run: async () => {
        if (topic !== null) {
          const known = await ctx.db.selectFrom("topic").select("code").where("code", "=", topic).executeTakeFirst();
          if (!known) throw new AppError("invalid", { issues: [{ path: "topic", code: "notAChoice" }] });
        }
        const row = { topic, title, text, source, valid_to: validTo, changed_at: ctx.now };
        if (before === null) {
          const made = await ctx.db
            .insertInto("answer_template")
            .values({ ...row, version: 1, owner_id: ctx.actor.accountId })
            .returning(["id", "version"])
            .executeTakeFirstOrThrow();
          ctx.about(`template:${made.id}`);
          return made;
        }
        ctx.about(`template:${before.id}`);
        if (before.version !== version) throw new AppError("stale-version", { params: { version: before.version } });
        return ctx.db
          .updateTable("answer_template")
          .set({ ...row, version: version + 1 })
          .where("id", "=", before.id)
          .returning(["id", "version"])
          .executeTakeFirstOrThrow();
      },
    };
  },

  "template.close": async (ctx, input) => {
    const template = await ctx.db
      .selectFrom("answer_template")
      .select("id")
      .where("id", "=", input.id)
      .where("closed_at", "is", null)
      .executeTakeFirst();
    if (!template) return undefined;
    ctx.about(`template:${input.id}`);
    return {
      subject: {},
      run: async () => {
        await ctx.db.updateTable("answer_template").set({ closed_at: ctx.now }).where("id", "=", input.id).execute();
        return {};
      },
    };
  },
};

/** The item of that number, made when it is new; locked against others who write it. */
async function itemFor(ctx: Context, setId: number, no: number): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`policySet:${setId}`}, 0))`.execute(ctx.db);
  const known = await ctx.db
    .selectFrom("policy_item")
    .select("id")
    .where("set_id", "=", setId)
    .where("no", "=", no)
    .executeTakeFirst();
  if (known) return known.id;
  const made = await ctx.db
    .insertInto("policy_item")
    .values({ set_id: setId, no })
    .returning("id")
    .executeTakeFirstOrThrow();
  return made.id;
}

/** One version, locked. */
async function versionOf(ctx: Context, { id, version }: { id: number; version: number }) {
  const row = await ctx.db
    .selectFrom("policy_item_version")
    .select(["state", "drafted_by"])
    .where("item_id", "=", id)
    .where("version", "=", version)
    .forUpdate()
    .executeTakeFirst();
  if (row) ctx.about(`policyItem:${id}`);
  return row;
}
