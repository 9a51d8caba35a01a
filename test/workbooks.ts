/** Workbooks for tests, made on the spot: nothing binary lies in the repository. */
import writeWorkbook, { type Cell } from "write-excel-file/node";
import { fromBufferPromise } from "yauzl";
import { zipOf } from "#server/files/test-samples.ts";

export type BookCell = string | number | { readonly day: string; readonly time?: string } | null;

interface Twists {
  /** Ranges to merge, such as `A1:D1`. */
  readonly merges?: readonly string[];
  /** Address of one more cell. */
  readonly far?: string;
  /** So many spaces inside the sheet. */
  readonly padding?: number;
  readonly doctype?: boolean;
  readonly extra?: Readonly<Record<string, string>>;
  readonly macroType?: boolean;
  /** Another program's way of writing a part; gets each part's name and text. */
  readonly edit?: (part: string, text: string) => string;
}

/** A workbook of these rows as Excel would save it; twisted where a test wants it. */
export async function book(rows: readonly (readonly BookCell[])[], twists: Twists = {}): Promise<Buffer> {
  const data = rows.map((row) =>
    row.map((value): Cell => {
      if (typeof value !== "object" || value === null) return value;
      const format = value.time === undefined ? "yyyy-mm-dd" : "yyyy-mm-dd hh:mm";
      return { value: new Date(`${value.day}T${value.time ?? "00:00"}:00Z`), type: Date, format };
    }),
  );
  const plain = await writeWorkbook(data).toBuffer();
  return Object.keys(twists).length === 0 ? plain : twist(plain, twists);
}

async function twist(plain: Buffer, twists: Twists): Promise<Buffer> {
  const parts: Record<string, string> = {};
  const zip = await fromBufferPromise(plain, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk);
    parts[entry.fileName] = Buffer.concat(chunks).toString("utf8");
  }
  const [name = ""] = Object.keys(parts).filter((part) => part.startsWith("xl/worksheets/") && part.endsWith(".xml"));
  let sheet = parts[name] ?? "";
  if (twists.merges && twists.merges.length > 0) {
    const cells = twists.merges.map((ref) => `<mergeCell ref="${ref}"/>`).join("");
    sheet = sheet.replace(
      "</sheetData>",
      `</sheetData><mergeCells count="${twists.merges.length}">${cells}</mergeCells>`,
    );
  }
  if (twists.far !== undefined) {
    const row = /\d+$/.exec(twists.far)?.[0] ?? "";
    sheet = sheet.replace("</sheetData>", `<row r="${row}"><c r="${twists.far}"><v>1</v></c></row></sheetData>`);
  }
  if (twists.doctype === true) {
    sheet = sheet.replace(/^(<\?xml[^>]*\?>)?/, '$1<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>');
  }
  if (twists.padding !== undefined) sheet = sheet.replace("</sheetData>", `${" ".repeat(twists.padding)}</sheetData>`);
  parts[name] = sheet;
  if (twists.macroType === true) {
    parts["[Content_Types].xml"] = (parts["[Content_Types].xml"] ?? "").replace(
      "sheet.main+xml",
      "sheet.macroEnabled.main+xml",
    );
  }
  if (twists.edit) for (const [part, text] of Object.entries(parts)) parts[part] = twists.edit(part, text);
  return zipOf({ ...parts, ...twists.extra }, { pack: true });
}
