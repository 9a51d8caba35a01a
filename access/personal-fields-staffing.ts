import { plain, relation } from "./personal-field.ts";

/** Who is responsible for what and since when; part of the register in `personal-fields.ts`. */
export const staffingFields = {
  absence: {
    columns: {
      id: plain,
      account_id: relation,
      from_at: relation,
      to_at: relation,
      recorded_at: relation,
      recorded_by: relation,
    },
  },
  assignment: {
    columns: {
      id: plain,
      project_id: plain,
      account_id: relation,
      kind: relation,
      valid_from: relation,
      valid_to: relation,
      order_no: plain,
      reason: { ...relation, level: "L3" },
      end_reason: { ...relation, level: "L3" },
      tier: plain,
    },
  },
  assignment_proposal: {
    columns: {
      id: plain,
      project_id: plain,
      account_id: relation,
      kind: relation,
      from_day: relation,
      reason: { ...relation, level: "L3" },
      state: plain,
      proposed_by: relation,
      proposed_at: relation,
      decided_by: relation,
      decided_at: relation,
    },
  },
  handover: {
    columns: {
      id: plain,
      project_id: plain,
      station_id: plain,
      kind: relation,
      from_account: relation,
      to_account: relation,
      state: plain,
      note: { ...relation, level: "L3" },
      order_no: plain,
      prepared_by: relation,
      prepared_at: relation,
      due_at: plain,
      accept_clock: plain,
      decided_by: relation,
      decided_at: relation,
    },
  },
  handover_item: {
    columns: { handover_id: plain, no: plain, kind: plain, text: { ...relation, level: "L3" }, due_on: plain },
  },
  handover_matter: { plain: "numbers of matters on a sheet" },
  rule_setting: { plain: "figures of the rules" },
  staffing_told: { plain: "what the clock has told, by ids" },
} as const;
