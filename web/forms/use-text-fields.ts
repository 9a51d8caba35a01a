import { useState } from "react";
import type { CallError } from "#web/call-error.ts";
import { useFieldError } from "#web/staffing/action-error.tsx";

/**
 * What a short form of text fields keeps: the values, and by name what ties a field to its value, its label and what
 * the server says is wrong with it. Nothing of it is what a browser should offer again.
 */
export function useTextFields<Name extends string>(
  empty: Readonly<Record<Name, string>>,
  error: CallError | null,
  labelOf: (name: Name) => string,
) {
  const [given, setGiven] = useState(empty);
  const errorOf = useFieldError(error);
  const field = (name: Name) => ({
    label: labelOf(name),
    value: given[name],
    error: errorOf(name),
    onChange: (value: string) => setGiven((before) => ({ ...before, [name]: value })),
    autoComplete: "off",
  });
  return { given, field };
}
