import { expect, test } from "vitest";
import { z } from "zod";
import { plainText } from "./text.ts";
import { widgetOf, withWidget } from "./widget.ts";

const hints = { widget: "textarea", labelKey: "form.text", helpKey: "form.text.help", rows: 4 } as const;
const field = withWidget(z.string(), hints);

test.each([
  ["the schema itself", field],
  ["optional", field.optional()],
  ["default", field.default("x")],
  ["prefault", field.prefault("x")],
  ["nullable and optional", field.nullable().optional()],
  ["catch, readonly, non-optional", z.nonoptional(field.optional().catch("x").readonly())],
  ["checks that follow", field.min(2).max(10).trim()],
  ["a refinement", field.refine((value) => value !== "x")],
  ["a transformation", field.transform(Number)],
  ["a pipe that ends in it", z.preprocess((value) => value, field)],
  ["our text", withWidget(plainText({ min: 1, max: 5 }), hints)],
  ["an object's shape", z.object({ text: field.optional() }).shape.text],
])("hints are found again through %s", (_name, schema) => {
  expect(widgetOf(schema)).toMatchObject(hints);
});

test("a schema without hints has none", () => {
  expect(widgetOf(z.string())).toBeUndefined();
  expect(widgetOf(z.string().meta({ title: "x" }).optional())).toBeUndefined();
  expect(widgetOf(z.array(field))).toBeUndefined();
  expect(widgetOf(z.object({ field }))).toBeUndefined();
});

test("the outermost hints count", () => {
  expect(widgetOf(withWidget(field.optional(), { widget: "text", labelKey: "form.other" }))).toMatchObject({
    widget: "text",
    labelKey: "form.other",
  });
});

test("what the schema accepts stays the same", () => {
  const number = withWidget(z.int().min(1).max(5), { widget: "rating", labelKey: "form.stars" });
  expect(number.safeParse(6).success).toBe(false);
  expect(number.parse(5)).toBe(5);
});
