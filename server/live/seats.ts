import type { Stream } from "./stream.ts";

/** Somebody who listens: one stream of one session, with what that session may hear. */
export interface Seat {
  readonly tokenHash: Buffer;
  readonly sessionId: number;
  /** Null: whatever the session may hear; else only this matter's events. */
  readonly matterId: number | null;
  readonly stream: Stream;
  principals: ReadonlySet<number>;
  /** Count of announced changes that the last look at its relations knew of. */
  version: number;
  /** When that look was, in milliseconds of the process. */
  checkedAt: number;
}

/** What an event is for: principals that hear it, and principals that must not. */
export interface Addressees {
  readonly readers: readonly number[];
  readonly barred: readonly number[];
  readonly matterId: number;
}

/** Everybody who listens in this process, found by session and by principal. */
export interface Seats {
  readonly size: number;
  add(seat: Seat): void;
  remove(seat: Seat): void;
  all(): Iterable<Seat>;
  /** In the order in which they came. */
  ofSession(sessionId: number): readonly Seat[];
  /** Everybody who may hear it; a barred principal outweighs any other. */
  hearing(event: Addressees): Seat[];
  /** True when that changed anything. */
  setPrincipals(seat: Seat, principals: readonly number[]): boolean;
}

export function createSeats(): Seats {
  const seats = new Set<Seat>();
  const bySession = new Map<number, Set<Seat>>();
  const byPrincipal = new Map<number, Set<Seat>>();
  return {
    get size() {
      return seats.size;
    },
    add(seat) {
      seats.add(seat);
      put(bySession, seat.sessionId, seat);
      for (const principal of seat.principals) put(byPrincipal, principal, seat);
    },
    remove(seat) {
      seats.delete(seat);
      take(bySession, seat.sessionId, seat);
      for (const principal of seat.principals) take(byPrincipal, principal, seat);
    },
    all: () => seats,
    ofSession: (sessionId) => [...(bySession.get(sessionId) ?? [])],
    hearing({ readers, barred, matterId }) {
      const found = new Set<Seat>();
      for (const principal of readers) {
        for (const seat of byPrincipal.get(principal) ?? []) {
          if (seat.matterId === null || seat.matterId === matterId) found.add(seat);
        }
      }
      for (const principal of barred) {
        for (const seat of byPrincipal.get(principal) ?? []) found.delete(seat);
      }
      return [...found];
    },
    setPrincipals(seat, principals) {
      const next = new Set(principals);
      if (next.size === seat.principals.size && next.isSubsetOf(seat.principals)) return false;
      const here = seats.has(seat);
      if (here) for (const principal of seat.principals) take(byPrincipal, principal, seat);
      seat.principals = next;
      if (here) for (const principal of next) put(byPrincipal, principal, seat);
      return true;
    },
  };
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
