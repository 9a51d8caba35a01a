import { z } from "zod";
import { phone } from "#kernel/fields/phone.ts";
import { plainLine, plainText } from "#kernel/fields/text.ts";
import { withWidget } from "#kernel/fields/widget.ts";

export const words = (labelKey: string, min: number, max: number, rows = 4) =>
  withWidget(plainText({ min, max }), { widget: "textarea", labelKey, rows });
export const line = (labelKey: string, min: number, max: number) =>
  withWidget(plainLine({ min, max }), { widget: "text", labelKey });
const choice = <const Options extends readonly [string, ...string[]]>(labelKey: string, options: Options) =>
  withWidget(z.enum(options), { widget: "radio", labelKey });

/** How quickly the hotline wants a reply (P4.3): emergencies, utilities, general, complex. */
export const replyClasses = ["H2", "H24", "D7", "D15"] as const;

/** What the hotline passes on. */
export const ticketForm = z.strictObject({
  ticketNumber: line("form.ticketNumber", 3, 40),
  text: words("form.ticketText", 2, 4000, 6),
  subject: line("form.subject", 1, 60),
  place: line("form.place", 1, 100).optional(),
  class: choice("form.class", replyClasses),
  /** As the hotline has them, also where the ticket came late: the task's own clock cannot begin before it came. */
  receivedAt: line("form.receivedAt", 16, 16).optional(),
  dueAt: line("form.dueAt", 16, 16).optional(),
});

/** Who called. Stays with those who handle the ticket; `confidential`: also in talks with others no name (decision 23). */
export const callerForm = z.strictObject({
  name: withWidget(plainLine({ min: 1, max: 40 }), {
    widget: "text",
    labelKey: "form.callerName",
    mask: "name",
  }).optional(),
  phone: withWidget(phone, { widget: "text", labelKey: "form.callerPhone", mask: "phone" }),
  confidential: withWidget(z.boolean().default(false), { widget: "switch", labelKey: "form.confidential" }),
});

export const contactForm = z.strictObject({
  how: choice("form.how", ["PHONE", "VISIT"]),
  text: words("form.contact", 2, 1000),
});

/** Decision 17: the handler's word, never the same as solved. What the law forbids is explained with the law. */
export const replyForm = z
  .strictObject({
    result: choice("form.result", ["DONE", "PART_DONE", "LAWFULLY_IMPOSSIBLE"]),
    text: words("form.reply", 5, 4000, 6),
    law: line("form.law", 2, 200).optional(),
  })
  .superRefine((value, context) => {
    if (value.result !== "LAWFULLY_IMPOSSIBLE" || value.law) return;
    context.addIssue({ code: "custom", path: ["law"], params: { code: "required" } });
  });

/** The three questions of the return call (P4.1); solved or not is the step that is taken. */
const contacted = choice("form.contacted", ["IN_TIME", "NOT_IN_TIME"]);
const satisfied = choice("form.satisfied", ["SATISFIED", "NOT_SATISFIED"]);
export const solvedForm = z.strictObject({
  contacted,
  verdict: choice("form.verdict", ["SOLVED", "PARTLY"]),
  satisfied,
  text: words("form.callerWords", 2, 1000).optional(),
});
export const notSolvedForm = z.strictObject({ contacted, satisfied, text: words("form.notSolved", 2, 1000) });
