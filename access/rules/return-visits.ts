import type { Rule } from "#directory/handler.ts";
import { isAuditAdmin } from "../roles.ts";
import { keepsUnit } from "./administration.ts";
import { auditAdministrator } from "./audit.ts";

/** Whoever keeps the system or its audit. */
const keepers: Rule<unknown> = (actor) => (actor.administers || isAuditAdmin(actor) ? "allow" : "forbidden");

/**
 * Who was drawn is the platform's own knowledge; only the keeper of the audit draws again.
 * Share, cap and days hold for the whole city: like limits, its own system administrator sets them.
 */
export const returnVisitRules = {
  "returnVisit.check": auditAdministrator,
  "returnVisitRule.list": keepers,
  "returnVisitRule.set": keepsUnit,
} as const;
