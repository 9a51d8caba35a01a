import { z } from "zod";
import { policeNumber } from "#kernel/fields/credentials.ts";
import { plainLine } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { idParam, instant } from "#kernel/schemas.ts";

/** At most so long one reading lasts; the database holds to it. */
export const mostHours = 24;

/** ASKED: waits for the second administrator, for a day. ENDED: over, taken back, or never opened. */
export const glassStates = ["ASKED", "OPEN", "ENDED"] as const;

export const contract = {
  "glass.list": defineOperation({
    id: "glass.list",
    method: "GET",
    path: "/api/glass",
    kind: "read",
    audit: "list",
    summary:
      "Matters that two administrators have opened to somebody for a while: all of them for administrators and the auditor, one's own for whoever reads by them.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(
        z.object({
          id: z.int(),
          state: z.enum(glassStates),
          number: z.string(),
          /** Only for whoever may read it now. */
          matterId: z.int().nullable(),
          reader: z.string(),
          unitName: z.string(),
          hours: z.int(),
          reason: z.string(),
          askedBy: z.string(),
          askedAt: instant,
          openedBy: z.string().nullable(),
          openedAt: instant.nullable(),
          endsAt: instant.nullable(),
          mayOpen: z.boolean(),
          mayEnd: z.boolean(),
        }),
      ),
    }),
  }),
  "glass.ask": defineOperation({
    id: "glass.ask",
    method: "POST",
    path: "/api/glass",
    kind: "write",
    sensitive: true,
    audit: "record",
    summary:
      "Ask that one matter be opened to one person of the staff, to read. Nothing opens before the second administrator agrees.",
    input: z.strictObject({
      number: z
        .string()
        .max(40)
        .regex(/^[A-Z]{2}-\d{6}-\d{8}-\d{4,}$/),
      policeNumber,
      hours: z.int().min(1).max(mostHours),
      reason: plainLine({ min: 5, max: 200 }),
    }),
    output: z.object({ id: z.int() }),
  }),
  "glass.open": defineOperation({
    id: "glass.open",
    method: "POST",
    path: "/api/glass/:id/opening",
    kind: "write",
    sensitive: true,
    audit: "record",
    errors: ["illegal-step"],
    summary:
      "Agree, as an administrator of the other office: the matter is open from now on, for the hours that were asked for.",
    input: z.strictObject({ id: idParam }),
    output: z.object({}),
  }),
  "glass.end": defineOperation({
    id: "glass.end",
    method: "POST",
    path: "/api/glass/:id/end",
    kind: "write",
    // It only closes what was opened for some hours; whoever was let in may do it himself.
    sensitive: false,
    audit: "record",
    errors: ["illegal-step"],
    summary: "End it before its time, or take back what was only asked for.",
    input: z.strictObject({ id: idParam }),
    output: z.object({}),
  }),
} as const;
