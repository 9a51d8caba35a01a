import { z } from "zod";
import { refusal } from "./refusal.ts";
import { cleanCode } from "./text.ts";

const mobilePattern = /^1[3-9]\d{9}$/;
/** 010 and 02x have three digits, all other areas four (Dongying 0546). */
const landPattern = /^(010|02\d|0[3-9]\d\d)-?(\d{7,8})(?:[-#转](\d{1,6}))?$/;

/** A mobile number of the mainland, given back as its 11 digits. */
export const mobilePhone = z
  .string()
  .overwrite(normalisePhone)
  .refine((value) => mobilePattern.test(value), refusal("mobilePhone"));

/** A land line with its area code, given back as `0546-8012345` or `0546-8012345-101`. */
export const landLine = z
  .string()
  .overwrite(normalisePhone)
  .refine((value) => landPattern.test(value), refusal("landLine"));

/** Either of them. */
export const phone = z
  .string()
  .overwrite(normalisePhone)
  .refine((value) => mobilePattern.test(value) || landPattern.test(value), refusal("phone"));

/** One spelling per number: no spaces or brackets, no country code 86, the hyphens of a land line in their places. */
export function normalisePhone(text: string): string {
  const plain = cleanCode(text)
    .replace(/[‐-―−]/g, "-")
    .replace(/[()]/g, "");
  // Abroad a land line loses the 0 of its area code.
  const home = plain.replace(/^(?:\+|00)86-?(?=[2-9]|10-?\d{8})/, "0").replace(/^(?:\+|00)?86-?(?=[01])/, "");
  const digits = home.replaceAll("-", "");
  if (mobilePattern.test(digits)) return digits;
  const [, area, number, extension] = landPattern.exec(home) ?? [];
  if (area === undefined || number === undefined) return home;
  return extension === undefined ? `${area}-${number}` : `${area}-${number}-${extension}`;
}

/** `138****1234`, `0546-****345`; of anything else only that something is there. */
export function maskPhone(value: string): string {
  if (mobilePattern.test(value)) return `${value.slice(0, 3)}****${value.slice(7)}`;
  const [, area, number] = landPattern.exec(value) ?? [];
  if (area === undefined || number === undefined) return "****";
  return `${area}-${"*".repeat(number.length - 3)}${number.slice(-3)}`;
}
