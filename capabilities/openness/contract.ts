import { z } from "zod";
import { defineOperation } from "#kernel/operation.ts";
import { instant } from "#kernel/schemas.ts";
import { month } from "#metrics/contract.ts";

/** Seconds for which anybody on the way may keep an answer: nothing here changes by the minute. */
const keptFor = 600;

const limit = z.object({ amount: z.int(), unit: z.enum(["wh", "wd", "min", "h", "d", "cd"]) });

export const contract = {
  "openness.data": defineOperation({
    id: "openness.data",
    method: "GET",
    path: "/api/open/data",
    kind: "read",
    open: true,
    shared: keptFor,
    audit: "none",
    summary:
      "Which personal data each module keeps, why, by which law, how long, and in what capacity somebody may see them: from the registers themselves. For everybody.",
    input: z.strictObject({}),
    output: z.object({
      /** The privacy notice that is in force. */
      noticeVersion: z.int(),
      modules: z.array(
        z.object({
          module: z.string(),
          /** As the register of impact assessments has it, in Chinese; null: not assessed yet. */
          purpose: z.string().nullable(),
          fields: z.string().nullable(),
          law: z.string().nullable(),
          assessedOn: z.string().nullable(),
          /** After the closing; null: not a kind of matter, the register says how long. */
          months: z.int().nullable(),
          /** Capacities that read something of such a matter. */
          readers: z.array(z.string()),
          /** Places where people write: how many, and how many of them lie encrypted. */
          texts: z.int(),
          sealedTexts: z.int(),
        }),
      ),
      /** The register of personal fields by purpose. */
      register: z.array(
        z.object({
          purpose: z.string(),
          basis: z.enum(["statutory duty", "request of the person"]),
          retention: z.string(),
          level: z.string(),
          fields: z.int(),
          sealed: z.int(),
        }),
      ),
    }),
  }),
  "openness.figures": defineOperation({
    id: "openness.figures",
    method: "GET",
    path: "/api/open/figures",
    kind: "read",
    open: true,
    shared: keptFor,
    audit: "none",
    summary:
      "By month, for the whole city: looks, refusals, complaints, requests about one's own data, holds, openings. Counts below five are not given; what was published stays. For everybody.",
    input: z.strictObject({}),
    output: z.object({
      /** The last closed months, the oldest first. */
      months: z.array(month),
      figures: z.array(
        z.object({
          id: z.string(),
          version: z.int(),
          measure: z.enum(["count", "share"]),
          /** One for each of `months`; shown null and not hidden: not counted, or nothing to take a share of. */
          series: z.array(z.object({ shown: z.number().nullable(), hidden: z.boolean() })),
        }),
      ),
    }),
  }),
  "openness.rules": defineOperation({
    id: "openness.rules",
    method: "GET",
    path: "/api/open/rules",
    kind: "read",
    open: true,
    shared: keptFor,
    audit: "none",
    summary:
      "How the platform decides by itself: draws, suggestions of duplicates, thresholds of unusual looks, limits, each with the version in force. For everybody.",
    input: z.strictObject({}),
    output: z.object({
      returnVisits: z
        .object({
          version: z.int(),
          from: instant,
          sharePercent: z.int(),
          firmMonthCap: z.int(),
          waitDays: z.int(),
          withinDays: z.int(),
        })
        .nullable(),
      lookSamples: z.object({ version: z.int(), most: z.int() }),
      duplicates: z.object({ version: z.int(), withinDays: z.int(), procedures: z.array(z.string()) }),
      unusualLooks: z.object({
        version: z.int(),
        leastLooks: z.int(),
        timesHabit: z.int(),
        habitWeeks: z.int(),
        leastRefused: z.int(),
        leastNight: z.int(),
        nightFrom: z.int(),
        nightTo: z.int(),
      }),
      limits: z.array(
        z.object({
          procedure: z.string(),
          task: z.string(),
          /** The choice that brings this limit, where it is not every such task's. */
          step: z.string().nullable(),
          field: z.string().nullable(),
          option: z.string().nullable(),
          limit,
          /** D: as the program declares it; P: as the city has set it; L: a law. */
          source: z.enum(["D", "P", "L"]),
          law: z.string().nullable(),
          article: z.string().nullable(),
          from: instant.nullable(),
        }),
      ),
    }),
  }),
} as const;
