import type { Actor } from "#directory/context.ts";
import type { Rule } from "#directory/handler.ts";
import { inspects } from "../roles.ts";
import { auditAdministrator } from "./audit.ts";

/** Whose look it is. */
export interface LookSubject {
  readonly accountId: number;
}

/** The row policies show each inspector the looks that are his to judge. */
const watchers: Rule<unknown> = (actor, subject) => (inspects(actor) ? "allow" : auditAdministrator(actor, subject));
/** Nobody judges his own look: another inspector does. */
const judges: Rule<LookSubject> = (actor, look) =>
  inspects(actor) && look.accountId !== actor.accountId ? "allow" : "forbidden";

/** Whether somebody may say how a look was: what a list says of it. */
export function mayJudge(actor: Actor, look: LookSubject): boolean {
  return judges(actor, look) === "allow";
}

export const lookSampleRules = {
  "lookSample.list": watchers,
  "lookSample.judge": judges,
  "lookSample.close": judges,
  "lookSample.check": auditAdministrator,
} as const;
