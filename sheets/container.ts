import { fromBufferPromise, type Entry, type ZipFile } from "yauzl";
import { SheetError, sheetLimits } from "./sheet.ts";

/** A rectangle of merged cells, rows and columns from 0, both ends within. */
export interface Merge {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** A cell whose formula failed, row and column from 0, with what Excel shows instead. */
export interface FailedCell {
  readonly row: number;
  readonly column: number;
  readonly text: string;
}

/** What the sheet of a package that is read is about, before anything parses it. */
export interface Package {
  readonly sheets: number;
  /** The first that is not hidden, from 1: what its sender sees is what is read. */
  readonly shown: number;
  readonly merges: readonly Merge[];
  /** The library takes these for empty cells. */
  readonly failed: readonly FailedCell[];
  /** Days begin in 1904, said by the word: the library knows the figure only. */
  readonly from1904: boolean;
}

const zipStart = Buffer.from("PK\u0003\u0004", "latin1");
const mainType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
const active = /vbaproject|vbadata|macroenabled|macrosheet|activex/i;

/**
 * Looks into a workbook's package and unfolds its parts with a measure at hand, so that no bomb reaches the parser.
 * @throws SheetError
 */
export async function openPackage(bytes: Buffer): Promise<Package> {
  if (!bytes.subarray(0, 4).equals(zipStart)) throw new SheetError("sheet-not-xlsx");
  let parts: ReadonlyMap<string, string>;
  try {
    const zip = await fromBufferPromise(bytes, { lazyEntries: true });
    parts = await unfold(zip);
  } catch (error) {
    throw error instanceof SheetError ? error : new SheetError("sheet-damaged", [], { cause: error });
  }
  const types = parts.get("[content_types].xml");
  if (types === undefined) throw new SheetError("sheet-not-xlsx");
  if (active.test(types)) throw new SheetError("sheet-has-macros");
  if (!types.includes(mainType)) throw new SheetError("sheet-not-xlsx");
  const sheets = [...parts.keys()].filter((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name));
  if (sheets.length === 0 || sheets.length > sheetLimits.sheets) throw new SheetError("sheet-damaged");
  const workbook = parts.get("xl/workbook.xml") ?? "";
  const listed = [...workbook.matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)].map(([tag]) => tag);
  const at = Math.max(
    0,
    listed.findIndex((tag) => !/\bstate=["'](?:very)?hidden["']/i.test(tag)),
  );
  const content = parts.get(partOf(listed[at], parts) ?? sheets[0] ?? "") ?? "";
  refuseWide(content);
  return {
    sheets: sheets.length,
    shown: at + 1,
    merges: mergesIn(content),
    failed: failedIn(content),
    from1904: /<(?:\w+:)?workbookPr\s[^>]*\bdate1904=["']true["']/.test(workbook),
  };
}

async function unfold(zip: ZipFile): Promise<ReadonlyMap<string, string>> {
  if (zip.entryCount > sheetLimits.parts) throw new SheetError("sheet-too-large");
  const parts = new Map<string, string>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName.toLowerCase();
    unpacked += entry.uncompressedSize;
    const swells =
      entry.uncompressedSize > 1024 * 1024 && entry.uncompressedSize > entry.compressedSize * sheetLimits.ratio;
    if (unpacked > sheetLimits.unpacked || swells) throw new SheetError("sheet-too-large");
    if (active.test(name)) throw new SheetError("sheet-has-macros");
    if (parts.has(name)) throw new SheetError("sheet-damaged");
    if (/\.(xml|rels)$/.test(name)) parts.set(name, await read(zip, entry));
  }
  return parts;
}

/** The library counts what really comes out and ends the stream where it is more than was declared. */
async function read(zip: ZipFile, entry: Entry): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  // Honest workbooks have no entities of their own; a small one could unfold to gigabytes in a parser.
  if (/<!(DOCTYPE|ENTITY)/i.test(text.slice(0, 4096))) throw new SheetError("sheet-damaged");
  return text;
}

/** The part of a sheet that the workbook lists. */
function partOf(sheet: string | undefined, parts: ReadonlyMap<string, string>): string | undefined {
  const id = sheet === undefined ? undefined : /\b\w+:id="([^"]+)"/.exec(sheet)?.[1];
  const relation = [...(parts.get("xl/_rels/workbook.xml.rels") ?? "").matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)]
    .map(([tag]) => tag)
    .find((tag) => /\bId="([^"]+)"/.exec(tag)?.[1] === id);
  const target = relation === undefined ? undefined : /\bTarget="([^"]+)"/.exec(relation)?.[1]?.toLowerCase();
  if (target === undefined) return undefined;
  return target.startsWith("/") ? target.slice(1) : `xl/${target}`;
}

/** A cell at the far end of a sheet would make the parser lay out everything up to it. */
function refuseWide(content: string): void {
  let rows = 0;
  let columns = 0;
  for (const [, letters = "", digits] of content.matchAll(/<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"/g)) {
    rows = Math.max(rows, Number(digits));
    columns = Math.max(columns, columnNumber(letters));
  }
  // Above the rows of data stand titles and headings, below them perhaps a line that sums up.
  if (rows > sheetLimits.rows + 50) throw new SheetError("sheet-too-many-rows");
  if (columns > sheetLimits.columns) throw new SheetError("sheet-too-many-columns");
  if (rows * columns > sheetLimits.area) throw new SheetError("sheet-too-large");
}

function mergesIn(content: string): Merge[] {
  const found = content.matchAll(/<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"/g);
  return [...found].map(([, left = "", top, right = "", bottom]) => ({
    top: Number(top) - 1,
    left: columnNumber(left) - 1,
    bottom: Number(bottom) - 1,
    right: columnNumber(right) - 1,
  }));
}

function failedIn(content: string): FailedCell[] {
  const found = content.matchAll(
    /<(?:\w+:)?c\s([^>]*\bt=["']e["'][^>]*)>(?:<(?:\w+:)?f\b[^>]*(?:\/>|>[^<]*<\/(?:\w+:)?f>))?<(?:\w+:)?v>([^<]*)</g,
  );
  return [...found].flatMap(([, attributes = "", text = ""]) => {
    const [, letters, digits] = /\br="([A-Z]{1,3})(\d{1,7})"/.exec(attributes) ?? [];
    return letters === undefined ? [] : [{ row: Number(digits) - 1, column: columnNumber(letters) - 1, text }];
  });
}

/** A is 1, AA is 27. */
function columnNumber(letters: string): number {
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}
