import { type FormEvent, useState } from "react";
import type { Account } from "#web/administration/account-page.tsx";
import { unitChoices } from "#web/administration/unit-choices.ts";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import forms from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { SelectField, TextField } from "#web/ui/field.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";

/** 更正账号: name, unit, telephone. Only what was changed is sent: two who correct at once do not undo each other. */
export function EditAccount({ account, onClose }: { account: Account; onClose: () => void }) {
  const { t } = useWords();
  const tree = useOperation("unit.tree", {});
  const change = useAction("staff.change");
  const errorOf = useFieldError(change.error);
  const [dutyName, setDutyName] = useState(account.dutyName);
  const [dutyPhone, setDutyPhone] = useState(account.dutyPhone ?? "");
  const [unit, setUnit] = useState<string | null>(String(account.unit.id));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const phone = dutyPhone.trim() === "" ? null : dutyPhone;
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
        <TextField
          label={t("account.name")}
          hint={t("account.nameHint")}
          value={dutyName}
          error={errorOf("dutyName")}
          autoComplete="off"
          onChange={setDutyName}
        />
        <SelectField
          label={t("admin.unit")}
          hint={t("account.unitHint")}
          choices={unitChoices(tree.data?.items ?? [])}
          value={unit}
          error={errorOf("unitId")}
          onChange={setUnit}
        />
        <TextField
          label={t("account.phone")}
          type="tel"
          optional
          value={dutyPhone}
          error={errorOf("dutyPhone")}
          onChange={setDutyPhone}
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
