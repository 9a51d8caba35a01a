import type { Actor } from "#directory/context.ts";
import type { Rule } from "#directory/handler.ts";
import { isAuditAdmin } from "../roles.ts";

/** Who has asked, and in which office. */
export interface GlassSubject {
  readonly askedBy: number;
  readonly askedOffice: string;
}
/** Whether the actor is the one who reads by it. */
export interface EndingSubject {
  readonly own: boolean;
}

const offices: readonly string[] = ["SYS_ADMIN", "SEC_ADMIN"];
const officeOf = (actor: Actor) =>
  actor.administers ? actor.roles.find(({ role }) => offices.includes(role))?.role : undefined;

const staff: Rule<unknown> = (actor) => (actor.kind === "staff" ? "allow" : "forbidden");
const asks: Rule<unknown> = (actor) => (officeOf(actor) === undefined ? "forbidden" : "allow");
/** S1.5: never the same person, and never the same office. `app.open_glass` asks the same. */
const opens: Rule<GlassSubject> = (actor, subject) => {
  const office = officeOf(actor);
  return office !== undefined && office !== subject.askedOffice && actor.accountId !== subject.askedBy
    ? "allow"
    : "forbidden";
};
const ends: Rule<EndingSubject> = (actor, subject) =>
  actor.administers || isAuditAdmin(actor) || subject.own ? "allow" : "forbidden";

/** Whether an administrator may open what another one asked for: what a list says of it. */
export function mayOpenGlass(actor: Actor, subject: GlassSubject): boolean {
  return opens(actor, subject) === "allow";
}

export const glassRules = {
  "glass.list": staff,
  "glass.ask": asks,
  "glass.open": opens,
  "glass.end": ends,
} as const;
