import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { roles } from "#access/roles.ts";
import { createTestDatabase } from "#test/database.ts";
import { seedBase } from "./base.ts";

async function open() {
  const database = await createTestDatabase();
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  onTestFinished(async () => {
    await admin.end();
    await database.drop();
  });
  return { database, admin };
}

test("roles, the calendar and topics come once, and once more changes nothing", async () => {
  const { database, admin } = await open();
  const first = await seedBase(database.ownerUrl);
  expect(first.roles).toBe(roles.length);
  expect(first.years).toBeGreaterThanOrEqual(2);
  expect(first.topics).toBe(12);
  expect(await seedBase(database.ownerUrl)).toEqual({ roles: 0, years: 0, topics: 0 });
  const { rows } = await admin.query(
    "select day::text, kind from work_calendar where day between '2026-10-01' and '2026-10-10'",
  );
  expect(rows).toContainEqual({ day: "2026-10-10", kind: "work" });
  const { rows: years } = await admin.query<{ year: number }>(
    "select year from calendar_year where year in (2025, 2026)",
  );
  expect(years).toHaveLength(2);
});

test("a changed role follows the program; a year that somebody imported stays his", async () => {
  const { database, admin } = await open();
  await admin.query("insert into calendar_year values (2026, 'imported')");
  await admin.query("insert into work_calendar values ('2026-07-01', 'rest', 'local')");
  await admin.query("insert into role values ('OFFICER', 'unit', '{old}', true)");
  await seedBase(database.ownerUrl);
  const { rows: role } = await admin.query("select duties, covers from role where code = 'OFFICER'");
  expect(role).toEqual([{ duties: [], covers: false }]);
  const { rows: days } = await admin.query(
    "select day::text, name from work_calendar where day between '2026-01-01' and '2026-12-31'",
  );
  expect(days).toEqual([{ day: "2026-07-01", name: "local" }]);
  const { rows: year } = await admin.query("select source from calendar_year where year = 2026");
  expect(year).toEqual([{ source: "imported" }]);
});

test("a city that has topics of its own keeps them as they are", async () => {
  const { database, admin } = await open();
  await admin.query("insert into topic values ('port', '港口', 'The port', 'TRAFFIC', false, 1)");
  expect(await seedBase(database.ownerUrl)).toMatchObject({ topics: 0 });
  expect((await admin.query("select code from topic")).rows).toEqual([{ code: "port" }]);
});

test("two processes at once bring the same", async () => {
  const { database, admin } = await open();
  await Promise.all([seedBase(database.ownerUrl), seedBase(database.ownerUrl), seedBase(database.ownerUrl)]);
  const { rows } = await admin.query<{ n: number }>("select count(*)::int as n from role");
  expect(rows[0]?.n).toBe(roles.length);
  expect((await admin.query("select from topic")).rowCount).toBe(12);
});
