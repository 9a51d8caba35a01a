import type { IncomingMessage, ServerResponse } from "node:http";
import { setImmediate } from "node:timers/promises";
import { AppError } from "#kernel/errors.ts";
import { matterOf, type PlatformEvent } from "#kernel/event.ts";
import type { Platform } from "../platform.ts";
import { admit, type Listening } from "./admission.ts";
import { createListener } from "./listener.ts";
import { createLooks } from "./looks.ts";
import { createSeats, openedTo, type Seat } from "./seats.ts";
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
const lookMs = 10_000;
/** Outbox rows read in one statement. */
const rowsAtOnce = 100;

interface OutboxRow {
  id: number;
  event: PlatformEvent;
  readers: number[];
  barred: number[];
}

/** `onEvents`: something has come into the outbox, or may have while nobody heard. */
interface LiveOptions {
  readonly databaseUrl: string;
  onEvents?(): void;
}

export function createLive(platform: Platform, options: LiveOptions): Live {
  const seats = createSeats();
  /** Every stream until its connection is closed, also those that have been ended. */
  const streams = new Set<Stream>();
  const inbox: number[] = [];
  const timers: NodeJS.Timeout[] = [];
  /** Ends of sessions announced so far. */
  let endings = 0;
  let arriving = 0;
  let delivering = false;
  let state: "new" | "open" | "closed" = "new";

  const listener = createListener({
    databaseUrl: options.databaseUrl,
    channels: ["huhang_outbox", "huhang_session", "huhang_access", "huhang_calendar"],
    log: platform.log,
    onNotice(channel, payload) {
      if (channel === "huhang_session") {
        endings += 1;
        for (const seat of seats.ofSession(Number(payload))) dismiss(seat, "session");
      } else if (channel === "huhang_access") {
        void looks.change();
      } else if (channel === "huhang_calendar") {
        void readCalendar();
      } else {
        options.onEvents?.();
        inbox.push(Number(payload));
        void deliver();
      }
    },
    onRestored() {
      for (const seat of seats.all()) seat.stream.write(renderEvent("resync", "{}"));
      void looks.change();
      void readCalendar();
      options.onEvents?.();
    },
  });
  /** Another process, or this one, has set a year: from now on this one computes with it. */
  const readCalendar = () =>
    platform.reloadCalendar().catch((error: unknown) => {
      platform.log.error({ err: error }, "the calendar could not be read again");
    });
  const looks = createLooks({
    seats,
    clock: platform.clock,
    run: listener.query,
    dismiss,
    // Other relations, other lists: what is on the screen was read with the former ones.
    onChanged: (seat) => seat.stream.write(renderEvent("resync", "{}")),
    // The mended connection looks at everybody again.
    onFailure: (error) => listener.restart(error),
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

  /** Each candidate gets those events whose matter the database, asked now, shows him; those of no matter as their reader. */
  async function tell(rows: readonly OutboxRow[]): Promise<void> {
    const parcels = new Map<Seat, OutboxRow[]>();
    for (const row of rows) {
      for (const seat of seats.candidates({ ...row, matterId: matterOf(row.event) })) {
        const parcel = parcels.get(seat);
        if (parcel) parcel.push(row);
        else parcels.set(seat, [row]);
      }
    }
    const texts = new Map(rows.map((row) => [row, renderEvent("changed", JSON.stringify(row.event), row.id)]));
    const mattersOf = (seat: Seat) => parcels.get(seat)?.flatMap((row) => matterOf(row.event) ?? []) ?? [];
    await looks.ask(parcels.keys(), mattersOf, (seat, answer) => {
      const seen = new Set(answer.seen);
      const open = new Set(seat.coversCity ? answer.open : []);
      for (const row of parcels.get(seat) ?? []) {
        const matter = matterOf(row.event);
        const isReader = row.readers.some((principal) => seat.principals.has(principal));
        const isBarred = row.barred.some((principal) => seat.principals.has(principal));
        const mayHear =
          matter === null ? isReader && seat.matterId === null : (isReader && seen.has(matter)) || open.has(matter);
        if (!isBarred && mayHear) seat.stream.write(texts.get(row) ?? "");
      }
    });
  }

  async function seatFor(request: IncomingMessage, response: ServerResponse, listening: Listening): Promise<void> {
    const known = { changes: looks.changes, endings };
    const { actor, settings } = await admit(platform, listening);
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
      opened: openedTo(actor),
      settings,
      until: actor.until,
      // What was announced while the look was under way may not be in it.
      version: endings === known.endings ? known.changes : -1,
      checkedAt: performance.now(),
    };
    seats.add(seat);
    streams.add(stream);
    void untilClosed(seat);
    if (request.headers["last-event-id"]) stream.write(renderEvent("resync", "{}"));
    if (seat.version !== looks.changes) void looks.around();
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
        setInterval(() => void looks.around(), lookMs),
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
    recheck: looks.change,
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
    },
  };
}
