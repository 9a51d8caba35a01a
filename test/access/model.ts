/**
 * A drawn city as plain data: everything that access depends on, in memory. The database is filled from it and the
 * oracle reads it; neither knows the other.
 */

/** From and until, in milliseconds; the end itself is outside, null is open. */
export interface Dated {
  readonly from: number;
  readonly to: number | null;
}

export interface Unit {
  readonly id: number;
  readonly parent: number | null;
  readonly tier: "CITY" | "BRANCH" | "STATION" | "DEPARTMENT";
  readonly department: string | null;
}

export interface Account {
  readonly id: number;
  readonly kind: "staff" | "member";
  readonly unit: number | null;
  readonly closedAt: number | null;
}

export interface Grant extends Dated {
  readonly account: number;
  readonly role: string;
  readonly unit: number | null;
  readonly firm: number | null;
}

export interface Assignment extends Dated {
  readonly project: number;
  readonly account: number;
  readonly kind: "A" | "B" | "SPONSOR" | "SPECIALIST";
}

export interface Absence {
  readonly account: number;
  readonly from: number;
  readonly to: number;
}

/** A relation as the oracle names it: `project:3/a`, `unit:4/desk`, `enterprise:2/desk`, `account:9/self`, `matter:5/sideA`. */
export type Relation = string;

export interface Delegation {
  readonly giver: number;
  readonly taker: number;
  readonly relation: Relation;
  readonly from: number;
  readonly to: number;
}

export interface Party extends Dated {
  /** Place in the order of opening, from 1: the number that the database gives. */
  readonly matter: number;
  readonly side: "sideA" | "sideB";
  readonly account: number;
}

/** A matter to be opened, and how far its story goes. */
export interface Plan {
  readonly procedure: "consultation" | "relay";
  /** Who opens it, and for which firm. */
  readonly opener: number;
  readonly firm: number;
  readonly project: number | null;
  readonly topic: string | null;
  readonly private: boolean;
  /** Steps and remarks, taken as far as somebody may take them. */
  readonly story: readonly Act[];
  /** From whom it is kept (a complaint about him). */
  readonly barred: readonly Relation[];
}

/** A step of the procedure by whoever may take it, or a remark with a file for one audience. */
export type Act = { readonly step: string } | { readonly remark: string };

export interface City {
  readonly units: readonly Unit[];
  readonly firms: readonly { readonly id: number; readonly station: number }[];
  readonly projects: readonly { readonly id: number; readonly station: number; readonly firms: readonly number[] }[];
  readonly accounts: readonly Account[];
  readonly topics: readonly { readonly code: string; readonly department: string }[];
  readonly grants: readonly Grant[];
  readonly assignments: readonly Assignment[];
  readonly absences: readonly Absence[];
  readonly delegations: readonly Delegation[];
  readonly parties: readonly Party[];
  readonly plans: readonly Plan[];
  /** How long the clock runs before anybody looks: overdue tasks climb. */
  readonly settle: "none" | "day" | "days";
}

/** A matter as it has become: what the oracle is told besides the city. Names and dates only, no principal. */
export interface Happened {
  readonly id: number;
  readonly procedure: "consultation" | "relay";
  readonly opener: number;
  readonly firm: number;
  readonly project: number | null;
  readonly topic: string | null;
  readonly private: boolean;
  readonly barred: readonly Relation[];
  readonly parent: number | null;
  readonly state: string;
  readonly version: number;
  readonly entries: readonly { seq: number; kind: string; name: string; audience: string; capacity: string | null }[];
  readonly tasks: readonly { no: number; kind: string; open: boolean }[];
  readonly files: readonly { id: string; audience: string }[];
}

/** Somebody in a session: staff without a firm, a member for one. */
export interface Identity {
  readonly account: number;
  readonly firm: number | null;
}

/** Everything was so before the story begins. */
export const always = Date.parse("2025-01-01T00:00:00+08:00");
/** Matters are opened from here on, one each minute. */
export const opening = Date.parse("2026-09-21T09:00:00+08:00");
/** Instants at which relations begin and end, after everything has been opened. */
const firstTick = Date.parse("2026-09-24T08:00:00+08:00");
const hour = 3_600_000;
export const ticks = [
  firstTick,
  firstTick + hour,
  firstTick + 2 * hour,
  firstTick + 3 * hour,
  firstTick + 4 * hour,
  firstTick + 5 * hour,
] as const;

export function isIn(dated: Dated, at: number): boolean {
  return dated.from <= at && (dated.to === null || dated.to > at);
}

export function nameOf(identity: Identity): string {
  return identity.firm === null ? `staff ${identity.account}` : `member ${identity.account} for firm ${identity.firm}`;
}
