import { z } from "zod";
import { cursor, idParam, instant, queryFlag } from "#kernel/schemas.ts";
import { defineOperation } from "#kernel/operation.ts";
import { kindNames } from "./kinds.ts";

export const contract = {
  "notice.list": defineOperation({
    id: "notice.list",
    method: "GET",
    path: "/api/notices",
    kind: "read",
    audit: "none",
    summary: "What the caller was told, newest first; only what is about something that he may still see.",
    input: z.strictObject({
      unread: queryFlag.optional(),
      limit: z
        .union([z.number(), z.string().regex(/^\d{1,3}$/)])
        .transform(Number)
        .pipe(z.int().min(1).max(100))
        .default(30),
      cursor: cursor.optional(),
    }),
    output: z.object({
      items: z.array(
        z.object({
          id: z.int(),
          kind: z.enum(kindNames),
          urgency: z.enum(["low", "normal", "urgent"]),
          at: instant,
          readAt: instant.nullable(),
          matter: z.object({ id: z.int(), number: z.string(), title: z.string(), procedure: z.string() }).nullable(),
          project: z.object({ id: z.int(), name: z.string() }).nullable(),
          /** Names and numbers for the text: a task, a state, a percentage. */
          params: z.record(z.string(), z.union([z.string(), z.number()])),
        }),
      ),
      nextCursor: cursor.nullable(),
    }),
  }),
  "notice.count": defineOperation({
    id: "notice.count",
    method: "GET",
    path: "/api/notices/count",
    kind: "read",
    audit: "none",
    summary: "How many notices the caller has not read; 100 stands for that many or more.",
    input: z.strictObject({}),
    output: z.object({ unread: z.int() }),
  }),
  "notice.read": defineOperation({
    id: "notice.read",
    method: "POST",
    path: "/api/notices/read",
    kind: "write",
    audit: "none",
    summary: "Mark notices as read: some by their ids, those of one matter, or all up to one.",
    input: z.strictObject({
      ids: z.array(z.int().positive()).min(1).max(100).optional(),
      matter: idParam.optional(),
      upTo: z.int().positive().optional(),
    }),
    output: z.object({ unread: z.int() }),
  }),
} as const;
