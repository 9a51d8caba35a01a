import { z } from "zod";
import { withWidget } from "#kernel/fields/widget.ts";
import { defineProcedure } from "#kernel/procedure.ts";
import {
  acceptForm,
  callerForm,
  contactForm,
  demandForm,
  extensionSpan,
  handledForm,
  line,
  refusalForm,
  stars,
  words,
} from "./forms.ts";

/** A limit of this amount unless the city has set another one, with reminders at the usual percentages (CR2). */
const limited = (rule: string, amount: number, unit: "wh" | "wd") => ({
  limit: { amount, unit },
  rule: `appeal.${rule}`,
  remind: [50, 80],
});
const beingHandled = ["ACCEPTED", "IN_PROGRESS", "WAITING_REQUESTER", "WAITING_DEPARTMENT"] as const;
const police = ["deputy", "stationChief", "programOffice", "leader"] as const;

/**
 * Appeal 诉求 (domain.md P2): a demand that needs action. Accepted within 4 wh, first contact within 1 wd, handled in
 * 3, 10 or 20 wd by its class (decision 19); one extension, approved one level up before the time is over (CR3). What the
 * handler calls handled the requester judges (decision 17); silence closes as unrated after 10 wd (CR4).
 */
export const appeal = defineProcedure({
  id: "appeal",
  version: 1,
  typeCode: "SQ",
  openedBy: ["requester"],
  openedOnBehalfBy: ["handler", "deputy", "stationChief", "programOffice"],
  allowsPrivate: true,
  opensIn: "SUBMITTED",
  opensWithoutProject: "TO_ASSIGN",
  sections: {
    demand: { audience: "shared", form: demandForm },
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
    assign: {
      holder: "programOffice",
      audience: "shared",
      ...limited("assign", 1, "wd"),
      ladder: ["leader"],
    },
    accept: {
      holder: "handler",
      audience: "shared",
      ...limited("accept", 4, "wh"),
      ladder: police,
    },
    contact: {
      holder: "handler",
      audience: "shared",
      ...limited("contact", 1, "wd"),
      ladder: police,
    },
    handle: {
      holder: "handler",
      audience: "shared",
      ...limited("handle.ordinary", 10, "wd"),
      ladder: police,
    },
    approve: {
      holder: "stationChief",
      audience: "handlers",
      ...limited("approve", 4, "wh"),
      ladder: ["programOffice", "leader"],
      survives: beingHandled,
    },
    assist: {
      holder: "specialist",
      audience: "handlers",
      ...limited("assist", 3, "wd"),
      ladder: ["stationChief", "programOffice"],
    },
    supplement: {
      holder: "requester",
      audience: "shared",
      ...limited("supplement", 10, "wd"),
      ladder: [],
      whenDue: "resumeAcceptance",
    },
    supply: {
      holder: "requester",
      audience: "shared",
      ...limited("supplement", 10, "wd"),
      ladder: [],
      whenDue: "resume",
    },
    confirm: {
      holder: "requester",
      audience: "shared",
      ...limited("confirm", 10, "wd"),
      ladder: [],
      whenDue: "closeUnrated",
    },
  },
  states: {
    TO_ASSIGN: { phase: "open", tasks: ["assign"] },
    SUBMITTED: { phase: "open", tasks: ["accept"] },
    RETURNED_FOR_SUPPLEMENT: { phase: "waiting", tasks: ["accept", "supplement"], pauses: ["accept"] },
    ACCEPTED: { phase: "open", tasks: ["handle", "contact"] },
    IN_PROGRESS: { phase: "open", tasks: ["handle"] },
    WAITING_REQUESTER: { phase: "waiting", tasks: ["handle", "supply"], pauses: ["handle"] },
    WAITING_DEPARTMENT: { phase: "waiting", tasks: ["handle", "assist"], pauses: ["handle"] },
    HANDLED: { phase: "waiting", tasks: ["confirm"] },
    REOPENED: { phase: "open", tasks: ["assign"] },
    CLOSED: { phase: "closed", tasks: [] },
    NOT_SOLVED: { phase: "closed", tasks: [] },
    UNRATED: { phase: "closed", tasks: [] },
    NOT_ACCEPTED: { phase: "closed", tasks: [] },
    WITHDRAWN: { phase: "closed", tasks: [] },
  },
  steps: {
    assign: {
      from: ["TO_ASSIGN"],
      to: "SUBMITTED",
      by: ["programOffice"],
      completes: ["assign"],
      audience: "handlers",
      form: z.strictObject({ text: words("form.assign", 2, 500, 2).optional() }),
      primary: true,
    },
    accept: {
      from: ["SUBMITTED"],
      to: "ACCEPTED",
      by: ["handler"],
      completes: ["accept"],
      audience: "shared",
      form: acceptForm,
      limits: {
        handle: {
          field: "class",
          options: {
            SIMPLE: { limit: { amount: 3, unit: "wd" }, rule: "appeal.handle.simple" },
            ORDINARY: { limit: { amount: 10, unit: "wd" }, rule: "appeal.handle.ordinary" },
            COMPLEX: { limit: { amount: 20, unit: "wd" }, rule: "appeal.handle.complex" },
          },
        },
      },
      primary: true,
    },
    returnForSupplement: {
      from: ["SUBMITTED"],
      to: "RETURNED_FOR_SUPPLEMENT",
      by: ["handler"],
      audience: "shared",
      form: z.strictObject({ text: words("form.missing", 5, 2000, 6) }),
      needs: ["stepCounts"],
      guard: (facts) => (facts.stepCounts["returnForSupplement"] ?? 0) === 0 || "suppliedOnce",
    },
    supplement: {
      from: ["RETURNED_FOR_SUPPLEMENT"],
      to: "SUBMITTED",
      by: ["requester"],
      completes: ["supplement"],
      audience: "shared",
      form: z.strictObject({ text: words("form.supply", 1, 2000) }),
      primary: true,
    },
    resumeAcceptance: {
      from: ["RETURNED_FOR_SUPPLEMENT"],
      to: "SUBMITTED",
      by: ["system"],
      completes: ["supplement"],
      audience: "shared",
      form: z.strictObject({}),
    },
    returnToOffice: {
      from: ["SUBMITTED"],
      to: "TO_ASSIGN",
      by: ["handler"],
      audience: "handlers",
      form: z.strictObject({ text: words("form.returnToOffice", 5, 500) }),
      needs: ["stepCounts"],
      guard: (facts) => (facts.stepCounts["returnToOffice"] ?? 0) === 0 || "returnedOnce",
    },
    notAccept: {
      from: ["SUBMITTED"],
      to: "NOT_ACCEPTED",
      by: ["handler"],
      completes: ["accept"],
      audience: "shared",
      form: refusalForm,
      outcome: () => "NOT_ACCEPTED",
      confirm: true,
    },
    contact: {
      from: ["ACCEPTED"],
      to: "IN_PROGRESS",
      by: ["handler"],
      completes: ["contact"],
      audience: "shared",
      form: contactForm,
      primary: true,
    },
    askBack: {
      from: ["IN_PROGRESS"],
      to: "WAITING_REQUESTER",
      by: ["handler"],
      audience: "shared",
      form: z.strictObject({ text: words("form.askBack", 2, 1000) }),
    },
    supply: {
      from: ["WAITING_REQUESTER"],
      to: "IN_PROGRESS",
      by: ["requester"],
      completes: ["supply"],
      audience: "shared",
      form: z.strictObject({ text: words("form.supply", 1, 2000) }),
      primary: true,
    },
    resume: {
      from: ["WAITING_REQUESTER"],
      to: "IN_PROGRESS",
      by: ["system"],
      completes: ["supply"],
      audience: "shared",
      form: z.strictObject({}),
    },
    askDepartment: {
      from: ["IN_PROGRESS"],
      to: "WAITING_DEPARTMENT",
      by: ["handler"],
      // The requester is told why his time stands still.
      audience: "shared",
      form: z.strictObject({ text: words("form.askDepartment", 5, 1000) }),
      needs: ["stepCounts"],
      // The department's time must not become a way around one's own.
      guard: (facts) => (facts.stepCounts["askDepartment"] ?? 0) < 2 || "askedTwice",
    },
    assist: {
      from: ["WAITING_DEPARTMENT"],
      to: "IN_PROGRESS",
      by: ["specialist"],
      completes: ["assist"],
      audience: "handlers",
      form: z.strictObject({ text: words("form.assist", 2, 2000) }),
      primary: true,
    },
    goOn: {
      from: ["WAITING_DEPARTMENT"],
      to: "IN_PROGRESS",
      by: ["handler"],
      audience: "handlers",
      form: z.strictObject({ text: words("form.goOn", 2, 500, 2) }),
    },
    askExtension: {
      from: beingHandled,
      to: "same",
      by: ["handler"],
      opens: ["approve"],
      audience: "handlers",
      form: z.strictObject({ text: words("form.extensionReason", 5, 500) }),
      needs: ["openTasks", "lateTasks", "stepCounts"],
      guard: (facts) => {
        if ((facts.stepCounts["extend"] ?? 0) > 0) return "extendedBefore";
        if (facts.openTasks.includes("approve")) return "extensionAsked";
        return !facts.lateTasks.includes("handle") || "tooLateToExtend";
      },
    },
    extend: {
      from: beingHandled,
      to: "same",
      by: ["stationChief"],
      completes: ["approve"],
      audience: "shared",
      // CR3: the reason is told before the old time is over, in the words of whoever asked.
      publishes: "askExtension",
      form: z.strictObject({ span: extensionSpan }),
      extends: {
        task: "handle",
        field: "span",
        options: {
          SHORT: { limit: { amount: 5, unit: "wd" }, rule: "appeal.extend.short" },
          LONG: { limit: { amount: 10, unit: "wd" }, rule: "appeal.extend.long" },
        },
      },
      confirm: true,
    },
    refuseExtension: {
      from: beingHandled,
      to: "same",
      by: ["stationChief"],
      completes: ["approve"],
      audience: "handlers",
      form: z.strictObject({ text: words("form.refuseExtension", 2, 500) }),
    },
    split: {
      from: ["ACCEPTED", "IN_PROGRESS"],
      to: "same",
      by: ["handler"],
      audience: "shared",
      form: z.strictObject({ title: line("form.splitTitle", 2, 60), text: words("form.splitText", 5, 2000) }),
      needs: ["openChildren"],
      guard: (facts) => facts.openChildren < 3 || "splitEnough",
      children: (form) => [
        { procedure: "appeal", title: String(form["title"]), form: { demand: { text: form["text"] } } },
      ],
    },
    handled: {
      from: ["IN_PROGRESS"],
      to: "HANDLED",
      by: ["handler"],
      completes: ["handle"],
      audience: "shared",
      form: handledForm,
      primary: true,
    },
    confirm: {
      from: ["HANDLED"],
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
    notSolved: {
      from: ["HANDLED"],
      to: "IN_PROGRESS",
      by: ["requester"],
      completes: ["confirm"],
      audience: "shared",
      form: z.strictObject({ text: words("form.notSolved", 2, 2000), stars }),
      // CR4: "no" reopens once, one level up; decision 17: a second one closes honestly as not solved.
      raises: ["stationChief"],
      again: { after: 1, to: "NOT_SOLVED" },
      outcome: () => "NOT",
      confirm: true,
    },
    closeUnrated: {
      from: ["HANDLED"],
      to: "UNRATED",
      by: ["system"],
      completes: ["confirm"],
      audience: "shared",
      form: z.strictObject({}),
      outcome: () => "UNRATED",
    },
    withdraw: {
      from: ["TO_ASSIGN", "SUBMITTED", "RETURNED_FOR_SUPPLEMENT", ...beingHandled],
      to: "WITHDRAWN",
      by: ["requester"],
      audience: "shared",
      form: z.strictObject({ text: words("form.withdrawReason", 2, 500, 2) }),
      outcome: () => "WITHDRAWN",
      confirm: true,
    },
    reopen: {
      from: ["CLOSED", "NOT_SOLVED", "UNRATED"],
      to: "REOPENED",
      by: ["requester"],
      audience: "shared",
      form: z.strictObject({ text: words("form.reopen", 2, 2000) }),
      needs: ["daysSinceClosed", "stepCounts"],
      // CR4: within 30 calendar days, once; decisions 17, 19: the program office assigns it anew.
      guard: (facts) =>
        (facts.stepCounts["reopen"] ?? 0) > 0 ? "reopenedOnce" : (facts.daysSinceClosed ?? 0) <= 30 || "reopenTooLate",
    },
    reassign: {
      from: ["REOPENED"],
      to: "IN_PROGRESS",
      by: ["programOffice"],
      completes: ["assign"],
      audience: "handlers",
      form: z.strictObject({ text: words("form.assign", 2, 500, 2).optional() }),
      raises: ["programOffice"],
      primary: true,
    },
  },
});
