import type { Rule } from "#directory/handler.ts";
import { isAuditAdmin } from "../roles.ts";

/** The keeper of the audit, who has no part in the business. */
export const auditAdministrator: Rule<unknown> = (actor) => (isAuditAdmin(actor) ? "allow" : "forbidden");

export const auditRules = {
  "audit.list": auditAdministrator,
  "audit.unusual": auditAdministrator,
} as const;
