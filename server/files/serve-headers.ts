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

/** Inline styles are those that the browser's own page around a lone image uses. */
const BARE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";
const POLICY = `sandbox; ${BARE}`;
/** PDF viewers of browsers still in use do not start in a sandbox; they run no script of the file and load nothing. */
const PDF_POLICY = `${BARE}; object-src 'self'`;
