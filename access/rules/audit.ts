import type { Rule } from "#directory/handler.ts";
import { isAuditAdmin } from "../roles.ts";

const auditAdministrator: Rule<unknown> = (actor) => (isAuditAdmin(actor) ? "allow" : "forbidden");

export const auditRules = {
  "audit.list": auditAdministrator,
} as const;
