import type { CallError } from "#web/call-error.ts";
import { useFieldError } from "#web/staffing/action-error.tsx";
import { useDraft } from "#web/ui/draft.tsx";

/**
 * What a short form of text fields keeps: the values, and by name what ties a field to its value, its label and what
 * the server says is wrong with it. Nothing of it is what a browser should offer again; what is written is kept as a
 * draft under `draftKey` until it is sent.
 */
export function useTextFields<Name extends string>(
  draftKey: string,
  empty: Readonly<Record<Name, string>>,
  error: CallError | null,
  labelOf: (name: Name) => string,
) {
  const draft = useDraft<Readonly<Record<Name, string>>>(draftKey, empty, (kept) =>
    hasTexts(kept, Object.keys(empty) as Name[]) ? kept : undefined,
  );
  const given = draft.value;
  const errorOf = useFieldError(error);
  const field = (name: Name) => ({
    label: labelOf(name),
    value: given[name],
    error: errorOf(name),
    onChange: (value: string) => draft.set((before) => ({ ...before, [name]: value })),
    autoComplete: "off",
  });
  return { given, field, draft };
}

/** An older page may have kept another form under the same key. */
function hasTexts<Name extends string>(kept: unknown, names: readonly Name[]): kept is Readonly<Record<Name, string>> {
  if (typeof kept !== "object" || kept === null || Object.keys(kept).length !== names.length) return false;
  return names.every((name) => typeof (kept as Readonly<Record<string, unknown>>)[name] === "string");
}
