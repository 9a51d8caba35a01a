import type { Actor } from "#directory/context.ts";
import type { Rule } from "#directory/handler.ts";
import { type RoleCode, worksWithMatters } from "../roles.ts";
import { administrators, anybody, anybodyAtWork } from "./basics.ts";

/** A unit by itself and everything above it, root first. */
export interface UnitSubject {
  readonly path: readonly number[];
}
/** Somebody of the staff, by his unit. */
export interface AccountSubject extends UnitSubject {
  readonly accountId: number;
}
/** A proposed right: whose, where, by whom. */
export interface ProposalSubject extends AccountSubject {
  readonly proposedBy: number;
}

/** Whether the actor fills an administrator's office at the unit or above it. */
const keeps = (actor: Actor, role: RoleCode, { path }: UnitSubject) =>
  actor.administers && actor.roles.some((grant) => grant.role === role && path.includes(grant.unitId ?? 0));
const holds = (actor: Actor, role: RoleCode) => actor.administers && actor.roles.some((grant) => grant.role === role);

const when =
  <Subject>(may: (actor: Actor, subject: Subject) => boolean): Rule<Subject> =>
  (actor, subject) =>
    may(actor, subject) ? "allow" : "forbidden";

/** The system administrator of a unit or one above it. */
export const keepsUnit = when<UnitSubject>((actor, unit) => keeps(actor, "SYS_ADMIN", unit));
const keepsAccounts: Rule<unknown> = when((actor) => holds(actor, "SEC_ADMIN"));
export const keepsUnitOfAccount = when<UnitSubject>((actor, unit) => keeps(actor, "SEC_ADMIN", unit));
/** Whoever keeps the accounts of his unit; nobody changes his own. */
const keepsAccount = when<AccountSubject>(
  (actor, account) => keeps(actor, "SEC_ADMIN", account) && account.accountId !== actor.accountId,
);

export const unitRules = {
  "unit.tree": administrators,
  "unit.ties": keepsUnit,
  "unit.create": keepsUnit,
  "unit.change": keepsUnit,
  "unit.move": keepsUnit,
  "unit.close": keepsUnit,
} as const;

/** Limits, calendar and modules hold for the whole city: its own system administrator sets them. */
export const ruleRules = {
  "rule.list": administrators,
  "rule.check": administrators,
  "rule.set": keepsUnit,
  "rule.withdraw": keepsUnit,
} as const;

export const calendarRules = {
  "workYear.list": administrators,
  "workYear.preview": administrators,
  "workYear.set": keepsUnit,
} as const;

export const moduleRules = {
  "module.list": administrators,
  "module.offered": anybodyAtWork,
  "module.switchOff": keepsUnit,
  "module.switchOn": keepsUnit,
} as const;

/** Whoever keeps accounts reads the lists of rights; whoever leads units reads and confirms theirs. */
const readsRights: Rule<unknown> = (actor) =>
  holds(actor, "SEC_ADMIN") || (actor.kind === "staff" && worksWithMatters(actor) && leads(actor))
    ? "allow"
    : "forbidden";
const leads = (actor: Actor) =>
  actor.offices.length > 0 || actor.roles.some((grant) => grant.role === "STATION_CHIEF" || grant.role === "LEADER");

export const reviewRules = {
  "grantReview.list": readsRights,
  "grantReview.get": readsRights,
  "grantReview.confirm": when(({ administers }: Actor, { may }: { readonly may: boolean }) => may && !administers),
  "grantReview.export": readsRights,
} as const;

/** How the platform is: for whoever runs it. */
export const statusRules = {
  "status.get": when((actor: Actor) => holds(actor, "SYS_ADMIN")),
} as const;

/** The second person (S1.4): another administrator of the unit, neither whoever proposed it nor whoever gets it. */
export function mayDecide(actor: Actor, proposal: ProposalSubject): boolean {
  return (
    (keeps(actor, "SEC_ADMIN", proposal) || keeps(actor, "SYS_ADMIN", proposal)) &&
    ![proposal.proposedBy, proposal.accountId].includes(actor.accountId)
  );
}

export const accountRules = {
  "staff.list": keepsAccounts,
  "staff.get": keepsUnitOfAccount,
  "staff.create": keepsUnitOfAccount,
  // Both units have to be the caller's: where somebody is, and where he goes.
  "staff.change": when<AccountSubject & { readonly to: UnitSubject }>(
    (actor, account) => keepsAccount(actor, account) === "allow" && keeps(actor, "SEC_ADMIN", account.to),
  ),
  "staff.endSessions": keepsAccount,
  "staff.close": keepsAccount,
  "staff.unlock": keepsAccount,
  "staff.issueCode": keepsAccount,
  "staff.redeemCode": anybody,
  "grant.list": administrators,
  // Both have to be the caller's: the account, and the unit at which the right holds.
  "grant.propose": when<AccountSubject & { readonly unit: UnitSubject }>(
    (actor, account) => keepsAccount(actor, account) === "allow" && keeps(actor, "SEC_ADMIN", account.unit),
  ),
  "grant.approve": when(mayDecide),
  "grant.refuse": when(mayDecide),
  "grant.withdraw": when<ProposalSubject>((actor, proposal) => proposal.proposedBy === actor.accountId),
  "grant.revoke": keepsAccount,
} as const;
