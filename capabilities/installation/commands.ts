import { sql } from "kysely";
import { hashChosen } from "#access/passwords.commands.ts";
import type { installationRules } from "#access/rules/installation.ts";
import type { Context } from "#directory/context.ts";
import { missingYear } from "#directory/calendar.queries.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import type { z } from "zod";
import type { adminOffice, contract, setupItem, setupState } from "./contract.ts";

type AdminOffice = z.output<typeof adminOffice>;

/** Wrong links count under this name in the audit; 60 bits need no waiting. */
const trial = "admin-link";
/** A backup older than this is none to rely on. */
const backupMs = 26 * 3_600_000;

export const installationHandlers: Handlers<typeof contract, typeof installationRules> = {
  "installation.lookAtLink": async (ctx, input) => ({
    subject: {},
    run: async () => ({ office: (await officeOf(ctx, ctx.codes.hashesOf(input.code))) ?? refuse(ctx) }),
  }),

  "installation.redeemLink": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const hashes = ctx.codes.hashesOf(input.code);
      // Before the slow hash: strangers shall not make the server work.
      if ((await officeOf(ctx, hashes)) === null) return refuse(ctx);
      const hash = await hashChosen(ctx, input.password, [input.login, input.dutyName], "password");
      const made = await sql<{ outcome: string; account_id: number }>`
        select * from app.redeem_admin_link(${hashes}, ${input.login}, ${input.dutyName}, ${hash}, ${ctx.now})`.execute(
        ctx.db,
      );
      const row = made.rows[0];
      if (row?.outcome === "loginTaken") {
        throw new AppError("invalid", { issues: [{ path: "login", code: "loginTaken" }] });
      }
      if (row?.outcome !== "ok") return refuse(ctx);
      ctx.about(`account:${row.account_id}`);
      return {};
    },
  }),

  "installation.checklist": async (ctx) => ({
    subject: {},
    run: async () => {
      const { rows } = await sql<{ counts: Counts }>`select app.setup_counts(${ctx.now}) as counts`.execute(ctx.db);
      const counts = rows[0]?.counts;
      if (!counts) throw new AppError("internal");
      const items = listOf(ctx, counts, (await missingYear(ctx)) ?? null);
      ctx.counted(items.length);
      return { items };
    },
  }),
};

/** The office that a good link is for; null for any other. */
async function officeOf(ctx: Context, hashes: readonly Buffer[]): Promise<AdminOffice | null> {
  const found = await sql<{ office: AdminOffice | null }>`
    select app.find_admin_link(${hashes}, ${ctx.now}) as office`.execute(ctx.db);
  return found.rows[0]?.office ?? null;
}

/** One answer for every link that is not good: whoever holds a dead one learns nothing by it. */
function refuse(ctx: Context): never {
  ctx.session.tried(trial);
  throw new AppError("invalid", { issues: [{ path: "code", code: "linkRefused" }] });
}

interface Counts {
  readonly units: number;
  readonly administrators: number;
  readonly topics: number;
  readonly unanswered: number;
  readonly staff: number;
  readonly years: readonly number[];
  readonly rules: number;
  readonly firms: number;
  readonly members: number;
  readonly backup: string | null;
  readonly sealed: string | null;
}

interface Item {
  readonly item: z.output<typeof setupItem>;
  readonly state: z.output<typeof setupState>;
  readonly count: number | null;
  readonly at: string | null;
}

/** @param missing the year that has no calendar though it is time: what the alarm is about */
function listOf(ctx: Context, counts: Counts, missing: number | null): Item[] {
  const done = (yes: boolean): Item["state"] => (yes ? "done" : "open");
  const item = (name: Item["item"], state: Item["state"], count: number | null = null, at: string | null = null) => ({
    item: name,
    state,
    count,
    at: at === null ? null : new Date(at).toISOString(),
  });
  const lastYear = counts.years.at(-1) ?? null;
  const fresh = counts.backup !== null && ctx.now.getTime() - new Date(counts.backup).getTime() < backupMs;
  return [
    item("administrators", done(counts.administrators === 3), counts.administrators),
    // The city's own unit alone serves nobody.
    item("units", done(counts.units > 1), counts.units),
    // A question is answered by the officer all the same.
    counts.unanswered > 0
      ? item("topics", "hint", counts.unanswered)
      : item("topics", done(counts.topics > 0), counts.topics),
    item("accounts", done(counts.staff > 0), counts.staff),
    item("calendar", done(missing === null), missing ?? lastYear),
    item("rules", counts.rules > 0 ? "done" : "hint", counts.rules),
    item("mail", ctx.post.isOpen ? "done" : "hint"),
    // The platform does not start without its key file; whether a copy lies elsewhere only people know.
    item("keys", "hint"),
    item("backup", done(fresh), null, counts.backup),
    item("firm", done(counts.members > 0), counts.firms),
  ];
}
