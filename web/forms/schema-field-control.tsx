import { readCitations } from "#kernel/fields/citation.ts";
import type { SchemaField } from "#web/forms/schema-fields.ts";
import { useWords } from "#web/i18n/index.ts";
import { CitationsField } from "#web/policy/citations-field.tsx";
import { RadioField, RatingField, SelectField, SwitchField, TextArea, TextField } from "#web/ui/field.tsx";

interface Props {
  field: SchemaField;
  prefix: string;
  value: unknown;
  error: string | undefined;
  autoFocus: boolean;
  onChange: (value: unknown) => void;
}

/** The control that a field's hints ask for, with its texts. */
export function SchemaFieldControl({ field, prefix, value, error, autoFocus, onChange }: Props) {
  const { say, find } = useWords();
  const key = `${prefix}.${field.labelKey}`;
  const common = { label: say(key), hint: find(`${key}.hint`), error, optional: field.optional };
  const text = typeof value === "string" ? value : "";
  const choices = field.choices.map((one) => ({
    value: one,
    label: say(`${key}.${one}`),
    hint: find(`${key}.${one}.hint`),
  }));
  const chosen = field.choices.find((one) => one === value) ?? null;
  switch (field.widget) {
    case "textarea":
      return (
        <TextArea
          {...common}
          value={text}
          rows={field.rows}
          max={field.max}
          autoFocus={autoFocus}
          onChange={onChange}
        />
      );
    case "radio":
      return <RadioField {...common} choices={choices} value={chosen} onChange={onChange} />;
    case "select":
      return (
        <SelectField {...common} choices={choices} value={chosen} onChange={(next) => onChange(next ?? undefined)} />
      );
    case "switch":
      return <SwitchField {...common} value={value === true} onChange={onChange} />;
    case "rating":
      return (
        <RatingField
          {...common}
          value={typeof value === "number" ? value : null}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    case "citations":
      return (
        <CitationsField
          label={common.label}
          hint={common.hint}
          error={error}
          value={readCitations(value)}
          onChange={(next) => onChange(next.length === 0 ? undefined : next)}
        />
      );
    case "phone":
      return (
        <TextField {...common} type="tel" inputMode="tel" value={text} autoFocus={autoFocus} onChange={onChange} />
      );
    case "date":
      return <TextField {...common} type="date" value={text} autoFocus={autoFocus} onChange={onChange} />;
    case "number":
      return (
        <TextField
          {...common}
          inputMode="numeric"
          value={typeof value === "number" ? String(value) : text}
          autoFocus={autoFocus}
          onChange={(next) => onChange(/^-?\d+$/.test(next.trim()) ? Number(next) : next)}
        />
      );
    // Files go with every step; see the form itself.
    case "files":
      return null;
    case "text":
      return <TextField {...common} value={text} autoFocus={autoFocus} onChange={onChange} />;
  }
}
