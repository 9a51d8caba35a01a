import { auditAdministrator } from "./audit.ts";
import type { Rule } from "#directory/handler.ts";
import { keepsData } from "../roles.ts";

const keepers: Rule<unknown> = (actor) => (keepsData(actor) ? "allow" : "forbidden");
const watchers: Rule<unknown> = (actor, subject) => (keepsData(actor) ? "allow" : auditAdministrator(actor, subject));

export const assessmentRules = {
  "assessment.list": watchers,
  "assessment.record": keepers,
  "disclosure.list": watchers,
  "disclosure.record": keepers,
} as const;
