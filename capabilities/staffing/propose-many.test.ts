import { expect, it } from "vitest";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { refused } from "#test/import-desk.ts";
import { staffingContract as contract } from "./contract.ts";

const house = await forTheseTests(startHarness({ at: "2026-09-21T09:00:00+08:00" }));
const { admin } = house;

async function make(code: string, station: number): Promise<number> {
  const { rows } = await admin.query<{ id: number }>(
    `insert into project (code, name, stage, stage_since, key_level, address, area_code, station_id, created_at)
     values ($1, $1, 'SIGNED', '2026-09-01', 'CITY', '示例镇', '370522', $2, $3) returning id`,
    [code, station, house.clock.now()],
  );
  return rows[0]?.id ?? 0;
}
const propose = (projectIds: readonly number[], kind = "SPONSOR", accountId = house.town.people.leader) =>
  house.as("office")(contract["assignment.proposeMany"], {
    projectIds,
    kind,
    accountId,
    fromDay: "2026-09-21",
    reason: "包靠安排",
  });

it("proposes one person for many projects, each by the rules and four eyes of one", async () => {
  const { station } = house.town.units;
  const { rows } = await admin.query<{ id: number }>(
    `insert into unit (code, name, short_name, tier, parent_id, area_code, duty_phone, valid_from)
     values ('370502', '东营分局', '东营分局', 'BRANCH', $1, '370502', '0546-1', '2025-01-01') returning id`,
    [house.town.units.city],
  );
  const [one, two, foreign] = [
    await make("M-1", station),
    await make("M-2", station),
    await make("M-3", rows[0]?.id ?? 0),
  ];
  await house.as("office")(contract["assignment.propose"], {
    projectId: two,
    kind: "SPONSOR",
    accountId: house.town.people.leader,
    fromDay: "2026-09-21",
    reason: "早先已提名",
  });
  const { results } = await propose([two, foreign, one, one]);
  expect(results.map(({ id, done, code, reason }) => [id, done, code, reason])).toEqual([
    [two, false, "invalid", "proposedAlready"],
    [foreign, false, "not-found", null],
    [one, true, null, null],
  ]);
  // Proposed is not appointed: a second one of the office approves, as for a single project.
  expect((await admin.query("select from assignment where project_id = $1", [one])).rowCount).toBe(0);
  const { rows: open } = await admin.query("select kind, state from assignment_proposal where project_id = $1", [one]);
  expect(open).toEqual([{ kind: "SPONSOR", state: "PROPOSED" }]);
  const audits = await admin.query(
    "select object, status from audit where operation = 'assignment.propose' and object <> $1 order by id desc limit 2",
    [`project:${two}`],
  );
  expect(audits.rows.map(({ status }) => Number(status)).toSorted((left, right) => left - right)).toEqual([200, 404]);
});

it("is for program offices, and no more than a hundred at once", async () => {
  const input = { projectIds: [1], kind: "A", accountId: 1, fromDay: "2026-09-21", reason: "包靠安排" };
  for (const person of ["officerA", "chief", "liaison", "leader"] as const) {
    expect(await refused(house.as(person)(contract["assignment.proposeMany"], input)), person).toBe("forbidden");
  }
  expect(await refused(propose(Array.from({ length: 101 }, (_, at) => at + 1)))).toBe("invalid tooLong");
});
