import pg from "pg";

const { INT8, DATE, INTERVAL } = pg.types.builtins;

function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond the whole numbers of JavaScript`);
  return value;
}

const parsers = new Map<number, (text: string) => unknown>([
  // Our ids come from sequences and our sums are counts: both stay far below 2^53.
  [INT8, toSafeInteger],
  // A calendar day has no time zone; as a Date it would move by a day west or east of Greenwich.
  [DATE, (text) => text],
  [INTERVAL, (text) => text],
]);

/**
 * How values of the database look in JavaScript, as `rows.gen.ts` types them; for `new pg.Pool({ types: valueTypes })`.
 * bigint is a number, date is 'YYYY-MM-DD', timestamptz a Date, numeric a string, jsonb is parsed.
 */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    (format === "binary" ? undefined : parsers.get(oid)) ?? pg.types.getTypeParser(oid, format),
};
