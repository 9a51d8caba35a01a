import { sql } from "kysely";
import { Webhook } from "standardwebhooks";
import { secretOf } from "#capabilities/integrations/secrets.ts";
import { webhookPausesMs } from "#capabilities/integrations/webhook-events.ts";
import type { Tx } from "../database.ts";
import { emitter } from "../outbox.ts";
import type { Platform } from "../platform.ts";
import { type Posted, post } from "./post.ts";

interface Taken {
  readonly id: string;
  readonly endpoint_id: number;
  readonly event: string;
  readonly body: string;
  readonly attempts: number;
  readonly tries: number;
  readonly url: string;
  readonly secret: Buffer;
  readonly former_secret: Buffer | null;
  readonly former_until: Date | null;
}

/** So many receivers at once; one that is slow keeps nobody else waiting, and gets one delivery at a time. */
const atOnce = 8;
/** No attempt runs so long: whoever made it is gone. */
const lostMs = 60_000;

/**
 * Sends what is due by now: marked as under way, sent, its outcome written down, the first and the last in transactions of
 * their own. A delivery whose sender is gone is sent again under the same `webhook-id`. Gives the number of attempts.
 */
export async function sendWebhooks(platform: Platform): Promise<number> {
  let attempts = 0;
  const work = async (): Promise<void> => {
    for (;;) {
      const taken = await platform.asSystem((tx) => claim(tx, platform.clock.now()));
      if (!taken) return;
      attempts += 1;
      await attempt(platform, taken);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return attempts;
}

async function claim(tx: Tx, now: Date): Promise<Taken | null> {
  // One after the other in all processes, so that none takes a second delivery of an endpoint that is busy.
  await sql`select pg_advisory_xact_lock(1213548627, 0)`.execute(tx);
  await tx
    .updateTable("webhook_delivery")
    .set({ state: "waiting" })
    .where("state", "=", "sending")
    .where("next_at", "<=", new Date(now.getTime() - lostMs))
    .execute();
  // What nobody is to be told of any more.
  await sql`
    update webhook_delivery d set state = 'dropped', ended_at = ${now}
      from webhook_endpoint e join service_account s on s.account_id = e.account_id
     where e.id = d.endpoint_id and d.state = 'waiting' and d.next_at <= ${now}
       and (e.ended_at is not null or s.state <> 'ACTIVE')`.execute(tx);
  const found = await sql<Taken>`
    with next as (
      select d.id from webhook_delivery d
       where d.state = 'waiting' and d.next_at <= ${now}
         and not exists (select from webhook_delivery o where o.endpoint_id = d.endpoint_id and o.state = 'sending')
       order by d.next_at, d.happened_at, d.id limit 1 for update skip locked)
    update webhook_delivery d set state = 'sending', attempts = d.attempts + 1, tries = d.tries + 1, next_at = ${now}
      from next, webhook_endpoint e
     where d.id = next.id and e.id = d.endpoint_id
    returning d.id, d.endpoint_id, d.event, d.body, d.attempts, d.tries, e.url, e.secret, e.former_secret, e.former_until`.execute(
    tx,
  );
  return found.rows[0] ?? null;
}

async function attempt(platform: Platform, taken: Taken): Promise<void> {
  const at = platform.clock.now();
  const began = performance.now();
  const headers = headersOf(platform, taken, at);
  const posted = headers ? await post(platform.destinations, taken.url, headers, taken.body) : unsigned;
  const ms = Math.round(performance.now() - began);
  await platform.asSystem((tx) => conclude(platform, tx, taken, posted, at, ms));
}

/**
 * Its secret was sealed by a key that is not there, or is not what was sealed. Nothing goes out without a signature; it is
 * an attempt like any other, for the operator may find the key.
 */
const unsigned: Posted = { status: null, fault: "unsigned", clip: null };

/** Signed as Standard Webhooks wants it; during a change of the secret with both. Null: its secret cannot be opened. */
function headersOf(platform: Platform, taken: Taken, at: Date): Record<string, string> | null {
  const own = signatureBy(platform, taken, taken.secret, at);
  if (own === null) return null;
  const former =
    taken.former_secret && taken.former_until && taken.former_until > at
      ? signatureBy(platform, taken, taken.former_secret, at)
      : null;
  const signatures = former === null ? [own] : [own, former];
  return {
    "content-type": "application/json",
    "user-agent": "huhang-webhooks/1",
    "webhook-id": taken.id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
    "webhook-signature": signatures.join(" "),
  };
}

function signatureBy({ vault, log }: Platform, taken: Taken, sealed: Buffer, at: Date): string | null {
  try {
    return new Webhook(secretOf(vault, taken.endpoint_id, sealed)).sign(taken.id, at, taken.body);
  } catch (error) {
    log.error({ err: error, endpoint: taken.endpoint_id }, "the secret of a webhook cannot be opened");
    return null;
  }
}

async function conclude(
  platform: Platform,
  tx: Tx,
  { id, endpoint_id, attempts, tries }: Taken,
  { status, fault, clip }: Posted,
  at: Date,
  ms: number,
): Promise<void> {
  const now = platform.clock.now();
  await tx
    .insertInto("webhook_attempt")
    .values({ delivery_id: id, no: attempts, at, ms, status, fault, clip })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  // Gone (410): the receiver says that it wants no more of it.
  const pause = status === 410 ? undefined : webhookPausesMs[tries - 1];
  const next =
    fault === null
      ? { state: "sent" as const, ended_at: now }
      : pause === undefined
        ? { state: "parked" as const, ended_at: now }
        : { state: "waiting" as const, next_at: new Date(now.getTime() + pause) };
  const changed = await tx
    .updateTable("webhook_delivery")
    .set(next)
    .where("id", "=", id)
    .where("state", "=", "sending")
    .where("attempts", "=", attempts)
    .executeTakeFirst();
  if (fault !== null) platform.log.warn({ delivery: id, attempt: attempts, status, fault }, "a webhook was not taken");
  if (next.state === "parked" && changed.numUpdatedRows > 0n) {
    await emitter(tx, now)({ name: "webhookParked", endpoint: endpoint_id }, await keepersOf(tx, endpoint_id));
  }
}

/** Who keeps the account behind an endpoint: the security and system administrators of its unit and above. */
async function keepersOf(tx: Tx, endpoint: number): Promise<number[]> {
  const rows = await tx
    .selectFrom("webhook_endpoint as e")
    .innerJoin("account as a", "a.id", "e.account_id")
    .innerJoin("unit as u", "u.id", "a.unit_id")
    .innerJoin("principal as p", (join) => join.on("p.kind", "=", "unit").on("p.duty", "in", ["security", "system"]))
    .select("p.id")
    .where("e.id", "=", endpoint)
    .where(sql<boolean>`p.ref_id = any (u.path)`)
    .execute();
  return rows.map(({ id }) => id);
}
