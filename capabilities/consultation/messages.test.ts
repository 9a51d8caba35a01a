import { describe, expect, it } from "vitest";
import { z } from "zod";
import { widgetOf } from "#kernel/fields/widget.ts";
import type { Facts, StepDefinition } from "#kernel/procedure.ts";
import english from "./messages.en.json" with { type: "json" };
import chinese from "./messages.zh-CN.json" with { type: "json" };
import { consultation } from "./procedure.ts";

const languages: Readonly<Record<string, Readonly<Record<string, string>>>> = { "zh-CN": chinese, en: english };
const steps = Object.entries(consultation.steps) as [string, StepDefinition<string, string, string>][];
const forms = [
  ...Object.values(consultation.sections).map((section) => section.form),
  ...steps.map(([, step]) => step.form),
];

/** Keys of a field's label, and of each choice that it offers. */
function keysOf(field: z.core.$ZodType): string[] {
  const hints = field instanceof z.ZodType ? widgetOf(field) : undefined;
  if (hints === undefined) return ["form.a-field-without-a-label"];
  const inner = unwrap(field);
  const choices =
    inner instanceof z.ZodEnum ? inner.options.map((option) => `${hints.labelKey}.${String(option)}`) : [];
  return [hints.labelKey, ...choices];
}

function unwrap(field: z.core.$ZodType): z.core.$ZodType {
  // Of the inner type zod knows less than it is; only its class is asked for.
  return field instanceof z.ZodDefault || field instanceof z.ZodOptional ? unwrap(field.unwrap()) : field;
}

/** Whatever a guard may answer, found by asking it with very different facts. */
function reasonsOf(step: StepDefinition<string, string, string>): string[] {
  const worlds: Facts[] = [[], ["draft"]].flatMap((openTasks) =>
    [0, 1].flatMap((times) =>
      [null, 5, 40].flatMap((daysSinceClosed) =>
        [true, false].map((topicReviewed) => ({
          stepCounts: { reopen: times, submitDraft: times },
          openChildren: times,
          openTasks,
          daysSinceClosed,
          topicReviewed,
          hasFirm: topicReviewed,
          stationKnown: topicReviewed,
          lateTasks: [],
          ownSteps: [],
          ownOriginSteps: [],
        })),
      ),
    ),
  );
  const answers = worlds.map((facts) => step.guard?.(facts) ?? true);
  return [...new Set(answers.filter((answer) => answer !== true))].map((answer) => `reason.${answer}`);
}

/** Outcomes of a step for every value of its enums. */
function outcomesOf(step: StepDefinition<string, string, string>): string[] {
  const enums = Object.entries(step.form.shape).flatMap(([name, field]) => {
    const inner = unwrap(field);
    return inner instanceof z.ZodEnum ? inner.options.map((value) => ({ [name]: value })) : [];
  });
  return (enums.length > 0 ? enums : [{}]).flatMap((form) => {
    const outcome = step.outcome?.(form);
    return outcome === undefined ? [] : [`outcome.${outcome}`];
  });
}

describe.each(Object.entries(languages))("texts in %s", (_language, texts) => {
  it.each([
    [
      "states",
      Object.keys(consultation.states).flatMap((name) => [`state.${name}`, `stateShort.${name}`, `next.${name}`]),
    ],
    ["tasks", Object.keys(consultation.tasks).map((name) => `task.${name}`)],
    [
      "sections and audiences",
      [
        ...Object.keys(consultation.sections).map((name) => `section.${name}`),
        ...Object.keys(consultation.audiences).map((name) => `audience.${name}`),
      ],
    ],
    ["steps", steps.flatMap(([name]) => [`step.${name}`, `done.${name}`])],
    [
      "what people's steps bring about",
      steps.filter(([, step]) => !step.by.includes("system")).map(([name]) => `effect.${name}`),
    ],
    [
      "questions before what cannot be undone",
      steps.filter(([, step]) => step.confirm).map(([name]) => `sure.${name}`),
    ],
    ["fields and their choices", forms.flatMap((form) => Object.values(form.shape).flatMap(keysOf))],
    ["reasons", steps.flatMap(([, step]) => reasonsOf(step))],
    ["outcomes", steps.flatMap(([, step]) => outcomesOf(step))],
  ])("has one for all %s", (_what, keys) => {
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.filter((key) => !texts[key])).toEqual([]);
  });

  it("speaks of somebody by the same placeholder only", () => {
    const placeholders = Object.values(texts).flatMap((text) => text.match(/\{\{.*?\}\}/g) ?? []);
    expect(new Set(placeholders)).toEqual(new Set(["{{who}}"]));
  });
});

it("has the same keys in both languages", () => {
  expect(Object.keys(english)).toEqual(Object.keys(chinese));
});

it("has no Latin words on the Chinese page but names", () => {
  const words = Object.values(chinese).flatMap(
    (text) => text.replaceAll(/\{\{.*?\}\}/g, "").match(/[A-Za-z]{2,}/g) ?? [],
  );
  expect(words).toEqual([]);
});
