import { useId } from "react";
import forms from "#web/staffing/staffing.module.css";
import type { Choice } from "#web/ui/field.tsx";

interface Props {
  legend: string;
  choices: readonly Choice<string>[];
  chosen: readonly string[];
  error?: string | undefined;
  onChange: (chosen: readonly string[]) => void;
}

/** Several of a few. */
export function Checks({ legend, choices, chosen, error, onChange }: Props) {
  const id = useId();
  return (
    <fieldset aria-describedby={error === undefined ? undefined : id}>
      <legend>{legend}</legend>
      {choices.map(({ value, label }) => (
        <label key={value} className={forms["check"]}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, value] : chosen.filter((one) => one !== value))
            }
          />
          <span>{label}</span>
        </label>
      ))}
      {error !== undefined && (
        <p id={id} className={forms["error"]} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
