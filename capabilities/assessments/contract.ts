import { z } from "zod";
import { plainLine, plainText } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { day, instant } from "#kernel/schemas.ts";

const module = z.string().regex(/^[A-Za-z]{3,40}$/);
const words = { fields: plainText({ min: 2, max: 1000 }), dangers: plainText({ min: 2, max: 2000 }) };

export const contract = {
  "assessment.list": defineOperation({
    id: "assessment.list",
    method: "GET",
    path: "/api/assessments",
    kind: "read",
    audit: "none",
    summary: "The newest impact assessment of each module with personal data, and whether it is still valid.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(
        z.object({
          module: z.string(),
          /** By which a hold names it; null while there is none. */
          number: z.string().nullable(),
          /** Those before it that are still kept, the newest first. */
          earlier: z.array(z.object({ number: z.string(), assessedOn: day, validUntil: day })),
          state: z.enum(["VALID", "ENDS_SOON", "OVER", "MISSING"]),
          purpose: z.string(),
          fields: z.string(),
          law: z.string(),
          dangers: z.string(),
          measures: z.string(),
          assessedOn: day.nullable(),
          validUntil: day.nullable(),
          /** Null: it came with the program and has been confirmed by nobody here. */
          assessedBy: z.string().nullable(),
        }),
      ),
      mayRecord: z.boolean(),
    }),
  }),
  "assessment.record": defineOperation({
    id: "assessment.record",
    method: "POST",
    path: "/api/assessments",
    kind: "write",
    audit: "record",
    summary: "Put down an impact assessment of a module; the older one stays on record.",
    input: z.strictObject({
      module,
      purpose: plainLine({ min: 2, max: 200 }),
      fields: words.fields,
      law: plainLine({ min: 2, max: 200 }),
      dangers: words.dangers,
      measures: plainText({ min: 2, max: 2000 }),
      validUntil: day,
    }),
    output: z.object({ id: z.int() }),
  }),
  "disclosure.list": defineOperation({
    id: "disclosure.list",
    method: "GET",
    path: "/api/disclosures",
    kind: "read",
    audit: "list",
    summary: "What was passed on to other bodies, the newest first.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(
        z.object({
          id: z.int(),
          /** By which a hold names it. */
          record: z.string(),
          onDay: day,
          recipient: z.string(),
          what: z.string(),
          law: z.string(),
          number: z.string().nullable(),
          notedBy: z.string(),
          notedAt: instant,
        }),
      ),
    }),
  }),
  "disclosure.record": defineOperation({
    id: "disclosure.record",
    method: "POST",
    path: "/api/disclosures",
    kind: "write",
    audit: "record",
    summary: "Put down that something was passed on to another body: to whom, what, by which law, when.",
    input: z.strictObject({
      onDay: day,
      recipient: plainLine({ min: 2, max: 100 }),
      what: plainLine({ min: 2, max: 300 }),
      law: plainLine({ min: 2, max: 200 }),
      number: z
        .string()
        .max(40)
        .regex(/^[A-Z]{2}-\d{6}-\d{8}-\d{4,}$/)
        .optional(),
    }),
    output: z.object({ id: z.int() }),
  }),
} as const;
