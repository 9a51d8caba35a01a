import { z } from "zod";
import { defineOperation } from "#kernel/operation.ts";
import { day, idParam } from "#kernel/schemas.ts";
import { itemForm, setForm, templateForm } from "./forms.ts";

const head = z.object({
  id: z.int(),
  code: z.string(),
  name: z.string(),
  issuer: z.string(),
  issuedOn: day.nullable(),
  source: z.string(),
});

/** An item in one of its versions, as whoever cites it saw it. */
const itemText = z.object({
  id: z.int(),
  version: z.int(),
  setId: z.int(),
  setName: z.string(),
  no: z.int(),
  title: z.string(),
  body: z.string(),
  state: z.enum(["DRAFT", "PUBLISHED", "REPLACED", "WITHDRAWN"]),
  validFrom: day,
  validTo: day.nullable(),
  /** Past its last day, replaced or withdrawn. */
  expired: z.boolean(),
});

const template = z.object({
  id: z.int(),
  version: z.int(),
  topic: z.string().nullable(),
  title: z.string(),
  text: z.string(),
  source: z.string(),
  validTo: day,
  expired: z.boolean(),
  /** It ends within thirty days. */
  endsSoon: z.boolean(),
  owner: z.string(),
});

export const contract = {
  "policySet.list": defineOperation({
    id: "policySet.list",
    method: "GET",
    path: "/api/policy-sets",
    kind: "read",
    audit: "none",
    summary: "The published sets of measures.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(head.extend({ published: z.int(), drafts: z.int() })),
      /** The caller may write drafts and publish those of others. */
      mayWrite: z.boolean(),
    }),
  }),
  "policySet.get": defineOperation({
    id: "policySet.get",
    method: "GET",
    path: "/api/policy-sets/:id",
    kind: "read",
    audit: "none",
    summary:
      "One set with its numbered items, each as it holds now; for its writers also drafts and how often it was cited.",
    input: z.strictObject({ id: idParam }),
    output: head.extend({
      mayWrite: z.boolean(),
      items: z.array(
        z.object({
          id: z.int(),
          no: z.int(),
          current: itemText.nullable(),
          draft: itemText.extend({ mine: z.boolean() }).nullable(),
          /** Versions that answers of earlier times may cite, the newest first. */
          earlier: z.array(z.int()),
          /** Citations in the last six months; null for whoever does not keep the library. */
          uses: z.int().nullable(),
        }),
      ),
    }),
  }),
  "policySet.create": defineOperation({
    id: "policySet.create",
    method: "POST",
    path: "/api/policy-sets",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Add a set of measures.",
    input: setForm,
    output: z.object({ id: z.int() }),
  }),
  "policyItem.get": defineOperation({
    id: "policyItem.get",
    method: "GET",
    path: "/api/policy-items/:id/versions/:version",
    kind: "read",
    audit: "none",
    summary: "An item as it was in a version.",
    input: z.strictObject({ id: idParam, version: idParam }),
    output: itemText,
  }),
  "policyItem.find": defineOperation({
    id: "policyItem.find",
    method: "GET",
    path: "/api/policy-items",
    kind: "read",
    audit: "none",
    summary: "Published items whose set, title or text has these words.",
    input: z.strictObject({ q: z.string().max(60).default("") }),
    output: z.object({ items: z.array(itemText), more: z.boolean() }),
  }),
  "policyItem.draft": defineOperation({
    id: "policyItem.draft",
    method: "POST",
    path: "/api/policy-sets/:setId/items/:no/draft",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Write the next version of an item, or a new item; it holds once somebody else has published it.",
    input: z.strictObject({ setId: idParam, no: idParam.pipe(z.int().max(999)), ...itemForm.shape }),
    output: z.object({ id: z.int(), version: z.int() }),
  }),
  "policyItem.publish": defineOperation({
    id: "policyItem.publish",
    method: "POST",
    path: "/api/policy-items/:id/versions/:version/publish",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Publish a draft that somebody else has written; the version before it is replaced.",
    input: z.strictObject({ id: idParam, version: idParam }),
    output: z.object({}),
  }),
  "policyItem.withdraw": defineOperation({
    id: "policyItem.withdraw",
    method: "POST",
    path: "/api/policy-items/:id/versions/:version/withdraw",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "End an item: it can be read as it was, and no more be cited.",
    input: z.strictObject({ id: idParam, version: idParam }),
    output: z.object({}),
  }),
  "template.list": defineOperation({
    id: "template.list",
    method: "GET",
    path: "/api/templates",
    kind: "read",
    audit: "none",
    summary: "Templates for answers; with a topic those that fit it and still hold.",
    input: z.strictObject({ topic: z.string().max(40).optional() }),
    output: z.object({ items: z.array(template), mayWrite: z.boolean() }),
  }),
  "template.save": defineOperation({
    id: "template.save",
    method: "POST",
    path: "/api/templates",
    kind: "write",
    audit: "record",
    errors: ["stale-version"],
    summary: "Add a template, or change one in the version that the caller has seen.",
    input: z.strictObject({
      id: z.int32().positive().nullable().default(null),
      version: z.int().min(0).default(0),
      topic: z.string().max(40).nullable().default(null),
      ...templateForm.shape,
    }),
    output: z.object({ id: z.int(), version: z.int() }),
  }),
  "template.close": defineOperation({
    id: "template.close",
    method: "DELETE",
    path: "/api/templates/:id",
    kind: "write",
    audit: "record",
    summary: "Take a template out of use.",
    input: z.strictObject({ id: idParam }),
    output: z.object({}),
  }),
} as const;
