import { sql } from "kysely";
import { matterOf, type PlatformEvent } from "#kernel/event.ts";
import { randomToken } from "#server/adapters/crypto/tokens.ts";
import type { Tx } from "#server/database.ts";
import { createHttp, sessionCookie } from "#server/http.ts";
import { createLive, type Live } from "#server/live/live.ts";
import { type EventStream, openEvents } from "./event-stream.ts";
import { type Harness, startHarness } from "./harness.ts";

type Person = keyof Harness["town"]["people"];

/** A matter row as far as listening depends on it. */
export interface Placed {
  readonly readers: readonly number[];
  readonly barred?: readonly number[];
  readonly private?: boolean;
  readonly firm?: "east" | "run";
}

export interface Listens {
  readonly matter?: number;
  readonly lastEventId?: string;
}

/** A harness with its doors open and an event stream, for tests of who hears what and when. */
export interface LiveHouse extends Harness {
  readonly live: Live;
  readonly address: string;
  principal(kind: string, ref: number, duty: string): Promise<number>;
  /** Signs somebody in, as the session's door does, and gives the token. */
  signIn(person: Person | number, device?: "phone" | "desk", firm?: "east" | "run"): Promise<string>;
  listenWith(token: string, more?: Listens): Promise<EventStream>;
  listenAs(person: Person, more?: Listens): Promise<EventStream>;
  /** Writes a matter row, without anything around it. */
  place(matter: number, placed: Placed): Promise<void>;
  emitIn(tx: Tx, event: PlatformEvent, readers: readonly number[], barred?: readonly number[]): Promise<void>;
  /** Places the matter and emits its event, in transactions of their own. */
  emit(event: PlatformEvent, readers: readonly number[], placed?: Omit<Placed, "readers">): Promise<void>;
  /** Settles when everything emitted so far has been delivered to everybody. */
  delivered(): Promise<void>;
  /** Between two tests: closes the streams, sets the clock back, lets what is under way arrive. */
  rest(): Promise<void>;
}

const start = "2026-09-22T09:00:00+08:00";
const firmOf: Partial<Record<Person, "east" | "run">> = {
  liaison: "east",
  security: "east",
  legalRep: "east",
  otherLiaison: "run",
};

export const moved = (matter: number): PlatformEvent => ({ name: "matterMoved", matter });

/** The next event's matter; throws when it is another kind of event. */
export async function nextMatter(stream: EventStream): Promise<number> {
  const { event, data } = await stream.next();
  if (event !== "changed") throw new Error(`not an event of a matter: ${event}`);
  const matter = matterOf(data as PlatformEvent);
  if (matter === null) throw new Error("an event about no matter");
  return matter;
}

export async function startLiveHouse(): Promise<LiveHouse> {
  const house = await startHarness({ at: start });
  const { platform, town, clock, admin } = house;
  const live = createLive(platform, { databaseUrl: house.database.appUrl });
  await live.start();
  const app = await createHttp({ platform, live, secure: false, logger: false });
  const address = await app.listen({ host: "127.0.0.1", port: 0 });
  const opened: EventStream[] = [];

  async function principal(kind: string, ref: number, duty: string): Promise<number> {
    const { rows } = await admin.query<{ id: number }>(
      "select id from principal where kind = $1 and ref_id = $2 and duty = $3",
      [kind, ref, duty],
    );
    if (!rows[0]) throw new Error(`no principal ${kind} ${ref} ${duty}`);
    return rows[0].id;
  }

  const liveHouse: LiveHouse = {
    ...house,
    live,
    address,
    principal,
    async signIn(person, device = "desk", firm) {
      const token = randomToken();
      const account = typeof person === "number" ? person : town.people[person];
      const place = firm ?? (typeof person === "number" ? undefined : firmOf[person]);
      const expires = new Date(clock.now().getTime() + 12 * 3_600_000);
      await sql`select app.open_session(${platform.crypto.digest(token)}, ${account},
        ${place === undefined ? null : town.firms[place]}, ${device}, ${clock.now()}, ${expires}, 'PASSKEY', true)`.execute(
        platform.db,
      );
      return token;
    },
    async listenWith(token, more = {}) {
      const query = more.matter === undefined ? "" : `?matter=${more.matter}`;
      const stream = await openEvents(`${address}/api/events${query}`, {
        cookie: `${sessionCookie}=${token}`,
        ...(more.lastEventId !== undefined && { lastEventId: more.lastEventId }),
      });
      opened.push(stream);
      return stream;
    },
    listenAs: async (person, more) => liveHouse.listenWith(await liveHouse.signIn(person), more),
    async place(matter, placed) {
      await admin.query(
        `insert into matter (id, number, procedure, procedure_version, state, phase, title, station_id, branch_id,
           opened_by, private, opened_at, version, entry_seq, readers, barred, enterprise_id)
         values ($1::bigint, 'live-' || $1::bigint, 'consultation', 1, 'ASKED', 'open', '-', $2, $3, $4, $5, $6, 1, 1, $7, $8, $9)
         on conflict (id) do update set readers = $7, barred = $8, private = $5, enterprise_id = $9`,
        [
          matter,
          town.units.station,
          town.units.branch,
          town.people.liaison,
          placed.private ?? false,
          clock.now(),
          placed.readers,
          placed.barred ?? [],
          town.firms[placed.firm ?? "east"],
        ],
      );
    },
    async emitIn(tx, event, readers, barred = []) {
      await tx
        .insertInto("outbox")
        .values({ at: clock.now(), event: JSON.stringify(event), readers: [...readers], barred: [...barred] })
        .execute();
    },
    async emit(event, readers, placed = {}) {
      const matter = matterOf(event);
      if (matter !== null) await liveHouse.place(matter, { ...placed, readers });
      await platform.asSystem((tx) => liveHouse.emitIn(tx, event, readers, placed.barred));
    },
    async delivered() {
      await liveHouse.emit(moved(sentinelMatter), [sentinelPrincipal], { firm: "run" });
      while ((await sentinel.next()).event !== "changed");
    },
    async rest() {
      for (const stream of opened.splice(0)) stream.close();
      clock.set(start);
      await liveHouse.delivered();
    },
    async close() {
      sentinel.close();
      await live.close();
      await app.close();
      await house.close();
    },
  };
  // Somebody apart from all tests: what reaches her shows that everything before has been delivered.
  const sentinelMatter = 999_999_999;
  const sentinelPrincipal = await principal("account", town.people.otherLiaison, "self");
  const sentinel = await liveHouse.listenAs("otherLiaison");
  opened.length = 0;
  return liveHouse;
}
