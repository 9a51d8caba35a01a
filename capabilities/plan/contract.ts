import { z } from "zod";
import { projectStage } from "#directory/contract.ts";
import { plainText } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { day, idParam, instant } from "#kernel/schemas.ts";
import { planContent, planStates, sectors } from "./content.ts";

const state = z.enum(planStates);

const version = z.object({
  id: z.int(),
  no: z.int(),
  state,
  draftedBy: z.string(),
  draftedAt: instant,
  proposedAt: instant.nullable(),
  signedBy: z.string().nullable(),
  signedAt: instant.nullable(),
  validUntil: day,
});

/** What was said to a version, by whom and for which side. */
const word = z.object({
  at: instant,
  kind: z.enum(["PROPOSE", "CONFIRM", "COMMENT", "DECLINE", "SIGN", "WITHDRAW"]),
  enterprise: z.string().nullable(),
  dutyName: z.string(),
  text: z.string(),
});

const moved = z.object({ id: z.int(), no: z.int(), state, revision: z.int() });
const planId = z.strictObject({ id: idParam });

export const contract = {
  "plan.list": defineOperation({
    id: "plan.list",
    method: "GET",
    path: "/api/plans",
    kind: "read",
    audit: "list",
    summary:
      "The projects within reach with the state of their service plans: what is missing or ends soon comes first.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(
        z.object({
          project: z.object({ id: z.int(), name: z.string(), stage: projectStage }),
          /** `missing`: none in force · `ended`: its last day is over · `ending`: within 30 days · `good`. */
          term: z.enum(["missing", "ended", "ending", "good"]),
          validUntil: day.nullable(),
          open: z.object({ no: z.int(), state }).nullable(),
        }),
      ),
      serverTime: instant,
    }),
  }),
  "plan.get": defineOperation({
    id: "plan.get",
    method: "GET",
    path: "/api/projects/:projectId/plan",
    kind: "read",
    audit: "record",
    summary:
      "A project's service plan: one version (the newest unless told) beside the one before, and what may be done.",
    input: z.strictObject({ projectId: idParam, no: idParam.optional() }),
    output: z.object({
      project: z.object({
        id: z.int(),
        name: z.string(),
        stage: projectStage,
        address: z.string(),
        enterprises: z.array(z.string()),
        station: z.object({ name: z.string(), dutyPhone: z.string() }),
      }),
      versions: z.array(version),
      shown: version
        .extend({ revision: z.int(), sector: z.enum(sectors), content: planContent, words: z.array(word) })
        .nullable(),
      /** The version before the shown one that both sides could read. */
      before: z.object({ no: z.int(), content: planContent }).nullable(),
      abilities: z.object({
        draft: z.boolean(),
        save: z.boolean(),
        propose: z.boolean(),
        withdraw: z.boolean(),
        sign: z.boolean(),
        answer: z.boolean(),
      }),
      serverTime: instant,
    }),
  }),
  "plan.draft": defineOperation({
    id: "plan.draft",
    method: "POST",
    path: "/api/projects/:projectId/plan",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Begin a new version: from the last one, or from the prepared lines of the project's stage and a sector.",
    input: z.strictObject({
      projectId: idParam,
      from: z.enum(["template", "last"]),
      sector: z.enum(sectors).default("GENERAL"),
    }),
    output: moved,
  }),
  "plan.save": defineOperation({
    id: "plan.save",
    method: "PUT",
    path: "/api/plans/:id",
    kind: "write",
    audit: "record",
    errors: ["illegal-step", "stale-version"],
    summary: "Change a draft.",
    input: planId.extend({ revision: z.int32().positive(), content: planContent }),
    output: moved,
  }),
  "plan.propose": defineOperation({
    id: "plan.propose",
    method: "POST",
    path: "/api/plans/:id/propose",
    kind: "write",
    audit: "record",
    errors: ["illegal-step", "stale-version"],
    summary: "Put a draft before the project's firms.",
    input: planId.extend({ revision: z.int32().positive() }),
    output: moved,
  }),
  "plan.answer": defineOperation({
    id: "plan.answer",
    method: "POST",
    path: "/api/plans/:id/answer",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "The firm confirms a proposed plan, asks for a change, or declines; declining has no consequence.",
    input: planId.extend({
      answer: z.enum(["CONFIRM", "COMMENT", "DECLINE"]),
      text: plainText({ min: 0, max: 1000 }).default(""),
    }),
    output: moved,
  }),
  "plan.sign": defineOperation({
    id: "plan.sign",
    method: "POST",
    path: "/api/plans/:id/sign",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Sign a plan that the firm has confirmed: it is in force, and takes the place of the one before.",
    input: planId,
    output: moved,
  }),
  "plan.withdraw": defineOperation({
    id: "plan.withdraw",
    method: "POST",
    path: "/api/plans/:id/withdraw",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Take an open version back.",
    input: planId,
    output: moved,
  }),
} as const;
