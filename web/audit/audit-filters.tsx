import { useState } from "react";
import { contract } from "#capabilities/audit/contract.ts";
import { calls } from "#web/calls.data.ts";
import styles from "#web/audit/audit.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { InputFor } from "#web/operations.ts";
import { SelectField, TextField } from "#web/ui/field.tsx";

export type AuditWish = Omit<InputFor<"audit.list">, "cursor">;

const results = ["200", "401", "403", "404", "409", "422", "429", "500"] as const;

/** Kinds of records that a row can be about. Matters are what one looks for most: they need no choice. */
const objectKinds = ["project", "enterprise", "file"] as const;

/** What to look for in the audit; applied as it is chosen, the object when it is written in full. */
export function AuditFilters({ wish, onWish }: { wish: AuditWish; onWish: (wish: AuditWish) => void }) {
  const { t, say } = useWords();
  const [kind, id] = (wish.object ?? ":").split(":");
  const [written, setWritten] = useState(id ?? "");
  const [chosen, setChosen] = useState(objectKinds.find((one) => one === kind) ?? null);
  const [wrong, setWrong] = useState(false);
  const change = (part: { [Key in keyof AuditWish]: AuditWish[Key] | undefined }) =>
    onWish(Object.fromEntries(Object.entries({ ...wish, ...part }).filter(([, value]) => value !== undefined)));
  const lookFor = (ofKind: string | null) => {
    const number = written.trim();
    const object = `${ofKind ?? "matter"}:${number}`;
    const fits = number === "" || contract["audit.list"].input.shape.object.safeParse(object).success;
    setWrong(!fits);
    if (fits) change({ object: number === "" ? undefined : object });
  };
  return (
    <form
      className={styles["filters"]}
      role="search"
      aria-label={t("work.filters")}
      onSubmit={(event) => {
        event.preventDefault();
        lookFor(chosen);
      }}
    >
      <SelectField
        label={t("audit.operation")}
        empty={t("audit.anyOperation")}
        choices={Object.keys(calls).map((id) => ({ value: id, label: say(`audit.op.${id}`) }))}
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
      <SelectField
        label={t("audit.kindOf")}
        empty={t("audit.kind.matter")}
        choices={objectKinds.map((one) => ({ value: one, label: t(`audit.kind.${one}`) }))}
        value={chosen}
        onChange={(value) => {
          setChosen(value);
          lookFor(value);
        }}
      />
      <TextField
        label={t("audit.number")}
        error={wrong ? t("audit.numberWrong") : undefined}
        optional
        value={written}
        onChange={setWritten}
        onBlur={() => lookFor(chosen)}
        autoComplete="off"
      />
    </form>
  );
}
