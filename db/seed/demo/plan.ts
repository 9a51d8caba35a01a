import type { RoleCode } from "#access/roles.ts";

/**
 * Everything of a demo city that is not a matter, before it is written: plain data by keys. The small city is written
 * by hand, the full one is the small one and what `city/` adds to it.
 */
export interface CityPlan {
  /** Parents before their children. */
  readonly units: readonly UnitPlan[];
  readonly firms: readonly FirmPlan[];
  /** Staff first: they are the ones whom firms know by number. */
  readonly people: readonly PersonPlan[];
  readonly projects: readonly ProjectPlan[];
  readonly absences: readonly AbsencePlan[];
}

export interface UnitPlan {
  readonly key: string;
  readonly name: string;
  readonly short: string;
  readonly tier: "CITY" | "BRANCH" | "DEPARTMENT" | "STATION" | "WORK_STATION";
  readonly parent: string | null;
  readonly area: string;
  readonly department: string | null;
  /** Running number of its duty telephone (`phoneLine`). */
  readonly line: number;
}

export interface FirmPlan {
  readonly key: string;
  readonly name: string;
  readonly uscc: string;
  readonly address: string;
  /** Key of its police station. */
  readonly station: string;
}

export interface PersonPlan {
  readonly login: string;
  /** A common surname and a duty, never a person's name. */
  readonly name: string;
  readonly line: number;
  /** Staff: key of the unit, and the police number. Null for a firm's people. */
  readonly staff: { readonly unit: string; readonly number: string } | null;
  /** Each at a unit, for a firm's people at a firm. */
  readonly grants: readonly (readonly [role: RoleCode, at: string])[];
}

export type Place = "A" | "B" | "SPECIALIST" | "SPONSOR";

export interface ProjectPlan {
  readonly key: string;
  readonly code: string;
  readonly name: string;
  readonly firm: string;
  readonly level: "PROVINCE" | "CITY";
  readonly address: string;
  readonly station: string;
  /** The oldest first; `since` is a day. */
  readonly stages: readonly { readonly stage: string; readonly since: string }[];
  readonly people: readonly {
    readonly place: Place;
    readonly who: string;
    readonly from: Date;
    readonly to: Date | null;
  }[];
}

/** Whole days away. */
export interface AbsencePlan {
  readonly who: string;
  readonly from: Date;
  readonly to: Date;
}

/**
 * A number that no exchange can assign: a land line's own number cannot begin with 0, which is the prefix of trunk
 * calls (decision 31).
 */
export function phoneLine(line: number): string {
  return `0546-${String(line).padStart(7, "0")}`;
}
