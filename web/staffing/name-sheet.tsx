import { useState } from "react";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { serverNow } from "#web/server-time.ts";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import styles from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { TextField } from "#web/ui/field.tsx";
import { PageState } from "#web/ui/page-state.tsx";
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
  const load = useOperation("staffing.load", { kind: naming.place, projectId: naming.projectId });
  const propose = useAction("assignment.propose");
  const errorOf = useFieldError(propose.error);
  const officer = naming.place === "A" || naming.place === "B";
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
        <PageState query={load} skeleton="list">
          {({ items, cap }) => (
            <fieldset>
              <legend>{t("staffing.who")}</legend>
              {items.length === 0 && <p>{t("staffing.nobody")}</p>}
              {items.map((one) => (
                <label key={one.accountId} className={styles["check"]}>
                  <input
                    type="radio"
                    name="candidate"
                    checked={accountId === one.accountId}
                    onChange={() => setAccountId(one.accountId)}
                  />
                  <span>
                    <strong>{one.dutyName}</strong> <span className={home["soft"]}>{one.unitName}</span>
                    <br />
                    <span className={home["soft"]}>
                      {officer
                        ? t("staffing.carries", { projects: one.projects, cap, matters: one.openMatters })
                        : t("staffing.carriesPlain", { projects: one.projects })}
                      {one.away && ` · ${t("presence.absent")}`}
                      {one.outsideLine === true && ` · ${t("staffing.outside")}`}
                    </span>
                  </span>
                </label>
              ))}
            </fieldset>
          )}
        </PageState>
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
