import { createHmac } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { contract as hotline } from "#capabilities/hotline/contract.ts";
import { contract as notices } from "#capabilities/notices/contract.ts";
import { contract as rights } from "#capabilities/rights/contract.ts";
import { contract as unmasking } from "#capabilities/unmask/contract.ts";
import { drawLooks } from "#server/jobs/look-samples.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { ticketOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";
import { choose, sampleRule } from "./draw.ts";

let ticket: number;
let secondInspector: number;
const house = await forTheseTests(startHarness({ at: "2026-10-12T09:00:00+08:00" }));
const desk = deskOf(house);
beforeAll(async () => {
  const { id } = await house.as("office")(hotline["ticket.receive"], ticketOf(house.town, "DY-2026-1"));
  ticket = id;
  const [made] = await desk.sql<{ id: number }>(
    `with made as (insert into account (kind, login, duty_name, police_number, unit_id, created_at)
       values ('staff', 'inspector2', '尤督察', 'inspector2', $1, '2025-01-01') returning id)
     insert into access_grant (account_id, role, unit_id, valid_from) select id, 'INSPECTOR', $1, '2025-01-01' from made returning account_id as id`,
    [house.town.units.city],
  );
  secondInspector = made?.id ?? 0;
});

type Who = keyof Harness["town"]["people"] | number;
async function unmask(person: Who, reason = "核实来电人是否得到答复"): Promise<void> {
  const seq = (await desk.view("officerA", ticket)).entries.find(({ name }) => name === "caller")?.seq ?? 0;
  await house.as(person)(unmasking["matter.unmask"], { id: ticket, seq, field: "phone", purpose: "check", reason });
}
/** As somebody who opens what was drawn last, or in the week of a day. */
const list = async (person: Who, week?: string) => house.as(person)(contract["lookSample.list"], week ? { week } : {});
const check = async (week: string) => house.as("auditor")(contract["lookSample.check"], { week });
const judge = async (person: Who, input: object) => house.as(person)(contract["lookSample.judge"], { ...input });

describe("the weekly sample", () => {
  it("is of so many looks of a week at most, drawn once, and the inspectorate is told once", async () => {
    for (let day = 12; day < 15; day += 1) {
      desk.at(`2026-10-${day} 10:00`);
      for (let at = 0; at < 9; at += 1) await unmask("chief");
    }
    // Neither what was refused, nor what is of the next week.
    await refusalOf(unmask("otherA"));
    desk.at("2026-10-19 00:00");
    await unmask("chief", "下一周的查看，不在其中");
    desk.at("2026-10-19 06:10");
    expect((await list("inspector")).drawn).toBeNull();
    expect(await drawLooks(house.platform)).toBe(sampleRule.most);
    expect(await drawLooks(house.platform)).toBe(0);
    await house.platform.runEffects();
    const given = await list("inspector");
    expect(given).toMatchObject({ from: "2026-10-12", to: "2026-10-18", drawn: { version: 1, most: 20 } });
    expect(given.items).toHaveLength(sampleRule.most);
    expect(given.items[0]).toMatchObject({
      who: "孙所长",
      unitName: "北宋派出所",
      operation: "matter.unmask",
      field: "caller.phone",
      purpose: "check",
      reason: "核实来电人是否得到答复",
      number: (await desk.view("officerA", ticket)).number,
      state: "OPEN",
      mayJudge: true,
    });
    expect(given.waiting).toEqual([{ week: "2026-10-12", open: 20, findings: 0 }]);
    const told = await house.as("inspector")(notices["notice.list"], {});
    expect(told.items.filter(({ kind }) => kind === "looksDrawn")).toHaveLength(1);
  });

  it("never shows the value, nor anything by which persons could be put in a row (GR-1)", async () => {
    const given = await list("inspector");
    expect(JSON.stringify(given)).not.toMatch(/13800001234|138\*|欧阳/);
    expect(given.items.map(({ at }) => at)).toEqual(given.items.map(({ at }) => at).toSorted());
    expect(Object.keys(given)).toEqual(["from", "to", "drawn", "items", "waiting"]);
    for (const item of given.items)
      expect(Object.keys(item).filter((key) => /count|total|rank|share|accountId/i.test(key))).toEqual([]);
    const asked = house.as("inspector")(contract["lookSample.list"], { accountId: house.town.people.chief });
    expect(await refusalOf(asked)).toBe("invalid accountId:unknownField");
  });

  it("is for the inspectorate and the auditor alone", async () => {
    for (const person of ["chief", "officerA", "leader", "dataProtection", "systemAdmin", "liaison"] as const)
      expect(await refusalOf(list(person)), person).toBe("forbidden");
    const seen = await list("auditor");
    expect(seen.items).toHaveLength(sampleRule.most);
    expect(seen.items.some(({ mayJudge, mayClose }) => mayJudge || mayClose)).toBe(false);
    const [first] = seen.items;
    expect(await refusalOf(judge("auditor", { id: first?.id, result: "IN_ORDER" }))).toBe("forbidden");
    expect(await refusalOf(judge("chief", { id: first?.id, result: "IN_ORDER" }))).toBe("not-found");
  });
});

describe("a drawn look", () => {
  it("is in order, or a finding that closes with an action and with nothing less", async () => {
    const [one, other] = (await list("inspector")).items;
    expect(await refusalOf(judge("inspector", { id: one?.id, result: "FINDING" }))).toBe("invalid finding:required");
    await judge("inspector", { id: one?.id, result: "IN_ORDER" });
    expect(await refusalOf(judge("inspector", { id: one?.id, result: "IN_ORDER" }))).toBe("illegal-step lookJudged");
    await judge("inspector", { id: other?.id, result: "FINDING", finding: "原因写得太笼统，看不出为何要看" });
    const close = async (input: object) => house.as(secondInspector)(contract["lookSample.close"], { ...input });
    expect(await refusalOf(close({ id: one?.id, action: "已经提醒本人写清原因" }))).toBe("illegal-step noOpenFinding");
    expect(await refusalOf(close({ id: other?.id }))).toBe("invalid action:required");
    await close({ id: other?.id, action: "已经提醒本人写清原因" });
    expect(await refusalOf(close({ id: other?.id, action: "再处理一次，看是否允许" }))).toBe(
      "illegal-step noOpenFinding",
    );
    const { items, waiting } = await list("inspector");
    expect(items.find(({ id }) => id === other?.id)).toMatchObject({
      state: "CLOSED",
      finding: "原因写得太笼统，看不出为何要看",
      judgedBy: "韩督察",
      action: "已经提醒本人写清原因",
      closedBy: "尤督察",
    });
    expect(waiting).toEqual([{ week: "2026-10-12", open: 18, findings: 0 }]);
    await expect(
      desk.sql("update look_sample set state = 'CLOSED', closed_by = judged_by, closed_at = judged_at where id = $1", [
        one?.id,
      ]),
    ).rejects.toThrow(/check constraint/);
  });

  it("of an inspector goes to another one, and never to himself", async () => {
    desk.at("2026-10-20 09:00");
    await desk.sql(
      "insert into assignment (project_id, account_id, kind, valid_from) values ($1, $2, 'SPONSOR', '2026-10-01')",
      [house.town.projects.bridge, house.town.people.inspector],
    );
    const given = { id: house.town.firms.east, accountId: house.town.people.liaison, purpose: "check" };
    await house.as("liaison")(rights["myData.setPhone"], { phone: "13800000009" });
    await house.as("inspector")(unmasking["enterprise.unmask"], { ...given, reason: "督察回访企业联系人" });
    desk.at("2026-10-26 07:00");
    // Of the same week there is the chief's look from Monday.
    expect(await drawLooks(house.platform)).toBe(2);
    expect((await list("inspector")).items.map(({ who }) => who)).toEqual(["孙所长"]);
    const theirs = (await list(secondInspector)).items;
    expect(theirs.map(({ who }) => who)).toEqual(["孙所长", "韩督察"]);
    expect(theirs[1]).toMatchObject({ operation: "enterprise.unmask", field: "phone", number: null });
    const own = theirs[1]?.id;
    expect(await refusalOf(judge("inspector", { id: own, result: "IN_ORDER" }))).toBe("not-found");
    await expect(
      desk.sql("update look_sample set state = 'IN_ORDER', judged_by = account_id, judged_at = now() where id = $1", [
        own,
      ]),
    ).rejects.toThrow(/check constraint/);
    await judge(secondInspector, { id: own, result: "IN_ORDER" });
  });
});

describe("an inspector's own look", () => {
  const grantOf = (to: string | null) =>
    desk.sql("update access_grant set valid_to = $2 where account_id = $1 and role = 'INSPECTOR'", [
      secondInspector,
      to,
    ]);

  it("is shown to the auditor alone as long as there is no other inspector, and waits for the next one", async () => {
    desk.at("2026-10-27 09:00");
    const given = { id: house.town.firms.east, accountId: house.town.people.liaison, purpose: "check" };
    await house.as("inspector")(unmasking["enterprise.unmask"], { ...given, reason: "督察再次回访联系人" });
    await grantOf("2026-10-28T00:00:00+08:00");
    desk.at("2026-11-02 07:00");
    expect(await drawLooks(house.platform)).toBe(1);
    const own = await list("inspector");
    expect(own.items).toEqual([]);
    expect(own.waiting.map(({ week }) => week)).not.toContain("2026-10-26");
    const seen = await list("auditor");
    expect(seen.items).toMatchObject([{ who: "韩督察", state: "OPEN", mayJudge: false }]);
    expect(seen.waiting).toContainEqual({ week: "2026-10-26", open: 1, findings: 0 });
    expect(await refusalOf(judge("inspector", { id: seen.items[0]?.id, result: "IN_ORDER" }))).toBe("not-found");
    await grantOf(null);
    expect((await list(secondInspector)).items).toMatchObject([{ who: "韩督察", mayJudge: true }]);
  });
});

describe("the draw", () => {
  it("rests on the row of the audit and the key alone", () => {
    const draw = (key: string) => (data: string) => createHmac("sha256", key).update(data).digest();
    const looks = Array.from({ length: 200 }, (_, at) => ({ uid: `look-${at}` }));
    const chosen = (key: string, some = looks) => choose(draw(key), some, 20).map(({ uid }) => uid);
    expect(chosen("k")).toHaveLength(20);
    expect(chosen("k", looks.toReversed())).toEqual(chosen("k"));
    expect(chosen("other")).not.toEqual(chosen("k"));
    // Another look pushes out at most one.
    const more = chosen("k", [...looks, { uid: "one more" }]);
    expect(chosen("k").filter((uid) => !more.includes(uid)).length).toBeLessThanOrEqual(1);
    expect(choose(draw("k"), looks.slice(0, 3), 20)).toHaveLength(3);
  });

  it("can be done again by the auditor alone, who finds what was altered, left out or put in", async () => {
    expect(await check("2026-10-14")).toMatchObject({
      from: "2026-10-12",
      looks: 27,
      drawn: 20,
      unchecked: false,
      faults: [],
    });
    for (const person of ["inspector", "systemAdmin", "leader"] as const)
      expect(await refusalOf(house.as(person)(contract["lookSample.check"], { week: "2026-10-12" }))).toBe("forbidden");
    await desk.sql("update look_sample set point = point + 1 where id = (select min(id) from look_sample)");
    await desk.sql(
      `update look_sample set audit_uid = (select uid from audit where operation = 'matter.unmask' and status = 200
         and uid not in (select audit_uid from look_sample) order by id limit 1)
        where id = (select max(id) from look_sample where week = '2026-10-12')`,
    );
    expect((await check("2026-10-12")).faults.map(({ fault }) => fault).toSorted()).toEqual([
      "leftOut",
      "notDrawn",
      "otherPoint",
    ]);
    expect(await check("2026-10-05")).toMatchObject({ drawnAt: null, looks: 0, drawn: 0, faults: [] });
    await desk.sql("update look_draw set key_id = 'gone' where week = '2026-10-12'");
    expect(await check("2026-10-12")).toMatchObject({ unchecked: true, faults: [] });
  });

  it("is given up with the rows of the audit that it rests on, after three years", async () => {
    desk.at("2029-10-20 06:10");
    await drawLooks(house.platform);
    const weeks = await desk.sql<{ week: string }>("select week::text from look_draw order by week");
    expect(weeks.map(({ week }) => week)).not.toContain("2026-10-12");
    expect(await desk.sql("select from look_sample where week < '2026-10-19'")).toEqual([]);
  });
});
