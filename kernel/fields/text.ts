import { z } from "zod";
import { refusal } from "./refusal.ts";

/**
 * Plain text of several lines between `min` and `max` characters, counted as code points, so that a rare character
 * (CJK extension B) or a simple emoji is one. Given back in NFC, trimmed, with `\n` at line ends, nothing inside
 * collapsed. Refused: control characters other than `\n` and `\t`, broken surrogates, text of invisible characters
 * only where something is wanted.
 */
export function plainText(length: { readonly min: number; readonly max: number }): z.ZodString {
  return text(length, /[^\P{Cc}\n\t]/u, (value) => value.replaceAll("\r\n", "\n"));
}

/** As `plainText`, in one line: no line ends and no tabs. */
export function plainLine(length: { readonly min: number; readonly max: number }): z.ZodString {
  return text(length, /[\p{Cc}\u2028\u2029]/u, (value) => value);
}

/**
 * Marks that only steer the direction of text, and byte order marks. Phone books and chat windows put them around
 * copied numbers and names; they are invisible, can turn the order of what is shown, and nobody types them.
 */
const steering = /[\u202A-\u202E\u2066-\u2069\uFEFF]/g;

/** What a reader sees of the text: NFC, trimmed, without steering marks. */
export function cleanText(value: string): string {
  return value.replace(steering, "").normalize("NFC").trim();
}

/** As `cleanText` for numbers and codes: also full-width characters made plain, and no spaces at all. */
export function cleanCode(value: string): string {
  return value.replace(steering, "").normalize("NFKC").replace(/\s/g, "");
}

/** Characters as a person counts them in a form: code points. */
export function countCharacters(value: string): number {
  return Array.from(value).length;
}

function text(
  { min, max }: { readonly min: number; readonly max: number },
  forbidden: RegExp,
  prepare: (value: string) => string,
): z.ZodString {
  return z
    .string()
    .overwrite((value) => cleanText(prepare(value)))
    .refine((value) => !/\p{Cs}/u.test(value), refusal("brokenText"))
    .refine((value) => !forbidden.test(value), refusal("controlCharacters"))
    .superRefine((value, ctx) => {
      const count = countCharacters(value);
      if (min > 0 && !/[^\p{White_Space}\p{Default_Ignorable_Code_Point}]/u.test(value)) {
        ctx.addIssue({ code: "custom", input: value, ...refusal("required") });
      } else if (count < min) {
        ctx.addIssue({ code: "too_small", origin: "string", minimum: min, inclusive: true, input: value });
      } else if (count > max) {
        ctx.addIssue({ code: "too_big", origin: "string", maximum: max, inclusive: true, input: value });
      }
    })
    .meta({ minLength: min, maxLength: max });
}
