import type { Actor } from "#directory/context.ts";
import type { Settings } from "./peek.ts";
import type { Stream } from "./stream.ts";

/** Somebody who listens: one stream of one session, with what that session may hear. */
export interface Seat {
  readonly tokenHash: Buffer;
  readonly sessionId: number;
  /** Null: whatever the session may hear; else only this matter's events. */
  readonly matterId: number | null;
  readonly stream: Stream;
  principals: ReadonlySet<number>;
  /** Sees the whole city's matters that are not private. */
  coversCity: boolean;
  /** Matters that are opened to him for a while. */
  opened: ReadonlySet<number>;
  /** The actor for the row policies, as of the last look at its relations. */
  settings: Settings;
  /** Count of changes of relations that this look knew of. */
  version: number;
  /** When that look was, in milliseconds of the process. */
  checkedAt: number;
  /** When the session is over unless somebody does something, in milliseconds. */
  until: number;
}

/** What an event is for: principals that hear it, and principals that must not. */
export interface Addressees {
  readonly readers: readonly number[];
  readonly barred: readonly number[];
  /** Null: about no matter, for readers only. */
  readonly matterId: number | null;
}

/** Of an actor, what says which events concern him and where his navigation leads. */
export type Relations = Pick<Actor, "principals" | "coversCity" | "glass">;

/** Everybody who listens in this process, found by session and by principal. */
export interface Seats {
  readonly size: number;
  add(seat: Seat): void;
  remove(seat: Seat): void;
  all(): Iterable<Seat>;
  /** In the order in which they came. */
  ofSession(sessionId: number): readonly Seat[];
  /** Everybody who may come into question, by what was last known of them; a barred principal outweighs any other. */
  candidates(event: Addressees): ReadonlySet<Seat>;
  /** True when that changed anything. */
  setRelations(seat: Seat, relations: Relations): boolean;
}

export function createSeats(): Seats {
  const seats = new Set<Seat>();
  const bySession = new Map<number, Set<Seat>>();
  const byPrincipal = new Map<number, Set<Seat>>();
  const cityWide = new Set<Seat>();

  function enter(seat: Seat): void {
    for (const principal of seat.principals) put(byPrincipal, principal, seat);
    if (seat.coversCity) cityWide.add(seat);
  }

  function leave(seat: Seat): void {
    for (const principal of seat.principals) take(byPrincipal, principal, seat);
    cityWide.delete(seat);
  }

  return {
    get size() {
      return seats.size;
    },
    add(seat) {
      seats.add(seat);
      put(bySession, seat.sessionId, seat);
      enter(seat);
    },
    remove(seat) {
      seats.delete(seat);
      take(bySession, seat.sessionId, seat);
      leave(seat);
    },
    all: () => seats,
    ofSession: (sessionId) => [...(bySession.get(sessionId) ?? [])],
    candidates({ readers, barred, matterId }) {
      const found = new Set(matterId === null ? [] : cityWide);
      for (const principal of readers) for (const seat of byPrincipal.get(principal) ?? []) found.add(seat);
      for (const principal of barred) for (const seat of byPrincipal.get(principal) ?? []) found.delete(seat);
      for (const seat of found) if (seat.matterId !== null && seat.matterId !== matterId) found.delete(seat);
      return found;
    },
    setRelations(seat, { principals, coversCity, glass }) {
      const next = new Set(principals);
      const opened = openedTo({ glass });
      if (isSame(next, seat.principals) && isSame(opened, seat.opened) && coversCity === seat.coversCity) return false;
      leave(seat);
      seat.opened = opened;
      seat.principals = next;
      seat.coversCity = coversCity;
      if (seats.has(seat)) enter(seat);
      return true;
    },
  };
}

/** The matters that two administrators have opened to somebody. */
export function openedTo({ glass = [] }: Pick<Relations, "glass">): ReadonlySet<number> {
  return new Set(glass.map(({ matterId }) => matterId));
}

function isSame(one: ReadonlySet<number>, other: ReadonlySet<number>): boolean {
  return one.size === other.size && one.isSubsetOf(other);
}

function put(index: Map<number, Set<Seat>>, key: number, seat: Seat): void {
  const known = index.get(key);
  if (known) known.add(seat);
  else index.set(key, new Set([seat]));
}

function take(index: Map<number, Set<Seat>>, key: number, seat: Seat): void {
  const known = index.get(key);
  known?.delete(seat);
  if (known?.size === 0) index.delete(key);
}
