import { sql } from "kysely";
import { sendAhead } from "#directory/ahead.ts";
import type { EventOf, PlatformEvent } from "#kernel/event.ts";
import type { EffectConsumer, EffectContext } from "#matters/effects.ts";
import { sqlState, type Tx } from "../database.ts";
import { drawerOf } from "../draw.ts";
import { emitter } from "../outbox.ts";
import type { Platform } from "../platform.ts";

interface Taken {
  readonly outbox_id: number;
  readonly at: Date;
  readonly event: PlatformEvent;
  readonly readers: number[];
  readonly barred: number[];
  readonly attempts: number;
}

/** Before each further attempt; after the last one the event is set aside. */
const pausesMs = [5_000, 30_000, 120_000, 600_000, 3_600_000];

/** So many events of a backlog go into one transaction: few enough that nobody waits long for a matter among them. */
const atOnce = 20;

/** Makes known who hears what from now on. A consumer that is no more takes what was left for it with it. */
export async function registerConsumers(tx: Tx, consumers: readonly EffectConsumer[]): Promise<void> {
  for (const { name, on } of consumers) {
    const events = JSON.stringify(Object.keys(on));
    await sql`
      insert into effect_consumer (name, events) values (${name}, ${events}::jsonb)
      on conflict (name) do update set events = excluded.events where effect_consumer.events <> excluded.events`.execute(
      tx,
    );
  }
  const names = consumers.map(({ name }) => name);
  await sql`delete from effect_consumer where name <> all (${names}::text[])`.execute(tx);
}

/**
 * Hands every pending event to its consumers, also those that come of it; one that fails takes no other with it.
 * A failure is logged and put off; this throws only when the database cannot be used at all.
 */
export async function runEffects(platform: Platform, except: readonly string[]): Promise<number> {
  const consumers = platform.consumers.filter(({ name }) => !except.includes(name));
  let passed = 0;
  for (;;) {
    let round = 0;
    for (const consumer of consumers) {
      await dropStale(platform, consumer);
      for (let some = 1; some > 0; round += some) some = await handleSome(platform, consumer, atOnce);
    }
    if (round === 0) return passed;
    passed += round;
  }
}

async function dropStale(platform: Platform, { name, staleAfterMs }: EffectConsumer): Promise<void> {
  if (staleAfterMs === undefined) return;
  const before = new Date(platform.clock.now().getTime() - staleAfterMs);
  await platform.asSystem((tx) =>
    sql`
      delete from effect_pending p using outbox o
       where p.consumer = ${name} and o.id = p.outbox_id and o.at < ${before} and p.set_aside_at is null`.execute(tx),
  );
}

/**
 * Handles what waits, a few of a backlog in one transaction. When one of them fails they are handled again one by one, so
 * that it takes no other with it. Gives the number of events; 0: nothing waits.
 */
async function handleSome(platform: Platform, consumer: EffectConsumer, most: number): Promise<number> {
  const now = platform.clock.now();
  const { name } = consumer;
  let taken: readonly Taken[] = [];
  let passed = 0;
  try {
    await platform.db.transaction().execute(async (tx) => {
      taken = (await sql<Taken>`select * from app.take_effects(${name}, ${now}, ${most})`.execute(tx)).rows;
      if (taken.length === 0) return;
      for (const one of taken) {
        // The one before may have acted as somebody.
        if (passed > 0) await sendAhead(tx, sql`select app.enter_system()`);
        await handle(consumer, contextOf(platform, tx, consumer, one, now), one.event);
        passed += 1;
      }
      const through = taken.map(({ outbox_id }) => outbox_id);
      await sendAhead(tx, sql`select app.pass_effects(${name}, ${through}::bigint[])`);
    });
    return taken.length;
  } catch (error) {
    const [first] = taken;
    if (!first) throw error;
    // It was the first: nothing else needs to be handled again.
    if (passed === 0 || taken.length === 1) {
      await putOff(platform, consumer, first, now, error);
      return 1;
    }
    let one = 0;
    while (one <= passed && (await handleSome(platform, consumer, 1)) > 0) one += 1;
    return one;
  }
}

async function handle<Name extends PlatformEvent["name"]>(
  { on }: EffectConsumer,
  ctx: EffectContext,
  event: EventOf<Name>,
): Promise<void> {
  // A name without a handler is of an earlier version of the consumer.
  const handler: ((ctx: EffectContext, event: EventOf<Name>) => Promise<void>) | undefined = on[event.name];
  await handler?.(ctx, event);
}

function contextOf(platform: Platform, tx: Tx, { name }: EffectConsumer, taken: Taken, now: Date): EffectContext {
  return {
    db: tx,
    now,
    calendar: platform.calendar(),
    demo: platform.demo,
    emit: emitter(tx, now),
    vault: platform.vault,
    at: taken.at,
    readers: taken.readers,
    barred: taken.barred,
    procedures: platform.procedures,
    ...drawerOf(platform, name),
  };
}

/** Tried again later, the last time set aside: an administrator is shown it, and nothing waits for it any more. */
async function putOff(
  platform: Platform,
  { name }: EffectConsumer,
  taken: Taken,
  now: Date,
  error: unknown,
): Promise<void> {
  const pause = pausesMs[taken.attempts];
  const notBefore = pause === undefined ? null : new Date(now.getTime() + pause);
  const fault = sqlState(error) ?? (error instanceof Error ? error.name : "unknown");
  platform.log.error(
    { err: error, consumer: name, outbox: taken.outbox_id, attempt: taken.attempts + 1 },
    notBefore ? "an effect has failed and is tried again" : "an effect is set aside",
  );
  await platform.asSystem((tx) =>
    sql`
      update effect_pending
         set attempts = attempts + 1, not_before = ${notBefore}, fault = ${fault},
             set_aside_at = ${notBefore ? null : now}
       where consumer = ${name} and outbox_id = ${taken.outbox_id} and attempts = ${taken.attempts}`.execute(tx),
  );
}
