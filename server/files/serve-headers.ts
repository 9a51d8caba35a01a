import { create } from "content-disposition";
import { findExtension } from "./names.ts";

/** What a browser may show by itself; everything else is only ever saved. */
const INLINE = new Set(["image/jpeg", "image/png", "image/webp", "application/pdf"]);

/**
 * Response headers for a file or thumbnail. The browser neither guesses the type nor runs anything inside, nor keeps a copy.
 * `inline` asks to show instead of save; it is granted to images and PDF only.
 */
export function fileHeaders(file: {
  readonly name: string;
  readonly mediaType: string;
  /** Bytes. */
  readonly size?: number;
  readonly inline?: boolean;
}): Record<string, string> {
  const inline = file.inline === true && INLINE.has(file.mediaType);
  const extension = findExtension(file.name);
  return {
    "content-type": file.mediaType === "text/plain" ? "text/plain; charset=utf-8" : file.mediaType,
    ...(file.size === undefined ? {} : { "content-length": String(file.size) }),
    "content-disposition": create(file.name, {
      type: inline ? "inline" : "attachment",
      fallback: extension === undefined ? "file" : `file.${extension}`,
    }),
    "x-content-type-options": "nosniff",
    "content-security-policy": inline && file.mediaType === "application/pdf" ? PDF_POLICY : POLICY,
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, no-store",
  };
}

const POLICY = "sandbox; default-src 'none'; frame-ancestors 'self'";
/** The viewers built into browsers do not start in a sandbox; they run no script of the page and reach no network. */
const PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'";
