import { auditAdministrator } from "./audit.ts";

/** Who was drawn is the platform's own knowledge; only the keeper of the audit draws again. */
export const returnVisitRules = {
  "returnVisit.check": auditAdministrator,
} as const;
