import type { Selectable } from "kysely";
import type { DB } from "#db/rows.gen.ts";

/**
 * The register of personal data (PIPL §13, §28, domain.md S3.1): for every column that says something of a person,
 * what it is for, on what ground, how sensitive it is, how long it stays and how it lies in the database. A new table,
 * or a new column of a table that is listed by columns, does not compile before it has been thought about.
 */

/** S4: public, internal, personal or business secret, sensitive personal. */
export type Level = "L1" | "L2" | "L3" | "L4";

/** What the data are for; whoever reads them is on record with a purpose of his own (decision 24). */
export const purposes = {
  /** Letting somebody in, and nobody else in his name. */
  signIn: "who may enter",
  /** Who can be reached about what: duty names and duty telephones. */
  contact: "whom to turn to",
  /** Who is responsible, stands in, and may read. */
  responsibility: "who acts and reads",
  /** Answering what was asked and seeing it through. */
  service: "the person's or firm's own matter",
  /** S5: who looked at what, and why. */
  oversight: "who did and saw what",
  /** Being told, and how one wants to be told. */
  notice: "what waits for whom, told his way",
  /** Decision 18: how the service was, by month and unit. */
  feedback: "how it was, in batches",
} as const;

/** Ground in law: what a police officer must do within his powers (§34), or what the person asked for (§13). */
export type Basis = "statutory duty" | "request of the person";

/** S6, with the default periods; an operator may set others, and a legal hold stops each of them. */
export const retentions = {
  day: "1 day, then swept",
  session: "until the session is over, then swept",
  account: "while the account is open, and as long as audit rows name it (3 years)",
  relation: "while it lasts, and as long as audit rows rest on it (3 years)",
  matter: "by the kind of matter, from its closing: consultation 2 years",
  audit: "3 years",
  rating: "3 years",
  notice: "90 days once read, a year unread, then swept; an address until it is taken back",
} as const;

export interface PersonalField {
  readonly purpose: keyof typeof purposes;
  readonly basis: Basis;
  readonly level: Level;
  readonly retention: keyof typeof retentions;
  /** As it lies in the database: readable, encrypted, or only to be compared with. */
  readonly kept: "clear" | "sealed" | "digest";
}

/** A column that says nothing of a person. */
const plain = "plain";
type Column = typeof plain | PersonalField;

/** A table without persons, with the reason why. */
interface PlainTable {
  readonly plain: string;
}
type PersonalTable<Row> = { readonly [C in keyof Row]: Column };
export type PersonalFields = {
  readonly [T in keyof DB]: PlainTable | { readonly columns: PersonalTable<Selectable<DB[T]>> };
};

const field = (
  purpose: PersonalField["purpose"],
  basis: Basis,
  level: Level,
  retention: PersonalField["retention"],
  kept: PersonalField["kept"] = "clear",
): PersonalField => ({ purpose, basis, level, retention, kept });

const duty = "statutory duty";
const asked = "request of the person";

const signIn = field("signIn", duty, "L3", "account");
const known = field("contact", duty, "L2", "account");
const relation = field("responsibility", duty, "L2", "relation");
const service = field("service", asked, "L3", "matter");
const seen = field("oversight", duty, "L3", "audit");
const inSession = field("signIn", duty, "L3", "session");
const told = field("notice", asked, "L2", "notice");
const moment = field("responsibility", duty, "L2", "day");

export const personalFields = {
  absence: { columns: { id: plain, account_id: relation, from_at: relation, to_at: relation } },
  access_grant: {
    columns: {
      id: plain,
      account_id: relation,
      role: relation,
      unit_id: relation,
      enterprise_id: relation,
      valid_from: relation,
      valid_to: relation,
    },
  },
  account: {
    columns: {
      id: plain,
      kind: plain,
      login: signIn,
      duty_name: known,
      police_number: known,
      unit_id: known,
      // The duty telephone; private numbers are not stored.
      duty_phone: known,
      password_hash: { ...signIn, kept: "digest" },
      locale: known,
      created_at: plain,
      closed_at: relation,
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
    },
  },
  audit: {
    columns: {
      id: plain,
      uid: plain,
      at: seen,
      account_id: seen,
      enterprise_id: seen,
      unit_id: seen,
      device: seen,
      operation: seen,
      purpose: seen,
      object: seen,
      count: seen,
      status: seen,
      detail: seen,
      key_id: plain,
      hmac: plain,
    },
  },
  calendar_year: { plain: "years and where their calendar comes from" },
  delegation: {
    columns: {
      id: plain,
      from_account: relation,
      to_account: relation,
      principal_id: relation,
      valid_from: relation,
      valid_to: relation,
      reason: { ...relation, level: "L3" },
    },
  },
  due: { plain: "minutes at which tasks of matters are due" },
  effect_consumer: { plain: "which part of the program hears which events" },
  effect_pending: { plain: "events that are still to be heard; what they say stands in the outbox" },
  enterprise: { plain: "a firm; its people stand in access_grant and account" },
  entry: {
    columns: {
      matter_id: plain,
      seq: plain,
      at: service,
      kind: plain,
      name: plain,
      audience: plain,
      actor_id: service,
      capacity: service,
      actor_label: service,
      from_state: plain,
      to_state: plain,
      // What was written; `formFields` says it field by field.
      form: service,
      resolved: service,
    },
  },
  file: {
    columns: {
      id: plain,
      matter_id: plain,
      entry_seq: plain,
      project_id: plain,
      project_seq: plain,
      audience: plain,
      name: service,
      media_type: plain,
      size: plain,
      // The content itself lies encrypted beside the database, images without their place and device.
      sha256: { ...service, kept: "digest" },
      width: plain,
      height: plain,
      storage_key: plain,
      thumb_key: plain,
      uploaded_by: service,
      uploaded_at: service,
    },
  },
  idempotency: {
    columns: {
      account_id: moment,
      operation: moment,
      key: plain,
      body_hash: { ...moment, kept: "digest" },
      status: plain,
      answer: { ...moment, level: "L3", kept: "sealed" },
      at: moment,
    },
  },
  matter: {
    columns: {
      id: plain,
      number: plain,
      procedure: plain,
      procedure_version: plain,
      state: plain,
      phase: plain,
      outcome: plain,
      title: service,
      topic: service,
      enterprise_id: service,
      project_id: plain,
      station_id: plain,
      branch_id: plain,
      opened_by: service,
      private: service,
      opened_at: service,
      closed_at: service,
      version: plain,
      entry_seq: plain,
      readers: service,
      barred: { ...service, level: "L4" },
    },
  },
  matter_audience: { columns: { matter_id: plain, audience: plain, readers: service } },
  matter_guest: { columns: { principal: service, opened_at: service, matter_id: plain, open: plain } },
  matter_link: { plain: "which matter came of which" },
  matter_party: {
    columns: { matter_id: plain, capacity: service, account_id: service, valid_from: service, valid_to: service },
  },
  notice: {
    columns: {
      id: plain,
      account_id: told,
      enterprise_id: plain,
      kind: told,
      urgency: plain,
      matter_id: told,
      project_id: plain,
      // Keys of texts and numbers.
      params: plain,
      subject: told,
      at: told,
      read_at: told,
    },
  },
  notice_address: {
    columns: {
      account_id: told,
      channel: plain,
      // The address itself, given by the person for this and nothing else.
      sealed: { ...told, level: "L3", kept: "sealed" },
      verified_at: told,
      code_digest: { ...told, kept: "digest" },
      code_until: plain,
      code_attempts: plain,
      codes: plain,
      codes_since: plain,
      refused_at: told,
    },
  },
  notice_delivery: { columns: { notice_id: plain, channel: plain, account_id: told, due_at: plain } },
  notice_message: {
    columns: {
      id: plain,
      channel: plain,
      account_id: told,
      kind: plain,
      notices: told,
      secret: { ...told, kept: "sealed" },
      state: plain,
      attempts: plain,
      next_at: plain,
      made_at: told,
      ended_at: plain,
      fault: plain,
    },
  },
  notice_setting: {
    columns: {
      account_id: told,
      mode: told,
      digest_at: told,
      quiet_from: told,
      quiet_to: told,
      quiet_rest_days: told,
      locale: told,
    },
  },
  number_series: { plain: "last number of each series" },
  outbox: {
    columns: {
      id: plain,
      at: moment,
      // Ids only (decision 11).
      event: moment,
      readers: moment,
      barred: { ...moment, level: "L4" },
    },
  },
  platform: { plain: "settings of the installation" },
  principal: { columns: { id: plain, kind: plain, ref_id: relation, duty: plain } },
  procedure_version: { plain: "kinds of matters that the database was run with" },
  project: { plain: "a project; its people stand in assignment" },
  project_change: {
    columns: {
      project_id: plain,
      seq: plain,
      at: plain,
      kind: plain,
      actor_id: relation,
      actor_name: relation,
      from_stage: plain,
      to_stage: plain,
      day: plain,
    },
  },
  project_enterprise: { plain: "which firms build which project" },
  project_evidence: {
    columns: { project_id: plain, seq: plain, note: { ...relation, level: "L3" }, fields: plain },
  },
  project_stage: { plain: "stages of projects" },
  quiet_day: { plain: "days on which a firm wants to be left alone" },
  project_stage_item: { plain: "which matter a stage's work has become" },
  rating: {
    columns: {
      id: plain,
      month: plain,
      procedure: plain,
      unit_id: plain,
      stars: field("feedback", asked, "L3", "rating"),
      // Read by nobody through the application: it counts distinct raters.
      rater: field("feedback", asked, "L3", "rating"),
    },
  },
  role: { plain: "the program's own list of roles" },
  session: {
    columns: {
      id: plain,
      token_hash: { ...inSession, kept: "digest" },
      account_id: inSession,
      enterprise_id: inSession,
      device: inSession,
      created_at: inSession,
      seen_at: inSession,
      expires_at: inSession,
      ended_at: inSession,
    },
  },
  sign_in_failure: {
    columns: { login: { ...signIn, retention: "day" }, at: { ...signIn, retention: "day" } },
  },
  stage_item: { plain: "the work that each stage brings" },
  task: {
    columns: {
      matter_id: plain,
      no: plain,
      kind: plain,
      audience: plain,
      holder: service,
      added: service,
      state: plain,
      clock: plain,
      due_at: plain,
      opened_seq: plain,
      closed_seq: plain,
    },
  },
  topic: { plain: "what one can ask about" },
  turn: { columns: { principal: service, sort_at: plain, matter_id: plain, task_no: plain } },
  unit: { plain: "police units and their duty telephones" },
  work_calendar: { plain: "working days and holidays" },
} as const satisfies PersonalFields;
