import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import type { WorkCalendar } from "#kernel/work-calendar.ts";
import { type NoticeKind, noticeKinds, type Urgency } from "./kinds.ts";
import { nextDigest, nextLoudMoment, type Quiet } from "./quiet.ts";
import { quietDaysOf, settingOf } from "./settings.queries.ts";

/** A transaction of the platform's own actor. */
export type TellContext = Pick<Context, "db" | "now" | "calendar" | "emit">;

export interface Hearer {
  readonly accountId: number;
  readonly enterpriseId: number | null;
  readonly kind: "staff" | "member";
}

/** What a notice is about; whoever does not see all of it is not told. */
export interface About {
  readonly matter?: number;
  /** An entry of the matter. */
  readonly entry?: number;
  readonly project?: number;
  /** The firm for which members are told. */
  readonly firm: number | null;
}

export interface Told {
  readonly kind: NoticeKind;
  readonly about: About;
  /** What it tells of, by which the same person is told once. */
  readonly subject: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly at: Date;
}

/**
 * Who is there, holds one of the principals, and sees what it is about: asked with each person's own eyes, so that
 * nobody hears of what is kept from him.
 */
export async function hearersOf(ctx: TellContext, principals: readonly number[], about: About): Promise<Hearer[]> {
  if (principals.length === 0) return [];
  const { rows } = await sql<{ account_id: number; enterprise_id: number | null; kind: Hearer["kind"] }>`
    select * from app.hear(${[...principals]}, ${about.firm}, ${about.matter ?? null}, ${about.entry ?? null},
      ${about.project ?? null}, ${ctx.now})`.execute(ctx.db);
  return rows.map((row) => ({ accountId: row.account_id, enterpriseId: row.enterprise_id, kind: row.kind }));
}

/**
 * Somebody, there or not, for what is about himself alone: told once and for no firm, so that he finds it for whichever he
 * acts, also for one that he joins later.
 */
export async function himself({ db }: Pick<TellContext, "db">, account: number): Promise<Hearer[]> {
  const { kind } = await db.selectFrom("account").select("kind").where("id", "=", account).executeTakeFirstOrThrow();
  // Another system reads no notices.
  return kind === "service" ? [] : [{ accountId: account, enterpriseId: null, kind }];
}

/** Leaves a notice for each of them who was not told of it before, and puts it down for the ways he has chosen. */
export async function tell(ctx: TellContext, hearers: readonly Hearer[], told: Told): Promise<void> {
  if (hearers.length === 0) return;
  const urgency: Urgency = noticeKinds[told.kind];
  const written = await ctx.db
    .insertInto("notice")
    .values(
      hearers.map(({ accountId, enterpriseId }) => ({
        account_id: accountId,
        // What belongs to no firm is told once to whom it concerns, for however many he acts.
        enterprise_id: told.about.matter !== undefined && told.about.firm === null ? null : enterpriseId,
        kind: told.kind,
        urgency,
        matter_id: told.about.matter ?? null,
        project_id: told.about.project ?? null,
        params: JSON.stringify(told.params ?? {}),
        subject: told.subject,
        at: told.at,
      })),
    )
    .onConflict((conflict) => conflict.columns(["account_id", "enterprise_id", "subject"]).doNothing())
    .returning(["id", "account_id", "enterprise_id"])
    .execute();
  for (const notice of written) {
    await putDown(ctx, notice, told.kind);
    await ctx.emit({ name: "noticesChanged", account: notice.account_id }, [await selfOf(ctx.db, notice.account_id)]);
  }
}

/** The principal of somebody himself. */
export async function selfOf(db: Context["db"], account: number): Promise<number> {
  const row = await db
    .selectFrom("principal")
    .select("id")
    .where("kind", "=", "account")
    .where("ref_id", "=", account)
    .where("duty", "=", "self")
    .executeTakeFirstOrThrow();
  return row.id;
}

async function putDown(
  ctx: TellContext,
  notice: { readonly id: number; readonly account_id: number; readonly enterprise_id: number | null },
  kind: NoticeKind,
): Promise<void> {
  const address = await ctx.db
    .selectFrom("notice_address")
    .select("channel")
    .where("account_id", "=", notice.account_id)
    .where("verified_at", "is not", null)
    .where("refused_at", "is", null)
    .executeTakeFirst();
  if (!address) return;
  const setting = await settingOf(ctx.db, notice.account_id);
  const days = notice.enterprise_id === null ? [] : await quietDaysOf(ctx.db, notice.enterprise_id);
  const dueAt = kind === "proofChanged" ? ctx.now : dueOf(ctx.calendar, setting, days, noticeKinds[kind], ctx.now);
  if (!dueAt) return;
  await ctx.db
    .insertInto("notice_delivery")
    .values({ notice_id: notice.id, channel: address.channel, account_id: notice.account_id, due_at: dueAt })
    .execute();
}

/** When a notice goes out; null: it stays in the list. */
export function dueOf(
  calendar: WorkCalendar,
  setting: {
    readonly mode: "off" | "immediate" | "digest";
    readonly digestAt: number;
    readonly quietFrom: number;
    readonly quietTo: number;
    readonly quietRestDays: boolean;
  },
  days: Quiet["days"],
  urgency: Urgency,
  now: Date,
): Date | null {
  if (setting.mode === "off") return null;
  if (urgency === "urgent") return now;
  const quiet = { from: setting.quietFrom, to: setting.quietTo, restDays: setting.quietRestDays, days };
  if (setting.mode === "digest") return nextDigest(calendar, quiet, setting.digestAt, now);
  return urgency === "low" ? null : nextLoudMoment(calendar, quiet, now);
}
