import type { Vault } from "#directory/context.ts";
import type { Change, ImportKind } from "#sheets/import.ts";

/** Before a sealed value in a text or in jsonb: a control character, which no cell and no field can begin with. */
const mark = "\u0001";

/** A value as text that only its place opens. */
export function sealText(vault: Vault, place: string, value: unknown): string {
  return mark + vault.seal("imports", place, JSON.stringify(value)).toString("base64");
}

/** The same opened; what was written before it was sealed stays as it is. */
export function openText(vault: Vault, place: string, kept: unknown): unknown {
  if (typeof kept !== "string" || !kept.startsWith(mark)) return kept;
  return JSON.parse(vault.open("imports", place, Buffer.from(kept.slice(mark.length), "base64")));
}

/** What a row of a list holds, as far as it may say something of a person. */
export interface Cells {
  readonly cells: unknown;
  readonly values: unknown;
  readonly changes: unknown;
}

/** The cells of personal columns sealed, each for its own row. */
export function sealCells(vault: Vault, kind: ImportKind, batch: number, row: number, kept: Cells): Cells {
  return turn(kind, kept, (key, value) => sealText(vault, placeOf(batch, row, key), value));
}

/** The row as it came. */
export function openCells<Row extends Partial<Cells> & { readonly row: number }>(
  vault: Vault,
  kind: ImportKind,
  batch: number,
  row: Row,
): Row {
  const { cells = {}, values = {}, changes = [] } = row;
  const opened = turn(kind, { cells, values, changes }, (key, value) =>
    openText(vault, placeOf(batch, row.row, key), value),
  );
  return { ...row, ...opened };
}

const placeOf = (batch: number, row: number, key: string) => `import_row:${batch}:${row}:${key}`;

function turn(kind: ImportKind, kept: Cells, value: (key: string, value: unknown) => unknown): Cells {
  const personal = new Set<string>(kind.sheet.columns.filter((column) => column.personal).map(({ key }) => key));
  const each = (fields: unknown) =>
    Object.fromEntries(
      Object.entries(fields as Record<string, unknown>).map(([key, one]) => [
        key,
        personal.has(key) && one !== null ? value(key, one) : one,
      ]),
    );
  const changes = (kept.changes as readonly Change[]).map((change) =>
    personal.has(change.column)
      ? { ...change, from: value(change.column, change.from), to: value(change.column, change.to) }
      : change,
  );
  return { cells: each(kept.cells), values: each(kept.values), changes };
}
