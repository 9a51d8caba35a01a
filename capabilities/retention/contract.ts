import { z } from "zod";
import { plainLine } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { day, idParam, instant } from "#kernel/schemas.ts";

export const contract = {
  "hold.list": defineOperation({
    id: "hold.list",
    method: "GET",
    path: "/api/holds",
    kind: "read",
    audit: "list",
    summary: "Legal holds with who placed and confirmed them, how long each kind is kept, and what was erased when.",
    input: z.strictObject({}),
    output: z.object({
      holds: z.array(
        z.object({
          id: z.int(),
          number: z.string(),
          reason: z.string(),
          until: day,
          placedBy: z.string(),
          placedAt: instant,
          confirmedBy: z.string().nullable(),
          /** Somebody has asked to end it; the word of another person is still wanted. */
          liftAskedBy: z.string().nullable(),
          liftReason: z.string().nullable(),
          lifted: z.boolean(),
          /** Holds at this moment: confirmed, or within its first ten days. */
          active: z.boolean(),
          mayConfirm: z.boolean(),
          mayLift: z.boolean(),
        }),
      ),
      /** `law`: which one says so, where one does. */
      rules: z.array(z.object({ kind: z.string(), months: z.int(), law: z.string().nullable() })),
      /** By kind: what is over and goes tonight, what is over within 30 days, what would be and is held. */
      due: z.array(z.object({ kind: z.string(), past: z.int(), soon: z.int(), held: z.int() })),
      runs: z.array(z.object({ at: instant, kind: z.string(), count: z.int() })),
      /** What was erased last, by its id and nothing else. */
      tombstones: z.array(z.object({ kind: z.string(), id: z.int(), at: instant })),
      mayPlace: z.boolean(),
    }),
  }),
  "hold.place": defineOperation({
    id: "hold.place",
    method: "POST",
    path: "/api/holds",
    kind: "write",
    audit: "record",
    summary:
      "Keep a matter, or a record of the register, from being erased, at once for ten days; from then on a second person has to confirm it.",
    input: z.strictObject({
      /** Of a matter, or of a record of the register: `PG-12`, `TG-12`. */
      number: z
        .string()
        .max(40)
        .regex(/^([A-Z]{2}-\d{6}-\d{8}-\d{4,}|(PG|TG)-[1-9]\d{0,8})$/),
      reason: plainLine({ min: 2, max: 200 }),
      until: day,
    }),
    output: z.object({ id: z.int() }),
  }),
  "hold.confirm": defineOperation({
    id: "hold.confirm",
    method: "POST",
    path: "/api/holds/:id/confirmation",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Confirm somebody else's hold, so that it lasts until its day.",
    input: z.strictObject({ id: idParam }),
    output: z.object({}),
  }),
  "hold.lift": defineOperation({
    id: "hold.lift",
    method: "POST",
    path: "/api/holds/:id/end",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Ask, with a reason, that a hold end before its day; it ends when a second person says so too.",
    input: z.strictObject({ id: idParam, reason: plainLine({ min: 2, max: 200 }) }),
    output: z.object({ lifted: z.boolean() }),
  }),
} as const;
