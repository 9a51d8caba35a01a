import type { PersonalField } from "#access/personal-field.ts";
import { formFields } from "#access/personal-texts.ts";
import type { Vault } from "#directory/context.ts";
import { choicesOf } from "#kernel/fields/widget.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { answersOf } from "./official-answers.ts";

/** Which entry a form belongs to. */
export interface FormPlace {
  readonly matterId: number;
  readonly seq: number;
  readonly kind: string;
  readonly name: string;
}

/** A form as it lies in the database: people's words sealed together, the rest readable. */
export interface KeptForm {
  readonly form: Readonly<Record<string, unknown>>;
  readonly sealed: Buffer | null;
  /** Names of the fields that are sealed. */
  readonly fields: readonly string[];
}

type Form = Readonly<Record<string, unknown>>;

/** Seals what people have written in a form, for its entry alone and under the key of its kind of matter. */
export function sealForm(vault: Vault, procedure: Procedure, place: FormPlace, form: Form): KeptForm {
  const fields = Object.keys(form).filter((field) => isSealed(procedure, place, field, form[field]));
  if (fields.length === 0) return { form, sealed: null, fields };
  const open = Object.entries(form).filter(([field]) => !fields.includes(field));
  const words = JSON.stringify(Object.fromEntries(fields.map((field) => [field, form[field]])));
  return {
    form: Object.fromEntries(open),
    sealed: vault.seal(moduleOf(procedure.id), placeOf(place), words),
    fields,
  };
}

/** The form as it was written. */
export function openForm(
  vault: Vault,
  procedure: string,
  place: Pick<FormPlace, "matterId" | "seq">,
  kept: { readonly form: unknown; readonly sealed: Buffer | null },
): Record<string, unknown> {
  const form = kept.form as Record<string, unknown>;
  if (kept.sealed === null) return form;
  const words = JSON.parse(vault.open(moduleOf(procedure), placeOf(place), kept.sealed)) as Record<string, unknown>;
  return { ...form, ...words };
}

const moduleOf = (procedure: string) => `entry:${procedure}`;
const placeOf = ({ matterId, seq }: Pick<FormPlace, "matterId" | "seq">) => `entry:${matterId}:${seq}`;

/**
 * Words are sealed unless the register says that they are no person's, and but for official answers, which the search
 * looks through (decision 25). A choice of a list is no word.
 */
function isSealed(procedure: Procedure, { kind, name }: FormPlace, field: string, value: unknown): boolean {
  if (kind === "comment") return true;
  if (!["open", "section", "step", "publication"].includes(kind)) return false;
  const { steps, publications } = answersOf(procedure);
  if ((kind === "publication" ? publications : kind === "step" ? steps : []).includes(name)) return false;
  const declared = declaredFor(procedure.id, `${name}.${field}`);
  if (declared.length > 0) return declared.some(({ kept }) => kept === "sealed");
  if (typeof value !== "string") return false;
  const form = kind === "open" || kind === "section" ? procedure.sections[name]?.form : procedure.steps[name]?.form;
  return choicesOf(form?.shape[field]).length === 0;
}

function declaredFor(procedure: string, path: string): PersonalField[] {
  return Object.entries(formFields[procedure] ?? {}).flatMap(([name, one]) =>
    name === path || name.startsWith(`${path}.`) ? [one] : [],
  );
}
