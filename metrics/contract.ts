import { z } from "zod";
import { plainText } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { day, idParam, instant } from "#kernel/schemas.ts";

/** A calendar month, `2026-10`. */
export const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/);
const metricId = z
  .string()
  .max(60)
  .regex(/^[a-z]+\.[a-zA-Z]+$/);

const unit = z.object({ id: z.int(), name: z.string(), tier: z.enum(["CITY", "BRANCH", "STATION"]) });

/** What people read, and what it is made of. */
const amounts = z.object({
  /** A count, a share from 0 to 1, a median, a mean; null: nothing to take it of, or not shown. */
  shown: z.number().nullable(),
  counted: z.int().nullable(),
  ofAll: z.int().nullable(),
  /** Not shown because it is about fewer than five (public version, ratings). */
  hidden: z.boolean(),
});

const figure = amounts.extend({
  /** Its texts are `figure.<id>` and `figure.<id>.definition`. */
  id: z.string(),
  version: z.int(),
  kind: z.enum(["presence", "coverage", "volume", "timeliness", "verdict", "rating", "duration"]),
  measure: z.enum(["count", "share", "workingMinutes", "days", "stars"]),
  better: z.enum(["more", "less", "neither"]),
  beside: z.string().nullable(),
  /** A share that is to be 1; what is missing of it is said. */
  mustBeWhole: z.boolean(),
  /** Whether `metric.records` lists what was counted. */
  hasRecords: z.boolean(),
  /** The month before and the same month of the year before; null where there is none by the same definition. */
  previous: z.number().nullable(),
  lastYear: z.number().nullable(),
  /** The year up to this month, the oldest first; null where nothing was taken, or by another definition. */
  series: z.array(z.object({ month, shown: z.number().nullable() })),
  /** By the further dimension of the metric. */
  parts: z.array(amounts.extend({ part: z.string() })),
  /** By the units right below, in their own order: no ranking. */
  units: z.array(amounts.extend({ unitId: z.int() })),
  /** The definition changed within the year that is shown, to the version of this figure. */
  changedIn: month.nullable(),
  /** The figure was taken again: when, and why. */
  correction: z.object({ at: instant, note: z.string() }).nullable(),
});

const matterRow = z.object({
  id: z.int(),
  number: z.string(),
  title: z.string(),
  procedure: z.string(),
  state: z.string(),
  projectName: z.string().nullable(),
});

const stuckRow = matterRow.extend({
  stationName: z.string(),
  movedAt: instant,
  dueAt: instant.nullable(),
  late: z.boolean(),
  /** A duty, message key below `duty.`; `requester`: whoever asked. */
  waitsFor: z.string(),
});

export const contract = {
  "metric.month": defineOperation({
    id: "metric.month",
    method: "GET",
    path: "/api/metrics/months/:month",
    kind: "read",
    audit: "list",
    summary: "The figures of a unit in a month, as they were taken or, for a month that still runs, as they stand.",
    input: z.strictObject({
      month,
      /** The highest unit that the caller may know figures of, unless another is named. */
      unitId: idParam.optional(),
      /** `public`: without small counts and without the units below. */
      version: z.enum(["internal", "public"]).default("internal"),
    }),
    output: z.object({
      month,
      unit,
      /** Units that the caller may choose among. */
      units: z.array(unit),
      /** False while the month runs: the figures go to `until`. */
      complete: z.boolean(),
      until: day,
      /** When the figures were taken; null: counted for this answer. */
      takenAt: instant.nullable(),
      figures: z.array(figure),
      serverTime: instant,
    }),
  }),
  "metric.records": defineOperation({
    id: "metric.records",
    method: "GET",
    path: "/api/metrics/months/:month/records",
    kind: "read",
    audit: "list",
    summary: "What a figure was counted from, as far as the caller may read it: 12 of 204.",
    input: z.strictObject({
      month,
      metric: metricId,
      unitId: idParam.optional(),
      /** Of a share, those that count or the others. */
      side: z.enum(["counted", "others"]).default("counted"),
    }),
    output: z.object({
      total: z.int(),
      visible: z.int(),
      /** The newest first, a hundred at most. */
      matters: z.array(matterRow),
      projects: z.array(z.object({ id: z.int(), name: z.string(), stage: z.string() })),
    }),
  }),
  "metric.stuck": defineOperation({
    id: "metric.stuck",
    method: "GET",
    path: "/api/metrics/stuck",
    kind: "read",
    audit: "list",
    summary: "What does not move: how much, where, waiting for whom; and of these what the caller may read.",
    input: z.strictObject({ unitId: idParam.optional() }),
    output: z.object({
      unit,
      open: z.int(),
      late: z.int(),
      /** Without any step for seven days. */
      still: z.int(),
      units: z.array(z.object({ unitId: z.int(), name: z.string(), open: z.int(), late: z.int(), still: z.int() })),
      waits: z.array(z.object({ waitsFor: z.string(), open: z.int(), late: z.int() })),
      /** Late or still: how many of them the caller may read, and the longest without a step first. */
      visible: z.int(),
      total: z.int(),
      items: z.array(stuckRow),
      serverTime: instant,
    }),
  }),
  "metric.sponsored": defineOperation({
    id: "metric.sponsored",
    method: "GET",
    path: "/api/metrics/sponsored",
    kind: "read",
    audit: "list",
    summary: "The projects that the caller sponsors, with what is open, late and due next in each.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(
        z.object({
          id: z.int(),
          name: z.string(),
          stage: z.string(),
          stationName: z.string(),
          open: z.int(),
          late: z.int(),
          nextDueAt: instant.nullable(),
        }),
      ),
      serverTime: instant,
    }),
  }),
  "metric.correct": defineOperation({
    id: "metric.correct",
    method: "POST",
    path: "/api/metrics/months/:month/corrections",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Take the figures of a past month again, with the reason; what was taken before stays on record.",
    input: z.strictObject({ month, note: plainText({ min: 5, max: 500 }) }),
    output: z.object({ changed: z.int() }),
  }),
} as const;
