import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { PlatformEvent } from "#kernel/event.ts";
import { contract } from "#matters/contract.ts";
import { type EventStream, openEvents } from "#test/event-stream.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { randomToken } from "../adapters/crypto/tokens.ts";
import type { Tx } from "../database.ts";
import { createHttp, sessionCookie } from "../http.ts";
import { listenerName } from "./listener.ts";
import { createLive, type Live } from "./live.ts";

let house: Harness;
let live: Live;
let app: FastifyInstance;
let address: string;
let owner: pg.Client;
/** Principals of the town: the bridge's officers, its officer A, the plant's officers, the east firm's desk. */
let bridge: number;
let officerA: number;
let plant: number;
let firm: number;
const opened: EventStream[] = [];
const start = "2026-09-22T09:00:00+08:00";
/** Somebody apart from all tests: what reaches her shows that everything before has been delivered. */
let sentinel: EventStream;

beforeAll(async () => {
  house = await startHarness({ at: start });
  live = createLive(house.platform, { databaseUrl: house.database.appUrl });
  await live.start();
  app = await createHttp({ platform: house.platform, live, secure: false, logger: false });
  address = await app.listen({ host: "127.0.0.1", port: 0 });
  owner = new pg.Client({ connectionString: house.database.adminUrl });
  await owner.connect();
  const { projects, firms } = house.town;
  bridge = await principal("project", projects.bridge, "officers");
  officerA = await principal("project", projects.bridge, "a");
  plant = await principal("project", projects.plant, "officers");
  firm = await principal("enterprise", firms.east, "desk");
  sentinel = await listenAs("otherLiaison");
  opened.length = 0;
});
afterEach(async () => {
  for (const stream of opened.splice(0)) stream.close();
  house.clock.set(start);
  await delivered();
});
afterAll(async () => {
  sentinel.close();
  await owner.end();
  await live.close();
  await app.close();
  await house.close();
});

async function principal(kind: string, ref: number, duty: string): Promise<number> {
  const { rows } = await owner.query<{ id: number }>(
    "select id from principal where kind = $1 and ref_id = $2 and duty = $3",
    [kind, ref, duty],
  );
  if (!rows[0]) throw new Error(`no principal ${kind} ${ref} ${duty}`);
  return rows[0].id;
}

type Person = keyof Harness["town"]["people"];
const firmOf: Partial<Record<Person, "east" | "run">> = { liaison: "east", security: "east", otherLiaison: "run" };

/** Signs somebody in, as the session's door does, and gives the token. */
async function signIn(person: Person, device: "phone" | "desk" = "desk"): Promise<string> {
  const token = randomToken();
  const { clock, platform, town } = house;
  const place = firmOf[person];
  const expires = new Date(clock.now().getTime() + 12 * 3_600_000);
  await sql`select app.open_session(${platform.crypto.digest(token)}, ${town.people[person]},
    ${place === undefined ? null : town.firms[place]}, ${device}, ${clock.now()}, ${expires})`.execute(platform.db);
  return token;
}

async function listenWith(token: string, more: { matter?: number; lastEventId?: string } = {}): Promise<EventStream> {
  const stream = await openEvents(`${address}/api/events${more.matter === undefined ? "" : `?matter=${more.matter}`}`, {
    cookie: `${sessionCookie}=${token}`,
    ...(more.lastEventId !== undefined && { lastEventId: more.lastEventId }),
  });
  opened.push(stream);
  return stream;
}

async function listenAs(person: Person, more: { matter?: number; lastEventId?: string } = {}): Promise<EventStream> {
  return listenWith(await signIn(person), more);
}

const moved = (matter: number): PlatformEvent => ({ name: "matterMoved", matter });

async function emitIn(tx: Tx, event: PlatformEvent, readers: number[], barred: number[] = []): Promise<void> {
  await tx
    .insertInto("outbox")
    .values({ at: house.clock.now(), event: JSON.stringify(event), readers, barred })
    .execute();
}

function emit(event: PlatformEvent, readers: number[], barred: number[] = []): Promise<void> {
  return house.platform.asSystem((tx) => emitIn(tx, event, readers, barred));
}

/** Settles when everything emitted so far has been delivered. */
async function delivered(): Promise<void> {
  await emit(moved(0), [await principal("account", house.town.people.otherLiaison, "self")]);
  while ((await sentinel.next()).event !== "changed");
}

/** The next event's matter; anything else than an ordinary event fails the test. */
async function nextMatter(stream: EventStream): Promise<number> {
  const { event, data } = await stream.next();
  expect(event).toBe("changed");
  return (data as PlatformEvent).matter;
}

describe("delivery", () => {
  it("passes an event with its outbox id to whoever holds one of the readers", async () => {
    const stream = await listenAs("officerA");
    expect(stream.status).toBe(200);
    expect(stream.headers["content-type"]).toBe("text/event-stream; charset=utf-8");
    expect(stream.headers["cache-control"]).toContain("no-store");
    await emit({ name: "taskReminded", matter: 41, task: "reply", percent: 80 }, [plant, bridge]);
    const heard = await stream.next();
    expect(heard).toEqual({
      event: "changed",
      id: expect.stringMatching(/^\d+$/) as string,
      data: { name: "taskReminded", matter: 41, task: "reply", percent: 80 },
    });
    expect(stream.retry()).toBe(3_000);
  });

  it("keeps the order of the commits, not of the ids", async () => {
    const stream = await listenAs("officerA");
    await house.platform.asSystem(async (slow) => {
      await emitIn(slow, moved(1), [bridge]);
      await emit(moved(2), [bridge]);
      await emit(moved(3), [bridge]);
    });
    expect([await nextMatter(stream), await nextMatter(stream), await nextMatter(stream)]).toEqual([2, 3, 1]);
    const ids = stream.heard.map(({ id }) => Number(id));
    expect(ids[2]).toBeLessThan(ids[0] ?? 0);
  });

  it("keeps the order through many transactions of many at once", async () => {
    const stream = await listenAs("officerA");
    for (let round = 0; round < 40; round += 1) {
      await house.platform.asSystem(async (tx) => {
        for (let at = 0; at < 10; at += 1) await emitIn(tx, moved(round * 10 + at), [bridge]);
      });
    }
    const heard: number[] = [];
    while (heard.length < 400) heard.push(await nextMatter(stream));
    expect(heard).toEqual(Array.from({ length: 400 }, (_, at) => at));
  });

  it("tells nothing of what was rolled back", async () => {
    const stream = await listenAs("officerA");
    await expect(
      house.platform.asSystem(async (tx) => {
        await emitIn(tx, moved(5), [bridge]);
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    await emit(moved(6), [bridge]);
    expect(await nextMatter(stream)).toBe(6);
  });

  it("tells strangers nothing, and the barred nothing whatever else they hold", async () => {
    const mine = await listenAs("officerA");
    const hers = await listenAs("officerB");
    const strange = await listenAs("otherA");
    const member = await listenAs("liaison");
    await emit(moved(7), [bridge, officerA], [officerA]);
    await emit(moved(8), [bridge]);
    await emit(moved(9), [plant]);
    await emit(moved(10), [firm]);
    expect(await nextMatter(mine)).toBe(8);
    expect(await nextMatter(hers)).toBe(7);
    expect(await nextMatter(strange)).toBe(9);
    expect(await nextMatter(member)).toBe(10);
    await emit(moved(11), [bridge, plant, firm]);
    for (const stream of [mine, strange, member]) expect(await nextMatter(stream)).toBe(11);
  });

  it("reaches two hundred at once, and nobody else", async () => {
    const tokens = [await signIn("officerA"), await signIn("officerA", "phone"), await signIn("officerB")];
    const add = async (login: string): Promise<string> => {
      const { rows } = await owner.query<{ id: number }>(
        `insert into account (kind, login, duty_name, police_number, unit_id, duty_phone, created_at)
         values ('staff', $1, $1, $1, $2, '0546-0000000', '2025-01-01') returning id`,
        [login, house.town.units.station],
      );
      const token = randomToken();
      const now = house.clock.now();
      await owner.query("select app.open_session($1, $2, null, 'desk', $3, $4)", [
        house.platform.crypto.digest(token),
        rows[0]?.id,
        now,
        new Date(now.getTime() + 3_600_000),
      ]);
      await owner.query(
        "insert into access_grant (account_id, role, unit_id, valid_from) values ($1, 'STATION_CHIEF', $2, '2025-01-01')",
        [rows[0]?.id, house.town.units.station],
      );
      return token;
    };
    for (let at = tokens.length; at < 200; at += 1) tokens.push(await add(`crowd${at}`));
    const chief = await principal("unit", house.town.units.station, "chief");
    const crowd = await Promise.all(tokens.map((token) => listenWith(token)));
    const strange = await listenAs("otherA");
    expect(live.size).toBe(202);
    await emit(moved(12), [bridge, chief]);
    expect(await Promise.all(crowd.map(nextMatter))).toEqual(crowd.map(() => 12));
    await emit(moved(13), [plant]);
    expect(await nextMatter(strange)).toBe(13);
  });
});

describe("one matter", () => {
  it("is heard alone by who sees it; who does not is refused, on record, before anything is written", async () => {
    const matter = await house.as("liaison")(contract["matter.open"], {
      procedure: "consultation",
      projectId: house.town.projects.bridge,
      title: "渣土车进场路线",
      topic: "traffic",
      form: { question: { text: "每天七点到八点半渣土车能走北门吗？" } },
    });
    await delivered();
    const stream = await listenAs("officerA", { matter: matter.id });
    await emit(moved(matter.id + 1), [bridge]);
    await emit(moved(matter.id), [bridge]);
    expect(await nextMatter(stream)).toBe(matter.id);

    const refused = await listenAs("otherA", { matter: matter.id });
    expect(refused.status).toBe(404);
    expect(refused.headers["content-type"]).toContain("application/problem+json");
    expect((await listenAs("otherA", { matter: 999_999 })).status).toBe(404);
    const { rows } = await owner.query(
      "select account_id, object, status, detail from audit where operation = 'matter.listen' order by id",
    );
    const trial = { account_id: house.town.people.otherA, status: 404, detail: { code: "not-found" } };
    expect(rows).toEqual([
      { ...trial, object: `matter:${matter.id}` },
      { ...trial, object: "matter:999999" },
    ]);
    const { rows: signed } = await owner.query<pg.QueryResultRow>(
      "select count(*)::int as n from audit where operation = 'matter.listen' and length(hmac) >= 32",
    );
    expect(signed).toEqual([{ n: 2 }]);
  });

  it("ends when it is seen no longer", async () => {
    const matter = await house.as("liaison")(contract["matter.open"], {
      procedure: "consultation",
      projectId: house.town.projects.bridge,
      title: "夜间施工照明",
      topic: "traffic",
      form: { question: { text: "夜间施工照明怎么报备？" } },
    });
    await delivered();
    const stream = await listenAs("officerB", { matter: matter.id });
    await owner.query("update matter set barred = $1 where id = $2", [
      [await principal("account", house.town.people.officerB, "self")],
      matter.id,
    ]);
    await live.recheck();
    expect(await stream.next()).toMatchObject({ event: "ended", data: { reason: "matter" } });
    await stream.closed;
  });
});

describe("the session", () => {
  it("is needed", async () => {
    expect((await openEvents(`${address}/api/events`)).status).toBe(401);
    expect((await listenWith("no-such-token")).status).toBe(401);
  });

  it("ends the stream at once when it is signed out or replaced", async () => {
    const token = await signIn("officerB");
    const stream = await listenWith(token);
    const phone = await listenWith(await signIn("officerB", "phone"));
    await sql`select app.end_session(${house.platform.crypto.digest(token)}, ${house.clock.now()})`.execute(
      house.platform.db,
    );
    expect(await stream.next()).toEqual({ event: "ended", id: undefined, data: { reason: "session" } });
    await stream.closed;
    await signIn("officerB", "phone");
    expect(await phone.next()).toMatchObject({ event: "ended" });
    expect((await listenWith(token)).status).toBe(401);
  });

  it("is not kept alive by listening, and ends the stream when it has been idle", async () => {
    const token = await signIn("officerB");
    const stream = await listenWith(token);
    house.clock.forward(14);
    await live.recheck();
    await emit(moved(20), [bridge]);
    expect(await nextMatter(stream)).toBe(20);
    house.clock.forward(1);
    await live.recheck();
    expect(await stream.next()).toMatchObject({ event: "ended", data: { reason: "session" } });
    await stream.closed;
  });

  it("has six streams; the seventh ends the oldest", async () => {
    const token = await signIn("officerB");
    const streams: EventStream[] = [];
    for (let at = 0; at < 7; at += 1) streams.push(await listenWith(token));
    expect(await streams[0]?.next()).toMatchObject({ event: "ended", data: { reason: "tooMany" } });
    await emit(moved(21), [bridge]);
    for (const stream of streams.slice(1)) expect(await nextMatter(stream)).toBe(21);
  });
});

describe("relations", () => {
  it("end what is heard with the change itself, before anything committed later", async () => {
    const stream = await listenAs("otherB");
    const witness = await listenAs("otherA");
    const now = house.clock.now();
    await owner.query("update assignment set valid_to = $1 where account_id = $2", [now, house.town.people.otherB]);
    await emit(moved(30), [plant]);
    expect(await nextMatter(witness)).toBe(30);
    expect(await stream.next()).toMatchObject({ event: "resync" });
    await owner.query("update assignment set valid_to = null where account_id = $1", [house.town.people.otherB]);
    expect(await stream.next()).toMatchObject({ event: "resync" });
    await emit(moved(31), [plant]);
    expect(await nextMatter(stream)).toBe(31);
  });

  it("begin and end with their dates", async () => {
    const stream = await listenAs("specialist");
    const witness = await listenAs("officerB");
    const now = house.clock.now();
    const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
    await owner.query(
      `insert into delegation (from_account, to_account, principal_id, valid_from, valid_to, reason)
       values ($1, $2, $3, $4, $5, 'leave')`,
      [house.town.people.officerA, house.town.people.specialist, bridge, after(5), after(10)],
    );
    const heard: (number | string)[] = [];
    for (const minutes of [0, 5, 10]) {
      house.clock.set(after(minutes));
      await live.recheck();
      await emit(moved(40 + minutes), [bridge]);
      expect(await nextMatter(witness)).toBe(40 + minutes);
    }
    const traffic = await principal("unit", house.town.units.traffic, "specialists");
    await emit(moved(60), [traffic]);
    while (heard.at(-1) !== 60) {
      const { event, data } = await stream.next();
      heard.push(event === "changed" ? (data as PlatformEvent).matter : event);
    }
    expect(heard).toEqual(["resync", 45, "resync", 60]);
  });
});

describe("what may have been missed", () => {
  it("is told by a resync after a return, and not at a first visit", async () => {
    const token = await signIn("officerA");
    const back = await listenWith(token, { lastEventId: "0" });
    expect(await back.next()).toEqual({ event: "resync", id: undefined, data: {} });
    const fresh = await listenWith(token);
    await emit(moved(70), [bridge]);
    expect(await nextMatter(fresh)).toBe(70);
  });

  it("is told by a resync after the listening connection was lost", async () => {
    const stream = await listenAs("officerA");
    const { rows } = await owner.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and datname = current_database()",
      [listenerName],
    );
    expect(rows).toHaveLength(1);
    await emit(moved(80), [bridge]);
    expect(await stream.next()).toMatchObject({ event: "resync" });
    await emit(moved(81), [bridge]);
    const heard = [await nextMatter(stream)];
    if (heard[0] === 80) heard.push(await nextMatter(stream));
    expect(heard.at(-1)).toBe(81);
  });
});

describe("going away", () => {
  it("ends every stream with a hint to come back, and leaves nothing behind", async () => {
    const other = createLive(house.platform, { databaseUrl: house.database.appUrl });
    await other.start();
    const second = await createHttp({ platform: house.platform, live: other, secure: false, logger: false });
    const place = await second.listen({ host: "127.0.0.1", port: 0 });
    const token = await signIn("officerA");
    const stream = await openEvents(`${place}/api/events`, { cookie: `${sessionCookie}=${token}` });
    expect(stream.status).toBe(200);
    await other.close();
    await stream.closed;
    expect(stream.retry()).toBeGreaterThanOrEqual(1_000);
    expect(stream.heard).toEqual([]);
    expect(other.size).toBe(0);
    expect((await openEvents(`${place}/api/events`, { cookie: `${sessionCookie}=${token}` })).status).toBe(503);
    await other.close();
    await second.close();
    const connections = "select from pg_stat_activity where application_name = $1 and datname = current_database()";
    await expect.poll(async () => (await owner.query(connections, [listenerName])).rowCount).toBe(1);
  });
});
