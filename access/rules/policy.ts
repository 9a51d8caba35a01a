import type { Rule } from "#directory/handler.ts";
import { writesPolicies } from "../roles.ts";
import { anybodyAtWork } from "./basics.ts";

/** Specialists and program offices keep the library and the templates. */
const writers: Rule<unknown> = (actor) => (writesPolicies(actor) ? "allow" : "forbidden");
const staff: Rule<unknown> = (actor) => (actor.kind === "staff" ? anybodyAtWork(actor, {}) : "forbidden");

export const policyRules = {
  "policySet.list": anybodyAtWork,
  "policySet.get": anybodyAtWork,
  "policySet.create": writers,
  "policyItem.get": anybodyAtWork,
  "policyItem.find": anybodyAtWork,
  "policyItem.draft": writers,
  "policyItem.publish": writers,
  "policyItem.withdraw": writers,
  "template.list": staff,
  "template.save": writers,
  "template.close": writers,
} as const;
