import { z } from "zod";
import { defineOperation } from "#kernel/operation.ts";
import { unusualKinds } from "./unusual-kinds.ts";
import { cursor, day, idParam, instant } from "#kernel/schemas.ts";

export const contract = {
  "audit.list": defineOperation({
    id: "audit.list",
    method: "GET",
    path: "/api/audit",
    kind: "read",
    audit: "list",
    summary: "What was done and looked at, newest first, each row checked against its HMAC. Audit administrators only.",
    input: z.strictObject({
      operation: z
        .string()
        .max(60)
        .regex(/^[a-z]+\.[A-Za-z]+$/)
        .optional(),
      /** `matter:12`; of a file the first eight digits are enough. */
      object: z
        .string()
        .max(60)
        .regex(/^[a-z]+:[A-Za-z0-9-]+$/)
        .optional(),
      accountId: idParam.optional(),
      /** Of one day in Shanghai. */
      day: day.optional(),
      status: z
        .string()
        .regex(/^[1-5]\d\d$/)
        .optional(),
      cursor: cursor.optional(),
    }),
    output: z.object({
      items: z.array(
        z.object({
          id: z.int(),
          at: instant,
          who: z.string(),
          unitName: z.string().nullable(),
          enterpriseName: z.string().nullable(),
          operation: z.string(),
          purpose: z.string(),
          object: z.string(),
          count: z.int().nullable(),
          status: z.int(),
          /** Why, where a reason is asked for: looking at a masked value. */
          reason: z.string().nullable(),
          /** The network that it came from, without the device in it; null for what the platform did by itself. */
          network: z.string().nullable(),
          /** The row is as it was written. */
          intact: z.boolean(),
        }),
      ),
      nextCursor: cursor.nullable(),
    }),
  }),
  "audit.unusual": defineOperation({
    id: "audit.unusual",
    method: "GET",
    path: "/api/audit/unusual",
    kind: "read",
    audit: "list",
    summary:
      "What of the staff's looks in a week is unusual by declared thresholds: events in the order of time, with the rows behind them. Never a ranking, and never about citizens.",
    input: z.strictObject({ week: day.optional() }),
    output: z.object({
      /** Monday to Sunday. */
      from: day,
      to: day,
      /** Of the thresholds; events of different versions are not compared. */
      version: z.int(),
      events: z.array(
        z.object({
          kind: z.enum(unusualKinds),
          day,
          accountId: z.int(),
          who: z.string(),
          unitName: z.string().nullable(),
          count: z.int(),
          /** What the unit is used to in a day, for looks that are many. */
          habit: z.number().nullable(),
        }),
      ),
    }),
  }),
} as const;
