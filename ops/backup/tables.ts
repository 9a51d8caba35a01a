import { pipeline } from "node:stream/promises";
import { Writable } from "node:stream";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { restoreMark } from "#db/migrate.ts";
import { countRows, type TableEntry } from "./format.ts";

const id = pg.escapeIdentifier;
/** The migrator's list comes from the program, the mark from the restore. */
const apart = ["huhang_migration", restoreMark];

/** The platform's tables with the columns that are theirs to keep; what the database computes is left out. */
export async function listTables(session: pg.Client): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await session.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
       from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> all ($1)
        and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
      group by c.relname order by c.relname`,
    [apart],
  );
  return rows;
}

/** All rows of a table as a stream of COPY's text. */
export function copyOut(session: pg.Client, name: string, columns: readonly string[]) {
  return session.query(copyTo(`copy (select ${columns.map(id).join(", ")} from ${id(name)}) to stdout`));
}

/** Count and digest of a table as it is now. */
export async function measureTable(
  session: pg.Client,
  name: string,
  columns: readonly string[],
): Promise<Pick<TableEntry, "rows" | "digest">> {
  const count = countRows();
  await pipeline(
    copyOut(session, name, columns),
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        count.update(chunk);
        done();
      },
    }),
  );
  return count.finish();
}

export interface SequenceState {
  readonly name: string;
  readonly last: string | null;
}

export async function listSequences(session: pg.Client): Promise<SequenceState[]> {
  const { rows } = await session.query<SequenceState>(
    "select sequencename::text as name, last_value::text as last from pg_sequences where schemaname = 'public' order by 1",
  );
  return rows;
}
