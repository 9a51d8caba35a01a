import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { erasure } from "#access/erasure.ts";
import { contract as holds } from "#capabilities/retention/contract.ts";
import { contract as metrics } from "#metrics/contract.ts";
import { doneOrWaiting } from "#test/at-once.ts";
import { type Desk, deskOf } from "#test/fixture/desk.ts";
import { questionOf } from "#test/fixture/openings.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { eraseExpired } from "./erase.ts";
import { takeFigures } from "./figures.ts";

let house: Harness;
let desk: Desk;
beforeEach(async () => {
  house = await startHarness({ at: "2026-09-22T09:00:00+08:00" });
  desk = deskOf(house);
});
afterEach(() => house.close());

/** Stands in whatever somebody wrote. */
const word = "写下的话";
const begin = "2025-10-01T00:00+08:00";
const end = "2026-10-01T00:00+08:00";
const tables = Object.entries<{ readonly by?: string; readonly numbers?: true }>(erasure)
  .filter(([, { by }]) => by === "app.erase_words")
  .map(([table]) => table);

/** The tables in which the word still stands, as `handover ×2`. */
async function written(): Promise<string[]> {
  const rows = await desk.sql<{ name: string }>(
    tables
      .map(
        (t) =>
          `select '${t} ×' || count(*) as name from ${t} t where to_jsonb(t)::text like '%${word}%' having count(*) > 0`,
      )
      .join(" union all "),
  );
  return rows.map(({ name }) => name).toSorted();
}

const nightOf = async (day: string) => {
  desk.at(`${day} 02:00`);
  const { account: _, ...done } = await eraseExpired(house.platform);
  return done;
};

/** Reasons and notes of places on projects: one of each that has ended, and one that lasts. */
async function staffing(): Promise<void> {
  const { people, projects, units } = house.town;
  const both = [projects.bridge, people.specialist, people.office];
  await desk.sql(
    `insert into assignment (project_id, account_id, kind, valid_from, valid_to, reason, end_reason)
     values ($1, $2, 'SPECIALIST', '${begin}', '${end}', '${word}', '${word}'), ($1, $2, 'SPECIALIST', '${end}', null, '${word}', null)`,
    both.slice(0, 2),
  );
  await desk.sql(
    `insert into assignment_proposal (project_id, account_id, kind, from_day, reason, state, proposed_by, proposed_at, decided_by, decided_at)
     values ($1, $2, 'SPECIALIST', '2026-01-01', '${word}', 'APPROVED', $3, '${begin}', $3, '${end}'),
            ($1, $2, 'SPECIALIST', '2026-01-01', '${word}', 'PROPOSED', $3, '${begin}', null, null)`,
    both,
  );
  await desk.sql(
    `insert into delegation (from_account, to_account, principal_id, valid_from, valid_to, reason)
     select $1, $2, min(id), '${begin}', unnest(array['${end}', '2040-01-01']::timestamptz[]), '${word}' from principal`,
    [people.officerA, people.officerB],
  );
  await desk.sql(
    `with sheet as (insert into handover (project_id, station_id, kind, from_account, to_account, state, note, prepared_by, prepared_at, decided_by, decided_at)
       values ($1, $2, 'A', $3, $4, 'ACCEPTED', '${word}', $3, '${begin}', $4, '${end}'),
              ($1, $2, 'A', $3, $4, 'PENDING', '${word}', $3, '${begin}', null, null) returning id)
     insert into handover_item select id, 1, 'PROMISE', '${word}' from sheet`,
    [projects.bridge, units.station, people.officerA, people.officerB],
  );
}

/** Reasons for rights and names on invitations, likewise. */
async function rights(): Promise<void> {
  const { people, firms, units } = house.town;
  await desk.sql(
    `insert into access_code (enterprise_id, kind, role, duty_name, proposed_by, proposed_at, ended_at)
     values ($1, 'INVITE', 'ENT_HR', '${word}', $2, '${begin}', '${end}'), ($1, 'INVITE', 'ENT_HR', '${word}', $2, '2028-01-01', null)`,
    [firms.east, people.liaison],
  );
  await desk.sql(
    `with past as (insert into access_grant (account_id, role, unit_id, valid_from, valid_to, ended_by, end_reason)
       values ($1, 'DEPT_HANDLER', $2, '${begin}', '${end}', $3, '${word}') returning id),
     lasting as (insert into access_grant (account_id, role, unit_id, valid_from)
       values ($1, 'DEPT_HANDLER', $2, '${end}') returning id)
     insert into grant_proposal (account_id, role, unit_id, from_day, reason, state, proposed_by, proposed_at, decided_by, decided_at, grant_id)
     select $1, 'DEPT_HANDLER', $2, '2025-10-01', '${word}', 'APPROVED', $3, '${begin}', $4, '${begin}', g.id
       from (select id from past union all select id from lasting) g`,
    [people.specialist, units.traffic, people.office, people.chief],
  );
  await desk.sql(
    `insert into grant_proposal (account_id, role, unit_id, from_day, reason, state, proposed_by, proposed_at, decided_by, decided_at, note)
     values ($1, 'DEPT_HANDLER', $2, '2026-09-01', '${word}', 'REFUSED', $3, '${begin}', $4, '${end}', '${word}')`,
    [people.specialist, units.traffic, people.office, people.chief],
  );
  await desk.sql(
    `insert into rights_review values ($1, '2026Q3', '{1}', $2, '${end}', '${word}'), ($1, '2029Q3', '{1}', $2, '2029-09-30', '${word}')`,
    [units.branch, people.leader],
  );
  await desk.sql(
    `with other as (insert into account (kind, login, duty_name, unit_id, created_at)
       values ('service', 'other-1', '示例系统一', $3, '${begin}'), ('service', 'other-2', '示例系统二', $3, '${begin}') returning id, login)
     insert into service_account (account_id, purpose, scopes, procedures, addresses, state, proposed_by, proposed_at, decided_by, decided_at, note, revoked_by, revoked_at, revoke_reason)
     select id, '示例', '{matter.get}', '{}', '{}', case login when 'other-1' then 'REVOKED' else 'ACTIVE' end, $1, '${begin}', $2, '${begin}',
            '${word}', case login when 'other-1' then $1::int end, case login when 'other-1' then '${end}'::timestamptz end,
            case login when 'other-1' then '${word}' end from other`,
    [people.systemAdmin, people.auditor, units.city],
  );
}

const openQuestion = () => desk.open("liaison", questionOf(house.town));

/** A matter that somebody opened in an emergency, and a hold that is over. */
async function openings(): Promise<number> {
  const { people } = house.town;
  const matter = await openQuestion();
  await desk.sql(
    `insert into glass (matter_id, account_id, hours, reason, asked_by, asked_office, asked_at, opened_by, opened_at, ends_at)
     values ($1, $2, 24, '${word}', $3, 'SYS_ADMIN', '2026-09-30', $4, '2026-09-30T00:00+08:00', '${end}')`,
    [matter, people.inspector, people.systemAdmin, people.securityAdmin],
  );
  await desk.sql(
    `insert into legal_hold (matter_id, reason, placed_by, placed_at, until_day, lift_asked_by, lift_asked_at, lift_reason, lifted_by, lifted_at)
     values ($1, '${word}', $2, '${begin}', '2030-12-31', $2, '${begin}', '${word}', $3, '${end}'),
            ($1, '${word}', $2, '${begin}', '2026-09-30', null, null, null, null, null)`,
    [matter, people.inspector, people.dataProtection],
  );
  return matter;
}

/** A project's papers: history, evidence with a file, a contact from a list, a service plan. */
async function papers(project: number): Promise<void> {
  const { people, firms } = house.town;
  await desk.sql(
    `with change as (insert into project_change (project_id, seq, at, kind, actor_id, actor_name)
       values ($1, 7, '${begin}', 'CHANGED', $2, '${word}') returning project_id, seq)
     insert into project_evidence (project_id, seq, note, fields) select project_id, seq, '${word}', '{"name": ["${word}", "x"]}' from change`,
    [project, people.office],
  );
  const { key } = await house.platform.storage.put([Buffer.from("附件")]);
  await desk.sql(
    `insert into file (id, name, media_type, size, sha256, storage_key, uploaded_by, uploaded_at, project_id, project_seq)
     values (gen_random_uuid(), '${word}.txt', 'text/plain', 6, 'x', $3, $2, '${begin}', $1, 7)`,
    [project, people.office, key],
  );
  await desk.sql(`insert into project_contact (project_id, name, phone) values ($1, '${word}', '0546-0000123')`, [
    project,
  ]);
  await desk.sql(
    `with plan as (insert into service_plan (project_id, no, state, content, revision, stage, sector, drafted_by, drafted_at)
       values ($1, 1, 'IN_FORCE', '{"text": "${word}"}', 1, 'CONSTRUCTION', 'GENERAL', $2, '${begin}') returning id)
     insert into service_plan_word (plan_id, at, kind, enterprise_id, account_id, duty_name, text)
     select id, '${begin}', 'CONFIRM', $3, $4, '${word}', '${word}' from plan`,
    [project, people.officerA, firms.east, people.liaison],
  );
}

/** The bridge is over; the other project goes on. */
async function bridgeIsOver(): Promise<void> {
  await desk.sql("update project set stage = 'ARCHIVED', stage_since = '2026-10-01' where id = $1", [
    house.town.projects.bridge,
  ]);
}

const filesOf = async (project: number) => {
  const rows = await desk.sql<{ key: string }>("select storage_key as key from file where project_id = $1", [project]);
  const stored = new Set<string>();
  for await (const { key } of house.platform.storage.list()) stored.add(key);
  return { rows: rows.length, stored: stored.size };
};

describe("what people wrote beside the matters", () => {
  it("ends three years after its place, right, hold or project did, and not a day before; what lasts keeps it", async () => {
    const { bridge, plant } = house.town.projects;
    await staffing();
    await rights();
    await openings();
    await papers(bridge);
    await papers(plant);
    await bridgeIsOver();
    const all = await written();
    expect(all.map((line) => line.split(" ")[0])).toEqual(tables.filter((table) => table !== "rating").toSorted());

    expect(await nightOf("2029-09-30")).toEqual({});
    expect(await written()).toEqual(all);
    const due = async () => (await house.as("auditor")(holds["hold.list"], {})).due;
    expect(await due()).toContainEqual({ kind: "staffing", past: 0, soon: 4, held: 0 });

    expect(await nightOf("2029-10-01")).toEqual({ staffing: 4, rights: 6, openings: 3, projectPapers: 1 });
    expect(await written()).toEqual([
      "access_code ×1",
      "assignment ×1",
      "assignment_proposal ×1",
      "delegation ×1",
      "grant_proposal ×1",
      "handover ×1",
      "handover_item ×1",
      "project_change ×1",
      "project_contact ×1",
      "project_evidence ×1",
      "rights_review ×1",
      "service_account ×1",
      "service_plan ×1",
      "service_plan_word ×1",
    ]);
    expect(await filesOf(bridge)).toEqual({ rows: 0, stored: 1 });
    expect(await filesOf(plant)).toEqual({ rows: 1, stored: 1 });
    // Who had the place, and when, stays; of a plan its number.
    expect(await desk.sql("select count(*)::int as n from assignment where valid_to = $1", [end])).toEqual([{ n: 1 }]);
    expect(await desk.sql("select kind from tombstone where kind = 'servicePlan'")).toHaveLength(1);
    expect(await desk.sql("select kind, count from erasure_run where kind <> 'account' order by kind")).toEqual([
      { kind: "openings", count: 3 },
      { kind: "projectPapers", count: 1 },
      { kind: "rights", count: 6 },
      { kind: "staffing", count: 4 },
    ]);
    expect(await nightOf("2029-10-02")).toEqual({});
  });

  it("is kept by a hold on a matter of the project, until that has ended", async () => {
    const { bridge } = house.town.projects;
    const matter = await openings();
    await staffing();
    await papers(bridge);
    await bridgeIsOver();
    desk.at("2029-09-29 09:00");
    const { number } = await desk.row(matter);
    const place = { number, reason: "法院调取", until: "2031-12-31" };
    const { id } = await house.as("inspector")(holds["hold.place"], place);
    await house.as("dataProtection")(holds["hold.confirm"], { id });
    // A loan belongs to no project.
    expect(await nightOf("2029-10-01")).toEqual({ staffing: 1 });
    const { due } = await house.as("auditor")(holds["hold.list"], {});
    for (const kind of ["staffing", "openings", "projectPapers"])
      expect(due).toContainEqual({ kind, past: 0, soon: 0, held: kind === "projectPapers" ? 1 : 3 });
    desk.at("2029-11-01 09:00");
    for (const person of ["inspector", "dataProtection"] as const)
      await house.as(person)(holds["hold.lift"], { id, reason: "已经结案" });
    expect(await nightOf("2029-11-02")).toEqual({ staffing: 3, openings: 3, projectPapers: 1 });
  });

  it("makes a hold wait that comes while it is being erased", async () => {
    const matter = await openings();
    const { number } = await desk.row(matter);
    desk.at("2029-10-02 09:00");
    await desk.sql("begin");
    await desk.sql("select app.enter_system()");
    await desk.sql("select app.erase_words($1)", [house.clock.now()]);
    const place = { number, reason: "法院调取", until: "2031-12-31" };
    let placed = false;
    const placing = house
      .as("dataProtection")(holds["hold.place"], place)
      .then(() => {
        placed = true;
      });
    await doneOrWaiting(house.platform.pool, placing);
    expect(placed).toBe(false);
    await desk.sql("commit");
    await placing;
  });

  it("sees a hold that was being placed when its night began", async () => {
    const matter = await openings();
    desk.at("2029-10-02 02:00");
    await desk.sql("begin");
    // As placing one does it (`app.matter_to_hold`).
    await desk.sql("select pg_advisory_xact_lock_shared(59, 0)");
    await desk.sql(
      "insert into legal_hold (matter_id, reason, placed_by, placed_at, until_day) values ($1, '法院调取', $2, $3, '2031-12-31')",
      [matter, house.town.people.inspector, house.clock.now()],
    );
    const night = eraseExpired(house.platform);
    await doneOrWaiting(house.platform.pool, night);
    await desk.sql("commit");
    expect(await night).not.toHaveProperty("openings");
    expect(await written()).toEqual(["glass ×1", "legal_hold ×2"]);
  });

  it("of an account that is forgotten, its name goes wherever it was written down", async () => {
    const { security } = house.town.people;
    await papers(house.town.projects.bridge);
    await desk.sql("update project_change set actor_id = $1 where seq = 7", [security]);
    await desk.sql("update service_plan_word set account_id = $1", [security]);
    await desk.sql(
      `insert into access_code (enterprise_id, kind, role, duty_name, proposed_by, proposed_at, redeemed_by, redeemed_at)
       values ($1, 'INVITE', 'ENT_HR', '${word}', $2, '2028-01-01', $3, '2028-01-01')`,
      [house.town.firms.east, house.town.people.liaison, security],
    );
    await desk.sql("update account set closed_at = $2 where id = $1", [security, house.clock.now()]);
    await nightOf("2029-09-23");
    expect(await desk.sql("select actor_name from project_change where seq = 7")).toEqual([{ actor_name: "—" }]);
    expect(await desk.sql("select duty_name from service_plan_word")).toEqual([{ duty_name: "—" }]);
    expect(await desk.sql("select duty_name from access_code where redeemed_by = $1", [security])).toEqual([
      { duty_name: "—" },
    ]);
  });
});

describe("single ratings", () => {
  it("go three years after their month; the figure that was taken stays, also when the month is taken again", async () => {
    const raters = await desk.sql<{ id: number }>(
      `insert into account (kind, login, duty_name, created_at)
       select 'member', 'rater-' || n, '某联络', '2026-01-01' from generate_series(1, 6) n returning id`,
    );
    const give = (month: string) =>
      desk.sql(
        "insert into rating (month, procedure, unit_id, stars, rater) select $1, 'consultation', $2, 4, unnest($3::int[])",
        [month, house.town.units.station, raters.map(({ id }) => id)],
      );
    await give("2026-08-01");
    await give("2026-09-01");
    // Figures begin with the first matter.
    desk.at("2026-08-10 09:00");
    await openQuestion();
    desk.at("2026-10-02 09:00");
    await takeFigures(house.platform);
    const stars = async () => {
      const page = await house.as("office")(metrics["metric.month"], {
        month: "2026-08",
        unitId: house.town.units.branch,
      });
      return page.figures.find(({ id }) => id === "consultation.stars")?.shown;
    };
    expect(await stars()).toBe(4);
    expect(await nightOf("2029-08-31")).toEqual({});
    expect(await nightOf("2029-09-01")).toEqual({ rating: 6 });
    expect(await desk.sql("select distinct month::text from rating")).toEqual([{ month: "2026-09-01" }]);
    expect(await stars()).toBe(4);
    await house.as("cityOffice")(metrics["metric.correct"], { month: "2026-08", note: "补录了一件漏登的咨询" });
    expect(await stars()).toBe(4);
  });
});
