import type { personalFields } from "./personal-fields.ts";

type Fields = typeof personalFields;
type PersonalTable = { [T in keyof Fields]: Fields[T] extends { readonly plain: string } ? never : T }[keyof Fields];

/**
 * How a table's personal data end: `by` a function of the database or a job, which deletes or blanks them; `numbers`: its
 * rows name people by the numbers of their accounts alone, and who that was is forgotten with the account.
 */
type End = { readonly by: string } | { readonly numbers: true };

const numbers = { numbers: true } as const;
const withMatter = { by: "app.erase_matter" } as const;
const withAccount = { by: "app.erase_accounts" } as const;
const withRegister = { by: "app.erase_register" } as const;
const withSession = { by: "app.sweep_sessions" } as const;
const withWords = { by: "app.erase_words" } as const;
const lists = { by: "app.sweep_imports" } as const;

/** The end of every table with personal fields: one that is missing here does not compile. */
export const erasure = {
  absence: numbers,
  access_code: withWords,
  access_grant: withWords,
  account: withAccount,
  account_link: withAccount,
  account_recovery: withAccount,
  admin_link: numbers,
  answer_template: numbers,
  assessment: withRegister,
  assignment: withWords,
  assignment_proposal: withWords,
  audit: { by: "app.retire_audit" },
  calendar_change: numbers,
  consent: withAccount,
  delegation: withWords,
  disclosure: withRegister,
  entry: withMatter,
  file: withMatter,
  glass: withWords,
  grant_proposal: withWords,
  handover: withWords,
  handover_item: withWords,
  hotline_export: numbers,
  hotline_ticket: withMatter,
  idempotency: { by: "sweepKeys" },
  import_batch: numbers,
  import_row: lists,
  import_work: { by: "finish" },
  import_write: lists,
  legal_hold: withWords,
  limit_rule: numbers,
  look_sample: { by: "app.retire_looks" },
  matter: withMatter,
  matter_audience: withMatter,
  matter_duplicate: numbers,
  matter_guest: withMatter,
  matter_party: withMatter,
  matter_search: withMatter,
  module_off: numbers,
  notice: { by: "sweepNotices" },
  notice_address: withAccount,
  // Goes with its notice.
  notice_delivery: { by: "sweepNotices" },
  notice_message: { by: "sweepNotices" },
  notice_setting: withAccount,
  outbox: { by: "sweepOutbox" },
  passkey: withAccount,
  password_history: withAccount,
  policy_item_version: numbers,
  principal: numbers,
  privacy_notice_shown: withAccount,
  project_change: withWords,
  project_contact: withWords,
  project_evidence: withWords,
  rating: withWords,
  recovery_code: withAccount,
  return_visit_rule: numbers,
  rights_review: withWords,
  saved_view: numbers,
  service_account: withWords,
  service_key: numbers,
  service_plan: withWords,
  service_plan_word: withWords,
  session: withSession,
  sign_in_challenge: withSession,
  sign_in_failure: withSession,
  staff_code: numbers,
  task: withMatter,
  totp: withAccount,
  turn: numbers,
  unit_move: numbers,
  webhook_endpoint: numbers,
} as const satisfies Record<PersonalTable, End>;
