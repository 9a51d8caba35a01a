import { z } from "zod";
import { refusal } from "./refusal.ts";
import { cleanCode } from "./text.ts";

export type PlateKind = "ordinary" | "newEnergySmall" | "newEnergyLarge";

const region = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z]";
const patterns: Readonly<Record<PlateKind, RegExp>> = {
  ordinary: new RegExp(`^${region}[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳领使]$`, "u"),
  newEnergySmall: new RegExp(`^${region}[DABCEFGHJK][A-HJ-NP-Z0-9]\\d{4}$`, "u"),
  newEnergyLarge: new RegExp(`^${region}\\d{5}[DABCEFGHJK]$`, "u"),
};
const kinds: readonly PlateKind[] = ["ordinary", "newEnergySmall", "newEnergyLarge"];

/** A vehicle's plate, GA 36-2018: ordinary or new energy, given back as `鲁E12345`. Others are free text with a type. */
export const plate = z
  .string()
  .overwrite(normalisePlate)
  .refine((value) => plateKindOf(value) !== undefined, refusal("plate"));

/** Upper case, without the point or space that is painted after the second character. */
export function normalisePlate(text: string): string {
  return cleanCode(text)
    .replace(/[·•.-]/gu, "")
    .toUpperCase();
}

/** The kind of a normalised plate; undefined when it is none. */
export function plateKindOf(value: string): PlateKind | undefined {
  return kinds.find((kind) => patterns[kind].test(value));
}
