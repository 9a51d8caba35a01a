/** Looks into the container of an Office file (ECMA-376, Open Packaging Conventions) without unpacking it. */
import { fromBufferPromise, type Entry, type ZipFile } from "yauzl";
import type { FileRefusal } from "./file-error.ts";

const TYPES_PART = "[content_types].xml";
const MAX_TYPES_BYTES = 1024 * 1024;
const MAX_ENTRIES = 10_000;

const MAIN_PARTS = [
  ["docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"],
  ["xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"],
] as const;

/** Visual Basic projects, Excel 4 macro sheets, ActiveX controls: by name, and by type however they are named. */
const ACTIVE_NAME = /(^|\/)(vbaproject[^/]*|vbadata\.xml)$|\/(macrosheets|activex)\//i;
const ACTIVE_TYPE = /vbaproject|vbadata|macroenabled|macrosheet|activex/i;

export type OfficeFinding = { readonly kind: "docx" | "xlsx" } | { readonly code: FileRefusal };

/** Says whether a ZIP is a Word or Excel file without macros. `maxUnpacked` in bytes. */
export async function inspectOffice(bytes: Buffer, maxUnpacked: number): Promise<OfficeFinding> {
  let zip: ZipFile;
  try {
    zip = await fromBufferPromise(bytes, { lazyEntries: true });
  } catch {
    return { code: "file-damaged" };
  }
  if (zip.entryCount > MAX_ENTRIES) return { code: "file-type-not-allowed" };
  try {
    return await inspectEntries(zip, maxUnpacked);
  } catch {
    return { code: "file-damaged" };
  }
}

async function inspectEntries(zip: ZipFile, maxUnpacked: number): Promise<OfficeFinding> {
  let unpacked = 0;
  let active = false;
  const types: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    unpacked += entry.uncompressedSize;
    if (unpacked > maxUnpacked) return { code: "file-unpacks-too-large" };
    if (entry.isEncrypted()) return { code: "file-password-protected" };
    if (ACTIVE_NAME.test(entry.fileName)) active = true;
    if (entry.fileName.toLowerCase() === TYPES_PART) types.push(entry);
  }

  // Office itself refuses a package with none or two; readers that do not would disagree about which one counts.
  const [part] = types;
  if (part === undefined || types.length > 1) return { code: "file-type-not-allowed" };
  const declared = await readTypes(zip, part);
  // Character references and entities could hide a type from the search below; honest files have none here.
  if (declared === undefined || /&#|<!(DOCTYPE|ENTITY)/i.test(declared)) return { code: "file-type-not-allowed" };

  const kinds = MAIN_PARTS.filter(([, type]) => declared.includes(`"${type}"`) || declared.includes(`'${type}'`));
  if (active || ACTIVE_TYPE.test(declared)) return { code: "file-has-macros" };
  const [main] = kinds;
  if (main === undefined || kinds.length > 1) return { code: "file-type-not-allowed" };
  return { kind: main[0] };
}

async function readTypes(zip: ZipFile, part: Entry): Promise<string | undefined> {
  if (part.uncompressedSize > MAX_TYPES_BYTES) return undefined;
  const content = await zip.openReadStreamPromise(part);
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
