import { FILE_KINDS, type FileKind } from "./kinds.ts";

/** Separators of both worlds; browsers of old and scripts send whole paths. */
const PATH = /^.*[/\\]/s;
/** Control characters, marks that turn the direction of writing (a name may not show as another), and invisible ones. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
/** What Windows cannot save. */
const UNSAVABLE = /[<>:"|?*]/g;
/** One to five letters or digits after the last dot, at least one of them a letter: `2026.05` has no ending. */
const EXTENSION = /\.(?=\d*[a-z])([a-z\d]{1,5})$/i;

/**
 * The name under which a file is shown and saved: no path, NFC, no control or invisible characters.
 * May be empty; its length is limited by `nameFor`.
 */
export function cleanName(declared: string): string {
  return declared
    .slice(0, 4096)
    .toWellFormed()
    .replace(PATH, "")
    .normalize("NFC")
    .replace(UNSEEN, "")
    .replace(UNSAVABLE, "_")
    .replace(/\s+/g, " ")
    .replace(/^[\s.]+|[\s.]+$/g, "");
}

/** The ending of a cleaned name in lower case, without the dot. */
export function findExtension(name: string): string | undefined {
  return EXTENSION.exec(name)?.[1]?.toLowerCase();
}

/** A cleaned name that fits the kind kept: its ending corrected where needed, at most `maxLength` code points. */
export function nameFor(cleaned: string, kind: FileKind, maxLength: number): string {
  const { extensions } = FILE_KINDS[kind];
  const present = findExtension(cleaned);
  const extension = present !== undefined && extensions.includes(present) ? present : (extensions[0] ?? kind);
  const stem = present === undefined ? cleaned : cleaned.slice(0, -present.length - 1);
  const short = Array.from(stem)
    .slice(0, maxLength - extension.length - 1)
    .join("")
    .trimEnd();
  return `${short === "" ? "file" : short}.${extension}`;
}
