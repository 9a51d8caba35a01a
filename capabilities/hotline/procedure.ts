import { z } from "zod";
import { type Facts, defineProcedure } from "#kernel/procedure.ts";
import { classLimits, classRule } from "./deadline.ts";
import {
  callerForm,
  contactForm,
  line,
  notSolvedForm,
  replyClasses,
  replyForm,
  solvedForm,
  ticketForm,
  words,
} from "./forms.ts";

/** A limit of this amount unless the city has set another one, with reminders at the usual percentages (CR2). */
const limited = (rule: string, amount: number, unit: "wh" | "wd") => ({
  limit: { amount, unit },
  rule: `hotline.${rule}`,
  remind: [50, 80],
});
const police = ["deputy", "stationChief", "programOffice", "leader"] as const;
const handling = ["sign", "contact", "reply", "help", "askHelp"] as const;

/** P4.1: whoever handled a ticket does not ask whether it was handled well. */
const somebodyElse = ({ ownSteps }: Facts) => !handling.some((step) => ownSteps.includes(step)) || "handledItYourself";

/**
 * Ticket of the hotline 12345 (domain.md HotlineTicket; rows.md P4). Whoever receives it first keeps it (P4.2): others
 * help with tasks of their own, and nobody passes it on; that it is not our remit the office rules, by the directory. What
 * the handler replied is judged by the caller in a return call that somebody else makes; nothing here withdraws a ticket.
 */
export const hotline = defineProcedure({
  id: "hotline",
  version: 1,
  typeCode: "RX",
  // They come from the hotline alone: by `ticket.receive` or by its list.
  openedBy: ["system"],
  allowsPrivate: false,
  opensIn: "RECEIVED",
  sections: {
    ticket: { audience: "shared", form: ticketForm },
    // Decision 23: the caller is known to those who handle it and to nobody else.
    caller: { audience: "handlers", form: callerForm, optional: true },
  },
  audiences: {
    // The firm is here only where it called itself and agreed; else a ticket has no firm.
    shared: {
      capacities: ["firm", "handler", "deputy", "stationChief", "programOffice"],
      writers: ["handler", "deputy"],
    },
    handlers: {
      capacities: ["handler", "deputy", "stationChief", "programOffice"],
      writers: ["handler", "deputy", "stationChief", "programOffice"],
      alsoReads: ["shared"],
    },
  },
  tasks: {
    sign: { holder: "handler", audience: "shared", ...limited("sign", 1, "wh"), ladder: police },
    contact: { holder: "handler", audience: "shared", ...limited("contact", 1, "wd"), ladder: police },
    // Counted from the hotline's own receipt, by the class or by the deadline that came with the ticket.
    reply: { holder: "handler", audience: "shared", ...limited("again", 5, "wd"), ladder: police },
    help: {
      holder: "deputy",
      audience: "handlers",
      ...limited("help", 1, "wd"),
      ladder: ["stationChief", "programOffice"],
      survives: ["SIGNED", "HANDLING"],
    },
    rule: { holder: "programOffice", audience: "handlers", ...limited("rule", 4, "wh"), ladder: ["leader"] },
    callBack: { holder: "programOffice", audience: "shared", ...limited("callBack", 3, "wd"), ladder: ["leader"] },
    check: { holder: "leader", audience: "handlers", ...limited("check", 3, "wd"), ladder: [], whenDue: "stillCounts" },
  },
  opensWith: {
    reply: {
      field: "class",
      options: Object.fromEntries(replyClasses.map((one) => [one, { limit: classLimits[one], rule: classRule(one) }])),
    },
  },
  states: {
    RECEIVED: { phase: "open", tasks: ["sign", "reply"] },
    SIGNED: { phase: "open", tasks: ["contact", "reply"] },
    HANDLING: { phase: "open", tasks: ["reply"] },
    DISPUTED: { phase: "open", tasks: ["rule", "reply"] },
    REPLIED: { phase: "open", tasks: ["callBack"] },
    MISSED: { phase: "open", tasks: ["callBack"] },
    EXCLUSION_ASKED: { phase: "open", tasks: ["check"] },
    CLOSED: { phase: "closed", tasks: [] },
    NOT_SOLVED: { phase: "closed", tasks: [] },
    UNREACHED: { phase: "closed", tasks: [] },
    EXCLUDED: { phase: "closed", tasks: [] },
    NOT_OURS: { phase: "closed", tasks: [] },
  },
  steps: {
    sign: {
      from: ["RECEIVED"],
      to: "SIGNED",
      by: ["handler"],
      completes: ["sign"],
      audience: "shared",
      form: z.strictObject({}),
      primary: true,
      bulk: true,
    },
    contact: {
      from: ["SIGNED"],
      to: "HANDLING",
      by: ["handler"],
      completes: ["contact"],
      audience: "handlers",
      form: contactForm,
      primary: true,
    },
    askHelp: {
      from: ["SIGNED", "HANDLING"],
      to: "same",
      by: ["handler"],
      opens: ["help"],
      audience: "handlers",
      form: z.strictObject({ text: words("form.askHelp", 2, 1000) }),
      needs: ["openTasks"],
      guard: (facts) => !facts.openTasks.includes("help") || "helpAsked",
    },
    help: {
      from: ["SIGNED", "HANDLING"],
      to: "same",
      by: ["deputy"],
      completes: ["help"],
      audience: "handlers",
      form: z.strictObject({ text: words("form.help", 2, 2000) }),
    },
    dispute: {
      from: ["RECEIVED", "SIGNED"],
      to: "DISPUTED",
      by: ["handler"],
      audience: "handlers",
      // P4.6: only by the directory of who does what, quoted.
      form: z.strictObject({ basis: line("form.basis", 4, 200), text: words("form.dispute", 5, 1000) }),
      needs: ["stepCounts"],
      guard: (facts) => (facts.stepCounts["dispute"] ?? 0) === 0 || "disputedOnce",
    },
    ruleOurs: {
      from: ["DISPUTED"],
      to: "SIGNED",
      by: ["programOffice"],
      completes: ["rule"],
      audience: "handlers",
      form: z.strictObject({ text: words("form.ruling", 2, 1000) }),
      needs: ["ownSteps"],
      guard: (facts) => !facts.ownSteps.includes("dispute") || "disputedItYourself",
      primary: true,
    },
    ruleNotOurs: {
      from: ["DISPUTED"],
      to: "NOT_OURS",
      by: ["programOffice"],
      completes: ["rule"],
      audience: "shared",
      form: z.strictObject({
        basis: line("form.basis", 4, 200),
        whereTo: line("form.whereTo", 2, 200),
        text: words("form.ruling", 2, 1000),
      }),
      needs: ["ownSteps"],
      guard: (facts) => !facts.ownSteps.includes("dispute") || "disputedItYourself",
      outcome: () => "NOT_OURS",
      confirm: true,
    },
    reply: {
      from: ["HANDLING"],
      to: "REPLIED",
      by: ["handler"],
      completes: ["reply"],
      audience: "shared",
      form: replyForm,
      primary: true,
    },
    callBack: {
      from: ["REPLIED", "MISSED"],
      to: "CLOSED",
      by: ["programOffice"],
      completes: ["callBack"],
      audience: "shared",
      form: solvedForm,
      needs: ["ownSteps"],
      guard: somebodyElse,
      outcome: (form) => [form["verdict"], form["contacted"], form["satisfied"]].join("."),
      primary: true,
    },
    callBackNotSolved: {
      from: ["REPLIED", "MISSED"],
      to: "HANDLING",
      by: ["programOffice"],
      completes: ["callBack"],
      audience: "shared",
      form: notSolvedForm,
      needs: ["ownSteps"],
      guard: somebodyElse,
      // CR4: "no" brings it back once, one level up; a second one closes honestly as not solved.
      raises: ["stationChief"],
      again: { after: 1, to: "NOT_SOLVED" },
      outcome: (form) => ["NOT", form["contacted"], form["satisfied"]].join("."),
    },
    missed: {
      from: ["REPLIED"],
      to: "MISSED",
      by: ["programOffice"],
      audience: "handlers",
      form: z.strictObject({ text: words("form.missed", 2, 300, 2) }),
    },
    // Only after a call that nobody took: the second trial ends it.
    unreached: {
      from: ["MISSED"],
      to: "UNREACHED",
      by: ["programOffice"],
      completes: ["callBack"],
      audience: "handlers",
      form: z.strictObject({ text: words("form.unreached", 2, 500, 2) }),
      needs: ["ownSteps"],
      guard: somebodyElse,
      outcome: () => "UNREACHED",
      confirm: true,
    },
    askExclusion: {
      from: ["REPLIED", "MISSED"],
      to: "EXCLUSION_ASKED",
      by: ["programOffice"],
      audience: "handlers",
      form: z.strictObject({ basis: line("form.exclusionBasis", 4, 200), text: words("form.askExclusion", 5, 1000) }),
      needs: ["ownSteps"],
      guard: somebodyElse,
    },
    exclude: {
      from: ["EXCLUSION_ASKED"],
      to: "EXCLUDED",
      by: ["leader"],
      completes: ["check"],
      audience: "handlers",
      form: z.strictObject({ text: words("form.checked", 2, 500) }),
      needs: ["ownSteps"],
      guard: (facts) => !facts.ownSteps.includes("askExclusion") || "askedItYourself",
      outcome: () => "EXCLUDED",
      confirm: true,
    },
    keepCounting: {
      from: ["EXCLUSION_ASKED"],
      to: "REPLIED",
      by: ["leader"],
      completes: ["check"],
      audience: "handlers",
      form: z.strictObject({ text: words("form.checked", 2, 500) }),
      primary: true,
    },
    // Without a check it counts: silence leaves nothing out.
    stillCounts: {
      from: ["EXCLUSION_ASKED"],
      to: "REPLIED",
      by: ["system"],
      completes: ["check"],
      audience: "handlers",
      form: z.strictObject({}),
    },
  },
});
