import type { IncomingMessage, ServerResponse } from "node:http";
import { setImmediate } from "node:timers/promises";
import { AppError } from "#kernel/errors.ts";
import type { PlatformEvent } from "#kernel/event.ts";
import type { Platform } from "../platform.ts";
import { admit, type Listening } from "./admission.ts";
import { createListener } from "./listener.ts";
import { type Peek, peekAll, type Question } from "./peek.ts";
import { createSeats, type Seat } from "./seats.ts";
import { heartbeat, openStream, renderEvent, renderFarewell, type Stream } from "./stream.ts";

/** The platform's events on their way to whoever may hear them (decision 11). */
export interface Live {
  /** Rejects when the database cannot be reached. */
  start(): Promise<void>;
  /**
   * Answers with a stream of server-sent events: `changed` (a PlatformEvent, ids only), `resync` (something may have
   * been missed: read anew), `ended` (the session or the right to the matter is gone; `{"reason"}`).
   * @throws AppError not-signed-in, not-found (recorded in the audit), unavailable; nothing has been written then
   */
  attach(request: IncomingMessage, response: ServerResponse, listening: Listening): Promise<void>;
  /** Looks anew at everybody's relations, as happens by itself within half a minute and at every announced change. */
  recheck(): Promise<void>;
  /** Open streams of this process. */
  readonly size: number;
  /** Ends all streams and leaves no timer and no connection. */
  close(): Promise<void>;
}

/** S1.3 and the size of one process: more streams than these are somebody's mistake. */
const streamsPerSession = 6;
const streamsPerProcess = 2_000;
const beatMs = 20_000;
/** A look at somebody's relations is repeated after this time at the latest: the sum of the two. */
const tickMs = 10_000;
const freshMs = 20_000;
/** Rows read, and sessions looked at, in one statement. */
const rowsAtOnce = 100;
const looksAtOnce = 50;

interface OutboxRow {
  id: number;
  event: PlatformEvent;
  readers: number[];
  barred: number[];
}

export function createLive(platform: Platform, options: { readonly databaseUrl: string }): Live {
  const seats = createSeats();
  /** Every stream until its connection is closed, also those that have been ended. */
  const streams = new Set<Stream>();
  const inbox: number[] = [];
  const timers: NodeJS.Timeout[] = [];
  /** Changes of relations and ends of sessions announced so far. */
  let changes = 0;
  let endings = 0;
  let arriving = 0;
  let delivering = false;
  let looking: Promise<void> | undefined;
  let state: "new" | "open" | "closed" = "new";

  const listener = createListener({
    databaseUrl: options.databaseUrl,
    channels: ["huhang_outbox", "huhang_session", "huhang_access"],
    log: platform.log,
    onNotice(channel, payload) {
      if (channel === "huhang_session") {
        endings += 1;
        for (const seat of seats.ofSession(Number(payload))) dismiss(seat, "session");
      } else if (channel === "huhang_access") {
        void recheck();
      } else {
        inbox.push(Number(payload));
        void deliver();
      }
    },
    onRestored() {
      for (const seat of seats.all()) seat.stream.write(renderEvent("resync", "{}"));
      void recheck();
    },
  });

  function dismiss(seat: Seat, reason: "session" | "matter" | "tooMany"): void {
    seats.remove(seat);
    seat.stream.end(renderEvent("ended", JSON.stringify({ reason })));
  }

  /** Passes on what has come in, in the order of the commits. What a lost connection leaves untold ends in a resync. */
  async function deliver(): Promise<void> {
    if (delivering) return;
    delivering = true;
    try {
      while (inbox.length > 0) {
        const ids = inbox.splice(0, rowsAtOnce);
        const read = await listener.query<OutboxRow>("select * from app.read_outbox($1)", [ids]);
        const byId = new Map(read.map((row) => [row.id, row]));
        await tell(ids.flatMap((id) => byId.get(id) ?? []));
        // Lets the sockets drain and other requests have their turn.
        await setImmediate();
      }
    } catch (error) {
      inbox.length = 0;
      listener.restart(error);
    } finally {
      delivering = false;
    }
  }

  /** Each candidate gets those events whose matter the database, asked now, shows him. */
  async function tell(rows: readonly OutboxRow[]): Promise<void> {
    const parcels = new Map<Seat, OutboxRow[]>();
    for (const row of rows) {
      for (const seat of seats.candidates({ ...row, matterId: row.event.matter })) {
        const parcel = parcels.get(seat);
        if (parcel) parcel.push(row);
        else parcels.set(seat, [row]);
      }
    }
    const texts = new Map(rows.map((row) => [row, renderEvent("changed", JSON.stringify(row.event), row.id)]));
    await look([...parcels.keys()], parcels, (seat, peek) => {
      const seen = new Set(peek.seen);
      const open = new Set(peek.actor.coversCity ? peek.open : []);
      for (const row of parcels.get(seat) ?? []) {
        const { matter } = row.event;
        const isReader = row.readers.some((principal) => seat.principals.has(principal));
        const isBarred = row.barred.some((principal) => seat.principals.has(principal));
        if (!isBarred && ((isReader && seen.has(matter)) || open.has(matter))) seat.stream.write(texts.get(row) ?? "");
      }
    });
  }

  /** Asks anew what some seats may hear. Seats of one session and matter share the question. */
  async function look(
    some: readonly Seat[],
    parcels: ReadonlyMap<Seat, readonly OutboxRow[]> = new Map(),
    then: (seat: Seat, peek: Peek) => void = () => undefined,
  ): Promise<void> {
    const groups = new Map<string, { question: Question; seats: Seat[] }>();
    for (const seat of some) {
      const key = `${seat.sessionId}:${seat.matterId}`;
      const group = groups.get(key) ?? {
        question: { tokenHash: seat.tokenHash, matterId: seat.matterId, asked: new Set<number>() },
        seats: [],
      };
      groups.set(key, group);
      group.seats.push(seat);
      for (const row of parcels.get(seat) ?? []) group.question.asked.add(row.event.matter);
    }
    const waiting = [...groups.values()];
    while (waiting.length > 0) {
      const part = waiting.splice(0, looksAtOnce);
      const version = changes;
      const questions = part.map(({ question }) => question);
      const peeks = await peekAll(listener.query, platform.clock.now(), questions);
      for (const [index, group] of part.entries()) {
        const peek = peeks[index] ?? null;
        for (const seat of group.seats) if (settle(seat, peek, version) && peek) then(seat, peek);
      }
    }
  }

  /** False when the seat has nothing more to hear. */
  function settle(seat: Seat, peek: Peek | null, version: number): boolean {
    if (!peek || (seat.matterId !== null && !peek.seen.includes(seat.matterId))) {
      dismiss(seat, peek ? "matter" : "session");
      return false;
    }
    seat.version = version;
    seat.checkedAt = performance.now();
    // Other relations, other lists: what is on the screen was read with the former ones.
    if (seats.setRelations(seat, peek.actor)) seat.stream.write(renderEvent("resync", "{}"));
    return true;
  }

  function recheck(): Promise<void> {
    changes += 1;
    return lookAround();
  }

  /** Looks at every seat that needs it, in small parts so that events pass in between. */
  function lookAround(): Promise<void> {
    looking ??= (async () => {
      try {
        for (;;) {
          await setImmediate();
          const oldest = performance.now() - freshMs;
          const due = [...seats.all()].filter((seat) => seat.version < changes || seat.checkedAt < oldest);
          if (due.length === 0) return;
          await look(due.slice(0, looksAtOnce));
        }
      } catch (error) {
        // The mended connection looks at everybody again.
        listener.restart(error);
      } finally {
        looking = undefined;
      }
    })();
    return looking;
  }

  async function seatFor(request: IncomingMessage, response: ServerResponse, listening: Listening): Promise<void> {
    const known = { changes, endings };
    const { actor } = await admit(platform, listening);
    if (state !== "open") throw new AppError("unavailable");
    if (response.destroyed) return;
    const others = seats.ofSession(actor.sessionId);
    for (const seat of others.slice(0, Math.max(0, others.length + 1 - streamsPerSession))) dismiss(seat, "tooMany");
    const stream = openStream(response);
    const seat: Seat = {
      tokenHash: listening.tokenHash,
      sessionId: actor.sessionId,
      matterId: listening.matterId ?? null,
      stream,
      principals: new Set(actor.principals),
      coversCity: actor.coversCity,
      // What was announced while the look was under way may not be in it.
      version: endings === known.endings ? known.changes : -1,
      checkedAt: performance.now(),
    };
    seats.add(seat);
    streams.add(stream);
    void untilClosed(seat);
    if (request.headers["last-event-id"]) stream.write(renderEvent("resync", "{}"));
    if (seat.version < changes) void lookAround();
  }

  async function untilClosed(seat: Seat): Promise<void> {
    await seat.stream.closed;
    seats.remove(seat);
    streams.delete(seat.stream);
  }

  return {
    async start() {
      await listener.start();
      if (state === "closed") return;
      state = "open";
      timers.push(
        setInterval(() => void lookAround(), tickMs),
        setInterval(() => {
          for (const seat of seats.all()) seat.stream.write(heartbeat);
        }, beatMs),
      );
    },
    async attach(request, response, listening) {
      if (state !== "open" || seats.size + arriving >= streamsPerProcess) throw new AppError("unavailable");
      arriving += 1;
      try {
        await seatFor(request, response, listening);
      } finally {
        arriving -= 1;
      }
    },
    recheck,
    get size() {
      return seats.size;
    },
    async close() {
      if (state === "closed") return;
      state = "closed";
      for (const timer of timers) clearInterval(timer);
      for (const seat of seats.all()) seat.stream.end(renderFarewell());
      await Promise.all([...streams].map((stream) => stream.closed));
      await listener.close();
      await looking;
    },
  };
}
