import type { Rule } from "#directory/handler.ts";

/** Whoever holds the link may use it: the code itself is what opens. */
const anybody: Rule<unknown> = () => "allow";
const administrator: Rule<unknown> = (actor) => (actor.administers ? "allow" : "forbidden");

export const installationRules = {
  "installation.lookAtLink": anybody,
  "installation.redeemLink": anybody,
  "installation.checklist": administrator,
} as const;
