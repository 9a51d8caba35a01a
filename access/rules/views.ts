import type { Rule } from "#directory/handler.ts";
import { worksWithMatters } from "../roles.ts";

/** Whose view it is: a unit's, or null for one's own. */
export interface ViewSubject {
  readonly unitId: number | null;
}

const staff: Rule<unknown> = (actor) => (actor.kind === "staff" && worksWithMatters(actor) ? "allow" : "forbidden");
/** One's own; a unit's is its office's. The row policies have shown it. */
const keeps: Rule<ViewSubject> = (actor, { unitId }) =>
  actor.kind === "staff" && worksWithMatters(actor) && (unitId === null || actor.offices.includes(unitId))
    ? "allow"
    : "forbidden";

export const viewRules = {
  "view.list": staff,
  "view.save": keeps,
  "view.change": keeps,
  "view.remove": keeps,
} as const;
