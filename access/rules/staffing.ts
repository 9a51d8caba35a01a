import type { Rule } from "#directory/handler.ts";
import { worksWithMatters } from "../roles.ts";
import { programOffices, whoeverSeesIt } from "./basics.ts";

type Actor = Parameters<Rule<unknown>>[0];

/** The station whose project it is. */
export interface ArrangedProject {
  readonly stationId: number;
}

/** Somebody of the staff, as far as rules ask. */
export interface StaffSubject {
  readonly accountId: number;
  readonly unitId: number;
}

const isStaff = (actor: Actor) => actor.kind === "staff" && worksWithMatters(actor);

export const arranges = (actor: Actor, unitId: number) => isStaff(actor) && actor.offices.includes(unitId);
/** Chief or office: whoever looks after the people of a unit. */
export const looksAfter = (actor: Actor, unitId: number) =>
  isStaff(actor) && (actor.offices.includes(unitId) || actor.units.includes(unitId));

const office: Rule<ArrangedProject> = (actor, subject) =>
  !worksWithMatters(actor) ? "invisible" : arranges(actor, subject.stationId) ? "allow" : "forbidden";
const staff: Rule<unknown> = (actor) => (isStaff(actor) ? "allow" : "forbidden");
/** Chiefs and offices: the people and projects of whole units. */
const unitKeepers: Rule<unknown> = (actor) =>
  isStaff(actor) && (actor.offices.length > 0 || actor.units.length > 0) ? "allow" : "forbidden";

/** Oneself, one's chief, one's office. */
const hisOwn: Rule<StaffSubject> = (actor, subject) =>
  isStaff(actor) && (subject.accountId === actor.accountId || looksAfter(actor, subject.unitId))
    ? "allow"
    : "forbidden";

/** A leaver's last day is the office's to set, and nobody's own. */
const officeOfSomebody: Rule<StaffSubject> = (actor, subject) =>
  arranges(actor, subject.unitId) && subject.accountId !== actor.accountId ? "allow" : "forbidden";

export const staffingRules = {
  "staffing.list": unitKeepers,
  "staffing.gaps": unitKeepers,
  "staffing.load": programOffices,
  "project.responsible": whoeverSeesIt,
  "assignment.list": staff,
  "assignment.proposals": programOffices,
  "assignment.propose": office,
  // Each project is decided by itself, by the rule above.
  "assignment.proposeMany": programOffices,
  "assignment.approve": office,
  "assignment.withdraw": office,
  "assignment.end": office,
} as const;

export interface LoanSubject {
  /** Whether the actor holds by a relation of his own what he would lend. */
  readonly own: boolean;
}

const lends: Rule<LoanSubject> = (actor, subject) => (worksWithMatters(actor) && subject.own ? "allow" : "forbidden");
/** Giver or taker; the row policy shows a loan to nobody else. */
const itsTwo: Rule<unknown> = (actor) => (worksWithMatters(actor) ? "allow" : "invisible");
const anybodyWithMatters: Rule<unknown> = (actor) => (worksWithMatters(actor) ? "allow" : "forbidden");

export const absenceRules = {
  "absence.list": staff,
  "absence.record": hisOwn,
  "absence.cancel": hisOwn,
  "delegation.list": anybodyWithMatters,
  "delegation.give": lends,
  "delegation.withdraw": itsTwo,
} as const;

/** A hand-over with the station of its project. */
export interface HandoverSubject {
  readonly stationId: number;
  readonly from: number;
  readonly to: number | null;
  readonly preparedBy: number;
}

/** What is to be prepared: whose places, at which stations, whether successors are named. */
export interface PreparationSubject extends StaffSubject {
  readonly stations: readonly number[];
  readonly named: boolean;
}

export function mayApprove(actor: Actor, subject: HandoverSubject): boolean {
  return arranges(actor, subject.stationId);
}
export function mayAccept(actor: Actor, subject: HandoverSubject): boolean {
  return isStaff(actor) && subject.to === actor.accountId;
}
export function mayWithdraw(actor: Actor, subject: HandoverSubject): boolean {
  return (
    isStaff(actor) &&
    ([subject.from, subject.to, subject.preparedBy].includes(actor.accountId) || arranges(actor, subject.stationId))
  );
}

/** The successor is an order, hence the office's; asking for one is the officer's own, or his chief's. */
const prepares: Rule<PreparationSubject> = (actor, subject) => {
  if (!isStaff(actor)) return "forbidden";
  if (subject.stations.every((station) => actor.offices.includes(station))) return "allow";
  const his = subject.accountId === actor.accountId || looksAfter(actor, subject.unitId);
  return his && !subject.named ? "allow" : "forbidden";
};
const when =
  (may: (actor: Actor, subject: HandoverSubject) => boolean): Rule<HandoverSubject> =>
  (actor, subject) =>
    may(actor, subject) ? "allow" : "forbidden";

export const handoverRules = {
  "handover.list": staff,
  "handover.get": staff,
  "handover.prepare": prepares,
  "handover.approve": when(mayApprove),
  "handover.accept": when(mayAccept),
  "handover.withdraw": when(mayWithdraw),
  "account.close": officeOfSomebody,
  "account.keep": officeOfSomebody,
  "account.leavers": programOffices,
} as const;
