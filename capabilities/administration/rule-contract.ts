import { z } from "zod";
import { plainLine } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { day, instant } from "#kernel/schemas.ts";

const unit = z.enum(["wh", "wd", "min", "h", "d", "cd"]);
const source = z.enum(["P", "L"]);
const key = z.string().regex(/^[a-z][A-Za-z0-9.]{2,79}$/);

const limit = z.object({ amount: z.int(), unit });
const version = z.object({
  source,
  limit,
  /** For days as a law counts them. */
  startExcluded: z.boolean(),
  rollForward: z.boolean(),
  law: z.string().nullable(),
  article: z.string().nullable(),
  from: instant,
  to: instant.nullable(),
  state: z.enum(["coming", "inForce", "replaced"]),
  setBy: z.string().nullable(),
});
const use = z.object({
  procedure: z.string(),
  task: z.string(),
  step: z.string().nullable(),
  field: z.string().nullable(),
  option: z.string().nullable(),
});

const amount = z
  .union([z.number(), z.string().regex(/^\d{1,4}$/)])
  .transform(Number)
  .pipe(z.int().min(1).max(3660));
const wanted = { key, amount, unit, from: day };

export const ruleContract = {
  "rule.list": defineOperation({
    id: "rule.list",
    method: "GET",
    path: "/api/administration/rules",
    kind: "read",
    audit: "none",
    summary:
      "Limits that a city may set: what is declared, what the city and what a law has set, and where they are used.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(
        z.object({
          key,
          declared: limit,
          uses: z.array(use),
          versions: z.array(version),
          /** The city's limit ends later than the law's: the law's holds. */
          beyondLaw: z.boolean(),
        }),
      ),
      mayChange: z.boolean(),
      serverTime: instant,
    }),
  }),
  "rule.check": defineOperation({
    id: "rule.check",
    method: "GET",
    path: "/api/administration/rules/check",
    kind: "read",
    audit: "none",
    summary:
      "Which new tasks a limit would be for (running ones keep theirs), and whether a law stands against it. Nothing is changed.",
    input: z.strictObject(wanted),
    output: z.object({
      uses: z.array(use),
      conflict: z
        .object({ law: z.string(), article: z.string(), limit, start: instant, ends: instant, lawful: instant })
        .nullable(),
    }),
  }),
  "rule.set": defineOperation({
    id: "rule.set",
    method: "POST",
    path: "/api/administration/rules",
    kind: "write",
    audit: "record",
    summary: "A new version of a limit from a day on, for new tasks only; refused when a law's limit is shorter.",
    input: z.strictObject({
      ...wanted,
      source: source.default("P"),
      law: plainLine({ min: 2, max: 100 }).nullable().default(null),
      article: plainLine({ min: 1, max: 60 }).nullable().default(null),
      startExcluded: z.boolean().default(true),
      rollForward: z.boolean().default(false),
    }),
    output: z.object({ from: instant }),
  }),
  "rule.withdraw": defineOperation({
    id: "rule.withdraw",
    method: "DELETE",
    path: "/api/administration/rules/:key",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Take back a version that has not begun.",
    input: z.strictObject({ key, source, from: instant }),
    output: z.object({}),
  }),
} as const;
