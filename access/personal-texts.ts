import type { PersonalField } from "./personal-fields.ts";

/**
 * What people write in words: it may say anything of anybody, so each place is declared (S3.1). The fields are those of
 * a procedure's sections and steps, as `section.field` and `step.field`; a test asks every procedure for its own.
 */

/** What somebody asks or tells for himself or his firm. */
const told: PersonalField = {
  purpose: "service",
  basis: "request of the person",
  level: "L3",
  retention: "matter",
  kept: "clear",
};
/** What the police answer, ask back or note among themselves. */
const answered: PersonalField = { ...told, basis: "statutory duty" };
/** Where an answer comes from or who else can help: laws, offices, duty telephones. */
const cited: PersonalField = { ...answered, level: "L2" };

export type TextFields = Readonly<Record<string, PersonalField>>;

export const formFields: Readonly<Record<string, TextFields>> = {
  consultation: {
    "question.text": told,
    "supply.text": told,
    "followUp.text": told,
    "notAnswered.text": told,
    "withdraw.text": told,
    "reopen.text": told,
    "acknowledge.text": answered,
    "answer.text": answered,
    "answer.source": cited,
    "askSpecialist.text": answered,
    "submitDraft.text": answered,
    "submitDraft.source": cited,
    "sendToReview.text": answered,
    "sendToReview.source": cited,
    "returnDraft.text": answered,
    "askBack.text": answered,
    "convert.text": answered,
    "convert.contact": cited,
    "notOurRemit.text": answered,
    "notOurRemit.whereTo": cited,
    "notOurRemit.remedy": cited,
  },
};

/** Words that come with an operation itself, as `operation.field`. */
export const inputFields: TextFields = {
  "matter.open.title": told,
  "matter.comment.text": told,
  "session.signIn.login": { ...told, purpose: "signIn", retention: "account" },
  // Only its slow hash is stored, and what was typed in vain is nowhere.
  "session.signIn.password": { ...told, purpose: "signIn", level: "L4", retention: "account", kept: "digest" },
};

/** Strings that an operation takes and that are names of the program's own: a step, a state, a cursor. */
export const codeFields: readonly string[] = [
  "demo.signIn.persona",
  "matter.attach.audience",
  "matter.comment.audience",
  "matter.list.procedure",
  "matter.list.state",
  "matter.list.topic",
  "matter.open.procedure",
  "matter.open.topic",
  "matter.step.step",
];
