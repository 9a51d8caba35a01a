import { z } from "zod";
import type { MaskKind } from "#kernel/fields/mask.ts";
import { plainLine, plainText } from "#kernel/fields/text.ts";
import { withWidget } from "#kernel/fields/widget.ts";
import { handlingPlaces } from "#kernel/procedure.ts";

export const words = (labelKey: string, min: number, max: number, rows = 4) =>
  withWidget(plainText({ min, max }), { widget: "textarea", labelKey, rows });
export const line = (labelKey: string, min: number, max: number) =>
  withWidget(plainLine({ min, max }), { widget: "text", labelKey });
const choice = <const Options extends readonly [string, ...string[]]>(labelKey: string, options: Options) =>
  withWidget(z.enum(options), { widget: "radio", labelKey });

/** How satisfied somebody is with the service; given once in a matter, kept apart from it (decision 18). */
export const stars = withWidget(z.int().min(1).max(5), { widget: "rating", labelKey: "form.stars" }).optional();

/** What is asked for. */
export const demandForm = z.strictObject({
  text: words("form.demand", 5, 2000, 6),
  urgency: withWidget(z.enum(["normal", "soon"]).default("normal"), { widget: "radio", labelKey: "form.urgency" }),
  tradeSecret: withWidget(z.boolean().default(false), { widget: "switch", labelKey: "form.tradeSecret" }),
});

/** The same of a person: masked for readers who do not work on the matter. */
const masked = (mask: MaskKind, labelKey: string, min: number, max: number) =>
  withWidget(plainLine({ min, max }), { widget: "text", labelKey, mask });
/** Who called, and where he can be reached. */
export const callerForm = z.strictObject({
  name: masked("name", "form.callerName", 1, 40),
  callback: masked("phone", "form.callback", 3, 40).optional(),
});

/** A choice after which another field may not stay empty. */
function requires<Form extends z.ZodObject>(form: Form, when: { field: string; is: string; needs: string }): Form {
  return form.superRefine((value: Record<string, unknown>, context) => {
    if (value[when.field] !== when.is || value[when.needs]) return;
    context.addIssue({ code: "custom", path: [when.needs], params: { code: "required" } });
  });
}

/** Decision 19: classed once, on acceptance; a longer class is told with its reason. */
export const acceptForm = requires(
  z.strictObject({
    class: withWidget(z.enum(["SIMPLE", "ORDINARY", "COMPLEX"]).default("ORDINARY"), {
      widget: "radio",
      labelKey: "form.class",
    }),
    reason: line("form.classReason", 5, 300).optional(),
  }),
  { field: "class", is: "COMPLEX", needs: "reason" },
);

export const contactForm = z.strictObject({
  how: choice("form.how", ["PHONE", "VISIT", "ONLINE"]),
  text: words("form.contact", 2, 1000),
});

/** Decision 17: the handler's word, never the same as solved. What the law forbids is explained with the law. */
export const handledForm = requires(
  z.strictObject({
    result: choice("form.result", ["DONE", "PART_DONE", "LAWFULLY_IMPOSSIBLE"]),
    text: words("form.handled", 5, 4000, 6),
    law: line("form.law", 2, 200).optional(),
  }),
  { field: "result", is: "LAWFULLY_IMPOSSIBLE", needs: "law" },
);

/** CR6: ground, reason, where to go instead, remedy. */
export const refusalForm = z.strictObject({
  ground: choice("form.ground", ["OTHER_BODY", "IN_COURT", "DECIDED", "NO_FACTS"]),
  text: words("form.refusal", 5, 1000),
  whereTo: line("form.whereTo", 2, 200),
  remedy: line("form.remedy", 2, 200),
});

/** Decision 19: what has no project, was returned or reopened, the office gives to the one or the other. */
export const assignForm = z.strictObject({
  to: withWidget(z.enum(handlingPlaces).default("handler"), { widget: "radio", labelKey: "form.to" }),
  text: words("form.assign", 2, 500, 2).optional(),
});

/** Decision 17: the verdict is the requester's; stars never reopen. */
export const confirmForm = z.strictObject({
  verdict: withWidget(z.enum(["SOLVED", "PARTLY"]).default("SOLVED"), { widget: "radio", labelKey: "form.verdict" }),
  stars,
});

export const extensionSpan = choice("form.span", ["SHORT", "LONG"]);
