import type { RoleCode } from "./roles.ts";

/** Tiers of units at which each role of the staff has its place: what may be given where, for both sides of the wire. */
export const roleTiers = {
  LEADER: ["CITY", "BRANCH", "DEPARTMENT"],
  PROGRAM_OFFICE_CITY: ["CITY"],
  PROGRAM_OFFICE_BRANCH: ["BRANCH"],
  STATION_CHIEF: ["STATION"],
  OFFICER: ["BRANCH", "DEPARTMENT", "STATION", "WORK_STATION"],
  SPECIALIST: ["DEPARTMENT"],
  DEPT_HANDLER: ["DEPARTMENT", "STATION"],
  INSPECTOR: ["CITY"],
  DATA_PROTECTION: ["CITY"],
  SYS_ADMIN: ["CITY", "BRANCH"],
  SEC_ADMIN: ["CITY", "BRANCH"],
  AUDIT_ADMIN: ["CITY"],
} as const satisfies Partial<Record<RoleCode, readonly string[]>>;

export type StaffRole = keyof typeof roleTiers;
export const staffRoles = Object.keys(roleTiers) as [StaffRole, ...StaffRole[]];

/** The three who keep the system, its accounts and its audit: one person has at most one of these offices (S1.5). */
export const administratorRoles: readonly StaffRole[] = ["SYS_ADMIN", "SEC_ADMIN", "AUDIT_ADMIN"];

export function isGivenAt(role: StaffRole, tier: string): boolean {
  return (roleTiers[role] as readonly string[]).includes(tier);
}

/** The administrator's office among held roles that excludes another one, if there is one. */
export function excludedBy(role: string, held: readonly string[]): string | undefined {
  const offices: readonly string[] = administratorRoles;
  return offices.includes(role) ? held.find((one) => offices.includes(one) && one !== role) : undefined;
}
