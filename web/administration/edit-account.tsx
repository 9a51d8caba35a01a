import { type FormEvent, useState } from "react";
import { AccountFields, type AccountWords, phoneOf } from "#web/administration/account-fields.tsx";
import type { Account } from "#web/administration/account-page.tsx";
import { unitChoices } from "#web/administration/unit-choices.ts";
import { CallError, call, useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import forms from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";

/**
 * 更正账号: name, unit, telephone, as they were when the sheet was opened; only what was changed is sent. Whoever comes
 * second is told what stands now, and keeps what he has written.
 */
export function EditAccount({ account, onClose }: { account: Account; onClose: () => void }) {
  const { t } = useWords();
  const tree = useOperation("unit.tree", {});
  const change = useAction("staff.change");
  const errorOf = useFieldError(change.error);
  const [seen, setSeen] = useState(account);
  const [given, setGiven] = useState(wordsOf(account));
  /** What he has not touched becomes what it is now. */
  const lookAgain = async () => {
    const now = await call("staff.get", { id: String(seen.id) }).catch(() => undefined);
    if (!now) return;
    const [before, after] = [wordsOf(seen), wordsOf(now)];
    setGiven({
      dutyName: given.dutyName === before.dutyName ? after.dutyName : given.dutyName,
      unit: given.unit === before.unit ? after.unit : given.unit,
      dutyPhone: given.dutyPhone === before.dutyPhone ? after.dutyPhone : given.dutyPhone,
    });
    setSeen(now);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { dutyName, unit } = given;
    const phone = phoneOf(given);
    try {
      await change.mutateAsync({
        id: seen.id,
        version: seen.version,
        ...(dutyName !== seen.dutyName && { dutyName }),
        ...(unit !== null && unit !== String(seen.unit.id) && { unitId: Number(unit) }),
        ...(phone !== seen.dutyPhone && { dutyPhone: phone }),
      });
    } catch (error) {
      if (error instanceof CallError && error.code === "stale-version") await lookAgain();
      return;
    }
    showToast(t("account.changed"));
    onClose();
  };
  return (
    <Sheet open onClose={onClose} title={t("account.change")}>
      <form className={forms["form"]} noValidate onSubmit={(event) => void submit(event)}>
        <AccountFields
          given={given}
          onChange={setGiven}
          units={unitChoices(tree.data?.items ?? [])}
          unitHint={t("account.unitHint")}
          errorOf={errorOf}
        />
        <ActionError error={change.error} except={["dutyName", "unitId", "dutyPhone"]} />
        {change.error?.code === "stale-version" && (
          <p>
            {t("account.now", { what: [seen.dutyName, seen.unit.name, seen.dutyPhone].filter(Boolean).join(" · ") })}
          </p>
        )}
        <div className={home["buttons"]}>
          <Button type="submit" look="filled" busy={change.isPending}>
            {t("account.saveChange")}
          </Button>
          <Button onClick={onClose}>{t("act.cancel")}</Button>
        </div>
      </form>
    </Sheet>
  );
}

function wordsOf({ dutyName, unit, dutyPhone }: Account): AccountWords {
  return { dutyName, unit: String(unit.id), dutyPhone: dutyPhone ?? "" };
}
