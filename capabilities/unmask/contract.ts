import { z } from "zod";
import { plainLine } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { idParam } from "#kernel/schemas.ts";

/** For what somebody may look at a masked value; the reason says more. */
export const unmaskPurposes = ["callBack", "check", "personAsked", "emergency"] as const;

/** So many within a day; who needs more handles the matter, and sees it whole (GR-6). */
export const mostPerDay = 20;

const why = {
  purpose: z.enum(unmaskPurposes),
  reason: plainLine({ min: 4, max: 200 }),
};

export const contract = {
  "matter.unmask": defineOperation({
    id: "matter.unmask",
    method: "POST",
    path: "/api/matters/:id/unmaskings",
    kind: "write",
    replayable: false,
    sensitive: true,
    audit: "record",
    errors: ["too-many"],
    summary:
      "One masked name or telephone in a matter that the caller sees, whole. The reason is on record and the person is told of the look.",
    input: z.strictObject({ id: idParam, seq: idParam, field: z.string().regex(/^[A-Za-z]{1,40}$/), ...why }),
    output: z.object({ value: z.string() }),
  }),
  "enterprise.unmask": defineOperation({
    id: "enterprise.unmask",
    method: "POST",
    path: "/api/enterprises/:id/unmaskings",
    kind: "write",
    replayable: false,
    sensitive: true,
    audit: "record",
    errors: ["too-many"],
    summary:
      "The masked telephone of one of a firm's people, whole. The reason is on record and he is told of the look.",
    input: z.strictObject({ id: idParam, accountId: idParam, ...why }),
    output: z.object({ value: z.string() }),
  }),
} as const;
