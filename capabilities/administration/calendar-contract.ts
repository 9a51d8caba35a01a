import { z } from "zod";
import { plainLine } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { day, instant } from "#kernel/schemas.ts";
import { packedDays } from "./calendar-text.ts";

const year = z
  .union([z.number(), z.string().regex(/^20\d\d$/)])
  .transform(Number)
  .pipe(z.int().min(2000).max(2099));
const kind = z.enum(["work", "rest"]);
const noticeDay = z.object({ day, kind, name: z.string() });

export const calendarContract = {
  "workYear.list": defineOperation({
    id: "workYear.list",
    method: "GET",
    path: "/api/administration/calendar",
    kind: "read",
    audit: "none",
    summary: "The years with an official calendar, what the program's own data propose, and whether one is missing.",
    input: z.strictObject({}),
    output: z.object({
      years: z.array(z.object({ year: z.int(), source: z.string(), days: z.array(noticeDay) })),
      /** Years that the program's data know and the city has not taken yet. */
      proposals: z.array(z.object({ year: z.int(), source: z.string(), days: z.array(noticeDay) })),
      /** The next year, when it has no calendar though December has begun. */
      missing: z.int().nullable(),
      /** The last change: whether the limits have been computed anew, and how many moved. */
      change: z
        .object({ year: z.int(), by: z.string(), at: instant, through: z.boolean(), moved: z.int().nullable() })
        .nullable(),
      mayChange: z.boolean(),
      serverTime: instant,
    }),
  }),
  "workYear.preview": defineOperation({
    id: "workYear.preview",
    method: "GET",
    path: "/api/administration/calendar/:year/preview",
    kind: "read",
    audit: "none",
    summary: "How many running limits would move if this were the year's calendar, by kind. Nothing is changed.",
    input: z.strictObject({ year, days: packedDays }),
    output: z.object({
      running: z.int(),
      moved: z.int(),
      /** No longer provisional. */
      settled: z.int(),
      kinds: z.array(
        z.object({ procedure: z.string(), task: z.string(), earlier: z.int(), later: z.int(), days: z.int() }),
      ),
    }),
  }),
  "workYear.set": defineOperation({
    id: "workYear.set",
    method: "PUT",
    path: "/api/administration/calendar/:year",
    kind: "write",
    audit: "record",
    summary: "Set a year's official calendar, all of it; running limits are computed anew soon afterwards.",
    input: z.strictObject({
      year,
      source: plainLine({ min: 4, max: 100 }),
      days: z
        .array(z.strictObject({ day, kind, name: plainLine({ min: 0, max: 20 }) }))
        .min(1)
        .max(100),
    }),
    output: z.object({}),
  }),
} as const;
