import type { Rule } from "#directory/handler.ts";
import { worksWithMatters } from "../roles.ts";

/** Of the police, whoever sees the record; to a firm's people nothing of their own is masked. */
const staffWhoSeeIt: Rule<unknown> = (actor) =>
  !worksWithMatters(actor) ? "invisible" : actor.kind === "staff" ? "allow" : "forbidden";

export const unmaskRules = {
  "matter.unmask": staffWhoSeeIt,
  "enterprise.unmask": staffWhoSeeIt,
} as const;
