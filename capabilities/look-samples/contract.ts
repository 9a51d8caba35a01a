import { z } from "zod";
import { plainText } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { day, idParam, instant } from "#kernel/schemas.ts";

/** OPEN: nobody has looked at it yet. FINDING: something is to be done about it. */
const states = ["OPEN", "IN_ORDER", "FINDING", "CLOSED"] as const;

export const contract = {
  "lookSample.list": defineOperation({
    id: "lookSample.list",
    method: "GET",
    path: "/api/look-samples",
    kind: "read",
    audit: "list",
    summary:
      "Unmasked views drawn from a week, in the order of time, for the inspectorate of the unit: who looked, in which matter, why; never the value, never a sum by person.",
    /** Any day of the week; unless told, of the last one that was drawn. */
    input: z.strictObject({ week: day.optional() }),
    output: z.object({
      from: day,
      to: day,
      /** When the week was drawn, and by which version of the rule; null: not yet. */
      drawn: z.object({ at: instant, version: z.int(), most: z.int() }).nullable(),
      items: z.array(
        z.object({
          id: z.int(),
          at: instant,
          who: z.string(),
          unitName: z.string(),
          operation: z.string(),
          /** What was shown, by name: `caller.phone`. */
          field: z.string().nullable(),
          purpose: z.string(),
          reason: z.string(),
          /** Of the matter; null where the look was at a firm's person. */
          number: z.string().nullable(),
          state: z.enum(states),
          finding: z.string().nullable(),
          judgedBy: z.string().nullable(),
          judgedAt: instant.nullable(),
          action: z.string().nullable(),
          closedBy: z.string().nullable(),
          closedAt: instant.nullable(),
          mayJudge: z.boolean(),
          mayClose: z.boolean(),
        }),
      ),
      /** Weeks in which something still waits, the oldest first. */
      waiting: z.array(z.object({ week: day, open: z.int(), findings: z.int() })),
    }),
  }),
  "lookSample.judge": defineOperation({
    id: "lookSample.judge",
    method: "POST",
    path: "/api/look-samples/:id/judgement",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Say that a drawn view was in order, or note a finding about it.",
    input: z.strictObject({
      id: idParam,
      result: z.enum(["IN_ORDER", "FINDING"]),
      /** What was found; needed for a finding, and for nothing else. */
      finding: plainText({ min: 5, max: 1000 }).optional(),
    }),
    output: z.object({}),
  }),
  "lookSample.close": defineOperation({
    id: "lookSample.close",
    method: "POST",
    path: "/api/look-samples/:id/end",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Close a finding by noting what was done about it.",
    input: z.strictObject({ id: idParam, action: plainText({ min: 5, max: 1000 }) }),
    output: z.object({}),
  }),
  "lookSample.check": defineOperation({
    id: "lookSample.check",
    method: "GET",
    path: "/api/look-samples/check",
    kind: "read",
    audit: "list",
    summary: "Draws the sample of a week again and says where the record differs. Audit administrators only.",
    input: z.strictObject({ week: day }),
    output: z.object({
      from: day,
      to: day,
      /** Null: the week was not drawn. */
      drawnAt: instant.nullable(),
      /** Unmasked views of the week, and how many of them were drawn. */
      looks: z.int(),
      drawn: z.int(),
      /** The key of the draw is no longer kept: it cannot be done again. */
      unchecked: z.boolean(),
      faults: z.array(
        z.object({
          /** When the look was. */
          at: instant,
          /** Left out though the lot fell on it; drawn though it did not; another point than the key gives. */
          fault: z.enum(["leftOut", "notDrawn", "otherPoint"]),
        }),
      ),
    }),
  }),
} as const;
