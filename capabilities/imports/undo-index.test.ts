import pg from "pg";
import { expect, it } from "vitest";
import { createTestDatabase } from "#test/database.ts";

it("whatever names a project, a firm or a principal is found by an index when one of them goes", async () => {
  const database = await createTestDatabase();
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    const { rows } = await admin.query<{ name: string }>(
      `select c.relname || '.' || a.attname as name
         from pg_constraint f join pg_class c on c.oid = f.conrelid
         join pg_attribute a on a.attrelid = c.oid and a.attnum = f.conkey[1]
        where f.contype = 'f' and f.confrelid in ('project'::regclass, 'enterprise'::regclass, 'principal'::regclass)
          and not exists (
            select from pg_index i where i.indrelid = c.oid and i.indkey[0] = f.conkey[1]
               and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) = format('(%I IS NOT NULL)', a.attname)))
        order by 1`,
    );
    expect(rows).toEqual([]);
  } finally {
    await admin.end();
    await database.drop();
  }
});
