import type { Rule } from "#directory/handler.ts";
import type { Actor } from "#directory/context.ts";
import { isAuditAdmin, keepsData } from "../roles.ts";

/** Who placed the hold that somebody wants to confirm. */
export interface HoldSubject {
  readonly placedBy: number;
}

const keepers: Rule<unknown> = (actor) => (keepsData(actor) ? "allow" : "forbidden");
/** Four eyes: whoever placed a hold does not confirm it. */
const another: Rule<HoldSubject> = (actor, subject) =>
  keepsData(actor) && subject.placedBy !== actor.accountId ? "allow" : "forbidden";

/** Whoever wants a hold to end, unless it is he who has asked for that: then the other's word is wanted. */
export interface LiftSubject {
  readonly askedBy: number | null;
}
const lifts: Rule<LiftSubject> = (actor, subject) =>
  keepsData(actor) && subject.askedBy !== actor.accountId ? "allow" : "forbidden";
const watchers: Rule<unknown> = (actor) => (keepsData(actor) || isAuditAdmin(actor) ? "allow" : "forbidden");

/** What somebody may do with a hold: what a list says of it. */
export function mayHold(actor: Actor, hold: { readonly placedBy: number; readonly liftAskedBy: number | null }) {
  return {
    place: keepsData(actor),
    confirm: another(actor, hold) === "allow",
    lift: lifts(actor, { askedBy: hold.liftAskedBy }) === "allow",
  };
}

export const retentionRules = {
  "hold.list": watchers,
  "hold.place": keepers,
  "hold.confirm": another,
  "hold.lift": lifts,
} as const;
