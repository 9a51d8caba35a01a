import type { Rule } from "#directory/handler.ts";
import { worksWithMatters } from "../roles.ts";
import { anybodyAtWork, whoeverSeesIt } from "./basics.ts";

/** How the actor stands to a project's plan, by his principals: he fills officer A's place, or speaks for a firm of it. */
export interface PlanStanding {
  readonly drafts: boolean;
  readonly answers: boolean;
}

const drafts: Rule<PlanStanding> = (actor, standing) =>
  !worksWithMatters(actor) ? "invisible" : standing.drafts ? "allow" : "forbidden";
const answers: Rule<PlanStanding> = (actor, standing) =>
  !worksWithMatters(actor) ? "invisible" : standing.answers ? "allow" : "forbidden";

export const planRules = {
  "plan.list": anybodyAtWork,
  "plan.get": whoeverSeesIt,
  "plan.draft": drafts,
  "plan.save": drafts,
  "plan.propose": drafts,
  "plan.answer": answers,
  "plan.sign": drafts,
  "plan.withdraw": drafts,
} as const;
