import { z } from "zod";
import { isDay } from "../shanghai-time.ts";
import { refusal } from "./refusal.ts";
import { cleanCode } from "./text.ts";

/**
 * Citizen number, GB 11643: area, day of birth, sequence, check character. The area is not compared with a list:
 * numbers keep the codes of counties that are gone. Whether the birthday lies behind us is asked with a date in hand
 * (`citizenBirthday`); `stdnum` asks the computer's clock, so the check is our own and compared with it in the test.
 */
export const citizenNumber = z
  .string()
  .overwrite((text) => cleanCode(text).toUpperCase())
  .refine(isCitizenNumber, refusal("citizenNumber"));

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

export function isCitizenNumber(value: string): boolean {
  if (!/^[1-9]\d{5}(?:1[89]|2[01])\d{9}[\dX]$/.test(value) || !isDay(citizenBirthday(value))) return false;
  return citizenNumberCheck(value.slice(0, 17)) === value[17];
}

/** `YYYY-MM-DD`, of a number that `isCitizenNumber`. */
export function citizenBirthday(value: string): string {
  return `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`;
}

/** The check character of the first 17 digits. */
export function citizenNumberCheck(body: string): string | undefined {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(body.charAt(index)), 0);
  return "10X98765432"[sum % 11];
}

/** `3705**********1234`; of anything else only that something is there. */
export function maskCitizenNumber(value: string): string {
  return /^\d{17}[\dX]$/.test(value) ? `${value.slice(0, 4)}**********${value.slice(-4)}` : "****";
}
