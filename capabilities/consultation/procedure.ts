import { z } from "zod";
import { citations } from "#kernel/fields/citation.ts";
import type { MaskKind } from "#kernel/fields/mask.ts";
import { plainLine, plainText } from "#kernel/fields/text.ts";
import { withWidget } from "#kernel/fields/widget.ts";
import { defineProcedure, type MatterOrigin } from "#kernel/procedure.ts";

const words = (labelKey: string, min: number, max: number, rows = 4) =>
  withWidget(plainText({ min, max }), { widget: "textarea", labelKey, rows });
const line = (labelKey: string, min: number, max: number) =>
  withWidget(plainLine({ min, max }), { widget: "text", labelKey });
/** The same of a person: masked for readers who do not work on the matter. */
const masked = (mask: MaskKind, labelKey: string, min: number, max: number) =>
  withWidget(plainLine({ min, max }), { widget: "text", labelKey, mask });
/** Who called, and where he can be reached. */
const callerForm = z.strictObject({
  name: masked("name", "form.callerName", 1, 40),
  callback: masked("phone", "form.callback", 3, 40).optional(),
});
const stars = withWidget(z.int().min(1).max(5), { widget: "rating", labelKey: "form.stars" }).optional();

const answer = z.strictObject({
  text: words("form.answer", 5, 4000, 6),
  /** What the answer rests on: law and article, measure and number, or local rule. */
  source: line("form.source", 2, 200),
  /** Items of published sets of measures, in the version of today (P1). */
  cites: withWidget(citations(), { widget: "citations", labelKey: "form.cites" }).optional(),
});

/** What a question asks for once it is a demand: its own words, and what the officer wrote when he converted it. */
function demandOf(form: Record<string, unknown>, { form: { question = {} } }: MatterOrigin) {
  const { text, urgency, tradeSecret } = question;
  return { text: `${String(text)}\n\n${String(form["text"])}`.slice(0, 2000), urgency, tradeSecret };
}

/** Whoever called is known to the same people as before. */
function callerOf({ form: { caller, confidentialCaller } }: MatterOrigin) {
  return { ...(caller && { caller }), ...(confidentialCaller && { confidentialCaller }) };
}

/**
 * Consultation 咨询 (domain.md P1): a question that only needs an answer. Limits are P1's:
 * first reply 4 wh, then 1 wd by the officer, 3 wd by the department; silence closes as unrated after 10 wd (CR4).
 */
export const consultation = defineProcedure({
  id: "consultation",
  version: 1,
  typeCode: "ZX",
  openedBy: ["requester"],
  openedOnBehalfBy: ["handler", "deputy", "stationChief", "programOffice"],
  allowsPrivate: true,
  opensIn: "ROUTED",
  sections: {
    question: {
      audience: "shared",
      form: z.strictObject({
        text: words("form.question", 5, 2000, 6),
        urgency: withWidget(z.enum(["normal", "soon"]).default("normal"), {
          widget: "radio",
          labelKey: "form.urgency",
        }),
        tradeSecret: withWidget(z.boolean().default(false), { widget: "switch", labelKey: "form.tradeSecret" }),
      }),
    },
    caller: { audience: "shared", form: callerForm, optional: true },
    // Decision 23: whoever calls in confidence is known to those who handle it and to nobody else.
    confidentialCaller: { audience: "handlers", form: callerForm, optional: true },
  },
  audiences: {
    shared: {
      capacities: ["requester", "handler", "deputy", "stationChief", "programOffice"],
      writers: ["requester", "handler", "deputy"],
    },
    handlers: {
      capacities: ["handler", "deputy", "stationChief", "programOffice"],
      writers: ["handler", "deputy", "specialist", "stationChief", "programOffice"],
      alsoReads: ["shared"],
    },
  },
  tasks: {
    firstReply: {
      holder: "handler",
      audience: "shared",
      limit: { amount: 4, unit: "wh" },
      remind: [50, 80],
      ladder: ["deputy", "stationChief", "programOffice", "leader"],
    },
    answer: {
      holder: "handler",
      audience: "shared",
      limit: { amount: 1, unit: "wd" },
      remind: [50, 80],
      ladder: ["deputy", "stationChief", "programOffice", "leader"],
    },
    draft: {
      holder: "specialist",
      audience: "handlers",
      limit: { amount: 3, unit: "wd" },
      remind: [50, 80],
      ladder: ["stationChief", "programOffice"],
      survives: ["ROUTED", "ANSWERING", "WAITING_REQUESTER"],
    },
    review: {
      holder: "specialist",
      audience: "handlers",
      limit: { amount: 1, unit: "wd" },
      remind: [50, 80],
      ladder: ["stationChief", "programOffice"],
    },
    supply: {
      holder: "requester",
      audience: "shared",
      limit: { amount: 10, unit: "wd" },
      remind: [50, 80],
      ladder: [],
      whenDue: "resume",
    },
    confirm: {
      holder: "requester",
      audience: "shared",
      limit: { amount: 10, unit: "wd" },
      remind: [50, 80],
      ladder: [],
      whenDue: "closeUnrated",
    },
  },
  states: {
    ROUTED: { phase: "open", tasks: ["firstReply"] },
    ANSWERING: { phase: "open", tasks: ["answer"] },
    REVIEWING: { phase: "open", tasks: ["answer", "review"] },
    WAITING_REQUESTER: { phase: "waiting", tasks: ["answer", "supply"], pauses: ["answer"] },
    ANSWERED: { phase: "waiting", tasks: ["confirm"] },
    CLOSED: { phase: "closed", tasks: [] },
    NOT_SOLVED: { phase: "closed", tasks: [] },
    UNRATED: { phase: "closed", tasks: [] },
    CONVERTED: { phase: "closed", tasks: [] },
    NOT_OUR_REMIT: { phase: "closed", tasks: [] },
    WITHDRAWN: { phase: "closed", tasks: [] },
  },
  steps: {
    acknowledge: {
      from: ["ROUTED"],
      to: "ANSWERING",
      by: ["handler"],
      completes: ["firstReply"],
      audience: "shared",
      form: z.strictObject({ text: words("form.firstReply", 2, 1000) }),
    },
    answer: {
      from: ["ROUTED", "ANSWERING"],
      to: "ANSWERED",
      by: ["handler"],
      completes: ["firstReply", "answer"],
      audience: "shared",
      form: answer,
      needs: ["topicReviewed", "stepCounts"],
      // P1: legal and policy answers are seen by a specialist before they leave.
      guard: (facts) => !facts.topicReviewed || (facts.stepCounts["submitDraft"] ?? 0) > 0 || "needsSpecialist",
      answers: true,
      primary: true,
    },
    askSpecialist: {
      from: ["ROUTED", "ANSWERING"],
      to: "same",
      by: ["handler"],
      opens: ["draft"],
      audience: "handlers",
      form: z.strictObject({ text: words("form.toSpecialist", 2, 1000) }),
      needs: ["openTasks"],
      guard: (facts) => !facts.openTasks.includes("draft") || "specialistAsked",
    },
    submitDraft: {
      from: ["ROUTED", "ANSWERING", "WAITING_REQUESTER"],
      to: "same",
      by: ["specialist"],
      completes: ["draft"],
      audience: "handlers",
      form: answer,
      primary: true,
    },
    sendToReview: {
      from: ["ROUTED", "ANSWERING"],
      to: "REVIEWING",
      by: ["handler"],
      completes: ["firstReply"],
      audience: "handlers",
      form: answer,
    },
    approve: {
      from: ["REVIEWING"],
      to: "ANSWERED",
      by: ["specialist"],
      completes: ["review", "answer"],
      audience: "shared",
      publishes: "sendToReview",
      answers: true,
      form: z.strictObject({}),
      primary: true,
      confirm: true,
    },
    returnDraft: {
      from: ["REVIEWING"],
      to: "ANSWERING",
      by: ["specialist"],
      completes: ["review"],
      audience: "handlers",
      form: z.strictObject({ text: words("form.returnReason", 2, 1000) }),
    },
    askBack: {
      from: ["ROUTED", "ANSWERING"],
      to: "WAITING_REQUESTER",
      by: ["handler"],
      completes: ["firstReply"],
      audience: "shared",
      form: z.strictObject({ text: words("form.askBack", 2, 1000) }),
    },
    supply: {
      from: ["WAITING_REQUESTER"],
      to: "ANSWERING",
      by: ["requester"],
      completes: ["supply"],
      audience: "shared",
      form: z.strictObject({ text: words("form.supply", 1, 2000) }),
      primary: true,
    },
    resume: {
      from: ["WAITING_REQUESTER"],
      to: "ANSWERING",
      by: ["system"],
      completes: ["supply"],
      audience: "shared",
      form: z.strictObject({}),
    },
    confirm: {
      from: ["ANSWERED"],
      to: "CLOSED",
      by: ["requester"],
      completes: ["confirm"],
      audience: "shared",
      form: z.strictObject({
        verdict: withWidget(z.enum(["SOLVED", "PARTLY"]).default("SOLVED"), {
          widget: "radio",
          labelKey: "form.verdict",
        }),
        stars,
      }),
      outcome: (form) => String(form["verdict"]),
      primary: true,
    },
    followUp: {
      from: ["ANSWERED"],
      to: "ANSWERING",
      by: ["requester"],
      completes: ["confirm"],
      audience: "shared",
      form: z.strictObject({ text: words("form.followUp", 2, 2000) }),
    },
    notAnswered: {
      from: ["ANSWERED"],
      to: "ANSWERING",
      by: ["requester"],
      completes: ["confirm"],
      audience: "shared",
      form: z.strictObject({ text: words("form.notAnswered", 2, 2000) }),
      // CR4: "no" reopens once, one level up; decision 17: a second one closes honestly as not solved.
      raises: ["stationChief"],
      again: { after: 1, to: "NOT_SOLVED" },
      outcome: () => "NOT",
      confirm: true,
    },
    closeUnrated: {
      from: ["ANSWERED"],
      to: "UNRATED",
      by: ["system"],
      completes: ["confirm"],
      audience: "shared",
      form: z.strictObject({}),
      outcome: () => "UNRATED",
    },
    convert: {
      from: ["ROUTED", "ANSWERING"],
      to: "CONVERTED",
      by: ["handler"],
      completes: ["firstReply", "answer"],
      audience: "shared",
      form: z.strictObject({
        target: withWidget(z.enum(["appeal", "service", "case"]), { widget: "radio", labelKey: "form.target" }),
        text: words("form.convertText", 5, 1000),
        contact: line("form.contact", 2, 200),
      }),
      outcome: (form) => `CONVERTED_${String(form["target"]).toUpperCase()}`,
      continues: (form, origin) =>
        form["target"] === "appeal"
          ? [
              {
                procedure: "appeal",
                title: origin.title,
                form: { ...callerOf(origin), demand: demandOf(form, origin) },
              },
            ]
          : [],
      confirm: true,
    },
    notOurRemit: {
      from: ["ROUTED", "ANSWERING"],
      to: "NOT_OUR_REMIT",
      by: ["handler"],
      completes: ["firstReply", "answer"],
      audience: "shared",
      // CR6: reason, where to go instead, remedy.
      form: z.strictObject({
        text: words("form.remitReason", 5, 1000),
        whereTo: line("form.whereTo", 2, 200),
        remedy: line("form.remedy", 2, 200),
      }),
      outcome: () => "NOT_OUR_REMIT",
      confirm: true,
    },
    withdraw: {
      from: ["ROUTED", "ANSWERING", "WAITING_REQUESTER"],
      to: "WITHDRAWN",
      by: ["requester"],
      completes: ["firstReply", "answer", "supply"],
      audience: "shared",
      form: z.strictObject({ text: words("form.withdrawReason", 2, 500, 2) }),
      outcome: () => "WITHDRAWN",
      confirm: true,
    },
    reopen: {
      from: ["CLOSED", "NOT_SOLVED", "UNRATED", "CONVERTED", "NOT_OUR_REMIT"],
      to: "ANSWERING",
      by: ["requester"],
      audience: "shared",
      form: z.strictObject({ text: words("form.reopen", 2, 2000) }),
      needs: ["daysSinceClosed", "stepCounts"],
      // CR4: within 30 calendar days, once; decision 17: it goes to the program office.
      guard: (facts) =>
        (facts.stepCounts["reopen"] ?? 0) > 0 ? "reopenedOnce" : (facts.daysSinceClosed ?? 0) <= 30 || "reopenTooLate",
      raises: ["programOffice"],
    },
  },
});
