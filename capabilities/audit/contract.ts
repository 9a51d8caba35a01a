import { z } from "zod";
import { defineOperation } from "#kernel/operation.ts";
import { cursor, idParam, instant } from "#kernel/schemas.ts";

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
      object: z
        .string()
        .max(60)
        .regex(/^[a-z]+:[A-Za-z0-9-]+$/)
        .optional(),
      accountId: idParam.optional(),
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
          /** The row is as it was written. */
          intact: z.boolean(),
        }),
      ),
      nextCursor: cursor.nullable(),
    }),
  }),
} as const;
