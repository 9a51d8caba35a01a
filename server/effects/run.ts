import { sql } from "kysely";
import type { EventOf, PlatformEvent } from "#kernel/event.ts";
import type { EffectConsumer, EffectContext } from "#matters/effects.ts";
import { sqlState, type Tx } from "../database.ts";
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
 * Hands every pending event to its consumers, also those that come of it, each in a transaction of its own.
 * A failure is logged and put off; this throws only when the database cannot be used at all.
 */
export async function runEffects(platform: Platform, except: readonly string[]): Promise<number> {
  const consumers = platform.consumers.filter(({ name }) => !except.includes(name));
  let passed = 0;
  for (;;) {
    let round = 0;
    for (const consumer of consumers) {
      await dropStale(platform, consumer);
      while (await handleNext(platform, consumer)) round += 1;
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

/** False when nothing waits. */
async function handleNext(platform: Platform, consumer: EffectConsumer): Promise<boolean> {
  const now = platform.clock.now();
  let taken: Taken | undefined;
  try {
    return await platform.db.transaction().execute(async (tx) => {
      const found = await sql<Taken>`select * from app.take_effect(${consumer.name}, ${now})`.execute(tx);
      taken = found.rows[0];
      if (!taken) return false;
      await handle(consumer, contextOf(platform, tx, consumer, taken, now), taken.event);
      await sql`select app.pass_effect(${consumer.name}, ${taken.outbox_id})`.execute(tx);
      return true;
    });
  } catch (error) {
    if (!taken) throw error;
    await putOff(platform, consumer, taken, now, error);
    return true;
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
    drawKey: platform.crypto.activeKeyId,
    draw: (data) => platform.crypto.mac(`effect:${name}`, data),
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
