import type { Actor } from "#directory/context.ts";
import type { Rule } from "#directory/handler.ts";
import type { Capacity } from "#kernel/procedure.ts";
import { worksWithMatters } from "../roles.ts";
import { anybodyAtWork } from "./basics.ts";

/** Of a matter that the row policies have shown. */
export interface SeenSubject {
  /** It is what somebody asks about his own data: of these everybody sees his own, administrators too. */
  readonly aboutOneself: boolean;
}

/** What a rule must know of a matter: in what qualities the actor stands to it. */
export interface MatterSubject {
  /** His own, and those that open tasks have brought him. */
  readonly capacities: readonly Capacity[];
}

/** Who asked, and who handles the matter: they need to know with whom they have to do. */
const working: readonly Capacity[] = ["requester", "firm", "handler", "deputy", "sideA", "sideB"];

/**
 * Whether somebody sees names and telephones of callers whole: a firm's people of their own firm, and of the police whoever
 * handles the matter or has a task in it now. Others who read along see them masked (domain.md S5).
 */
export function needsPersons(
  actor: Pick<Actor, "kind">,
  standing: { readonly own: readonly Capacity[]; readonly byTasks: readonly Capacity[] },
): boolean {
  return (
    actor.kind === "member" ||
    standing.byTasks.length > 0 ||
    standing.own.some((capacity) => working.includes(capacity))
  );
}

/** The capacities that a step admits. */
export interface StepSubject extends MatterSubject {
  readonly by: readonly Capacity[];
}

export interface OpeningSubject extends SeenSubject {
  readonly capacities: readonly Capacity[];
  readonly openedBy: readonly Capacity[];
}

export interface AudienceSubject extends MatterSubject {
  readonly writers: readonly Capacity[];
}

export function mayTakeStep(subject: StepSubject): boolean {
  return subject.by.some((capacity) => subject.capacities.includes(capacity));
}

/** Whom the declaration lets write for an audience. */
export function mayWriteFor(subject: AudienceSubject): boolean {
  return subject.writers.some((capacity) => subject.capacities.includes(capacity));
}

/** A person may ask about his own data whatever his work is; an administrator has no part in any other matter. */
const mayMeet = (actor: Actor, { aboutOneself }: SeenSubject) =>
  worksWithMatters(actor) || (aboutOneself && actor.kind === "staff");

const opens: Rule<OpeningSubject> = (actor, subject) =>
  mayMeet(actor, subject) && subject.openedBy.some((capacity) => subject.capacities.includes(capacity))
    ? "allow"
    : "forbidden";
const takes: Rule<StepSubject & SeenSubject> = (actor, subject) =>
  !mayMeet(actor, subject) ? "invisible" : mayTakeStep(subject) ? "allow" : "forbidden";
/** Whom the declaration lets write for an audience of a matter that he sees. */
export const writesFor: Rule<AudienceSubject & SeenSubject> = (actor, subject) =>
  !mayMeet(actor, subject) ? "invisible" : mayWriteFor(subject) ? "allow" : "forbidden";
const sees: Rule<SeenSubject> = (actor, subject) => (mayMeet(actor, subject) ? "allow" : "invisible");

export const matterRules = {
  "matter.open": opens,
  "matter.get": sees,
  "matter.list": anybodyAtWork,
  "matter.count": anybodyAtWork,
  "matter.step": takes,
  // Each matter is decided by itself, by the rule above.
  "matter.stepMany": anybodyAtWork,
  "matter.comment": writesFor,
  "matter.attach": writesFor,
  "matter.readers": sees,
} as const;

/** An administrator too may add something to his own request. */
const anyPerson: Rule<unknown> = (actor) => (actor.kind === "service" ? "forbidden" : "allow");

export const filesRules = {
  "file.upload": anyPerson,
  "file.get": sees,
} as const;
