import { useState } from "react";
import styles from "#web/home/audit.module.css";
import { useWords } from "#web/i18n/index.ts";
import { type InputFor, operations } from "#web/operations.ts";
import { SelectField, TextField } from "#web/ui/field.tsx";

export type AuditWish = Omit<InputFor<"audit.list">, "cursor">;

const results = ["200", "401", "403", "404", "409", "422", "429", "500"] as const;

/** What to look for in the audit; applied as it is chosen, the object when it is written in full. */
export function AuditFilters({ wish, onWish }: { wish: AuditWish; onWish: (wish: AuditWish) => void }) {
  const { t, say } = useWords();
  const [object, setObject] = useState(wish.object ?? "");
  const [wrong, setWrong] = useState(false);
  const change = (part: { [Key in keyof AuditWish]: AuditWish[Key] | undefined }) =>
    onWish(
      Object.fromEntries(Object.entries({ ...wish, ...part }).filter(([, value]) => value !== undefined)) as AuditWish,
    );
  const lookFor = () => {
    const text = object.trim();
    const fits = text === "" || operations["audit.list"].input.shape.object.safeParse(text).success;
    setWrong(!fits);
    if (fits) change({ object: text === "" ? undefined : text });
  };
  return (
    <form
      className={styles["filters"]}
      role="search"
      aria-label={t("work.filters")}
      onSubmit={(event) => {
        event.preventDefault();
        lookFor();
      }}
    >
      <SelectField
        label={t("audit.operation")}
        empty={t("audit.anyOperation")}
        choices={Object.keys(operations).map((id) => ({ value: id, label: say(`audit.op.${id}`) }))}
        value={wish.operation ?? null}
        onChange={(value) => change({ operation: value ?? undefined })}
      />
      <SelectField
        label={t("audit.result")}
        empty={t("audit.anyResult")}
        choices={results.map((status) => ({ value: status, label: say(`audit.status.${status}`) }))}
        value={wish.status ?? null}
        onChange={(value) => change({ status: value ?? undefined })}
      />
      <TextField
        label={t("audit.object")}
        placeholder="matter:12"
        error={wrong ? t("audit.objectWrong") : undefined}
        optional
        value={object}
        onChange={setObject}
        onBlur={lookFor}
        autoComplete="off"
      />
    </form>
  );
}
