import type { z } from "zod";
import type { MaskKind } from "#kernel/fields/mask.ts";

/** What a cell holds once it has been read. A day is `YYYY-MM-DD`, a moment that or `YYYY-MM-DD HH:MM`. */
export type CellValue = string | number | null;

/**
 * How a cell is read before its field judges it: words; a code or telephone number (full-width made plain, no spaces);
 * a day; a day with or without its time; an amount in units of 10 000 yuan; a year; degrees; one of some choices, each with the
 * words people write for it.
 */
export type CellKind = "text" | "code" | "day" | "moment" | "wan" | "year" | "degrees" | { readonly choices: Choices };
export type Choices = Readonly<Record<string, readonly string[]>>;

export interface SheetColumn<Key extends string = string> {
  readonly key: Key;
  /** The heading of templates and exports in both languages, then what else stands above such a column. */
  readonly headings: { readonly zh: string; readonly en: string; readonly also?: readonly string[] };
  readonly as: CellKind;
  /** Judges what was read; its complaints are message keys below `issue.`. */
  readonly field: z.ZodType<string | number>;
  /** Every row has it, and the sheet has the column. */
  readonly required?: true;
  /** Says something of a person: shown by relation only, and swept with the batch. */
  readonly personal?: true;
  /** In a preview it is shown in part: the number itself is in the workbook of whoever sent it. */
  readonly mask?: MaskKind;
  /** In the template's example row. */
  readonly example?: string;
  /** In characters; by the heading when left out. */
  readonly width?: number;
}

/** A kind of list that comes as a workbook: its columns, in the order of the template. */
export interface Sheet<Key extends string = string> {
  readonly columns: readonly SheetColumn<Key>[];
}

/** Complaint about one cell, or about the row where `column` is null. `code` is a message key below `issue.`. */
export interface CellIssue<Key extends string = string> {
  readonly column: Key | null;
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export interface SheetRow<Key extends string = string> {
  /** As Excel counts it, from 1. */
  readonly row: number;
  /** What stands in the known columns, as text. */
  readonly cells: Readonly<Partial<Record<Key, string>>>;
  readonly values: Readonly<Record<Key, CellValue>>;
  readonly issues: readonly CellIssue<Key>[];
}

export interface ReadSheet<Key extends string = string> {
  readonly headingRow: number;
  /** Known columns that the sheet has, in its order. */
  readonly columns: readonly Key[];
  /** Headings that nobody knows: told, not read. */
  readonly unknown: readonly string[];
  /** Headings of what must not be kept (GR-2): not read, and on record. */
  readonly dropped: readonly string[];
  readonly rows: readonly SheetRow<Key>[];
}

export function defineSheet<const Key extends string>(sheet: Sheet<Key>): Sheet<Key> {
  const keys = new Set(sheet.columns.map(({ key }) => key));
  if (keys.size < sheet.columns.length) throw new Error("two columns of a sheet have the same key");
  return sheet;
}

/** Why a workbook is not read at all: message keys below `issue.`. */
export type SheetRefusal =
  | "sheet-not-xlsx"
  | "sheet-has-macros"
  | "sheet-damaged"
  | "sheet-too-large"
  | "sheet-too-many-rows"
  | "sheet-too-many-columns"
  | "sheet-no-headings"
  | "sheet-missing-columns"
  | "sheet-column-twice"
  | "sheet-empty";

/** A workbook is refused as a whole; `code` says why, `names` the headings that it is about. */
export class SheetError extends Error {
  readonly code: SheetRefusal;
  readonly names: readonly string[];

  constructor(code: SheetRefusal, names: readonly string[] = [], options?: ErrorOptions) {
    super(code, options);
    this.name = "SheetError";
    this.code = code;
    this.names = names;
  }
}

export const sheetLimits = {
  /** Rows of data below the headings. */
  rows: 30_000,
  columns: 100,
  /** Cells of the area that is in use, empty ones in between included. */
  area: 3_000_000,
  /** Parts of the package and what they unfold to, in bytes. */
  parts: 2_000,
  unpacked: 160 * 1024 * 1024,
  /** How many times its packed size a part of more than a megabyte may unfold to. */
  ratio: 200,
  sheets: 50,
  /** Characters that are kept of one cell. */
  cell: 2_000,
  /** For parsing one workbook, in its own thread. */
  seconds: 60,
  megabytes: 768,
} as const;
