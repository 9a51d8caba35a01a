import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { openEvents } from "#test/event-stream.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { moved, nextMatter, startLiveHouse } from "#test/live-house.ts";
import { createHttp, sessionCookie } from "../http.ts";
import { listenerName } from "./listener.ts";
import { createLive } from "./live.ts";

/** The bridge's officers and the plant's. */
let bridge: number;
let plant: number;

const house = await forTheseTests(startLiveHouse());
beforeAll(async () => {
  bridge = await house.principal("project", house.town.projects.bridge, "officers");
  plant = await house.principal("project", house.town.projects.plant, "officers");
});
afterEach(() => house.rest());

describe("delivery", () => {
  it("passes an event with its outbox id to whoever holds one of the readers", async () => {
    const stream = await house.listenAs("officerA");
    expect(stream.status).toBe(200);
    expect(stream.headers["content-type"]).toBe("text/event-stream; charset=utf-8");
    expect(stream.headers["cache-control"]).toContain("no-store");
    await house.emit({ name: "taskReminded", matter: 41, task: "reply", percent: 80 }, [plant, bridge]);
    expect(await stream.next()).toEqual({
      event: "changed",
      id: expect.stringMatching(/^\d+$/) as string,
      data: { name: "taskReminded", matter: 41, task: "reply", percent: 80 },
    });
    expect(stream.retry()).toBe(3_000);
  });

  it("passes what is about no matter to its readers only, and not to a stream of one matter", async () => {
    const self = await house.principal("account", house.town.people.officerA, "self");
    await house.place(5, { readers: [bridge] });
    const token = await house.signIn("officerA");
    const [own, ofMatter, other, city] = [
      await house.listenWith(token),
      await house.listenWith(token, { matter: 5 }),
      await house.listenAs("officerB"),
      await house.listenAs("cityOffice"),
    ];
    await house.emit({ name: "noticesChanged", account: house.town.people.officerA }, [self]);
    await house.emit(moved(5), [bridge]);
    expect((await own.next()).data).toEqual({ name: "noticesChanged", account: house.town.people.officerA });
    for (const stream of [ofMatter, other, city]) expect(await nextMatter(stream)).toBe(5);
  });

  it("keeps the order of the commits, not of the ids", async () => {
    const stream = await house.listenAs("officerA");
    await house.place(1, { readers: [bridge] });
    await house.platform.asSystem(async (slow) => {
      await house.emitIn(slow, moved(1), [bridge]);
      await house.emit(moved(2), [bridge]);
      await house.emit(moved(3), [bridge]);
    });
    expect([await nextMatter(stream), await nextMatter(stream), await nextMatter(stream)]).toEqual([2, 3, 1]);
    const ids = stream.heard.map(({ id }) => Number(id));
    expect(ids[2]).toBeLessThan(ids[0] ?? 0);
  });

  it("keeps the order through many transactions of many at once", async () => {
    const stream = await house.listenAs("officerA");
    const matters = Array.from({ length: 20 }, (_, at) => at + 1);
    for (const matter of matters) await house.place(matter, { readers: [bridge] });
    const told = Array.from({ length: 400 }, (_, at) => (at % matters.length) + 1);
    for (let from = 0; from < told.length; from += 10) {
      await house.platform.asSystem(async (tx) => {
        for (const matter of told.slice(from, from + 10)) await house.emitIn(tx, moved(matter), [bridge]);
      });
    }
    const heard: number[] = [];
    while (heard.length < told.length) heard.push(await nextMatter(stream));
    expect(heard).toEqual(told);
  });

  it("tells nothing of what was rolled back", async () => {
    const stream = await house.listenAs("officerA");
    await house.place(5, { readers: [bridge] });
    await expect(
      house.platform.asSystem(async (tx) => {
        await house.emitIn(tx, moved(5), [bridge]);
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    await house.emit(moved(6), [bridge]);
    expect(await nextMatter(stream)).toBe(6);
  });

  it("reaches two hundred at once, and nobody else", async () => {
    const { rows } = await house.admin.query<{ id: number }>(
      `with crowd as (
         insert into account (kind, login, duty_name, police_number, unit_id, duty_phone, created_at)
         select 'staff', 'crowd' || n, 'crowd', 'crowd' || n, $1, '0546-0000000', '2025-01-01' from generate_series(1, 200) n
         returning id), granted as (
         insert into access_grant (account_id, role, unit_id, valid_from) select id, 'STATION_CHIEF', $1, '2025-01-01' from crowd)
       select id from crowd`,
      [house.town.units.station],
    );
    const chief = await house.principal("unit", house.town.units.station, "chief");
    const crowd = await Promise.all(rows.map(async ({ id }) => house.listenWith(await house.signIn(id))));
    const strange = await house.listenAs("otherA");
    // The sentinel is always there.
    expect(house.live.size).toBe(202);
    await house.emit(moved(12), [chief]);
    expect(await Promise.all(crowd.map(nextMatter))).toEqual(crowd.map(() => 12));
    await house.emit(moved(13), [plant]);
    expect(await nextMatter(strange)).toBe(13);
  });
});

describe("what may have been missed", () => {
  it("is told by a resync after a return, and not at a first visit", async () => {
    const token = await house.signIn("officerA");
    const back = await house.listenWith(token, { lastEventId: "0" });
    expect(await back.next()).toEqual({ event: "resync", id: undefined, data: {} });
    const fresh = await house.listenWith(token);
    await house.emit(moved(70), [bridge]);
    expect(await nextMatter(fresh)).toBe(70);
  });

  it("is told by a resync after the listening connection was lost", async () => {
    const stream = await house.listenAs("officerA");
    const { rows } = await house.admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and datname = current_database()",
      [listenerName],
    );
    expect(rows).toHaveLength(1);
    await house.emit(moved(80), [bridge]);
    expect(await stream.next()).toMatchObject({ event: "resync" });
    await house.emit(moved(81), [bridge]);
    const heard = [await nextMatter(stream)];
    if (heard[0] === 80) heard.push(await nextMatter(stream));
    expect(heard.at(-1)).toBe(81);
  });
});

describe("starting and going away", () => {
  it("says at once that there is no database", async () => {
    const lost = new URL(house.database.appUrl);
    lost.pathname = "/no_such_database";
    const other = createLive(house.platform, { databaseUrl: lost.href });
    await expect(other.start()).rejects.toMatchObject({ code: expect.stringMatching(/^(3D000|42501)$/) as string });
    await other.close();
  });

  it("ends every stream with a hint to come back, and leaves nothing behind", async () => {
    const other = createLive(house.platform, { databaseUrl: house.database.appUrl });
    await other.start();
    const second = await createHttp({ platform: house.platform, live: other, secure: false, logger: false });
    const place = await second.listen({ host: "127.0.0.1", port: 0 });
    const token = await house.signIn("officerA");
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
    await expect.poll(async () => (await house.admin.query(connections, [listenerName])).rowCount).toBe(1);
  });
});
