import { useWords } from "#web/i18n/index.ts";
import { type Choice, SelectField, TextField } from "#web/ui/field.tsx";

/** What an administrator says of an account, new or corrected. */
export interface AccountWords {
  readonly dutyName: string;
  readonly unit: string | null;
  readonly dutyPhone: string;
}

/** The telephone as operations take it: none is null. */
export const phoneOf = ({ dutyPhone }: AccountWords): string | null => (dutyPhone.trim() === "" ? null : dutyPhone);

interface Props {
  given: AccountWords;
  onChange: (given: AccountWords) => void;
  units: readonly Choice<string>[];
  unitHint?: string;
  errorOf: (field: string) => string | undefined;
}

/** Name, unit, telephone. Errors come by the operations' names: `dutyName`, `unitId`, `dutyPhone`. */
export function AccountFields({ given, onChange, units, unitHint, errorOf }: Props) {
  const { t } = useWords();
  return (
    <>
      <TextField
        label={t("account.name")}
        hint={t("account.nameHint")}
        value={given.dutyName}
        error={errorOf("dutyName")}
        autoComplete="off"
        onChange={(dutyName) => onChange({ ...given, dutyName })}
      />
      <SelectField
        label={t("admin.unit")}
        {...(unitHint !== undefined && { hint: unitHint })}
        choices={units}
        value={given.unit}
        error={errorOf("unitId")}
        onChange={(unit) => onChange({ ...given, unit })}
      />
      <TextField
        label={t("account.phone")}
        type="tel"
        optional
        value={given.dutyPhone}
        error={errorOf("dutyPhone")}
        onChange={(dutyPhone) => onChange({ ...given, dutyPhone })}
      />
    </>
  );
}
