import type { Actor } from "#directory/context.ts";

/**
 * Roles (domain.md §2) and the duties they fill at their unit or firm; each duty is a principal
 * (`unit:7/desk`). `covers`: the holder's view reaches the units below his own.
 */
export const roles = [
  { code: "LEADER", scope: "unit", duties: ["leader"], covers: false },
  { code: "PROGRAM_OFFICE_CITY", scope: "unit", duties: ["office"], covers: true },
  { code: "PROGRAM_OFFICE_BRANCH", scope: "unit", duties: ["office"], covers: true },
  { code: "STATION_CHIEF", scope: "unit", duties: ["chief", "desk"], covers: true },
  { code: "OFFICER", scope: "unit", duties: [], covers: false },
  { code: "SPECIALIST", scope: "unit", duties: ["specialists"], covers: false },
  { code: "DEPT_HANDLER", scope: "unit", duties: ["desk"], covers: false },
  { code: "INSPECTOR", scope: "unit", duties: ["inspectors"], covers: false },
  { code: "DATA_PROTECTION", scope: "unit", duties: ["dataProtection"], covers: false },
  { code: "SYS_ADMIN", scope: "unit", duties: ["administrators", "system"], covers: false },
  { code: "SEC_ADMIN", scope: "unit", duties: ["administrators", "security"], covers: false },
  { code: "AUDIT_ADMIN", scope: "unit", duties: ["auditors"], covers: false },
  { code: "ENT_LEGAL_REP", scope: "enterprise", duties: ["desk", "members", "rep"], covers: false },
  { code: "ENT_LIAISON", scope: "enterprise", duties: ["desk", "members"], covers: false },
  { code: "ENT_SECURITY", scope: "enterprise", duties: ["members"], covers: false },
  { code: "ENT_HR", scope: "enterprise", duties: ["members"], covers: false },
] as const;
export type RoleCode = (typeof roles)[number]["code"];

/** Which home screen a person starts on. */
export type Desk =
  | "enterprise"
  | "officer"
  | "specialist"
  | "chief"
  | "office"
  | "leader"
  | "inspector"
  | "dataProtection"
  | "audit"
  | "administration"
  | "security";

/** Those who keep the system, its security and its audit; they have no part in the business (S1.5). */
const administrators: readonly string[] = ["SYS_ADMIN", "SEC_ADMIN", "AUDIT_ADMIN"] satisfies RoleCode[];

const deskByRole: readonly (readonly [RoleCode, Desk])[] = [
  ["AUDIT_ADMIN", "audit"],
  ["SYS_ADMIN", "administration"],
  ["SEC_ADMIN", "security"],
  ["STATION_CHIEF", "chief"],
  ["PROGRAM_OFFICE_CITY", "office"],
  ["PROGRAM_OFFICE_BRANCH", "office"],
  ["LEADER", "leader"],
  ["SPECIALIST", "specialist"],
  ["DEPT_HANDLER", "specialist"],
  ["INSPECTOR", "inspector"],
  ["DATA_PROTECTION", "dataProtection"],
];

export function deskOf(actor: Actor): Desk {
  if (actor.kind === "member") return "enterprise";
  const held = new Set(actor.roles.map((grant) => grant.role));
  return deskByRole.find(([role]) => held.has(role))?.[1] ?? "officer";
}

/** Whether the person's work is with matters and projects at all; one office of an administrator ends it (S1.5). */
export function worksWithMatters(actor: Actor): boolean {
  if (actor.kind === "service") return false;
  return actor.kind === "member" || !actor.roles.some((grant) => administrators.includes(grant.role));
}

/** Who keeps the library of measures and the templates; the row policies ask the same of the principals. */
export function writesPolicies(actor: Actor): boolean {
  const writers: readonly string[] = [
    "SPECIALIST",
    "PROGRAM_OFFICE_CITY",
    "PROGRAM_OFFICE_BRANCH",
  ] satisfies RoleCode[];
  return worksWithMatters(actor) && actor.roles.some((grant) => writers.includes(grant.role));
}

export function isAuditAdmin(actor: Actor): boolean {
  return actor.roles.some((grant) => grant.role === "AUDIT_ADMIN");
}

/** Who watches over how the police use what they may see. */
export function inspects(actor: Actor): boolean {
  return worksWithMatters(actor) && actor.roles.some((grant) => grant.role === "INSPECTOR");
}

/** Who keeps the data: answers for how long they stay, and holds what must not go yet. */
export function keepsData(actor: Actor): boolean {
  const keepers: readonly string[] = ["DATA_PROTECTION", "INSPECTOR"] satisfies RoleCode[];
  return worksWithMatters(actor) && actor.roles.some((grant) => keepers.includes(grant.role));
}
