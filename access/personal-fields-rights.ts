import { duty, field, asked, plain, type PersonalFields } from "./personal-field.ts";

/** Why something is kept from being erased, and who says so. */
const kept = field("oversight", duty, "L3", "audit");
const registered = field("oversight", duty, "L3", "register");
const chosen = field("rights", asked, "L2", "account");

/** What people have said about their own data; part of the register in `personal-fields.ts`. */
export const rightsFields = {
  consent: {
    columns: { id: plain, account_id: chosen, purpose: chosen, notice_version: plain, given: chosen, at: chosen },
  },
  legal_hold: {
    columns: {
      id: plain,
      matter_id: plain,
      assessment_id: plain,
      disclosure_id: plain,
      reason: kept,
      placed_by: kept,
      placed_at: plain,
      until_day: plain,
      confirmed_by: kept,
      confirmed_at: plain,
      lift_asked_by: kept,
      lift_asked_at: plain,
      lift_reason: kept,
      lifted_by: kept,
      lifted_at: plain,
    },
  },
  glass: {
    columns: {
      id: plain,
      matter_id: plain,
      account_id: kept,
      hours: plain,
      reason: kept,
      asked_by: kept,
      asked_office: plain,
      asked_at: plain,
      opened_by: kept,
      opened_at: plain,
      ends_at: plain,
      ended_by: kept,
    },
  },
  open_figure: { plain: "sums of the whole city by month, none of fewer than five" },
  look_draw: { plain: "which weeks were drawn from, and by which version of the rule" },
  look_sample: {
    columns: {
      id: plain,
      week: plain,
      audit_uid: plain,
      point: plain,
      at: plain,
      account_id: kept,
      unit_id: kept,
      matter_id: plain,
      state: plain,
      finding: kept,
      judged_by: kept,
      judged_at: plain,
      action: kept,
      closed_by: kept,
      closed_at: plain,
    },
  },
  assessment: {
    columns: {
      id: plain,
      module: plain,
      purpose: plain,
      fields: plain,
      law: plain,
      dangers: plain,
      measures: plain,
      assessed_on: plain,
      valid_until: plain,
      assessed_by: registered,
    },
  },
  disclosure: {
    columns: {
      id: plain,
      on_day: plain,
      recipient: plain,
      what: registered,
      law: plain,
      matter_number: plain,
      matter_id: plain,
      noted_by: registered,
      noted_at: plain,
    },
  },
  retention_rule: { plain: "how long each kind is kept" },
  tombstone: { plain: "what was erased, by its id and nothing else" },
  erasure_run: { plain: "how many of a kind were erased when" },
  privacy_notice_shown: { columns: { account_id: chosen, version: plain, at: chosen } },
} as const satisfies Partial<PersonalFields>;
