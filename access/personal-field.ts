import type { Selectable } from "kysely";
import type { DB } from "#db/rows.gen.ts";

/** How personal data are declared: the words of the register in `personal-fields.ts`. */

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
  /** What somebody has been told and has chosen about his own data. */
  rights: "what the person was told and chose",
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
  register: "3 years at least once it is in force no more (PIPL §56)",
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
export const plain = "plain";
type Column = typeof plain | PersonalField;

/** A table without persons, with the reason why. */
interface PlainTable {
  readonly plain: string;
}
type PersonalTable<Row> = { readonly [C in keyof Row]: Column };
export type PersonalFields = {
  readonly [T in keyof DB]: PlainTable | { readonly columns: PersonalTable<Selectable<DB[T]>> };
};

export const field = (
  purpose: PersonalField["purpose"],
  basis: Basis,
  level: Level,
  retention: PersonalField["retention"],
  kept: PersonalField["kept"] = "clear",
): PersonalField => ({ purpose, basis, level, retention, kept });

export const duty = "statutory duty";
export const asked = "request of the person";

export const signIn = field("signIn", duty, "L3", "account");
export const known = field("contact", duty, "L2", "account");
export const relation = field("responsibility", duty, "L2", "relation");
export const service = field("service", asked, "L3", "matter");
export const seen = field("oversight", duty, "L3", "audit");
export const inSession = field("signIn", duty, "L3", "session");
export const told = field("notice", asked, "L2", "notice");
export const moment = field("responsibility", duty, "L2", "day");
