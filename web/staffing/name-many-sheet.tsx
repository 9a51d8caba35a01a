import { useState } from "react";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { BulkResults } from "#web/bulk/bulk-results.tsx";
import { useAction } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import { serverNow } from "#web/server-time.ts";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import { Candidates } from "#web/staffing/candidates.tsx";
import type { Naming } from "#web/staffing/name-sheet.tsx";
import styles from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { RadioField, TextField } from "#web/ui/field.tsx";
import { Sheet } from "#web/ui/sheet.tsx";

const places = ["SPONSOR", "SPECIALIST", "A", "B"] as const;
const fields = ["fromDay", "reason"];

interface Props {
  projects: readonly { readonly id: number; readonly name: string }[];
  onClose: () => void;
}

/** Proposes one person for the same place on several projects; then what came of each. Another of the office approves. */
export function NameManySheet({ projects, onClose }: Props) {
  const { t } = useWords();
  const today = shanghaiDay(serverNow());
  const [chosen] = useState(projects);
  const [place, setPlace] = useState<Naming["place"]>("SPONSOR");
  const [accountId, setAccountId] = useState<number | null>(null);
  const [fromDay, setFromDay] = useState(today);
  const [reason, setReason] = useState("");
  const propose = useAction("assignment.proposeMany");
  const errorOf = useFieldError(propose.error);
  const results = propose.data?.results;
  const send = () =>
    accountId !== null &&
    propose.mutate({ projectIds: chosen.map(({ id }) => id), kind: place, accountId, fromDay, reason });
  return (
    <Sheet
      open
      onClose={onClose}
      title={t("bulk.proposeFor", { count: chosen.length })}
      foot={
        results === undefined ? (
          <>
            <Button look="filled" busy={propose.isPending} disabled={accountId === null} onClick={send}>
              {t("staffing.propose")}
            </Button>
            <Button onClick={onClose}>{t("act.cancel")}</Button>
          </>
        ) : (
          <Button look="filled" onClick={onClose}>
            {t("act.close")}
          </Button>
        )
      }
    >
      {results === undefined ? (
        <div className={styles["form"]}>
          <RadioField
            label={t("bulk.place")}
            inline
            choices={places.map((one) => ({ value: one, label: t(`place.${one}`) }))}
            value={place}
            onChange={(next) => {
              setPlace(next);
              setAccountId(null);
            }}
          />
          <Candidates kind={place} projectId={null} value={accountId} onChange={setAccountId} />
          <TextField
            label={t("staffing.fromDay")}
            type="date"
            min={today}
            value={fromDay}
            onChange={setFromDay}
            error={errorOf("fromDay")}
          />
          <TextField label={t("staffing.why")} value={reason} onChange={setReason} error={errorOf("reason")} />
          <ActionError error={propose.error} except={fields} />
        </div>
      ) : (
        <BulkResults results={results} nameOf={(id) => chosen.find((one) => one.id === id)?.name ?? String(id)} />
      )}
    </Sheet>
  );
}
