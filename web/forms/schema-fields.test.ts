import { describe, expect, test } from "vitest";
import { z } from "zod";
import { consultation } from "#capabilities/consultation/procedure.ts";
import { plainLine, plainText } from "#kernel/fields/text.ts";
import { withWidget } from "#kernel/fields/widget.ts";
import { complaintsOf, fieldsOf, initialValues, sentValues, sortIssues } from "#web/forms/schema-fields.ts";

describe("a form out of a schema", () => {
  const { question = { form: z.strictObject({}) } } = consultation.sections;

  test("asks what the declaration asks, in its order", () => {
    expect(fieldsOf(consultation.steps.answer.form)).toMatchObject([
      { name: "text", widget: "textarea", labelKey: "form.answer", optional: false, max: 4000, rows: 6, choices: [] },
      { name: "source", widget: "text", labelKey: "form.source", optional: false, max: 200 },
      { name: "cites", widget: "citations", labelKey: "form.cites", optional: true },
    ]);
    expect(fieldsOf(consultation.steps.confirm.form)).toMatchObject([
      { name: "verdict", widget: "radio", optional: false, initial: "SOLVED", choices: ["SOLVED", "PARTLY"] },
      { name: "stars", widget: "rating", optional: true, initial: undefined },
    ]);
    expect(fieldsOf(question.form)).toMatchObject([
      { name: "text" },
      { name: "urgency", initial: "normal" },
      { name: "tradeSecret", widget: "switch", initial: false },
    ]);
  });

  test("begins with the defaults and sends no empty answers", () => {
    const form = z.strictObject({
      note: withWidget(plainText({ min: 0, max: 10 }), { widget: "textarea", labelKey: "note" }).optional(),
      name: withWidget(plainLine({ min: 2, max: 10 }), { widget: "text", labelKey: "name" }),
      kind: z.enum(["a", "b"]).default("a"),
    });
    const fields = fieldsOf(form);
    expect(initialValues(fields)).toEqual({ kind: "a" });
    expect(sentValues(fields, { note: "", name: "", kind: "b" })).toEqual({ name: "", kind: "b" });
  });

  test("every form of every step can be drawn and filled in", () => {
    const fields = Object.values(consultation.steps).flatMap((step) => fieldsOf(step.form));
    const drawn = ["text", "textarea", "radio", "rating", "switch", "citations"];
    expect(fields.filter((field) => !drawn.includes(field.widget))).toEqual([]);
    expect(fields.filter((field) => field.widget === "radio" && field.choices.length < 2)).toEqual([]);
  });
});

describe("complaints", () => {
  const { form } = consultation.steps.answer;

  test("say what is missing, too short and too long, once per field", () => {
    expect(complaintsOf(form, {})).toEqual([
      { path: "text", code: "required" },
      { path: "source", code: "required" },
    ]);
    expect(complaintsOf(form, { text: "短", source: "x".repeat(201) })).toMatchObject([
      { path: "text", code: "tooShort", params: { limit: 5 } },
      { path: "source", code: "tooLong", params: { limit: 200 } },
    ]);
    expect(complaintsOf(form, { text: "可以夜间通行。", source: "《条例》第七条" })).toEqual([]);
  });

  test("ask for a choice where nothing was chosen", () => {
    expect(complaintsOf(consultation.steps.convert.form, { text: "需要现场处理。", contact: "治安大队" })).toEqual([
      { path: "target", code: "choose" },
    ]);
  });

  test("of the server find their field, or stay with the form", () => {
    const issues = [
      { path: "form.text", code: "tooShort" },
      { path: "files.0", code: "unknownFile" },
    ];
    expect(sortIssues(fieldsOf(form), issues)).toEqual({
      byField: [{ path: "text", code: "tooShort" }],
      others: [{ path: "files.0", code: "unknownFile" }],
    });
  });
});
