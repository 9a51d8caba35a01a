import { useWords } from "#web/i18n/index.ts";
import { TextField } from "#web/ui/field.tsx";

/** The second factor: six digits of the app, or a code from the paper. */
export function CodeField(props: {
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  /** Only digits will do: while the app is being set up. */
  appOnly?: boolean;
  /** Not where another field stands before it. */
  autoFocus?: boolean;
}) {
  const { t } = useWords();
  return (
    <TextField
      label={t("secure.code")}
      hint={t(props.appOnly === true ? "secure.codeOfApp" : "secure.codeHint")}
      value={props.value}
      error={props.error}
      onChange={props.onChange}
      inputMode={props.appOnly === true ? "numeric" : "text"}
      autoComplete="one-time-code"
      autoCapitalize="characters"
      spellCheck={false}
      maxLength={60}
      autoFocus={props.autoFocus ?? true}
    />
  );
}
