import { expect, test } from "vitest";
import { z } from "zod";
import { AppError } from "./errors.ts";
import { parseForm } from "./issues.ts";
import { day, instant } from "./schemas.ts";

const form = z.strictObject({
  from: day,
  until: z.strictObject({ at: instant }).optional(),
  code: z.string().regex(/^[A-Z]+$/),
  paper: z.string().min(1).default("A"),
  words: z.string().min(5).default("words"),
});

function complaints(value: Record<string, unknown>): string[] {
  try {
    parseForm(form, value, "");
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.issues.map(({ path, code }) => `${path} ${code}`);
  }
}

test("what was left empty is missing, and what was written wrongly is wrong", () => {
  expect(complaints({ from: "2026-09-22", code: "A" })).toEqual([]);
  expect(complaints({ from: "", until: { at: "" }, code: "" })).toEqual([
    "from required",
    "until.at required",
    "code required",
  ]);
  expect(complaints({ code: "A" })).toEqual(["from required"]);
  expect(complaints({ from: "2026-02-30", until: { at: "noon" }, code: "a" })).toEqual([
    "from malformed",
    "until.at malformed",
    "code malformed",
  ]);
  expect(complaints({ from: "2026-09-22", code: "A", paper: "", words: "few" })).toEqual([
    "paper required",
    "words tooShort",
  ]);
  expect(complaints({ from: 20_260_922, code: "A" })).toEqual(["from wrongType"]);
});
