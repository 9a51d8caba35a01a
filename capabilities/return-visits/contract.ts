import { z } from "zod";
import { plainText } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { day, instant } from "#kernel/schemas.ts";

const counted = (min: number, max: number) =>
  z
    .union([z.number(), z.string().regex(/^\d{1,4}$/)])
    .transform(Number)
    .pipe(z.int().min(min).max(max));
const settings = {
  /** Of a hundred closed matters so many are asked about; what was reopened always is. */
  sharePercent: counted(1, 100),
  /** So often in a month one firm is asked. */
  firmMonthCap: counted(1, 50),
  /** So many days after the closing at the soonest, and at the latest. */
  waitDays: counted(0, 60),
  withinDays: counted(1, 365),
};

export const contract = {
  "returnVisit.check": defineOperation({
    id: "returnVisit.check",
    method: "GET",
    path: "/api/return-visits/check",
    kind: "read",
    audit: "list",
    summary: "Draws the return visits of a month again and says where the record differs. Audit administrators only.",
    input: z.strictObject({ month: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/) }),
    output: z.object({
      month: z.string(),
      /** Closed in this month, without what went on as another matter. */
      closed: z.int(),
      reopened: z.int(),
      chosen: z.int(),
      /** Of those chosen, with a visit. */
      opened: z.int(),
      /** Draws whose key is no longer kept. */
      unchecked: z.int(),
      faults: z.array(
        z.object({
          matter: z.int(),
          /** No draw; another point than the key gives; another share than the rule of the day; reopened and not marked so. */
          fault: z.enum(["notDrawn", "otherPoint", "otherShare", "notMarked"]),
        }),
      ),
    }),
  }),
  "returnVisitRule.list": defineOperation({
    id: "returnVisitRule.list",
    method: "GET",
    path: "/api/return-visits/rules",
    kind: "read",
    audit: "none",
    summary: "How many closed matters are asked about, how often a firm, and how long afterwards: every version.",
    input: z.strictObject({}),
    output: z.object({
      versions: z.array(
        z.object({
          version: z.int(),
          sharePercent: z.int(),
          firmMonthCap: z.int(),
          waitDays: z.int(),
          withinDays: z.int(),
          from: instant,
          state: z.enum(["coming", "inForce", "replaced"]),
          reason: z.string().nullable(),
          setBy: z.string().nullable(),
          setAt: instant.nullable(),
        }),
      ),
      mayChange: z.boolean(),
      serverTime: instant,
    }),
  }),
  "returnVisitRule.set": defineOperation({
    id: "returnVisitRule.set",
    method: "POST",
    path: "/api/return-visits/rules",
    kind: "write",
    audit: "record",
    errors: ["stale-version"],
    summary: "A new version from a day on, with its reason. What is closed before it stays drawn as it was.",
    input: z.strictObject({
      ...settings,
      from: day,
      reason: plainText({ min: 2, max: 300 }),
      /** The newest version that the caller has seen. */
      version: z.int().min(1),
    }),
    output: z.object({ version: z.int(), from: instant }),
  }),
} as const;
