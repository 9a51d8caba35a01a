import { randomUUID, timingSafeEqual } from "node:crypto";
import type { noticeRules } from "#access/rules/notices.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import { dayNumber, shanghaiDay } from "#kernel/shanghai-time.ts";
import type { contract } from "./contract.ts";
import { keepsQuietDays, presentSettings } from "./settings.queries.ts";

type Writes =
  | "notice.changeSettings"
  | "notice.changeAddress"
  | "notice.confirmAddress"
  | "notice.removeAddress"
  | "quietDay.add"
  | "quietDay.remove";

const codeMs = 30 * 60_000;
const trials = 5;
/** Codes to one person a day: nobody's letter box is to be flooded from here. */
const codesPerDay = 5;
const dayMs = 86_400_000;
const longestQuietDays = 92;
const mostQuietSpans = 50;

export const settingsCommands: Handlers<Pick<typeof contract, Writes>, Pick<typeof noticeRules, Writes>> = {
  "notice.changeSettings": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const values = {
        mode: input.mode,
        digest_at: minuteOf(input.digestAt),
        quiet_from: minuteOf(input.quietFrom),
        quiet_to: minuteOf(input.quietTo),
        quiet_rest_days: input.quietRestDays,
        locale: input.locale,
      };
      await ctx.db
        .insertInto("notice_setting")
        .values({ account_id: ctx.actor.accountId, ...values })
        .onConflict((conflict) => conflict.column("account_id").doUpdateSet(values))
        .execute();
      return presentSettings(ctx);
    },
  }),

  "notice.changeAddress": async (ctx, { address }) => ({
    subject: {},
    run: async () => {
      if (!ctx.post.isOpen) throw new AppError("invalid", { issues: [{ path: "address", code: "mailNotOffered" }] });
      const { accountId } = ctx.actor;
      ctx.about(`account:${accountId}`);
      const known = await ctx.db
        .selectFrom("notice_address")
        .select(["codes", "codes_since"])
        .where("account_id", "=", accountId)
        .forUpdate()
        .executeTakeFirst();
      const counting = known !== undefined && known.codes_since.getTime() > ctx.now.getTime() - dayMs;
      const codes = counting ? known.codes + 1 : 1;
      if (codes > codesPerDay) throw new AppError("too-many");
      const code = ctx.codes.draw();
      const values = {
        sealed: ctx.post.sealAddress(accountId, address),
        verified_at: null,
        refused_at: null,
        code_digest: ctx.codes.hashesOf(code)[0] ?? null,
        code_until: new Date(ctx.now.getTime() + codeMs),
        code_attempts: 0,
        codes,
        codes_since: counting ? known.codes_since : ctx.now,
      };
      await ctx.db
        .insertInto("notice_address")
        .values({ account_id: accountId, channel: "mail", ...values })
        .onConflict((conflict) => conflict.columns(["account_id", "channel"]).doUpdateSet(values))
        .execute();
      await ctx.db
        .insertInto("notice_message")
        .values({
          id: randomUUID(),
          channel: "mail",
          account_id: accountId,
          kind: "code",
          secret: ctx.post.sealCode(accountId, code),
          state: "waiting",
          next_at: ctx.now,
          made_at: ctx.now,
        })
        .execute();
      return presentSettings(ctx);
    },
  }),

  "notice.confirmAddress": async (ctx, { code }) => ({
    subject: {},
    run: async () => {
      const { accountId } = ctx.actor;
      ctx.about(`account:${accountId}`);
      const row = await ctx.db
        .selectFrom("notice_address")
        .select(["code_digest", "code_until", "code_attempts"])
        .where("account_id", "=", accountId)
        .forUpdate()
        .executeTakeFirst();
      const isOpen =
        row !== undefined && row.code_until !== null && row.code_until > ctx.now && row.code_attempts < trials;
      const confirmed = isOpen && matches(row.code_digest, ctx.codes.hashesOf(code));
      if (isOpen) {
        // A wrong trial is answered, not refused: a refused call would take the count back with it.
        await ctx.db
          .updateTable("notice_address")
          .set(
            confirmed
              ? { verified_at: ctx.now, code_digest: null, code_until: null }
              : { code_attempts: row.code_attempts + 1 },
          )
          .where("account_id", "=", accountId)
          .execute();
      }
      const trialsLeft = isOpen && !confirmed ? trials - row.code_attempts - 1 : 0;
      return { ...(await presentSettings(ctx)), confirmed, trialsLeft };
    },
  }),

  "notice.removeAddress": async (ctx) => ({
    subject: {},
    run: async () => {
      const { accountId } = ctx.actor;
      ctx.about(`account:${accountId}`);
      // How many codes were asked for today stays, without the address.
      await ctx.db
        .updateTable("notice_address")
        .set({
          sealed: ctx.post.sealAddress(accountId, ""),
          verified_at: null,
          refused_at: ctx.now,
          code_digest: null,
          code_until: null,
        })
        .where("account_id", "=", accountId)
        .execute();
      return presentSettings(ctx);
    },
  }),

  "quietDay.add": async (ctx, { from, to }) => ({
    subject: { keepsQuietDays: await keepsQuietDays(ctx) },
    run: async () => {
      const firm = firmOf(ctx);
      const length = dayNumber(to) - dayNumber(from);
      if (length < 0 || to < shanghaiDay(ctx.now)) {
        throw new AppError("invalid", { issues: [{ path: "to", code: "tooEarly" }] });
      }
      if (length > longestQuietDays) throw new AppError("invalid", { issues: [{ path: "to", code: "quietTooLong" }] });
      const known = (await presentSettings(ctx)).quietDays;
      if (known.length >= mostQuietSpans) throw new AppError("too-many");
      await ctx.db.insertInto("quiet_day").values({ enterprise_id: firm, from_day: from, to_day: to }).execute();
      ctx.about(`enterprise:${firm}`);
      return presentSettings(ctx);
    },
  }),

  "quietDay.remove": async (ctx, { id }) => {
    const row = await ctx.db.selectFrom("quiet_day").select("id").where("id", "=", id).executeTakeFirst();
    if (!row) return undefined;
    return {
      subject: { keepsQuietDays: await keepsQuietDays(ctx) },
      run: async () => {
        ctx.about(`enterprise:${firmOf(ctx)}`);
        await ctx.db.deleteFrom("quiet_day").where("id", "=", id).execute();
        return presentSettings(ctx);
      },
    };
  },
};

function firmOf(ctx: Pick<Context, "actor">): number {
  if (ctx.actor.enterpriseId === null) throw new AppError("forbidden");
  return ctx.actor.enterpriseId;
}

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return hour * 60 + minute;
}

function matches(digest: Buffer | null, hashes: readonly Buffer[]): boolean {
  return digest !== null && hashes.some((hash) => hash.length === digest.length && timingSafeEqual(hash, digest));
}
