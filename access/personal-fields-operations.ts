import { plain, relation, signIn } from "./personal-field.ts";

/** What belongs to the installation itself. */
export const operationFields = {
  admin_link: {
    columns: {
      id: plain,
      role: relation,
      code_hash: { ...signIn, kept: "digest" },
      created_at: plain,
      expires_at: plain,
      used_at: relation,
      used_by: relation,
      ended_at: plain,
    },
  },
  audit_batch: { plain: "how the rows of the audit are chained" },
  audit_open: { plain: "rows of the audit that are in no batch yet" },
  operation_run: { plain: "backups, restores and upgrades" },
} as const;
