import { z } from "zod";
import { plainLine, plainText } from "#kernel/fields/text.ts";
import { withWidget } from "#kernel/fields/widget.ts";
import { day } from "#kernel/schemas.ts";

const line = (labelKey: string, max: number) => withWidget(plainLine({ min: 2, max }), { widget: "text", labelKey });
const words = (labelKey: string, max: number) =>
  withWidget(plainText({ min: 2, max }), { widget: "textarea", labelKey, rows: 6 });
const date = (labelKey: string) => withWidget(day, { widget: "date", labelKey });

/** A set of measures as it is written down; the labels stand below `policy.`. */
export const setForm = z.strictObject({
  code: line("form.code", 40),
  name: line("form.name", 120),
  issuer: line("form.issuer", 120),
  issuedOn: date("form.issuedOn").optional(),
  source: line("form.source", 300),
});

/** A version of an item. */
export const itemForm = z.strictObject({
  title: line("form.title", 120),
  body: words("form.body", 8000),
  validFrom: date("form.validFrom"),
  validTo: date("form.validTo").optional(),
});

/** A template for answers, without its topic; the labels stand below `template.`. */
export const templateForm = z.strictObject({
  title: line("form.title", 60),
  text: words("form.text", 4000),
  source: line("form.source", 200),
  validTo: date("form.validTo"),
});
