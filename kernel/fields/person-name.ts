import { z } from "zod";
import { refusal } from "./refusal.ts";
import { cleanText, countCharacters } from "./text.ts";

const chinese = /^\p{Script=Han}+(?:·\p{Script=Han}+)*$/u;
const latin = /^\p{Script=Latin}[\p{Script=Latin}\p{M} .,'’·-]*$/u;

/**
 * A person's name: 2–30 Chinese characters, rare ones included, with the point `·` between parts, or up to 60 in
 * Latin letters as in a foreign passport. Other points that keyboards offer become U+00B7; spaces between Chinese
 * characters, which tables use to line names up, go.
 */
export const personName = z.string().overwrite(normaliseName).refine(isPersonName, refusal("personName"));

export function normaliseName(text: string): string {
  return cleanText(text)
    .replace(/\s*[•‧∙⋅・･．]\s*/gu, "·")
    .replace(/\s+/gu, " ")
    .replace(/(?<=[\p{Script=Han}·]) | (?=[\p{Script=Han}·])/gu, "");
}

function isPersonName(name: string): boolean {
  const length = countCharacters(name);
  return (chinese.test(name) && length >= 2 && length <= 30) || (latin.test(name) && length >= 2 && length <= 60);
}

/** `张*`: the first character, and nothing about the length of the rest. */
export function maskName(name: string): string {
  return `${Array.from(name)[0] ?? ""}*`;
}
