import { z } from "zod";
import { plainLine, plainText } from "#kernel/fields/text.ts";
import { withWidget } from "#kernel/fields/widget.ts";
import { defineProcedure } from "#kernel/procedure.ts";
import type { Limit } from "#kernel/working-time.ts";

const words = (labelKey: string, min: number, max: number, rows = 4) =>
  withWidget(plainText({ min, max }), { widget: "textarea", labelKey, rows });
const line = (labelKey: string, min: number, max: number) =>
  withWidget(plainLine({ min, max }), { widget: "text", labelKey });
const choice = <const Options extends readonly [string, ...string[]]>(labelKey: string, options: Options) =>
  withWidget(z.enum(options), { widget: "radio", labelKey });

/** The inspectorate's own task. When it is late it climbs past the line, to the city's leadership. */
const inspectors = (amount: Limit["amount"]) =>
  ({
    holder: "inspector",
    audience: "shared",
    limit: { amount, unit: "wd" },
    remind: [50, 80],
    ladder: ["cityLeader"],
  }) as const;

/**
 * 投诉: how somebody of the police has behaved (GR-11, decision 21). Read by whoever complains and by the city's
 * inspectorate, by nobody else of the firm and nobody of the line. No stars: a rating would stand at the station's name.
 */
export const conduct = defineProcedure({
  id: "conduct",
  version: 1,
  typeCode: "TS",
  openedBy: ["requester"],
  allowsPrivate: true,
  aboutConduct: true,
  opensIn: "SUBMITTED",
  sections: {
    facts: {
      audience: "shared",
      form: z.strictObject({
        whom: line("form.whom", 1, 200),
        text: words("form.facts", 5, 4000, 8),
        wish: words("form.wish", 2, 500, 2).optional(),
      }),
    },
  },
  audiences: {
    shared: { capacities: ["requester", "inspector"], writers: ["requester", "inspector"] },
    inspectors: { capacities: ["inspector"], writers: ["inspector"], alsoReads: ["shared"] },
  },
  tasks: {
    accept: inspectors(3),
    inquire: inspectors(20),
    review: inspectors(15),
    judge: {
      holder: "requester",
      audience: "shared",
      limit: { amount: 10, unit: "wd" },
      remind: [50, 80],
      ladder: [],
      whenDue: "closeUnrated",
    },
  },
  states: {
    SUBMITTED: { phase: "open", tasks: ["accept"] },
    INQUIRING: { phase: "open", tasks: ["inquire"] },
    ANSWERED: { phase: "waiting", tasks: ["judge"] },
    REVIEWING: { phase: "open", tasks: ["review"] },
    CLOSED: { phase: "closed", tasks: [] },
    NOT_SOLVED: { phase: "closed", tasks: [] },
    UNRATED: { phase: "closed", tasks: [] },
    NOT_ACCEPTED: { phase: "closed", tasks: [] },
    WITHDRAWN: { phase: "closed", tasks: [] },
  },
  steps: {
    accept: {
      from: ["SUBMITTED"],
      to: "INQUIRING",
      by: ["inspector"],
      completes: ["accept"],
      audience: "shared",
      form: z.strictObject({ text: words("form.accept", 2, 500, 2).optional() }),
      primary: true,
    },
    notAccept: {
      from: ["SUBMITTED"],
      to: "NOT_ACCEPTED",
      by: ["inspector"],
      completes: ["accept"],
      audience: "shared",
      // CR6: ground, reason, where to go instead, remedy.
      form: z.strictObject({
        ground: choice("form.ground", ["OTHER_BODY", "IN_COURT", "DECIDED", "NO_FACTS"]),
        text: words("form.refusal", 5, 1000),
        whereTo: line("form.whereTo", 2, 200),
        remedy: line("form.remedy", 2, 200),
      }),
      outcome: () => "NOT_ACCEPTED",
      confirm: true,
    },
    askUnit: {
      from: ["INQUIRING", "REVIEWING"],
      to: "same",
      by: ["inspector"],
      audience: "inspectors",
      form: z.strictObject({ text: words("form.askUnit", 5, 2000, 6) }),
      needs: ["stationKnown"],
      guard: ({ stationKnown }) => stationKnown || "noStation",
      // The station explains without learning who complained, or that anybody did.
      continues: (form) => [
        { procedure: "statement", title: "请说明情况", form: { request: { text: form["text"] } }, unnamed: true },
      ],
      confirm: true,
    },
    answer: {
      from: ["INQUIRING"],
      to: "ANSWERED",
      by: ["inspector"],
      completes: ["inquire"],
      audience: "shared",
      form: z.strictObject({
        finding: choice("form.finding", ["FOUNDED", "PARTLY", "NOT_FOUNDED", "NOT_CLEAR"]),
        text: words("form.answer", 5, 4000, 6),
      }),
      primary: true,
    },
    confirm: {
      from: ["ANSWERED"],
      to: "CLOSED",
      by: ["requester"],
      completes: ["judge"],
      audience: "shared",
      form: z.strictObject({
        verdict: withWidget(z.enum(["SOLVED", "PARTLY"]).default("SOLVED"), {
          widget: "radio",
          labelKey: "form.verdict",
        }),
      }),
      outcome: (form) => String(form["verdict"]),
      primary: true,
    },
    askReview: {
      from: ["ANSWERED"],
      to: "REVIEWING",
      by: ["requester"],
      completes: ["judge"],
      audience: "shared",
      form: z.strictObject({ text: words("form.askReview", 2, 2000) }),
      // Decision 17: the second "not solved" closes honestly, with the ways outside.
      again: { after: 1, to: "NOT_SOLVED" },
      outcome: () => "NOT",
      confirm: true,
    },
    answerReview: {
      from: ["REVIEWING"],
      to: "ANSWERED",
      by: ["inspector"],
      completes: ["review"],
      audience: "shared",
      form: z.strictObject({
        finding: choice("form.finding", ["FOUNDED", "PARTLY", "NOT_FOUNDED", "NOT_CLEAR"]),
        text: words("form.answer", 5, 4000, 6),
      }),
      primary: true,
    },
    closeUnrated: {
      from: ["ANSWERED"],
      to: "UNRATED",
      by: ["system"],
      completes: ["judge"],
      audience: "shared",
      form: z.strictObject({}),
      outcome: () => "UNRATED",
    },
    withdraw: {
      from: ["SUBMITTED", "INQUIRING"],
      to: "WITHDRAWN",
      by: ["requester"],
      audience: "shared",
      form: z.strictObject({ text: words("form.withdraw", 2, 500, 2).optional() }),
      outcome: () => "WITHDRAWN",
      confirm: true,
    },
  },
});
