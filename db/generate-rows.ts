import type pg from "pg";

interface Column {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  /** Name of the type, with a leading underscore for an array. */
  readonly type: string;
  readonly nullable: boolean;
  readonly has_default: boolean;
  /** An identity column or an expression that the database alone fills. */
  readonly always: boolean;
  /** The text of a check that belongs to this column alone. */
  readonly checks: readonly string[];
}

const listColumns = `
  select n.nspname as schema, c.relname as table, a.attname as column, t.typname as type,
         not a.attnotnull as nullable, a.atthasdef or a.attidentity <> '' as has_default,
         a.attidentity = 'a' or a.attgenerated <> '' as always,
         array(select pg_get_constraintdef(k.oid) from pg_constraint k
               where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] order by k.conname) as checks
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join pg_namespace n on n.oid = c.relnamespace
  join pg_type t on t.oid = a.atttypid
  where c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition and a.attnum > 0 and not a.attisdropped
    and n.nspname not in ('information_schema', 'jobs') and n.nspname not like 'pg\\_%'
    and c.relname <> 'huhang_migration'
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  order by n.nspname <> 'public', n.nspname, c.relname, a.attnum`;

const types: Readonly<Record<string, string>> = {
  int2: "number",
  int4: "number",
  int8: "number",
  float4: "number",
  float8: "number",
  oid: "number",
  bool: "boolean",
  bytea: "Buffer",
  json: "unknown",
  jsonb: "unknown",
  timestamptz: "Date",
  timestamp: "Date",
};

/** The TypeScript text of the row types of a migrated database (`db/rows.gen.ts`). */
export async function generateRows(session: pg.Client): Promise<string> {
  const { rows } = await session.query<Column>(listColumns);
  const tables = Map.groupBy(rows, ({ schema, table }) => (schema === "public" ? table : `${schema}.${table}`));
  const names = [...tables.keys()];
  const lines = [
    "// Made by `npm run generate` from the migrations; not edited by hand.",
    'import type { ColumnType, Generated, GeneratedAlways, Selectable } from "kysely";',
    "",
    "/** A moment: read as Date, written as Date or ISO text. */",
    "type Moment = ColumnType<Date, Date | string, Date | string>;",
    "type GeneratedMoment = ColumnType<Date, Date | string | undefined, Date | string>;",
    "type NullableMoment = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;",
    "",
    "/** All tables and views, for Kysely. */",
    "export interface DB {",
    ...names.map((name) => `  ${/^\w+$/.test(name) ? name : JSON.stringify(name)}: ${pascal(name)}Table;`),
    "}",
  ];
  for (const [name, columns] of tables) {
    lines.push("", `export interface ${pascal(name)}Table {`);
    for (const column of columns) lines.push(`  ${column.column}: ${typeOf(column)};`);
    lines.push("}", `export type ${pascal(name)}Row = Selectable<${pascal(name)}Table>;`);
  }
  return `${lines.join("\n")}\n`;
}

function typeOf(column: Column): string {
  const isArray = column.type.startsWith("_");
  const base = types[isArray ? column.type.slice(1) : column.type] ?? "string";
  if (base === "Date" && !isArray && !column.always) {
    if (column.nullable) return "NullableMoment";
    return column.has_default ? "GeneratedMoment" : "Moment";
  }
  const allowed =
    base === "string" && !isArray ? column.checks.map(findValues).find((found) => found !== undefined) : undefined;
  const whole = isArray ? `${base}[]` : (allowed ?? base);
  const type = column.nullable && whole !== "unknown" ? `${whole} | null` : whole;
  if (column.always) return `GeneratedAlways<${type}>`;
  return column.has_default ? `Generated<${type}>` : type;
}

/** The values of `check (column in ('A', 'B'))` as a union, undefined for any other check. */
function findValues(check: string): string | undefined {
  const list = /^CHECK \(\(\(?\w+\)?(?:::text)? = ANY \(\(?ARRAY\[([^\]]*)\]\)?(?:::text\[\])?\)\)\)$/.exec(check)?.[1];
  const values = list
    ?.match(/'(?:[^']|'')*'/g)
    ?.map((value) => JSON.stringify(value.slice(1, -1).replaceAll("''", "'")));
  return values?.join(" | ");
}

function pascal(name: string): string {
  return name.replaceAll(/(?:^|[_.])([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
