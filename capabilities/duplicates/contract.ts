import { z } from "zod";
import { defineOperation } from "#kernel/operation.ts";
import { idParam, instant } from "#kernel/schemas.ts";

const other = z.object({
  id: z.int(),
  number: z.string(),
  procedure: z.string(),
  title: z.string(),
  state: z.string(),
  phase: z.enum(["open", "waiting", "closed"]),
  openedAt: instant,
  enterprise: z.string().nullable(),
  /** Whole days between the two openings; negative: the other one came first. */
  days: z.int(),
});

export const contract = {
  "duplicate.list": defineOperation({
    id: "duplicate.list",
    method: "GET",
    path: "/api/matters/:id/duplicates",
    kind: "read",
    audit: "record",
    summary:
      "Matters of the same project and topic, opened about the same time, within the caller's reach; for whoever handles it. Never by person.",
    input: z.strictObject({ id: idParam }),
    output: z.object({
      /** How many days apart two may be opened. */
      within: z.int(),
      suggested: z.array(other),
      /** Pairs that somebody has decided about. */
      decided: z.array(other.extend({ same: z.boolean() })),
    }),
  }),
  "duplicate.decide": defineOperation({
    id: "duplicate.decide",
    method: "POST",
    path: "/api/matters/:id/duplicates",
    kind: "write",
    audit: "record",
    summary:
      "Say that two matters are the same, or are not: both keep their clocks, and both requesters get their answers.",
    input: z.strictObject({ id: idParam, other: z.int().positive(), same: z.boolean() }),
    output: z.object({ id: z.int(), other: z.int(), same: z.boolean() }),
  }),
} as const;
