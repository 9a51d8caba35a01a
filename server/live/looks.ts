import { setImmediate } from "node:timers/promises";
import type { Clock } from "#kernel/clock.ts";
import { type Answer, peekAll, type Question, type Run } from "./peek.ts";
import type { Seat, Seats } from "./seats.ts";

/** What looking at relations needs around it. */
export interface LooksOptions {
  readonly seats: Seats;
  readonly clock: Clock;
  readonly run: Run;
  /** The session is over, or the matter of the stream is not seen any more. */
  dismiss(seat: Seat, reason: "session" | "matter"): void;
  /** Somebody's relations are others than before. */
  onChanged(seat: Seat): void;
  /** A look that nobody waits for has failed. */
  onFailure(error: unknown): void;
}

/**
 * Keeps what is known of the listeners' relations as true as the database: a seat is looked at anew after an announced
 * change of anybody's relations, when a dated one begins or ends, when its session may be over, and every half minute.
 */
export interface Looks {
  /** Changes of relations so far: a seat that was looked at before the last of them is out of date. */
  readonly changes: number;
  /** Something has changed: everybody is looked at anew, settling when that is done. */
  change(): Promise<void>;
  /** Looks at everybody who is out of date. */
  around(): Promise<void>;
  /** Asks which matters some seats see; `then` is not called for a seat that has been dismissed over it. */
  ask(
    some: Iterable<Seat>,
    matters: (seat: Seat) => readonly number[],
    then: (seat: Seat, answer: Answer) => void,
  ): Promise<void>;
}

/** Together with the timer of ten seconds, half a minute. */
const freshMs = 20_000;
/** Questions in one statement: of those that nobody waits for few, because events pass in between. */
const quietLooksAtOnce = 20;
const looksAtOnce = 50;
const lookupsAtOnce = 250;

export function createLooks(options: LooksOptions): Looks {
  const { seats, clock, run } = options;
  let changes = 0;
  /** The next instant at which relations change by their dates, as known `asOf` one instant and a count of changes. */
  let turn = { at: Number.NEGATIVE_INFINITY, asOf: 0, changes: -1 };
  let looking: Promise<void> | undefined;

  async function keepTime(): Promise<number> {
    const now = clock.now();
    const time = now.getTime();
    if (time >= turn.at || time < turn.asOf) changes += 1;
    if (turn.changes !== changes) {
      const known = changes;
      const [found] = await run<{ at: number | null }>(
        "select ceil(extract(epoch from app.next_turn($1)) * 1000)::float8 as at",
        [now],
      );
      turn = { at: found?.at ?? Number.POSITIVE_INFINITY, asOf: time, changes: known };
    }
    return time;
  }

  function isFresh(seat: Seat, time: number): boolean {
    return seat.version === changes && time < seat.until;
  }

  async function ask(
    some: Iterable<Seat>,
    matters: (seat: Seat) => readonly number[],
    then: (seat: Seat, answer: Answer) => void,
  ): Promise<void> {
    const time = await keepTime();
    const { fresh = [], stale = [] } = Object.groupBy(some, (seat) => (isFresh(seat, time) ? "fresh" : "stale"));
    const parts = [...inParts(together(stale), looksAtOnce), ...inParts(together(fresh), lookupsAtOnce)];
    for (const part of parts) {
      const version = changes;
      const questions = part.map((group) => questionOf(group, matters, time, version));
      const answers = await peekAll(run, clock.now(), questions);
      for (const [index, group] of part.entries()) {
        const answer = answers[index] ?? null;
        for (const seat of group) if (answer && settle(seat, answer, version)) then(seat, answer);
        if (!answer) for (const seat of group) options.dismiss(seat, "session");
      }
    }
  }

  function questionOf(
    group: readonly Seat[],
    matters: (seat: Seat) => readonly number[],
    time: number,
    version: number,
  ): Question {
    const [first] = group;
    if (!first) throw new Error("a question of nobody");
    const asked = new Set(group.flatMap(matters));
    if (first.matterId !== null) asked.add(first.matterId);
    const isKnown = first.version === version && time < first.until;
    return { tokenHash: first.tokenHash, settings: isKnown ? first.settings : null, asked };
  }

  function settle(seat: Seat, answer: Answer, version: number): boolean {
    if (seat.matterId !== null && !answer.seen.includes(seat.matterId)) {
      options.dismiss(seat, "matter");
      return false;
    }
    const { actor, settings } = answer;
    if (actor && settings) {
      seat.version = version;
      seat.checkedAt = performance.now();
      seat.until = actor.until;
      seat.settings = settings;
      if (seats.setRelations(seat, actor)) options.onChanged(seat);
    }
    return true;
  }

  async function lookAround(): Promise<void> {
    try {
      for (;;) {
        await setImmediate();
        const time = await keepTime();
        const oldest = performance.now() - freshMs;
        const due = [...seats.all()].filter((seat) => !isFresh(seat, time) || seat.checkedAt < oldest);
        if (due.length === 0) return;
        const some = due.slice(0, quietLooksAtOnce);
        // Old ones are looked at like those that are out of date.
        for (const seat of some) seat.version = -1;
        await ask(
          some,
          () => [],
          () => undefined,
        );
      }
    } catch (error) {
      options.onFailure(error);
    } finally {
      looking = undefined;
    }
  }

  const around = () => (looking ??= lookAround());
  return {
    get changes() {
      return changes;
    },
    change() {
      changes += 1;
      return around();
    },
    around,
    ask,
  };
}

/** Seats of one session and matter share the question. */
function together(some: readonly Seat[]): Seat[][] {
  return [...Map.groupBy(some, (seat) => `${seat.sessionId}:${seat.matterId}`).values()];
}

function inParts<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}
