import pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { contract as directory } from "#directory/contract.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import type { Town } from "#test/town.ts";
import { staffingContract as contract } from "./contract.ts";

let fresh: number;
const monday = "2026-09-21T09:00:00+08:00";

const house = await forTheseTests(startHarness({ at: monday }));
const { admin } = house;
beforeAll(async () => {
  fresh = await makeProject("新项目（示例）", monday);
});

let made = 0;
async function makeProject(name: string, at: string): Promise<number> {
  made += 1;
  const { rows } = await admin.query<{ id: number }>(
    `insert into project (code, name, stage, stage_since, key_level, address, area_code, station_id, created_at)
     values ($1, $2, 'SIGNED', '2026-09-01', 'CITY', '示例镇', '370522', $3, $4) returning id`,
    [`N-${made}`, name, house.town.units.station, at],
  );
  return rows[0]?.id ?? 0;
}

type Person = keyof Town["people"];
const propose = (projectId: number, kind: string, person: Person, fromDay = "2026-09-21", by: Person = "office") =>
  house.as(by)(contract["assignment.propose"], {
    projectId,
    kind,
    accountId: house.town.people[person],
    fromDay,
    reason: "工作调整",
  });
const approve = (id: number) =>
  house.as("office")(contract["assignment.approve"], { id, orderNo: "利公项〔2026〕7 号" });
const name = async (projectId: number, kind: string, person: Person, fromDay?: string) =>
  approve((await propose(projectId, kind, person, fromDay)).id);
const acting = async (projectId: number, at?: string) =>
  (
    await house.as("office")(contract["project.responsible"], {
      id: projectId,
      ...(at && { at: new Date(at).toISOString() }),
    })
  ).people;
const gapsOf = async (projectId: number) =>
  (await house.as("office")(contract["staffing.gaps"], {})).items.filter((one) => one.projectId === projectId);

describe("a new project", () => {
  it("lacks everybody from its first day, and climbs after three working days", async () => {
    const gaps = await gapsOf(fresh);
    expect(gaps.map((one) => one.kind)).toEqual(["A", "B", "SPONSOR", "SPECIALIST"]);
    // Monday 09:00 and three working days: Thursday at the same minute.
    expect(gaps[0]).toMatchObject({
      since: new Date(monday).toISOString(),
      escalatesAt: "2026-09-24T01:00:00.000Z",
      escalated: false,
    });
    house.clock.set("2026-09-24T09:00:00+08:00");
    expect((await gapsOf(fresh)).map((one) => one.escalated)).toEqual([true, true, false, false]);
    await house.platform.settleDue();
    await house.platform.settleDue();
    const { rows } = await admin.query("select event from outbox where event ->> 'name' = 'projectUnstaffed'");
    expect(rows).toEqual([{ event: { name: "projectUnstaffed", project: fresh } }]);
    house.clock.set(monday);
  });

  it("gives access with the approval, not with the proposal", async () => {
    const { id } = await propose(fresh, "A", "officerA");
    const get = () => house.as("officerA")(directory["project.get"], { id: fresh });
    await expect(get()).rejects.toMatchObject({ code: "not-found" });
    await approve(id);
    expect((await get()).people.map((one) => one.dutyName)).toEqual(["李警官"]);
    await expect(approve(id)).rejects.toMatchObject({ code: "illegal-step", params: { reason: "decidedAlready" } });
  });

  it("refuses an officer twice: in the same place, and as both A and B", async () => {
    for (const [kind, code] of [
      ["A", "alreadyInPlace"],
      ["B", "sameOfficer"],
    ] as const)
      await expect(propose(fresh, kind, "officerA")).rejects.toMatchObject({
        code: "invalid",
        issues: [{ path: "accountId", code }],
      });
    await propose(fresh, "B", "officerB");
    await expect(propose(fresh, "B", "officerB")).rejects.toMatchObject({
      issues: [{ path: "accountId", code: "proposedAlready" }],
    });
  });

  it("refuses whoever does not fit: a firm's member, somebody without the role, somebody who does not exist", async () => {
    for (const [person, code] of [
      ["liaison", "unknownOfficer"],
      ["inspector", "notForPlace"],
    ] as const)
      await expect(propose(fresh, "B", person)).rejects.toMatchObject({ issues: [{ path: "accountId", code }] });
    await expect(
      house.as("office")(contract["assignment.propose"], {
        projectId: fresh,
        kind: "B",
        accountId: 999_999,
        fromDay: "2026-09-21",
        reason: "工作调整",
      }),
    ).rejects.toMatchObject({ issues: [{ path: "accountId", code: "unknownOfficer" }] });
  });

  it("is staffed by its first B, and from then on nobody leaves without a successor", async () => {
    await house
      .as("office")(contract["assignment.list"], { projectId: fresh })
      .then(async ({ proposals }) => {
        for (const one of proposals) await approve(one.id);
      });
    const { items } = await house.as("office")(contract["assignment.list"], { projectId: fresh });
    const place = items.find((one) => one.kind === "A");
    house.clock.forward(1);
    await expect(
      house.as("office")(contract["assignment.end"], { id: place?.id, reason: "调离" }),
    ).rejects.toMatchObject({ code: "illegal-step", params: { reason: "neverWithout" } });
    expect((await gapsOf(fresh)).map((one) => one.kind)).toEqual(["SPONSOR", "SPECIALIST"]);
  });

  it("takes a successor in the same instant, and tells the firm's side", async () => {
    const { bridge } = house.town.projects;
    house.clock.forward(1);
    const before = house.clock.now();
    await name(bridge, "A", "otherA");
    const { rows } = await admin.query<{
      account_id: number;
      valid_from: Date;
      valid_to: Date | null;
      order_no: string | null;
    }>(
      "select account_id, valid_from, valid_to, order_no from assignment where project_id = $1 and kind = 'A' order by id",
      [bridge],
    );
    expect(rows.at(-2)).toMatchObject({ account_id: house.town.people.officerA, valid_to: before });
    expect(rows.at(-1)).toMatchObject({ valid_from: before, valid_to: null, order_no: "利公项〔2026〕7 号" });
    const told = await admin.query<{ readers: number[] }>(
      "select readers from outbox where event = $1 order by id desc limit 1",
      [JSON.stringify({ name: "responsibilityChanged", project: bridge })],
    );
    const desk = await admin.query<{ id: number }>(
      "select id from principal where kind = 'enterprise' and ref_id = $1 and duty = 'desk'",
      [house.town.firms.east],
    );
    expect(told.rows[0]?.readers).toContain(desk.rows[0]?.id);
  });

  it("lets a planned successor begin with his day, and says so in that minute", async () => {
    const { bridge } = house.town.projects;
    await name(bridge, "A", "officerA", "2026-09-23");
    expect((await acting(bridge)).find((one) => one.place === "A")?.dutyName).toBe("刘警官");
    await expect(propose(bridge, "A", "lawyer", "2026-09-22")).rejects.toMatchObject({ code: "invalid" });
    const other = await propose(bridge, "A", "otherB", "2026-09-22");
    await expect(approve(other.id)).rejects.toMatchObject({ params: { reason: "plannedAlready" } });
    const count = async () =>
      (await admin.query("select from outbox where event ->> 'name' = 'responsibilityChanged'")).rowCount;
    const before = (await count()) ?? 0;
    house.clock.set("2026-09-22T23:59:59+08:00");
    await house.platform.settleDue();
    expect(await count()).toBe(before);
    house.clock.set("2026-09-23T00:00:00+08:00");
    await house.platform.settleDue();
    await house.platform.settleDue();
    expect(await count()).toBe(before + 1);
    expect((await acting(bridge)).find((one) => one.place === "A")?.dutyName).toBe("李警官");
  });
});

describe("what one officer may carry", () => {
  it("is six projects; the seventh is refused with both figures, also when two offices name him at once", async () => {
    house.clock.set("2026-09-23T10:00:00+08:00");
    // He has the plant already.
    const projects: number[] = [];
    for (let count = 0; count < 6; count += 1) projects.push(await makeProject(`第 ${count + 1} 个（示例）`, monday));
    for (const project of projects.slice(0, 4)) await name(project, "A", "otherB");
    const last = await Promise.all(projects.slice(4).map((project) => propose(project, "A", "otherB")));
    const answers = await Promise.allSettled(last.map(({ id }) => approve(id)));
    expect(answers.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const refusal = answers.find((one) => one.status === "rejected")?.reason as unknown;
    expect(refusal).toMatchObject({
      code: "invalid",
      issues: [{ path: "accountId", code: "officerFull", params: { count: 6, cap: 6 } }],
    });
    const { cap, items } = await house.as("office")(contract["staffing.load"], { kind: "A" });
    expect(cap).toBe(6);
    expect(items.find((one) => one.dutyName === "陈警官")?.projects).toBe(6);
    // By unit and name, whatever anybody carries.
    expect(items.map((one) => one.accountId)).toEqual(
      items.toSorted((a, b) => byName(a, b)).map((one) => one.accountId),
    );
  });
});

function byName(a: { unitName: string; accountId: number }, b: { unitName: string; accountId: number }): number {
  return a.unitName === b.unitName ? 0 : a.unitName < b.unitName ? -1 : 1;
}

describe("sponsors", () => {
  it("one per tier and project, the second one follows the first; one from outside the line is suggested", async () => {
    const { bridge } = house.town.projects;
    const { branch, city } = house.town.units;
    const leader = async (login: string, unit: number) => {
      const { rows } = await admin.query<{ id: number }>(
        `insert into account (kind, login, duty_name, police_number, unit_id, duty_phone, created_at)
         values ('staff', $1, $1, $1, $2, '0546-0000000', '2025-01-01') returning id`,
        [login, unit],
      );
      await admin.query(
        "insert into access_grant (account_id, role, unit_id, valid_from) values ($1, 'LEADER', $2, '2025-01-01')",
        [rows[0]?.id, unit],
      );
      return rows[0]?.id ?? 0;
    };
    const second = await leader("副局长", branch);
    const top = await leader("市局领导", city);
    const { rows } = await admin.query<{ id: number }>(
      `insert into unit (code, name, short_name, tier, parent_id, area_code, duty_phone, valid_from)
       values ('370523', '邻县', '邻县', 'BRANCH', $1, '370523', '0546-0000111', '2025-01-01') returning id`,
      [city],
    );
    const outside = await leader("邻县局长", rows[0]?.id ?? 0);
    const sponsor = async (accountId: number) => {
      const { id } = await house.as("office")(contract["assignment.propose"], {
        projectId: bridge,
        kind: "SPONSOR",
        accountId,
        fromDay: "2026-09-23",
        reason: "领导包靠",
      });
      house.clock.forward(1);
      return approve(id);
    };
    await sponsor(house.town.people.leader);
    await sponsor(top);
    await sponsor(second);
    const people = (await acting(bridge)).filter((one) => one.place === "SPONSOR").map((one) => one.accountId);
    expect(new Set(people)).toEqual(new Set([second, top]));
    // Refused when it is proposed: else somebody would approve it, and only then be told.
    await expect(sponsor(second)).rejects.toMatchObject({ issues: [{ path: "accountId", code: "alreadyInPlace" }] });
    const { proposals } = await house.as("office")(contract["assignment.list"], { projectId: bridge });
    expect(proposals.filter((one) => one.kind === "SPONSOR")).toEqual([]);
    const { items } = await house.as("office")(contract["staffing.load"], { kind: "SPONSOR", projectId: bridge });
    expect(items.filter((one) => one.outsideLine).map((one) => one.accountId)).toEqual([outside]);
  });
});

describe("the table", () => {
  it("takes two people where the office has two; alone, one may, and the database holds to it", async () => {
    const project = await makeProject("两人办公室（示例）", "2026-09-21T09:00:00+08:00");
    const { id } = await propose(project, "SPECIALIST", "specialist");
    const proposal = async (by: Person) =>
      (await house.as(by)(contract["assignment.list"], { projectId: project })).proposals[0]?.fourEyes;
    expect(await proposal("office")).toBe("alone");
    await admin.query(
      `insert into access_grant (account_id, role, unit_id, valid_from)
       select $1, role, unit_id, valid_from from access_grant where account_id = $2`,
      [house.town.people.lawyer, house.town.people.office],
    );
    expect(await proposal("office")).toBe("another");
    expect(await proposal("lawyer")).toBe("may");
    await expect(approve(id)).rejects.toMatchObject({ code: "illegal-step", params: { reason: "fourEyes" } });
    const app = new pg.Client({ connectionString: house.database.appUrl });
    await app.connect();
    await app.query("begin");
    await app.query("select app.enter($1, null, $2)", [house.town.people.office, house.clock.now()]);
    await expect(
      app.query(
        "update assignment_proposal set state = 'APPROVED', decided_by = app.account(), decided_at = $2 where id = $1",
        [id, house.clock.now()],
      ),
    ).rejects.toThrow("row-level security");
    await app.end();
    await house.as("lawyer")(contract["assignment.approve"], { id, orderNo: "利公项〔2026〕8 号" });
    await admin.query("delete from access_grant where account_id = $1 and role like 'PROGRAM_OFFICE%'", [
      house.town.people.lawyer,
    ]);
  });

  it("shows projects with gaps first, in pages, and those of other stations' chiefs not at all", async () => {
    const first = await house.as("office")(contract["staffing.list"], { limit: 3 });
    expect(first.total).toBe(10);
    expect(first.items).toHaveLength(3);
    const pages = [...first.items];
    for (let cursor = first.nextCursor; cursor;) {
      const page = await house.as("office")(contract["staffing.list"], { limit: 3, cursor });
      pages.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(new Set(pages.map((one) => one.id)).size).toBe(10);
    const flags = pages.map((one) => one.gaps.length > 0);
    expect(flags).toEqual(flags.toSorted((a, b) => Number(b) - Number(a)));
    const own = await house.as("chief")(contract["staffing.list"], {});
    expect(own.items.every((one) => one.station.id === house.town.units.station)).toBe(true);
    expect(own.items.length).toBe(9);
    await expect(house.as("chief")(contract["staffing.load"], { kind: "A" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(
      house.as("chief")(contract["assignment.propose"], {
        projectId: fresh,
        kind: "B",
        accountId: house.town.people.otherA,
        fromDay: "2026-09-23",
        reason: "工作调整",
      }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(house.as("office")(contract["staffing.list"], { cursor: "bm9uc2Vuc2U" })).rejects.toMatchObject({
      code: "invalid",
    });
  });
});
