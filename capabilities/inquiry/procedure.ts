import { z } from "zod";
import { plainLine, plainText } from "#kernel/fields/text.ts";
import { withWidget } from "#kernel/fields/widget.ts";
import { defineProcedure } from "#kernel/procedure.ts";

const words = (labelKey: string, min: number, max: number, rows = 4) =>
  withWidget(plainText({ min, max }), { widget: "textarea", labelKey, rows });
const line = (labelKey: string, min: number, max: number) =>
  withWidget(plainLine({ min, max }), { widget: "text", labelKey });
const choice = <const Options extends readonly [string, ...string[]]>(labelKey: string, options: Options) =>
  withWidget(z.enum(options), { widget: "radio", labelKey });

/** Climbs past the line, to the city's leadership, like a complaint about conduct. */
const inspectors = (amount: number) =>
  ({
    holder: "inspector",
    audience: "inspectors",
    limit: { amount, unit: "wd" },
    remind: [50, 80],
    ladder: ["cityLeader"],
  }) as const;

/**
 * 低分核查 (decision 18): a rating of one or two stars comes before the inspectorate alone, with the matter that it was
 * given in and what was written beside it. Nobody who was rated, nor anybody of his line, finds a trace of it; the stars
 * are shown to them as before, in monthly batches of at least five raters.
 */
export const inquiry = defineProcedure({
  id: "inquiry",
  version: 1,
  typeCode: "DF",
  openedBy: ["system"],
  allowsPrivate: true,
  keptFromLine: true,
  opensIn: "RATED",
  sections: {
    rating: {
      audience: "inspectors",
      form: z.strictObject({
        stars: withWidget(z.int().min(1).max(2), { widget: "rating", labelKey: "form.stars" }),
        number: line("form.number", 1, 60),
        subject: line("form.subject", 1, 60),
        text: words("form.said", 1, 2000).optional(),
      }),
    },
  },
  audiences: {
    inspectors: { capacities: ["inspector"], writers: ["inspector"] },
  },
  tasks: {
    look: inspectors(5),
    inquire: inspectors(20),
  },
  states: {
    RATED: { phase: "open", tasks: ["look"] },
    INQUIRING: { phase: "open", tasks: ["inquire"] },
    NOTED: { phase: "closed", tasks: [] },
    CONCLUDED: { phase: "closed", tasks: [] },
  },
  steps: {
    inquire: {
      from: ["RATED"],
      to: "INQUIRING",
      by: ["inspector"],
      completes: ["look"],
      audience: "inspectors",
      form: z.strictObject({ text: words("form.inquire", 2, 1000) }),
      primary: true,
    },
    note: {
      from: ["RATED"],
      to: "NOTED",
      by: ["inspector"],
      completes: ["look"],
      audience: "inspectors",
      form: z.strictObject({ text: words("form.note", 2, 1000) }),
      outcome: () => "NOTED",
    },
    conclude: {
      from: ["INQUIRING"],
      to: "CONCLUDED",
      by: ["inspector"],
      completes: ["inquire"],
      audience: "inspectors",
      form: z.strictObject({
        finding: choice("form.finding", ["NOTHING", "ADVICE", "CORRECTION"]),
        text: words("form.conclude", 2, 4000),
      }),
      outcome: (form) => String(form["finding"]),
      primary: true,
    },
    again: {
      from: ["NOTED", "CONCLUDED"],
      to: "INQUIRING",
      by: ["inspector"],
      audience: "inspectors",
      form: z.strictObject({ text: words("form.again", 2, 500, 2) }),
    },
  },
});
