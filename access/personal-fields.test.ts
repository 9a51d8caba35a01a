import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { procedures } from "#capabilities/index.ts";
import { consultation } from "#capabilities/consultation/procedure.ts";
import { plainText } from "#kernel/fields/text.ts";
import type { Operation } from "#kernel/operation.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { operations } from "#server/registry.ts";
import { wordsIn } from "#test/access/words.ts";
import { type PersonalField, type PersonalFields, purposes, retentions } from "./personal-field.ts";
import { personalFields } from "./personal-fields.ts";
import { codeFields, formFields, inputFields } from "./personal-texts.ts";

/** Fields of a procedure's sections and steps in which words can stand. */
function textFields(procedure: Pick<Procedure, "sections" | "steps">): string[] {
  return [...Object.entries(procedure.sections), ...Object.entries(procedure.steps)].flatMap(([name, { form }]) =>
    wordsIn(form, name),
  );
}

/** Inputs of an operation in which words can stand; forms are the procedures'. */
function textInputs(operation: Operation): string[] {
  return wordsIn(operation.input, operation.id).filter((path) => !path.endsWith(".form"));
}

const columns = Object.entries(personalFields).flatMap(([table, entry]) =>
  "columns" in entry
    ? Object.entries<PersonalField | "plain">(entry.columns).map(([column, one]) => ({
        name: `${table}.${column}`,
        one,
      }))
    : [],
);
const declared = [
  ...columns.flatMap(({ name, one }) => (one === "plain" ? [] : [{ name, one }])),
  ...[...Object.values(formFields), inputFields].flatMap((fields) =>
    Object.entries(fields).map(([name, one]) => ({ name, one })),
  ),
];

describe("the register of personal fields", () => {
  it("is a type error without a table, without a column, or with one that says nothing", () => {
    expectTypeOf(personalFields).toExtend<PersonalFields>();
    expectTypeOf<Omit<typeof personalFields, "account">>().not.toExtend<PersonalFields>();
    type Account = (typeof personalFields)["account"]["columns"];
    type Without = { account: { columns: Omit<Account, "duty_phone"> } };
    expectTypeOf<Omit<typeof personalFields, "account"> & Without>().not.toExtend<PersonalFields>();
    type Silent = { account: { columns: Omit<Account, "duty_phone"> & { duty_phone: { level: "L3" } } } };
    expectTypeOf<Omit<typeof personalFields, "account"> & Silent>().not.toExtend<PersonalFields>();
  });

  it("knows what each field is for and how long it stays", () => {
    const unknown = declared.filter(({ one }) => !(one.purpose in purposes) || !(one.retention in retentions));
    expect(unknown).toEqual([]);
    expect(declared.length).toBeGreaterThan(80);
  });

  it("keeps no secret of signing in readable, and shows no hash", () => {
    const readable = (name: string) => declared.find((one) => one.name === name)?.one.kept === "clear";
    for (const name of ["account.password_hash", "session.token_hash", "idempotency.answer", "session.signIn.password"])
      expect(readable(name), name).toBe(false);
  });

  it("has no column for what must never be one: identity numbers, private addresses, birth", () => {
    const forbidden = /id_?(no|card|number)|identity|birth|private_phone|home_address|sex|gender/;
    expect(columns.filter(({ name }) => forbidden.test(name)).map(({ name }) => name)).toEqual([]);
  });
});

describe("words that people write", () => {
  it("are declared for every form of every procedure, and nothing is declared that is not there", () => {
    for (const procedure of procedures)
      expect(Object.keys(formFields[procedure.id] ?? {}).toSorted(), procedure.id).toEqual(
        textFields(procedure).toSorted(),
      );
    expect(Object.keys(formFields).toSorted()).toEqual(procedures.map(({ id }) => id).toSorted());
  });

  it("are declared for every operation", () => {
    const found = operations.flatMap((operation) => textInputs(operation));
    expect(found.toSorted()).toEqual([...Object.keys(inputFields), ...codeFields].toSorted());
  });

  it("would be missed: a new field of a form is found, wherever it stands", () => {
    const more = {
      ...consultation,
      sections: {
        ...consultation.sections,
        extra: { audience: "shared", form: z.strictObject({ name: plainText({ min: 0, max: 9 }) }) },
      },
      steps: {
        ...consultation.steps,
        withdraw: {
          ...consultation.steps.withdraw,
          form: z.strictObject({
            notes: z.array(z.object({ text: z.string().optional() })),
            anything: z.unknown(),
            choice: z.enum(["a", "b"]),
            file: z.uuid(),
          }),
        },
      },
    };
    const fields = new Set(Object.keys(formFields["consultation"] ?? {}));
    const missing = textFields(more).filter((name) => !fields.has(name));
    expect(missing).toEqual(["extra.name", "withdraw.notes.text", "withdraw.anything"]);
  });
});
