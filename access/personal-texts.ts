import type { PersonalField } from "./personal-field.ts";

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
  kept: "sealed",
};
/** What the police answer, ask back or note among themselves. */
const answered: PersonalField = { ...told, basis: "statutory duty" };
/** Where an answer comes from or who else can help: laws, offices, duty telephones. */
const cited: PersonalField = { ...answered, level: "L2", kept: "clear" };
/** An official answer: the search looks through it (decision 25). */
const official: PersonalField = { ...answered, kept: "clear" };
/** What an operation takes for a column that is not sealed; the register of columns says why. */
const column: PersonalField = { ...answered, kept: "clear" };

/** Who called and where to call back, when an officer wrote it down; in confidence for the handlers only. */
const caller = {
  "caller.name": told,
  "caller.callback": told,
  "confidentialCaller.name": told,
  "confidentialCaller.callback": told,
};

export type TextFields = Readonly<Record<string, PersonalField>>;

export const formFields: Readonly<Record<string, TextFields>> = {
  consultation: {
    "question.text": told,
    ...caller,
    "supply.text": told,
    "followUp.text": told,
    "notAnswered.text": told,
    "withdraw.text": told,
    "reopen.text": told,
    "acknowledge.text": answered,
    "answer.text": official,
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
  stageItem: {
    "item.text": answered,
    "done.text": answered,
    "offer.text": answered,
    "notNeeded.text": answered,
    "accept.text": told,
    "decline.text": told,
    "wanted.text": told,
    "again.text": answered,
  },
  statement: {
    "request.text": answered,
    "explain.text": answered,
  },
  conduct: {
    "facts.whom": told,
    "facts.text": told,
    "facts.wish": told,
    "askReview.text": told,
    "withdraw.text": told,
    "accept.text": answered,
    "notAccept.text": answered,
    "notAccept.whereTo": cited,
    "notAccept.remedy": cited,
    "askUnit.text": answered,
    "answer.text": answered,
    "answerReview.text": answered,
  },
  appeal: {
    "demand.text": told,
    ...caller,
    "supplement.text": told,
    "supply.text": told,
    "notSolved.text": told,
    "withdraw.text": told,
    "reopen.text": told,
    "assign.text": answered,
    "reassign.text": answered,
    "accept.reason": answered,
    "returnForSupplement.text": answered,
    "returnToOffice.text": answered,
    "notAccept.text": answered,
    "notAccept.whereTo": cited,
    "notAccept.remedy": cited,
    "contact.text": answered,
    "askBack.text": answered,
    "askDepartment.text": answered,
    "assist.text": answered,
    "goOn.text": answered,
    "askExtension.text": answered,
    "refuseExtension.text": answered,
    "split.title": answered,
    "split.text": answered,
    "handled.text": answered,
    "handled.law": cited,
  },
  returnVisit: {
    "visit.number": cited,
    "answer.text": told,
    "answerNotSolved.text": told,
    "decline.text": told,
    "record.text": told,
    "recordNotSolved.text": told,
    "recordDeclined.text": told,
    "missed.text": answered,
    "unreached.text": answered,
    "propose.text": answered,
    "explain.text": answered,
    "explain.whereTo": cited,
    "goOn.text": told,
  },
  hotline: {
    "ticket.ticketNumber": cited,
    "ticket.text": told,
    "ticket.subject": cited,
    "ticket.place": told,
    "caller.name": told,
    "caller.phone": told,
    "contact.text": answered,
    "askHelp.text": answered,
    "help.text": answered,
    "dispute.basis": cited,
    "dispute.text": answered,
    "ruleOurs.text": answered,
    "ruleNotOurs.basis": cited,
    "ruleNotOurs.whereTo": cited,
    "ruleNotOurs.text": answered,
    "reply.text": answered,
    "reply.law": cited,
    "callBack.text": told,
    "callBackNotSolved.text": told,
    "missed.text": answered,
    "unreached.text": answered,
    "askExclusion.basis": cited,
    "askExclusion.text": answered,
    "exclude.text": answered,
    "keepCounting.text": answered,
  },
};

/** Words that come with an operation itself, as `operation.field`. */
export const inputFields: TextFields = {
  "access.redeem.uscc": cited,
  // Compared by its keyed digest, and the password by its slow hash; neither is stored as it is.
  "access.redeem.code": { ...told, purpose: "signIn", level: "L4", retention: "account", kept: "digest" },
  "access.redeem.account.login": { ...column, purpose: "signIn", retention: "account" },
  "access.redeem.account.password": { ...told, purpose: "signIn", level: "L4", retention: "account", kept: "digest" },
  "access.redeem.account.dutyName": { ...cited, purpose: "contact", retention: "account" },
  "member.invite.dutyName": { ...cited, purpose: "contact", retention: "account" },
  "plan.answer.text": { ...told, kept: "clear" },
  "plan.save.content.concerns.what": cited,
  "plan.save.content.concerns.measure": cited,
  "plan.save.content.services.what": cited,
  "plan.save.content.services.when": cited,
  "plan.save.content.contacts.duty": cited,
  "plan.save.content.contacts.dutyName": cited,
  "plan.save.content.contacts.dutyPhone": cited,
  "plan.save.content.visits.quiet": cited,
  "plan.save.content.emergency.what": cited,
  "plan.save.content.emergency.first": cited,
  "plan.save.content.emergency.phone": cited,
  "plan.save.content.note": column,
  "assignment.propose.reason": column,
  "assignment.approve.orderNo": cited,
  "assignment.end.reason": column,
  "delegation.give.reason": column,
  "handover.approve.orderNo": cited,
  "handover.prepare.items.text": column,
  "handover.prepare.note": column,
  "handover.prepare.orderNo": cited,
  // In every list, and looked through by the search: the screen asks for no names in it.
  "matter.open.title": { ...told, kept: "clear" },
  "matter.comment.text": told,
  // What an office writes down of a project, and on what a change of its stage rests.
  // Proves that a letter has arrived; only its digest is kept, for half an hour.
  "notice.confirmAddress.code": { ...told, purpose: "notice", level: "L2", retention: "notice", kept: "digest" },
  "project.create.code": cited,
  "project.create.name": cited,
  "project.create.address": cited,
  "project.create.firm.uscc": cited,
  "project.create.firm.name": cited,
  "project.create.firm.address": cited,
  "project.create.note": column,
  "project.change.name": cited,
  "project.change.address": cited,
  "project.moveStage.note": column,
  "project.suspend.note": column,
  "project.resume.note": column,
  "project.terminate.note": column,
  "project.archive.note": column,
  "metric.correct.note": { ...column, purpose: "oversight", retention: "audit" },
  "ticket.receive.number": cited,
  "ticket.receive.title": { ...told, kept: "clear" },
  "ticket.receive.text": told,
  "ticket.receive.subject": cited,
  "ticket.receive.place": { ...told, kept: "clear" },
  "ticket.receive.caller.name": told,
  "ticket.receive.caller.phone": told,
  // The library is about measures, not about anybody.
  "policySet.create.code": cited,
  "policySet.create.name": cited,
  "policySet.create.issuer": cited,
  "policySet.create.source": cited,
  "policyItem.draft.title": cited,
  "policyItem.draft.body": cited,
  "policyItem.find.q": cited,
  "template.save.title": cited,
  "template.save.text": cited,
  "template.save.source": cited,
  // What is looked for stands in the audit only (decision 24).
  "search.find.q": { ...column, purpose: "oversight", retention: "audit" },
  "session.signIn.login": { ...column, purpose: "signIn", retention: "account" },
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
  "template.list.topic",
  "template.save.topic",
];
