import { type FormEvent, useState } from "react";
import { AccountFields, type AccountWords, phoneOf } from "#web/administration/account-fields.tsx";
import type { Account } from "#web/administration/account-page.tsx";
import { unitChoices } from "#web/administration/unit-choices.ts";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import forms from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";

/** 更正账号: name, unit, telephone. Only what was changed is sent: two who correct at once do not undo each other. */
export function EditAccount({ account, onClose }: { account: Account; onClose: () => void }) {
  const { t } = useWords();
  const tree = useOperation("unit.tree", {});
  const change = useAction("staff.change");
  const errorOf = useFieldError(change.error);
  const [given, setGiven] = useState<AccountWords>({
    dutyName: account.dutyName,
    unit: String(account.unit.id),
    dutyPhone: account.dutyPhone ?? "",
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { dutyName, unit } = given;
    const phone = phoneOf(given);
    const done = await change
      .mutateAsync({
        id: account.id,
        ...(dutyName !== account.dutyName && { dutyName }),
        ...(unit !== null && unit !== String(account.unit.id) && { unitId: Number(unit) }),
        ...(phone !== account.dutyPhone && { dutyPhone: phone }),
      })
      .catch(() => undefined);
    if (!done) return;
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
