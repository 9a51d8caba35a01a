import { plain, relation, signIn } from "./personal-field.ts";

/** Administrators: who moved a unit, who proposed and approved whose rights, first access of the staff. */
export const administrationFields = {
  unit_move: {
    columns: {
      id: plain,
      unit_id: plain,
      from_parent: plain,
      to_parent: plain,
      moved_by: relation,
      moved_at: plain,
      through: plain,
      matters: plain,
    },
  },
  calendar_change: {
    columns: {
      id: plain,
      year: plain,
      source: plain,
      changed_by: relation,
      changed_at: plain,
      through: plain,
      moved: plain,
    },
  },
  module_off: {
    columns: {
      id: plain,
      unit_id: plain,
      procedure: plain,
      reason: plain,
      off_by: relation,
      off_at: plain,
      on_by: relation,
      on_at: plain,
    },
  },
  rights_review: {
    columns: {
      unit_id: plain,
      quarter: plain,
      grants: relation,
      confirmed_by: relation,
      confirmed_at: relation,
      note: relation,
    },
  },
  limit_rule: {
    columns: {
      key: plain,
      amount: plain,
      unit: plain,
      source: plain,
      law: plain,
      article: plain,
      start_excluded: plain,
      roll_forward: plain,
      valid_from: plain,
      valid_to: plain,
      set_by: relation,
      set_at: plain,
    },
  },
  grant_proposal: {
    columns: {
      id: plain,
      account_id: relation,
      role: relation,
      unit_id: relation,
      from_day: relation,
      to_day: relation,
      reason: relation,
      state: relation,
      proposed_by: relation,
      proposed_at: relation,
      decided_by: relation,
      decided_at: relation,
      note: relation,
      grant_id: relation,
    },
  },
  staff_code: {
    columns: {
      id: plain,
      account_id: signIn,
      issued_by: relation,
      issued_at: relation,
      expires_at: plain,
      // The code itself is only on the paper.
      code_hash: { ...signIn, kept: "digest" },
      redeemed_at: relation,
      ended_at: relation,
    },
  },
} as const;
