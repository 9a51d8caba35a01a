import { sql } from "kysely";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { unnamedComplaint } from "#test/fixture/openings.ts";
import { deskOf } from "#test/fixture/desk.ts";
import { emitter } from "#server/outbox.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";

/** Somebody who acts for two firms hears of what is his own, and no firm's, once. */
const house = await forTheseTests(startHarness({ at: "2026-10-12T09:00:00+08:00" }));
const desk = deskOf(house);
const person = house.town.people.otherLiaison;
beforeAll(() =>
  desk.sql(
    "insert into access_grant (account_id, role, enterprise_id, valid_from) values ($1, 'ENT_LIAISON', $2, '2026-01-01')",
    [person, house.town.firms.east],
  ),
);
beforeEach(() => desk.sql("delete from notice"));

/** For which firm he was told of what. */
const told = () =>
  desk.sql("select enterprise_id as firm, kind, matter_id::int as matter from notice where account_id = $1", [person]);
/** What he finds in his list while he acts for a firm. */
const listed = (firm: number) =>
  house.platform.db.transaction().execute(async (tx) => {
    await sql`select app.enter(${person}, ${firm}, ${house.clock.now()})`.execute(tx);
    return tx.selectFrom("notice").select(["kind", "matter_id"]).execute();
  });

describe("somebody who acts for two firms", () => {
  it("hears of his request about his own data where he made it, and nowhere else", async () => {
    const { run, east } = house.town.firms;
    const form = { request: { kind: "COPY" } };
    const matter = await desk.open("otherLiaison", { procedure: "rightsRequest", title: "我的信息", form });
    await desk.step("dataProtection", matter, "giveCopy");
    await house.platform.runEffects();
    expect(await told()).toEqual([{ firm: run, kind: expect.any(String), matter }]);
    expect(await listed(run)).toHaveLength(1);
    expect(await listed(east)).toEqual([]);
  });

  it("hears of his complaint without a name, which belongs to no firm, once and wherever he is", async () => {
    const { run, east } = house.town.firms;
    const matter = await desk.open("otherLiaison", unnamedComplaint);
    await desk.step("inspector", matter, "accept");
    await house.platform.runEffects();
    expect(await told()).toEqual([{ firm: null, kind: "stateChanged", matter }]);
    for (const firm of [run, east])
      expect(await listed(firm), String(firm)).toEqual([{ kind: "stateChanged", matter_id: matter }]);
  });

  it("hears once, for whichever he acts, that a proof of his was changed, also for the firm that he joins next", async () => {
    const { run, east } = house.town.firms;
    const change = () =>
      house.platform.asSystem((tx) =>
        emitter(tx, house.clock.now())({ name: "proofChanged", account: person, what: "password" }, []),
      );
    await change();
    await house.platform.runEffects();
    expect(await told()).toEqual([{ firm: null, kind: "proofChanged", matter: null }]);
    for (const firm of [run, east]) expect(await listed(firm), String(firm)).toHaveLength(1);

    // Between two firms he is told all the same: he finds it as soon as he is in again.
    await desk.sql("delete from notice");
    await desk.sql("update access_grant set valid_to = $2 where account_id = $1", [person, house.clock.now()]);
    await change();
    await house.platform.runEffects();
    await desk.sql("update access_grant set valid_to = null where account_id = $1", [person]);
    expect(await told()).toEqual([{ firm: null, kind: "proofChanged", matter: null }]);
  });
});
