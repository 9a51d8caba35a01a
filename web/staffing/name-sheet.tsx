import { useState } from "react";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { useAction } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import { serverNow } from "#web/server-time.ts";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import { Candidates } from "#web/staffing/candidates.tsx";
import styles from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { TextField } from "#web/ui/field.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";

export interface Naming {
  readonly projectId: number;
  readonly projectName: string;
  readonly place: "A" | "B" | "SPONSOR" | "SPECIALIST";
}

const fields = ["accountId", "fromDay", "reason"];

/** Proposes somebody for a place; what everybody carries stands beside the choice, in no order but unit and name. */
export function NameSheet({ naming, onClose }: { naming: Naming; onClose: () => void }) {
  const { t } = useWords();
  const today = shanghaiDay(serverNow());
  const [accountId, setAccountId] = useState<number | null>(null);
  const [fromDay, setFromDay] = useState(today);
  const [reason, setReason] = useState("");
  const propose = useAction("assignment.propose");
  const errorOf = useFieldError(propose.error);
  const send = () =>
    accountId !== null &&
    propose.mutate(
      { projectId: naming.projectId, kind: naming.place, accountId, fromDay, reason },
      {
        onSuccess: () => {
          showToast(t("staffing.proposed"));
          onClose();
        },
      },
    );
  return (
    <Sheet
      open
      onClose={onClose}
      title={t("staffing.nameFor", { place: t(`place.${naming.place}`), project: naming.projectName })}
      foot={
        <>
          <Button look="filled" busy={propose.isPending} disabled={accountId === null} onClick={send}>
            {t("staffing.propose")}
          </Button>
          <Button onClick={onClose}>{t("act.cancel")}</Button>
        </>
      }
    >
      <div className={styles["form"]}>
        <Candidates kind={naming.place} projectId={naming.projectId} value={accountId} onChange={setAccountId} />
        {errorOf("accountId") !== undefined && (
          <p className={styles["error"]} role="alert">
            {errorOf("accountId")}
          </p>
        )}
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
    </Sheet>
  );
}
