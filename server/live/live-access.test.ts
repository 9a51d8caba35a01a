import { sql } from "kysely";
import type pg from "pg";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { matterOf, type PlatformEvent } from "#kernel/event.ts";
import { type EventStream, openEvents } from "#test/event-stream.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { moved, nextMatter, startLiveHouse } from "#test/live-house.ts";

/** Principals: the bridge's officers, its officer A, the plant's officers, the east firm's desk. */
let bridge: number;
let officerA: number;
let plant: number;
let firm: number;

const house = await forTheseTests(startLiveHouse());
beforeAll(async () => {
  const { projects, firms } = house.town;
  bridge = await house.principal("project", projects.bridge, "officers");
  officerA = await house.principal("project", projects.bridge, "a");
  plant = await house.principal("project", projects.plant, "officers");
  firm = await house.principal("enterprise", firms.east, "desk");
});
afterEach(() => house.rest());

describe("who hears", () => {
  it("holds a reader and nothing barred", async () => {
    const mine = await house.listenAs("officerA");
    const hers = await house.listenAs("officerB");
    const strange = await house.listenAs("otherA");
    const member = await house.listenAs("liaison");
    await house.emit(moved(7), [bridge, officerA], { barred: [officerA] });
    await house.emit(moved(8), [bridge]);
    await house.emit(moved(9), [plant]);
    await house.emit(moved(10), [firm]);
    expect(await nextMatter(mine)).toBe(8);
    expect(await nextMatter(hers)).toBe(7);
    expect(await nextMatter(strange)).toBe(9);
    expect(await nextMatter(member)).toBe(10);
    await house.emit(moved(11), [bridge, plant, firm]);
    for (const stream of [mine, strange, member]) expect(await nextMatter(stream)).toBe(11);
  });

  it("sees the matter: what the database hides is not heard either, whatever the event says", async () => {
    const stream = await house.listenAs("officerA");
    await house.place(21, { readers: [plant] });
    await house.platform.asSystem((tx) => house.emitIn(tx, moved(21), [bridge]));
    await house.emit(moved(22), [bridge]);
    expect(await nextMatter(stream)).toBe(22);
  });

  it("may cover the city, except for what is private", async () => {
    const stream = await house.listenAs("cityOffice");
    await house.emit(moved(23), [firm], { private: true });
    await house.emit(moved(24), [bridge], {
      barred: [await house.principal("account", house.town.people.cityOffice, "self")],
    });
    await house.emit(moved(25), [bridge]);
    expect(await nextMatter(stream)).toBe(25);
  });

  it("does not hear by a loan what the lender himself must not", async () => {
    const { officerA: lender, specialist } = house.town.people;
    await house.admin.query(
      `insert into delegation (from_account, to_account, principal_id, valid_from, valid_to, reason)
       values ($1, $2, $3, $4, $5, 'leave')`,
      [lender, specialist, bridge, "2026-09-22T08:00:00+08:00", "2026-09-22T10:00:00+08:00"],
    );
    const stream = await house.listenAs("specialist");
    await house.emit(moved(26), [bridge], { barred: [await house.principal("account", lender, "self")] });
    await house.emit(moved(27), [bridge]);
    expect(await nextMatter(stream)).toBe(27);
    await house.admin.query("delete from delegation");
  });

  it("is known to the row policies by all that they ask for", async () => {
    const { rows } = await house.admin.query<{ source: string; settings: Record<string, string> }>(
      "select prosrc as source, app.settings() as settings from pg_proc where oid = 'app.leave'::regproc",
    );
    const cleared = [...(rows[0]?.source ?? "").matchAll(/'(app\.\w+)'/g)].map(([, name = ""]) => name);
    expect(Object.keys(rows[0]?.settings ?? {}).toSorted()).toEqual(cleared.toSorted());
  });

  it("acts for one firm at a time", async () => {
    const { people, firms } = house.town;
    await house.admin.query(
      "insert into access_grant (account_id, role, enterprise_id, valid_from) values ($1, 'ENT_LIAISON', $2, '2025-01-01')",
      [people.liaison, firms.run],
    );
    const self = await house.principal("account", people.liaison, "self");
    const stream = await house.listenWith(await house.signIn("liaison", "desk", "run"));
    await house.emit(moved(28), [self, firm], { firm: "east" });
    await house.emit(moved(29), [self], { firm: "run" });
    expect(await nextMatter(stream)).toBe(29);
    await house.admin.query("delete from access_grant where account_id = $1 and enterprise_id = $2", [
      people.liaison,
      firms.run,
    ]);
  });
});

describe("one matter", () => {
  it("is heard alone by who sees it; who does not is refused, on record, before anything is written", async () => {
    await house.place(100, { readers: [bridge] });
    const stream = await house.listenAs("officerA", { matter: 100 });
    await house.emit(moved(101), [bridge]);
    await house.emit(moved(100), [bridge]);
    expect(await nextMatter(stream)).toBe(100);

    const refused = await house.listenAs("otherA", { matter: 100 });
    expect(refused.status).toBe(404);
    expect(refused.headers["content-type"]).toContain("application/problem+json");
    expect((await house.listenAs("otherA", { matter: 999_998 })).status).toBe(404);
    const { rows } = await house.admin.query<pg.QueryResultRow>(
      "select account_id, object, status, detail, length(hmac) >= 32 as signed from audit where operation = 'matter.listen' order by id",
    );
    const detail = { code: "not-found", from: "127.0.0.0/24" };
    const trial = { account_id: house.town.people.otherA, status: 404, detail, signed: true };
    expect(rows).toEqual([
      { ...trial, object: "matter:100" },
      { ...trial, object: "matter:999998" },
    ]);
  });

  it("ends when it is seen no longer", async () => {
    await house.place(102, { readers: [bridge] });
    const stream = await house.listenAs("officerB", { matter: 102 });
    const self = await house.principal("account", house.town.people.officerB, "self");
    await house.place(102, { readers: [bridge], barred: [self] });
    await house.live.recheck();
    expect(await stream.next()).toMatchObject({ event: "ended", data: { reason: "matter" } });
    await stream.closed;
  });
});

describe("the session", () => {
  it("is needed", async () => {
    expect((await openEvents(`${house.address}/api/events`)).status).toBe(401);
    expect((await house.listenWith("no-such-token")).status).toBe(401);
  });

  it("ends the stream at once when it is signed out or replaced", async () => {
    const token = await house.signIn("officerB");
    const stream = await house.listenWith(token);
    const phone = await house.listenWith(await house.signIn("officerB", "phone"));
    const { crypto, db } = house.platform;
    const began = performance.now();
    await sql`select app.end_session(${crypto.digest(token)}, ${house.clock.now()})`.execute(db);
    expect(await stream.next()).toEqual({ event: "ended", id: undefined, data: { reason: "session" } });
    await stream.closed;
    await house.signIn("officerB", "phone");
    expect(await phone.next()).toMatchObject({ event: "ended" });
    // By itself a look comes only after some ten seconds.
    expect(performance.now() - began).toBeLessThan(8_000);
    expect((await house.listenWith(token)).status).toBe(401);
  });

  it("is not kept alive by listening, and ends the stream when it has been idle", async () => {
    const stream = await house.listenAs("officerB");
    house.clock.forward(14);
    await house.live.recheck();
    await house.emit(moved(31), [bridge]);
    expect(await nextMatter(stream)).toBe(31);
    house.clock.forward(1);
    await house.live.recheck();
    expect(await stream.next()).toMatchObject({ event: "ended", data: { reason: "session" } });
    await stream.closed;
  });

  it("hears nothing once it is over, also before anybody has looked", async () => {
    const stream = await house.listenAs("officerB");
    house.clock.forward(15);
    await house.emit(moved(32), [bridge]);
    expect(await stream.next()).toMatchObject({ event: "ended", data: { reason: "session" } });
  });

  it("has six streams; the seventh ends the oldest", async () => {
    const token = await house.signIn("officerB");
    const streams: EventStream[] = [];
    for (let at = 0; at < 7; at += 1) streams.push(await house.listenWith(token));
    expect(await streams[0]?.next()).toMatchObject({ event: "ended", data: { reason: "tooMany" } });
    await house.emit(moved(33), [bridge]);
    for (const stream of streams.slice(1)) expect(await nextMatter(stream)).toBe(33);
  });
});

describe("relations", () => {
  it("end what is heard with the change itself, before anything committed later", async () => {
    const stream = await house.listenAs("otherB");
    const witness = await house.listenAs("otherA");
    const { otherB } = house.town.people;
    const { lawyer } = house.town.people;
    await house.admin.query("begin");
    await house.admin.query("update assignment set valid_to = $1 where account_id = $2", [house.clock.now(), otherB]);
    await house.admin.query(
      "insert into assignment (project_id, account_id, kind, valid_from) values ($1, $2, 'B', $3)",
      [house.town.projects.plant, lawyer, house.clock.now()],
    );
    await house.admin.query("commit");
    await house.emit(moved(40), [plant]);
    expect(await nextMatter(witness)).toBe(40);
    expect(await stream.next()).toMatchObject({ event: "resync" });
    await house.admin.query("begin");
    await house.admin.query("delete from assignment where account_id = $1", [lawyer]);
    await house.admin.query("update assignment set valid_to = null where account_id = $1", [otherB]);
    await house.admin.query("commit");
    expect(await stream.next()).toMatchObject({ event: "resync" });
    await house.emit(moved(41), [plant]);
    expect(await nextMatter(stream)).toBe(41);
  });

  it("begin and end with their dates", async () => {
    const stream = await house.listenAs("specialist");
    const witness = await house.listenAs("officerB");
    const now = house.clock.now();
    const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
    await house.admin.query(
      `insert into delegation (from_account, to_account, principal_id, valid_from, valid_to, reason)
       values ($1, $2, $3, $4, $5, 'leave')`,
      [house.town.people.officerA, house.town.people.specialist, bridge, after(5), after(10)],
    );
    for (const minutes of [0, 5]) {
      house.clock.set(after(minutes));
      await house.live.recheck();
      await house.emit(moved(50 + minutes), [bridge]);
      expect(await nextMatter(witness)).toBe(50 + minutes);
    }
    // The end is met at the next event, without any look in between.
    house.clock.set(after(10));
    await house.emit(moved(60), [bridge]);
    expect(await nextMatter(witness)).toBe(60);
    const traffic = await house.principal("unit", house.town.units.traffic, "specialists");
    await house.emit(moved(61), [traffic]);
    const heard: (number | string)[] = [];
    while (heard.at(-1) !== 61) {
      const { event, data } = await stream.next();
      heard.push(event === "changed" ? (matterOf(data as PlatformEvent) ?? "none") : event);
    }
    expect(heard).toEqual(["resync", 55, "resync", 61]);
    await house.admin.query("delete from delegation");
  });

  it("tell whoever reads a matter for a while that it was opened, ended, and that its time is over", async () => {
    const stream = await house.listenAs("otherA");
    const stranger = await house.listenAs("lawyer");
    const now = house.clock.now();
    const later = new Date(now.getTime() + 10 * 60_000);
    const open = (matter: number) =>
      house.admin.query("insert into matter_party values ($1, 'glass', $2, $3, $4)", [
        matter,
        house.town.people.otherA,
        now,
        later,
      ]);
    const glass = "update matter_party set valid_to = $1 where capacity = 'glass' and matter_id = $2";
    for (const matter of [70, 71]) await house.place(matter, { readers: [bridge] });
    await open(70);
    expect(await stream.next()).toMatchObject({ event: "resync" });
    await house.admin.query(glass, [new Date(now.getTime() + 1), 70]);
    house.clock.set(new Date(now.getTime() + 1));
    await house.live.recheck();
    expect(await stream.next()).toMatchObject({ event: "resync" });
    await open(71);
    expect(await stream.next()).toMatchObject({ event: "resync" });
    house.clock.set(new Date(later.getTime() - 1));
    await house.live.recheck();
    await house.emit(moved(72), [plant]);
    expect(await nextMatter(stream)).toBe(72);
    house.clock.set(later);
    await house.live.recheck();
    expect(await stream.next()).toMatchObject({ event: "resync" });
    const legal = await house.principal("unit", house.town.units.legal, "specialists");
    await house.emit(moved(73), [legal]);
    expect(await nextMatter(stranger)).toBe(73);
    await house.admin.query("delete from matter_party where capacity = 'glass'");
  });
});
