import pg from "pg";
import { describe, expect, it } from "vitest";
import { contract as session } from "#access/contract.ts";
import { execute } from "#server/pipeline.ts";
import { openEvents } from "#test/event-stream.ts";
import { openDoorTo } from "#test/door.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { outcome } from "#test/sign-in-desk.ts";
import { accountContract as contract } from "./account-contract.ts";

// Correcting an account of the staff, and signing somebody out.

const house = await forTheseTests(startHarness({ at: "2026-09-22T09:00:00+08:00" }));
const { admin } = house;

const security = () => house.as("securityAdmin");
const officer = () => house.town.people.officerA;
const accountOf = (id = officer()) => security()(contract["staff.get"], { id });
const versionOf = async (id: number): Promise<number> =>
  (await admin.query("select version from account where id = $1", [id])).rows[0].version;
/** As it has just been seen. */
const change = async (input: Record<string, unknown>, id = officer()) =>
  security()(contract["staff.change"], { id, version: await versionOf(id), ...input });
const lastAudit = async () =>
  (await admin.query("select account_id, operation, object, status from audit order by id desc limit 1")).rows[0];

describe("an account", () => {
  it("is corrected in what is named, and keeps the rest and its rights", async () => {
    const before = await accountOf();
    await change({ dutyName: "赵警长" });
    expect(await lastAudit()).toEqual({
      account_id: house.town.people.securityAdmin,
      operation: "staff.change",
      object: `account:${officer()}`,
      status: 200,
    });
    await change({ dutyPhone: "0546-8012345" });
    await change({ unitId: house.town.units.otherStation });
    expect(await accountOf()).toEqual({
      ...before,
      version: before.version + 3,
      dutyName: "赵警长",
      dutyPhone: expect.stringContaining("8012345"),
      unit: expect.objectContaining({ id: house.town.units.otherStation }),
    });
    expect((await house.as("officerA")(session["session.me"], {})).dutyName).toBe("赵警长");
    await change({ dutyPhone: null, unitId: before.unit.id });
    expect(await accountOf()).toMatchObject({ dutyPhone: null, unit: before.unit });
  });

  it("is corrected by one at a time: whoever saw an older state is told, and overwrites nothing", async () => {
    const { version } = await accountOf();
    const both = await Promise.all(
      ["钱警长", "孙警长"].map(async (dutyName) => [await outcome(change({ version, dutyName })), dutyName] as const),
    );
    expect(both.map(([answer]) => answer).toSorted()).toEqual(["ok", "stale-version"]);
    const first = both.find(([answer]) => answer === "ok")?.[1];
    expect(await outcome(change({ version, dutyPhone: "0546-8019999" }))).toBe("stale-version");
    expect(await accountOf()).toMatchObject({ version: version + 1, dutyName: first });
    await change({ dutyPhone: "0546-8019999" });
    expect(await accountOf()).toMatchObject({ dutyName: first, dutyPhone: expect.stringContaining("8019999") });
  });

  it("counts what a list or its owner has corrected, and nothing else", async () => {
    const { version } = await accountOf();
    await admin.query("update account set duty_phone = '0546-8010001' where id = $1", [officer()]);
    expect(await outcome(change({ version, dutyName: "李警长" }))).toBe("stale-version");
    await admin.query("update account set duty_phone = duty_phone, locale = 'en' where id = $1", [officer()]);
    await admin.query("update account set locale = 'zh-CN' where id = $1", [officer()]);
    expect(await versionOf(officer())).toBe(version + 1);
  });

  it("is the same after a change of nothing", async () => {
    const before = await accountOf();
    await change({});
    expect(await accountOf()).toEqual(before);
  });

  it.each([
    ["no name", { dutyName: " " }, "invalid dutyName: required"],
    ["a telephone that is none", { dutyPhone: "12" }, "invalid dutyPhone: phone"],
    ["a unit that there is not", { unitId: 99_999 }, "invalid unitId: unknownUnit"],
    ["a police number, which stays", { policeNumber: "SL0001" }, "invalid"],
  ])("is not given %s", async (_what, input, answer) => {
    const before = await accountOf();
    expect(await outcome(change(input))).toMatch(answer);
    expect(await accountOf()).toEqual(before);
  });

  it("goes to no closed unit", async () => {
    await admin.query("update unit set valid_to = '2026-09-01T00:00:00Z' where id = $1", [house.town.units.traffic]);
    expect(await outcome(change({ unitId: house.town.units.traffic }))).toBe("invalid unitId: unitClosed");
    await admin.query("update unit set valid_to = null where id = $1", [house.town.units.traffic]);
  });

  it("goes nowhere where its administrator keeps no accounts", async () => {
    const { securityAdmin } = house.town.people;
    const grant = "update access_grant set unit_id = $2 where account_id = $1 and role = 'SEC_ADMIN'";
    await admin.query(grant, [securityAdmin, house.town.units.branch]);
    expect(await outcome(change({ unitId: house.town.units.city }))).toBe("forbidden");
    expect(await outcome(change({ unitId: house.town.units.otherStation }))).toBe("ok");
    // Past the rules the row policy says the same.
    const app = new pg.Client({ connectionString: house.database.appUrl });
    await app.connect();
    await app.query("begin");
    await app.query("select app.enter($1, null, $2)", [securityAdmin, house.clock.now()]);
    const past = app.query("update account set unit_id = $2 where id = $1", [officer(), house.town.units.city]);
    await expect(past).rejects.toMatchObject({ code: "42501" });
    await app.end();
    await admin.query(grant, [securityAdmin, house.town.units.city]);
  });

  it("is never one's own, nor a firm's, nor closed", async () => {
    expect(await outcome(change({ dutyName: "某人" }, house.town.people.securityAdmin))).toBe("forbidden");
    expect(await outcome(change({ dutyName: "某人" }, house.town.people.liaison))).toBe("not-found");
    const { lawyer } = house.town.people;
    await admin.query("update account set closed_at = $2 where id = $1", [lawyer, house.clock.now()]);
    expect(await outcome(change({ dutyName: "某人" }, lawyer))).toBe("illegal-step accountClosed");
  });
});

describe("somebody's sessions", () => {
  it("end at once on all devices, streams too; he is told why and may sign in again", async () => {
    const door = await openDoorTo(house);
    const desk = await door.visitor("officerB");
    const other = await door.visitor("officerB", "phone");
    const bystander = await door.visitor("chief");
    expect((await other.send("GET", "/api/session")).status).toBe(200);
    const stream = await openEvents(`${door.url}/api/events`, { cookie: desk.cookie });
    const end = () => security()(contract["staff.endSessions"], { id: house.town.people.officerB });
    await end();
    expect(await stream.next()).toMatchObject({ event: "ended", data: { reason: "session" } });
    await stream.closed;
    expect(await desk.send("GET", "/api/session")).toMatchObject({ status: 401, body: { reason: "ADMIN" } });
    expect((await other.send("GET", "/api/session")).status).toBe(401);
    expect((await bystander.send("GET", "/api/session")).status).toBe(200);
    await end();
    const again = await door.visitor("officerB");
    expect((await again.send("GET", "/api/session")).status).toBe(200);
    await door.close();
  });

  it("are ended by nobody else, not even past the rules", async () => {
    const door = await openDoorTo(house);
    const visitor = await door.visitor("officerB");
    const app = new pg.Client({ connectionString: house.database.appUrl });
    await app.connect();
    for (const person of ["chief", "systemAdmin", "auditor", "office", "legalRep"] as const) {
      expect(
        await outcome(house.as(person)(contract["staff.endSessions"], { id: house.town.people.officerB })),
        person,
      ).toMatch(/forbidden|not-found/);
      await app.query("begin");
      const firm = person === "legalRep" ? house.town.firms.east : null;
      await app.query("select app.enter($1, $2, $3)", [house.town.people[person], firm, house.clock.now()]);
      await app.query("select app.end_sessions_of($1, $2)", [house.town.people.officerB, house.clock.now()]);
      await app.query("commit");
    }
    await app.end();
    expect((await visitor.send("GET", "/api/session")).status).toBe(200);
    await door.close();
  });
});

describe("a first password", () => {
  it("is none that is guessed first; the code stays good for a better one", async () => {
    const { id } = await security()(contract["staff.create"], {
      policeNumber: "SL8001",
      dutyName: "戊警官",
      unitId: house.town.units.station,
    });
    const proposal = await security()(contract["grant.propose"], {
      accountId: id,
      role: "OFFICER",
      unitId: house.town.units.station,
      from: "2026-09-22",
      reason: "调入",
    });
    await house.as("systemAdmin")(contract["grant.approve"], { id: proposal.id });
    const { code } = await security()(contract["staff.issueCode"], { id });
    const redeem = (password: string) =>
      outcome(
        execute(house.platform, "staff.redeemCode", { policeNumber: "SL8001", code, password }, { device: "desk" }),
      );
    expect(await redeem("Password1234")).toBe("invalid password: passwordGuessable");
    expect(await redeem("Qiao-2026-yi")).toBe("ok");
  });
});
