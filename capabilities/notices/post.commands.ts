import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import type { Channel, SendOutcome } from "./channel.ts";
import type { NoticeKind } from "./kinds.ts";
import { type Setting, settingOf } from "./settings.queries.ts";
import { himself, selfOf, tell, type TellContext } from "./tell.commands.ts";

type PostContext = Pick<Context, "db" | "now">;

/** A message on its way: from here on it has been given out of hand. */
export interface Outgoing {
  readonly id: string;
  readonly accountId: number;
  readonly kind: "notices" | "code";
  readonly locale: Setting["locale"];
  readonly attempts: number;
  readonly address: Buffer;
  readonly secret: Buffer | null;
  /** How many notices it tells of, whether of changed proofs, the kind and the matter's number of the only one. */
  readonly count: number;
  readonly proofs: boolean;
  readonly only: { readonly kind: string; readonly number: string | null; readonly matter: number | null } | null;
}

/** Before each further attempt; a message that failed so often is dropped, its notices stay in the list. */
const pausesMs = [60_000, 300_000, 900_000, 3_600_000, 4 * 3_600_000, 12 * 3_600_000];
/** No attempt runs so long: whoever made it is gone. */
const lostMs = 15 * 60_000;
const mostNotices = 500;

/** Goes out even when somebody has read it in the list: it may have been whoever changed the proofs. */
const whateverWasRead: NoticeKind = "proofChanged";

/** Makes one message for everybody for whom something is due; what has been read meanwhile goes to nobody. */
export async function gather({ db, now }: PostContext, channel: Channel["name"]): Promise<void> {
  await sql`
    delete from notice_delivery d using notice n
     where n.id = d.notice_id and n.read_at is not null and n.kind <> ${whateverWasRead}`.execute(db);
  const due = await sql<{ account_id: number; notices: number[] }>`
    with taken as (
      delete from notice_delivery where (notice_id, channel) in (
        select notice_id, channel from notice_delivery where channel = ${channel} and due_at <= ${now}
         order by due_at, notice_id limit ${mostNotices} for update skip locked)
      returning account_id, notice_id)
    select account_id, jsonb_agg(notice_id order by notice_id) as notices from taken group by account_id`.execute(db);
  for (const { account_id, notices } of due.rows) {
    await db
      .insertInto("notice_message")
      .values({
        id: randomUUID(),
        channel,
        account_id,
        kind: "notices",
        notices: JSON.stringify(notices),
        state: "waiting",
        next_at: now,
        made_at: now,
      })
      .execute();
  }
}

/**
 * The next message that may go, marked as under way. Between this mark and the answer nobody knows whether a message was
 * taken: one whose sender is gone is not sent a second time, its notices stay unread in the list. So each is sent at most
 * once, and certainly when the process lives.
 */
export async function claim({ db, now }: PostContext, channel: Channel["name"]): Promise<Outgoing | null> {
  await db
    .updateTable("notice_message")
    .set({ state: "unsure", ended_at: now, secret: null, fault: "lost" })
    .where("state", "=", "sending")
    .where("next_at", "<=", new Date(now.getTime() - lostMs))
    .execute();
  const found = await sql<{
    id: string;
    account_id: number;
    kind: Outgoing["kind"];
    attempts: number;
    secret: Buffer | null;
    notices: number[];
  }>`
    update notice_message set state = 'sending', attempts = attempts + 1, next_at = ${now}
     where id = (select id from notice_message where channel = ${channel} and state = 'waiting' and next_at <= ${now}
                  order by next_at, id limit 1 for update skip locked)
     returning id, account_id, kind, attempts, secret, notices`.execute(db);
  const row = found.rows[0];
  if (!row) return null;
  const address = await db
    .selectFrom("notice_address")
    .select(["sealed", "verified_at", "refused_at"])
    .where("account_id", "=", row.account_id)
    .where("channel", "=", channel)
    .executeTakeFirst();
  const mayGo = address && address.refused_at === null && (row.kind === "code" || address.verified_at !== null);
  const unread = mayGo && row.kind === "notices" ? await unreadOf({ db, now }, row.account_id, row.notices) : [];
  if (!mayGo || (row.kind === "notices" && unread.length === 0)) {
    await settle({ db, now }, row, "dropped", null);
    return claim({ db, now }, channel);
  }
  const [first] = unread;
  return {
    id: row.id,
    accountId: row.account_id,
    kind: row.kind,
    locale: (await settingOf(db, row.account_id)).locale,
    attempts: row.attempts,
    address: address.sealed,
    secret: row.secret,
    count: unread.length,
    only: unread.length === 1 && first ? first : null,
    proofs: unread.some(({ kind }) => kind === whateverWasRead),
  };
}

/**
 * Of some notices, those that are unread and about something that the person may see now: asked with his own eyes. That his
 * proofs were changed he is told wherever he stands, also while no role lets him in.
 */
async function unreadOf({ db, now }: PostContext, accountId: number, ids: readonly number[]) {
  const proofs = await db
    .selectFrom("notice")
    .select(["id", "kind"])
    .where("id", "in", [...ids, -1])
    .where("kind", "=", whateverWasRead)
    .orderBy("id")
    .execute();
  const firms = await db
    .selectFrom("notice")
    .select("enterprise_id")
    .distinct()
    .where("id", "in", [...ids, -1])
    .execute();
  // What is for no firm is read for whichever he acts.
  const anywhere = await db
    .selectFrom("access_grant")
    .select("enterprise_id")
    .where("account_id", "=", accountId)
    .where("valid_from", "<=", now)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", now)]))
    .orderBy("enterprise_id")
    .executeTakeFirst();
  const places = new Set(firms.map(({ enterprise_id }) => enterprise_id ?? anywhere?.enterprise_id ?? null));
  const found = proofs.map((proof) => ({ ...proof, number: null as string | null, matter: null as number | null }));
  for (const place of places) {
    await sql`select app.enter(${accountId}, ${place}, ${now})`.execute(db);
    const rows = await db
      .selectFrom("notice as n")
      .leftJoin("matter as m", "m.id", "n.matter_id")
      .select(["n.id", "n.kind", "m.id as matter"])
      // Its kind stands in the number, and mailboxes are a firm's: nobody reads there that somebody complains (GR-11).
      .select(sql<string | null>`case when not m.private then m.number end`.as("number"))
      .where("n.id", "in", [...ids])
      .where("n.account_id", "=", accountId)
      .where("n.read_at", "is", null)
      .orderBy("n.id")
      .execute();
    found.push(...rows);
  }
  await sql`select app.enter_system()`.execute(db);
  const once = new Map(found.map((row) => [row.id, row]));
  return [...once.values()].map(({ kind, number, matter }) => ({ kind, number, matter }));
}

async function settle(
  { db, now }: PostContext,
  { id }: { readonly id: string },
  state: "sent" | "unsure" | "dropped",
  fault: string | null,
): Promise<void> {
  await db
    .updateTable("notice_message")
    .set({ state, ended_at: now, secret: null, fault })
    .where("id", "=", id)
    .where("state", "=", "sending")
    .execute();
}

/** Writes down what became of an attempt. */
export async function conclude(
  ctx: TellContext,
  message: Outgoing,
  outcome: SendOutcome,
  fault: string | null,
): Promise<void> {
  const pause = pausesMs[message.attempts - 1];
  if (outcome === "later" && pause !== undefined) {
    await ctx.db
      .updateTable("notice_message")
      .set({ state: "waiting", next_at: new Date(ctx.now.getTime() + pause), fault })
      .where("id", "=", message.id)
      .where("state", "=", "sending")
      .execute();
    return;
  }
  await settle(ctx, message, outcome === "sent" || outcome === "unsure" ? outcome : "dropped", fault);
  if (outcome === "refused") await disable(ctx, message.accountId);
}

/** Nothing more goes to an address that its own server does not know; the person is told in the list. */
async function disable(ctx: TellContext, accountId: number): Promise<void> {
  await ctx.db.updateTable("notice_address").set({ refused_at: ctx.now }).where("account_id", "=", accountId).execute();
  await tell(ctx, await himself(ctx, accountId), {
    kind: "addressRefused",
    about: { firm: null },
    subject: `address:${await selfOf(ctx.db, accountId)}:${ctx.now.toISOString()}`,
    at: ctx.now,
  });
}
