import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useAction } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import forms from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { type Choice, SelectField, TextField } from "#web/ui/field.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";

interface Props {
  units: readonly Choice<string>[];
  start: string | null;
  onClose: () => void;
}

/** 建账号: somebody of the staff; what he may do is proposed on his page next. */
export function NewAccount({ units, start, onClose }: Props) {
  const { t, say } = useWords();
  const navigate = useNavigate();
  const create = useAction("staff.create");
  const errorOf = useFieldError(create.error);
  const [policeNumber, setPoliceNumber] = useState("");
  const [dutyName, setDutyName] = useState("");
  const [dutyPhone, setDutyPhone] = useState("");
  const [unit, setUnit] = useState(start);
  const [unitMissing, setUnitMissing] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setUnitMissing(unit === null);
    if (unit === null) return;
    const made = await create
      .mutateAsync({
        policeNumber,
        dutyName,
        unitId: Number(unit),
        dutyPhone: dutyPhone.trim() === "" ? null : dutyPhone,
      })
      .catch(() => undefined);
    if (!made) return;
    showToast(t("account.created"));
    await navigate({ to: "/administration/accounts/$id", params: { id: String(made.id) } });
  };
  return (
    <Sheet open onClose={onClose} title={t("account.new")}>
      <form className={forms["form"]} noValidate onSubmit={(event) => void submit(event)}>
        <TextField
          label={t("account.number")}
          hint={t("account.numberHint")}
          value={policeNumber}
          error={errorOf("policeNumber")}
          autoComplete="off"
          autoCapitalize="characters"
          onChange={setPoliceNumber}
        />
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
          choices={units}
          value={unit}
          error={unitMissing ? say("issue.required") : errorOf("unitId")}
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
        <ActionError error={create.error} except={["policeNumber", "dutyName", "unitId", "dutyPhone"]} />
        <div className={home["buttons"]}>
          <Button type="submit" look="filled" busy={create.isPending}>
            {t("account.create")}
          </Button>
          <Button onClick={onClose}>{t("act.cancel")}</Button>
        </div>
      </form>
    </Sheet>
  );
}
