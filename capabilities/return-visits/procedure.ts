import { z } from "zod";
import { plainLine, plainText } from "#kernel/fields/text.ts";
import { withWidget } from "#kernel/fields/widget.ts";
import { defineProcedure, type Facts } from "#kernel/procedure.ts";

const words = (labelKey: string, min: number, max: number, rows = 4) =>
  withWidget(plainText({ min, max }), { widget: "textarea", labelKey, rows });
const line = (labelKey: string, min: number, max: number) =>
  withWidget(plainLine({ min, max }), { widget: "text", labelKey });
const choice = <const Options extends readonly [string, ...string[]]>(labelKey: string, options: Options) =>
  withWidget(z.enum(options), { widget: "radio", labelKey });

/** What is asked: was it really solved, was one satisfied, and what one would say. */
const answered = z.strictObject({
  verdict: choice("form.verdict", ["SOLVED", "PARTLY"]),
  satisfied: choice("form.satisfied", ["SATISFIED", "NOT_SATISFIED"]),
  text: words("form.words", 2, 2000, 3).optional(),
});
const notSolved = z.strictObject({ text: words("form.notSolved", 2, 2000) });
const declined = z.strictObject({ text: words("form.declineWords", 2, 300, 2).optional() });
const outcome = (form: Record<string, unknown>) => [form["verdict"], form["satisfied"]].join(".");

/** In the office's own remit: to say who handles something is not to handle it. Everything else is. */
const assigning = ["assign", "reassign"];
/** CR5: by somebody who did not handle the matter. */
const bySomebodyElse = {
  by: ["programOffice", "leader"],
  needs: ["ownOriginSteps"],
  guard: ({ ownOriginSteps }: Facts) => ownOriginSteps.every((step) => assigning.includes(step)) || "handledItYourself",
} as const;
const asking = ["ASKED", "TO_CALL", "MISSED"] as const;

/**
 * Return visit 回访 (CR5): some time after a matter was closed, somebody who did not handle it asks whether it is really
 * solved. First on the platform, where the requester answers when he likes; only without an answer he is called, once or
 * twice (有事能联系、无事不打扰). Declining has no consequence. Whoever handled the matter reads nothing of it, and nothing
 * here changes what the matter came to: "not solved" leads to a new demand, or to an honest explanation.
 */
export const returnVisit = defineProcedure({
  id: "returnVisit",
  version: 1,
  typeCode: "HF",
  openedBy: ["system"],
  allowsPrivate: true,
  opensIn: "ASKED",
  sections: {
    visit: {
      audience: "shared",
      form: z.strictObject({
        number: line("form.number", 1, 60),
        why: choice("form.why", ["REOPENED", "SAMPLE"]),
      }),
    },
  },
  audiences: {
    shared: { capacities: ["requester", "programOffice", "leader"], writers: ["requester", "programOffice"] },
    office: {
      capacities: ["programOffice", "leader"],
      writers: ["programOffice", "leader"],
      alsoReads: ["shared"],
    },
  },
  tasks: {
    answer: {
      holder: "requester",
      audience: "shared",
      limit: { amount: 5, unit: "wd" },
      rule: "returnVisit.answer",
      remind: [],
      ladder: [],
      whenDue: "toCall",
    },
    call: {
      holder: "programOffice",
      audience: "shared",
      limit: { amount: 5, unit: "wd" },
      rule: "returnVisit.call",
      remind: [50, 80],
      ladder: ["leader"],
    },
    settle: {
      holder: "programOffice",
      audience: "shared",
      limit: { amount: 3, unit: "wd" },
      rule: "returnVisit.settle",
      remind: [50, 80],
      ladder: ["leader"],
    },
    decide: {
      holder: "requester",
      audience: "shared",
      limit: { amount: 10, unit: "wd" },
      rule: "returnVisit.decide",
      remind: [],
      ladder: [],
      whenDue: "lapse",
    },
  },
  states: {
    ASKED: { phase: "waiting", tasks: ["answer"] },
    TO_CALL: { phase: "open", tasks: ["call"] },
    MISSED: { phase: "open", tasks: ["call"] },
    TO_SETTLE: { phase: "open", tasks: ["settle"] },
    PROPOSED: { phase: "waiting", tasks: ["decide"] },
    ANSWERED: { phase: "closed", tasks: [] },
    NOT_SOLVED: { phase: "closed", tasks: [] },
    CONTINUED: { phase: "closed", tasks: [] },
    DECLINED: { phase: "closed", tasks: [] },
    UNREACHED: { phase: "closed", tasks: [] },
    NOT_NEEDED: { phase: "closed", tasks: [] },
  },
  steps: {
    answer: {
      from: asking,
      to: "ANSWERED",
      by: ["requester"],
      completes: ["answer", "call"],
      audience: "shared",
      form: answered,
      outcome,
      primary: true,
    },
    answerNotSolved: {
      from: asking,
      to: "TO_SETTLE",
      by: ["requester"],
      completes: ["answer", "call"],
      audience: "shared",
      form: notSolved,
    },
    decline: {
      from: asking,
      to: "DECLINED",
      by: ["requester"],
      completes: ["answer", "call"],
      audience: "shared",
      // No reason is asked for: to decline costs nothing (GR-12).
      form: declined,
      outcome: () => "DECLINED",
    },
    toCall: {
      from: ["ASKED"],
      to: "TO_CALL",
      by: ["system"],
      completes: ["answer"],
      audience: "shared",
      form: z.strictObject({}),
    },
    record: {
      ...bySomebodyElse,
      from: ["TO_CALL", "MISSED"],
      to: "ANSWERED",
      completes: ["call"],
      audience: "shared",
      form: answered,
      outcome,
      primary: true,
    },
    recordNotSolved: {
      ...bySomebodyElse,
      from: ["TO_CALL", "MISSED"],
      to: "TO_SETTLE",
      completes: ["call"],
      audience: "shared",
      form: notSolved,
    },
    recordDeclined: {
      ...bySomebodyElse,
      from: ["TO_CALL", "MISSED"],
      to: "DECLINED",
      completes: ["call"],
      audience: "shared",
      form: declined,
      outcome: () => "DECLINED",
    },
    missed: {
      ...bySomebodyElse,
      from: ["TO_CALL"],
      to: "MISSED",
      audience: "office",
      form: z.strictObject({ text: words("form.missed", 2, 300, 2) }),
    },
    // Only after a call that nobody took: the second trial ends it.
    unreached: {
      ...bySomebodyElse,
      from: ["MISSED"],
      to: "UNREACHED",
      completes: ["call"],
      audience: "office",
      form: z.strictObject({ text: words("form.unreached", 2, 500, 2) }),
      outcome: () => "UNREACHED",
      confirm: true,
    },
    propose: {
      ...bySomebodyElse,
      from: ["TO_SETTLE"],
      to: "PROPOSED",
      completes: ["settle"],
      audience: "shared",
      form: z.strictObject({ text: words("form.propose", 5, 1000) }),
      primary: true,
    },
    explain: {
      ...bySomebodyElse,
      from: ["TO_SETTLE"],
      to: "NOT_SOLVED",
      completes: ["settle"],
      audience: "shared",
      // CR6: the reason, and where else one can turn.
      form: z.strictObject({ text: words("form.explain", 5, 2000), whereTo: line("form.whereTo", 2, 200) }),
      outcome: () => "NOT",
      confirm: true,
    },
    goOn: {
      from: ["PROPOSED"],
      to: "CONTINUED",
      by: ["requester"],
      completes: ["decide"],
      audience: "shared",
      form: z.strictObject({ text: words("form.goOn", 5, 2000) }),
      outcome: () => "NOT",
      // Decision 19: what comes back is assigned by the office, not by its way the first time.
      continues: (form, origin) => [
        { procedure: "appeal", opensIn: "TO_ASSIGN", title: origin.title, form: { demand: { text: form["text"] } } },
      ],
      primary: true,
    },
    leaveIt: {
      from: ["PROPOSED"],
      to: "NOT_SOLVED",
      by: ["requester"],
      completes: ["decide"],
      audience: "shared",
      form: z.strictObject({}),
      outcome: () => "NOT",
    },
    lapse: {
      from: ["PROPOSED"],
      to: "NOT_SOLVED",
      by: ["system"],
      completes: ["decide"],
      audience: "shared",
      form: z.strictObject({}),
      outcome: () => "NOT",
    },
    // The matter itself is open again, so there is nothing to ask any more.
    notNeeded: {
      from: asking,
      to: "NOT_NEEDED",
      by: ["system"],
      completes: ["answer", "call"],
      audience: "shared",
      form: z.strictObject({}),
      outcome: () => "NOT_NEEDED",
      byEffect: true,
    },
  },
});
