import type { Rule } from "#directory/handler.ts";
import { keepsData } from "../roles.ts";

/** Who placed the hold that somebody wants to confirm. */
export interface HoldSubject {
  readonly placedBy: number;
}

const keepers: Rule<unknown> = (actor) => (keepsData(actor) ? "allow" : "forbidden");
/** Four eyes: whoever placed a hold does not confirm it. */
const another: Rule<HoldSubject> = (actor, subject) =>
  keepsData(actor) && subject.placedBy !== actor.accountId ? "allow" : "forbidden";

export const retentionRules = {
  "hold.list": keepers,
  "hold.place": keepers,
  "hold.confirm": another,
  "hold.lift": keepers,
} as const;
