import pg from "pg";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";

let otherBranchStation: number;
let otherBranch: number;
const raters: number[] = [];

const house = await forTheseTests(startHarness({ at: "2026-09-10T09:00:00+08:00" }));
const { admin } = house;
beforeAll(async () => {
  const unit = async (code: string, tier: string, parent: number) =>
    (
      await admin.query<{ id: number }>(
        `insert into unit (code, name, short_name, tier, parent_id, area_code, duty_phone, valid_from)
         values ($1, $1, $1, $2, $3, '370523', '0546-0000110', '2025-01-01') returning id`,
        [code, tier, parent],
      )
    ).rows[0]?.id ?? 0;
  otherBranch = await unit("二分局", "BRANCH", house.town.units.city);
  otherBranchStation = await unit("二所", "STATION", otherBranch);
  for (let n = 0; n < 12; n += 1) {
    const { rows } = await admin.query<{ id: number }>(
      `insert into account (kind, login, duty_name, created_at) values ('member', $1, '某联络', '2025-01-01') returning id`,
      [`rater-${n}`],
    );
    raters.push(rows[0]?.id ?? 0);
  }
});
beforeEach(() => admin.query("delete from rating"));

/** So many people give four stars to a station in a month; from the first or from a later one of them. */
async function give(station: number, count: number, month = "2026-08-01", from = 0): Promise<void> {
  await admin.query(
    "insert into rating (month, procedure, unit_id, stars, rater) select $1, 'consultation', $2, 4, unnest($3::int[])",
    [month, station, raters.slice(from, from + count)],
  );
}

async function stars(person: "cityOffice" | "office" | "leader", unitId: number, month = "2026-08") {
  const page = await house.as(person)(contract["metric.month"], { month, unitId });
  const found = page.figures.find(({ id }) => id === "consultation.stars");
  return { own: found?.shown, below: found?.units.flatMap((unit) => (unit.shown === null ? [] : [unit.unitId])) };
}

describe("decision 18: ratings in batches of a month, of five distinct raters at least", () => {
  it("shows five, not four, nor four who rate twice", async () => {
    const { branch, station } = house.town.units;
    await give(station, 4);
    await give(station, 4);
    expect((await stars("office", branch)).own).toBeNull();
    await give(station, 1, "2026-08-01", 4);
    expect((await stars("office", branch)).own).toBe(4);
  });

  it("never shows a month that runs, nor a single station", async () => {
    const { branch, station } = house.town.units;
    await give(station, 8);
    await give(station, 8, "2026-09-01");
    expect((await stars("office", branch, "2026-09")).own).toBeNull();
    expect(await stars("leader", station)).toEqual({ own: null, below: [] });
    expect((await stars("office", branch)).below).toEqual([]);
  });

  it("hides with a small batch the one from which it could be reckoned back", async () => {
    const { city, branch, station } = house.town.units;
    await give(station, 6);
    await give(otherBranchStation, 3, "2026-08-01", 6);
    expect(await stars("cityOffice", city)).toEqual({ own: 4, below: [] });
    expect((await stars("office", branch)).own).toBeNull();
    await give(otherBranchStation, 2, "2026-08-01", 9);
    expect(await stars("cityOffice", city)).toEqual({ own: 4, below: [branch, otherBranch] });
  });

  it("leaves the application no other way to them", async () => {
    await give(house.town.units.station, 6);
    const app = new pg.Client({ connectionString: house.database.appUrl });
    await app.connect();
    await app.query("begin");
    await app.query("select app.enter($1, null, $2)", [house.town.people.cityOffice, house.clock.now()]);
    await app.query("select app.count_figures(true)");
    await expect(app.query("select * from rating")).rejects.toThrow(/permission denied/);
    await app.end();
  });
});

describe("the door of the reporting side", () => {
  it("opens only inside its own functions: the actor's own reading stays what it was", async () => {
    const app = new pg.Client({ connectionString: house.database.appUrl });
    await app.connect();
    await app.query("begin");
    await app.query("select app.enter($1, null, $2)", [house.town.people.leader, house.clock.now()]);
    await app.query("select * from app.figure_entries('2026-01-01', '2027-01-01')");
    expect((await app.query("select app.counts_figures() as on")).rows).toEqual([{ on: false }]);
    await app.query("rollback");
    await app.query("begin");
    expect((await app.query("select * from app.figure_projects('2026-09-01')")).rowCount).toBe(0);
    await app.end();
  });

  it("gives no column that says anything of a person", async () => {
    const { rows } = await admin.query<{ name: string }>(
      `select distinct unnest(p.proargnames[p.pronargs + 1:]) as name from pg_proc p
        where p.pronamespace = 'app'::regnamespace and p.proname like 'figure\\_%' and p.proretset order by 1`,
    );
    const allowed =
      /^(matter_id|project_id|unit_id|station_id|branch_id|procedure|topic|task|step|stage|state|kind|side|role|outcome|from_state|to_state|opened_at|moved_at|due_at|next_due_at|at|closes|first|reopened|visit_drawn|late|in_time|waits_for|days|open|given|stars|raters|person|has_(a|b|sponsor|specialist))$/;
    expect(rows.map(({ name }) => name).filter((name) => !allowed.test(name))).toEqual([]);
    expect(rows.length).toBeGreaterThan(25);
  });
});
