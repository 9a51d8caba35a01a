import type { Context } from "#directory/context.ts";
import type { EventName, EventOf } from "#kernel/event.ts";
import type { Procedure } from "#kernel/procedure.ts";
import type { Draw } from "./lots.ts";

/** What a consumer of events has in its hands: one transaction as the platform's own actor. */
export interface EffectContext extends Pick<Context, "db" | "now" | "calendar" | "demo" | "emit" | "vault"> {
  /** When the event happened; `now` is when its turn came. */
  readonly at: Date;
  /** The principals that the event was for, and those that must not hear of it. */
  readonly readers: readonly number[];
  readonly barred: readonly number[];
  readonly procedures: ReadonlyMap<string, Procedure>;
  readonly draw: Draw;
  /** Id of the key that it is drawn under, to draw the same again later. */
  readonly drawKey: string;
}

/**
 * What a capability does about events, in `capabilities/<name>/effects.ts`. Each event comes to each consumer once: what
 * the handler writes and that it has been through are one transaction. It may be tried again after a failure, so it does
 * nothing outside the database.
 */
export interface EffectConsumer {
  readonly name: string;
  /** Events that are older when their turn comes are passed over: they are no news any more. */
  readonly staleAfterMs?: number;
  readonly on: { readonly [N in EventName]?: (ctx: EffectContext, event: EventOf<N>) => Promise<void> };
}

export function defineEffects(consumer: EffectConsumer): EffectConsumer {
  return consumer;
}
