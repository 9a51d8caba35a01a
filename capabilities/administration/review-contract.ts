import { z } from "zod";
import { plainText } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { idParam, instant } from "#kernel/schemas.ts";

const quarter = z.string().regex(/^20\d\dQ[1-4]$/);
const unit = z.object({ id: z.int(), name: z.string() });

export const reviewContract = {
  "grantReview.list": defineOperation({
    id: "grantReview.list",
    method: "GET",
    path: "/api/grant-reviews",
    kind: "read",
    audit: "list",
    summary: "The units whose rights the caller keeps or confirms, and whether this quarter's list has been confirmed.",
    input: z.strictObject({}),
    output: z.object({
      quarter,
      items: z.array(
        z.object({
          unit,
          rights: z.int(),
          /** `changed`: confirmed, and changed since. */
          state: z.enum(["waiting", "confirmed", "changed"]),
          confirmedBy: z.string().nullable(),
          confirmedAt: instant.nullable(),
          mayConfirm: z.boolean(),
        }),
      ),
      serverTime: instant,
    }),
  }),
  "grantReview.get": defineOperation({
    id: "grantReview.get",
    method: "GET",
    path: "/api/grant-reviews/:id",
    kind: "read",
    audit: "record",
    summary: "Who has which right at a unit, by which grant.",
    input: z.strictObject({ id: idParam }),
    output: z.object({
      unit,
      quarter,
      items: z.array(
        z.object({
          id: z.int(),
          dutyName: z.string(),
          policeNumber: z.string().nullable(),
          role: z.string(),
          from: instant,
          to: instant.nullable(),
          proposedBy: z.string().nullable(),
          approvedBy: z.string().nullable(),
          reason: z.string().nullable(),
        }),
      ),
      mayConfirm: z.boolean(),
      serverTime: instant,
    }),
  }),
  "grantReview.confirm": defineOperation({
    id: "grantReview.confirm",
    method: "POST",
    path: "/api/grant-reviews/:id/confirm",
    kind: "write",
    // It changes no right.
    sensitive: false,
    audit: "record",
    errors: ["illegal-step"],
    summary: "Confirm this quarter's list of a unit's rights, as it was seen; what is wrong is said in the note.",
    input: z.strictObject({
      id: idParam,
      quarter,
      /** The rights that were looked at: refused when there are others by now. */
      rights: z.array(z.int().positive()).max(5000),
      note: plainText({ min: 0, max: 500 }).default(""),
    }),
    output: z.object({}),
  }),
  "grantReview.export": defineOperation({
    id: "grantReview.export",
    method: "GET",
    path: "/api/grant-reviews/export",
    kind: "read",
    sensitive: true,
    reply: "file",
    audit: "list",
    summary: "The list of rights of all units that the caller keeps or confirms, as a workbook.",
    input: z.strictObject({}),
    output: z.unknown(),
  }),
} as const;
