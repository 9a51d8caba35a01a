import type { IncomingMessage, ServerResponse } from "node:http";
import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import type { Actor } from "#directory/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { PlatformEvent } from "#kernel/event.ts";
import { writeAudit } from "../audit.ts";
import { isUnreachable } from "../database.ts";
import type { Platform } from "../platform.ts";
import { createListener } from "./listener.ts";
import { createSeats, type Seat } from "./seats.ts";
import { heartbeat, openStream, renderEvent, renderFarewell, type Stream } from "./stream.ts";

/** Who wants to listen. */
export interface Listening {
  /** SHA-256 of the session token. */
  readonly tokenHash: Buffer;
  readonly device: "phone" | "desk";
  /** Only this matter's events. */
  readonly matterId?: number;
}

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

interface Peek {
  actor: Actor & { sessionId: number };
  visible: boolean;
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
        const rows = ids.flatMap((id) => byId.get(id) ?? []);
        // Whoever has lost a relation since the last look must not hear what was committed after that.
        const unsure = rows.flatMap((row) => hearing(row).filter((seat) => seat.version < changes));
        if (unsure.length > 0) await look([...new Set(unsure)]);
        for (const row of rows) {
          const text = renderEvent("changed", JSON.stringify(row.event), row.id);
          for (const seat of hearing(row)) seat.stream.write(text);
        }
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

  function hearing(row: OutboxRow): Seat[] {
    return seats.hearing({ readers: row.readers, barred: row.barred, matterId: row.event.matter });
  }

  /** Brings some seats up to what their sessions may hear now; seats of one session and matter share the look. */
  async function look(some: readonly Seat[]): Promise<void> {
    const groups = [...Map.groupBy(some, (seat) => `${seat.sessionId}:${seat.matterId}`).values()];
    for (let from = 0; from < groups.length; from += looksAtOnce) {
      const part = groups.slice(from, from + looksAtOnce);
      const firsts = part.flatMap((group) => group.slice(0, 1));
      const version = changes;
      const rows = await listener.query<{ peek: Peek | null }>(
        `select app.peek_stream(s.token_hash, $1, s.matter_id) as peek
           from unnest($2::bytea[], $3::bigint[]) with ordinality as s(token_hash, matter_id, position)
          order by s.position`,
        [platform.clock.now(), firsts.map((seat) => seat.tokenHash), firsts.map((seat) => seat.matterId)],
      );
      for (const [index, group] of part.entries())
        for (const seat of group) settle(seat, rows[index]?.peek ?? null, version);
    }
  }

  function settle(seat: Seat, peek: Peek | null, version: number): void {
    if (!peek) return dismiss(seat, "session");
    if (!peek.visible) return dismiss(seat, "matter");
    seat.version = version;
    seat.checkedAt = performance.now();
    // Other principals, other lists: what is on the screen was read with the former ones.
    if (seats.setPrincipals(seat, peek.actor.principals)) seat.stream.write(renderEvent("resync", "{}"));
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

  async function peek({ tokenHash, matterId }: Listening): Promise<Peek | null> {
    try {
      const now = platform.clock.now();
      const found = await sql<{ peek: Peek | null }>`
        select app.peek_stream(${tokenHash}, ${now}, ${matterId ?? null}) as peek`.execute(platform.db);
      return found.rows[0]?.peek ?? null;
    } catch (error) {
      throw isUnreachable(error) ? new AppError("unavailable", { cause: error }) : error;
    }
  }

  /** Listening in on a matter that one does not see is on record like looking at it (CR1). */
  async function recordRefusal(actor: Actor, { device, matterId }: Listening, error: AppError): Promise<void> {
    try {
      await platform.db.transaction().execute((tx) =>
        writeAudit(tx, platform.crypto, {
          at: platform.clock.now(),
          account_id: actor.accountId,
          enterprise_id: actor.enterpriseId,
          unit_id: actor.unitId,
          device,
          operation: "matter.listen",
          purpose: actor.kind === "member" ? "ownMatter" : "duty",
          object: `matter:${matterId}`,
          count: null,
          status: error.status,
          detail: { code: error.code },
        }),
      );
    } catch (failure) {
      platform.log.error({ err: failure }, "a refused call could not be recorded");
    }
  }

  async function admit(request: IncomingMessage, response: ServerResponse, listening: Listening): Promise<void> {
    const known = { changes, endings };
    const found = await peek(listening);
    if (!found) throw new AppError("not-signed-in");
    if (!found.visible) {
      const error = new AppError("not-found");
      await recordRefusal(found.actor, listening, error);
      throw error;
    }
    if (state !== "open") throw new AppError("unavailable");
    if (response.destroyed) return;
    const { sessionId, principals } = found.actor;
    const others = seats.ofSession(sessionId);
    for (const seat of others.slice(0, Math.max(0, others.length + 1 - streamsPerSession))) dismiss(seat, "tooMany");
    const stream = openStream(response);
    const seat: Seat = {
      tokenHash: listening.tokenHash,
      sessionId,
      matterId: listening.matterId ?? null,
      stream,
      principals: new Set(principals),
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
        await admit(request, response, listening);
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
