import type pg from "pg";
import { fillMachines } from "../machines.ts";
import type { Town } from "../town.ts";

/** A row in each table of the administrators. */
export async function fillAdministration(admin: pg.Client, town: Town): Promise<void> {
  const { officerA, securityAdmin, systemAdmin } = town.people;
  const { station, branch, city } = town.units;
  const at = new Date("2026-09-01T00:00:00Z");
  await admin.query(
    "insert into unit_move (unit_id, from_parent, to_parent, moved_by, moved_at, through, matters) values ($1, $2, $3, $4, $5, $5, 0)",
    [station, city, branch, systemAdmin, at],
  );
  await admin.query(
    `insert into grant_proposal (account_id, role, unit_id, from_day, reason, state, proposed_by, proposed_at)
     values ($1, 'DEPT_HANDLER', $2, '2026-09-22', '调整', 'PROPOSED', $3, $4)`,
    [officerA, station, securityAdmin, at],
  );
  await admin.query(
    "insert into calendar_change (year, source, changed_by, changed_at, through, moved) values (2026, 'X', $1, $2, $2, 0)",
    [systemAdmin, at],
  );
  await admin.query(
    `insert into module_off (unit_id, procedure, reason, off_by, off_at, on_by, on_at)
     values ($1, 'appeal', '试点', $2, $3, $2, $3)`,
    [station, systemAdmin, at],
  );
  await admin.query("insert into rights_review values ($1, '2026Q3', '{1}', $2, $3, '')", [
    station,
    town.people.chief,
    at,
  ]);
  await fillMachines(admin, branch, securityAdmin, systemAdmin, at);
  await admin.query(
    "insert into staff_code (account_id, issued_by, issued_at, expires_at, code_hash) values ($1, $2, $3, '2027-01-01', 'x')",
    [officerA, securityAdmin, at],
  );
}
