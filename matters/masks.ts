import { type MaskKind, maskOf, show } from "#kernel/fields/mask.ts";
import type { Procedure } from "#kernel/procedure.ts";

/** How a field of an entry is masked, as its form declares it. */
export function maskOfField(
  procedure: Procedure,
  entry: { readonly kind: string; readonly name: string },
  field: string,
): MaskKind | undefined {
  const form =
    entry.kind === "open" || entry.kind === "section"
      ? procedure.sections[entry.name]?.form
      : procedure.steps[entry.name]?.form;
  return form && Object.hasOwn(form.shape, field) ? maskOf(form.shape[field]) : undefined;
}

/** A form as its reader may see it, with the fields that he sees in part. */
export function showForm(
  procedure: Procedure,
  entry: { readonly kind: string; readonly name: string },
  form: Readonly<Record<string, unknown>>,
  { whole }: { readonly whole: boolean },
): { form: Record<string, unknown>; masked: string[] } {
  const masked: string[] = [];
  const shown = Object.entries(form).map(([field, value]) => {
    const mask = whole || typeof value !== "string" ? undefined : maskOfField(procedure, entry, field);
    if (mask === undefined) return [field, value];
    masked.push(field);
    return [field, show(mask, String(value), false)];
  });
  return { form: Object.fromEntries(shown), masked };
}
