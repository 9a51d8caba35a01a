import type pg from "pg";
import type { Town } from "../town.ts";

/** A list of the branch office in its tables, as if it had been applied; gives the batch. */
export async function fillImports(admin: pg.Client, town: Town): Promise<number> {
  const { rows } = await admin.query<{ id: number }>(
    `insert into import_batch (kind, state, file_name, sha256, heading_row, columns, unknown, dropped, rows,
       uploaded_by, uploaded_at, unit_id)
     values ('projects', 'APPLIED', '清单.xlsx', 'x', 1, '[]', '[]', '[]', 1, $1, '2026-09-01', $2) returning id`,
    [town.people.office, town.units.branch],
  );
  const batch = rows[0]?.id ?? 0;
  await admin.query(
    `with line as (insert into import_row (batch_id, row, verdict, cells, "values", issues, changes)
       values ($1, 2, 'new', '{}', '{}', '[]', '[]') returning batch_id, row)
     insert into import_write (batch_id, row, no, target, ref_id, after) select batch_id, row, 0, 'project', 1, '{}' from line`,
    [batch],
  );
  await admin.query(
    `insert into import_work (batch_id, step, asked_by, asked_at, device, readers)
     values ($1, 'UNDO', $2, '2026-09-01', 'desk', '{}')`,
    [batch, town.people.office],
  );
  await admin.query("insert into project_contact (project_id, name) values ($1, '周某')", [town.projects.bridge]);
  return batch;
}
