/** What a file really is, by its content; the name and the declared type can only contradict it. */
import { isUtf8 } from "node:buffer";
import { fileTypeFromBuffer } from "file-type";
import type { FileRefusal } from "./file-error.ts";
import { FILE_KINDS, findKindByExtension, type FileKind } from "./kinds.ts";
import type { FileLimits } from "./limits.ts";
import { findExtension } from "./names.ts";
import { inspectOffice } from "./office.ts";

export interface Declared {
  /** Cleaned by `cleanName`. */
  readonly name: string;
  /** The content type that the client sent, if any. */
  readonly type: string | undefined;
}

export type Finding =
  | { readonly ok: true; readonly kind: FileKind; readonly textEncoding?: TextEncodingName }
  | { readonly ok: false; readonly code: FileRefusal };

export type TextEncodingName = "utf-8" | "gb18030";

type Content = { readonly kind: FileKind; readonly textEncoding?: TextEncodingName } | { readonly code: FileRefusal };

/** Judges a whole file. A pure function of its arguments. */
export async function sniff(bytes: Buffer, declared: Declared, limits: FileLimits): Promise<Finding> {
  const content = await contentOf(bytes, limits);
  if ("code" in content) return { ok: false, code: content.code };
  const contradiction = findContradiction(content.kind, declared);
  return contradiction === undefined ? { ok: true, ...content } : { ok: false, code: contradiction };
}

async function contentOf(bytes: Buffer, limits: FileLimits): Promise<Content> {
  if (bytes.length === 0) return { code: "file-empty" };
  // Before the signatures, for some of them are ordinary letters: a note may well begin with "BM" or "MZ".
  const textEncoding = findTextEncoding(bytes);
  if (textEncoding !== undefined) {
    return isMarkupOrScript(bytes) ? { code: "file-type-not-allowed" } : { kind: "text", textEncoding };
  }

  const mime = (await fileTypeFromBuffer(bytes))?.mime;
  switch (mime) {
    case "image/jpeg":
      return { kind: "jpeg" };
    case "image/png":
    case "image/apng":
      return { kind: "png" };
    case "image/webp":
      return { kind: "webp" };
    case "application/pdf":
      return { kind: "pdf" };
    case "image/heic":
    case "image/heif":
    case "image/heic-sequence":
    case "image/heif-sequence":
      return { code: "file-heic-unsupported" };
    case "application/x-cfb":
      // The old binary container; an Office file with a password is a CFB around the encrypted package.
      return { code: bytes.includes(ENCRYPTED_PACKAGE) ? "file-password-protected" : "file-legacy-office" };
    default:
      return bytes.subarray(0, 4).equals(ZIP_START)
        ? inspectOffice(bytes, limits.maxUnpackedBytes)
        : { code: "file-type-not-allowed" };
  }
}

const ZIP_START = Buffer.from("PK\u0003\u0004", "latin1");
const ENCRYPTED_PACKAGE = Buffer.from("EncryptedPackage", "utf16le");

/** Any control character but tab, line feed, form feed and carriage return. */
const CONTROL = /[^\P{Cc}\t\n\f\r]/u;
/** The same among bytes, where 0x80 to 0x9f are parts of characters. */
const CONTROL_BYTE = /[^\P{Cc}\t\n\f\r\u0080-\u009f]/u;
const HEAD = 4096;

function findTextEncoding(bytes: Buffer): TextEncodingName | undefined {
  // Most binary files betray themselves at once: no need to decode twenty megabytes.
  if (CONTROL_BYTE.test(bytes.toString("latin1", 0, HEAD)) || bytes.toString("latin1", 0, 5) === "%PDF-") {
    return undefined;
  }
  const encoding = isUtf8(bytes) ? "utf-8" : "gb18030";
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return CONTROL.test(text) ? undefined : encoding;
  } catch {
    return undefined;
  }
}

/**
 * Text that some program would run or render: markup at its beginning (after a mark of order and spaces) or a script
 * element near it, RTF, PostScript, an interpreter line, a calendar or contact file, a batch file.
 */
function isMarkupOrScript(bytes: Buffer): boolean {
  const head = bytes
    .toString("utf8", 0, HEAD)
    .replace(/^\ufeff/, "")
    .trimStart();
  return (
    /^(<[!?/a-z]|\{\\rtf|%!|#!|begin:v|@echo off)/i.test(head) ||
    /<(script|svg|html|iframe|object|embed)[\s>/]/i.test(head)
  );
}

/**
 * A name or type that belongs to another kind. One image kind under the name of another is let through: phones and chat
 * programs do that, every image is written anew, and its name is corrected. Declared types of documents are not held
 * against a file: office programs register types of their own with the browser.
 */
function findContradiction(kind: FileKind, declared: Declared): FileRefusal | undefined {
  const { image } = FILE_KINDS[kind];
  const extension = findExtension(declared.name);
  if (extension !== undefined) {
    const named = findKindByExtension(extension);
    if (named === undefined) return kind === "text" ? "file-type-not-allowed" : "file-content-mismatch";
    if (named !== kind && !(image && FILE_KINDS[named].image)) return "file-content-mismatch";
  }
  const declaredImage = declared.type?.trim().toLowerCase().startsWith("image/");
  return declaredImage === true && !image ? "file-content-mismatch" : undefined;
}
