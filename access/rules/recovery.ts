import type { Rule } from "#directory/handler.ts";
import { anybody } from "./basics.ts";

/** What the actor may do for the account that is to be recovered, as `app.recovery_power` has found. */
export interface RecoverySubject {
  readonly powers: readonly string[];
  /** Who gave the code; null before there is one. */
  readonly givenBy: number | null;
}

const staff: Rule<unknown> = (actor) => (actor.kind === "staff" ? "allow" : "forbidden");

const gives: Rule<RecoverySubject> = (_actor, { powers }) => (powers.includes("give") ? "allow" : "forbidden");

/** Four eyes: never whoever gave the code. */
export const confirms: Rule<RecoverySubject> = (actor, { powers, givenBy }) =>
  powers.includes("confirm") && givenBy !== actor.accountId ? "allow" : "forbidden";

export const recoveryRules = {
  "recovery.choices": staff,
  "recovery.list": staff,
  "recovery.give": gives,
  "recovery.confirm": confirms,
  "recovery.end": staff,
  "recovery.use": anybody,
} as const;
