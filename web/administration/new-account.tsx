import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { AccountFields, type AccountWords, phoneOf } from "#web/administration/account-fields.tsx";
import { CallError, useAction } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import forms from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { type Choice, TextField } from "#web/ui/field.tsx";
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
  /** Asked for only where somebody else has the number as his login. */
  const [login, setLogin] = useState<string>();
  const [given, setGiven] = useState<AccountWords>({ dutyName: "", unit: start, dutyPhone: "" });
  const [unitMissing, setUnitMissing] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { dutyName, unit } = given;
    setUnitMissing(unit === null);
    if (unit === null) return;
    const made = await create
      .mutateAsync({
        policeNumber,
        ...(login !== undefined && login.trim() !== "" && { login }),
        dutyName,
        unitId: Number(unit),
        dutyPhone: phoneOf(given),
      })
      .catch((error: unknown) => {
        if (error instanceof CallError && error.issues.some(({ path }) => path === "login"))
          setLogin((now) => now ?? "");
        return undefined;
      });
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
        {login !== undefined && (
          <TextField
            label={t("account.login")}
            hint={t("account.loginHint")}
            value={login}
            error={errorOf("login")}
            autoComplete="off"
            autoCapitalize="none"
            onChange={setLogin}
          />
        )}
        <AccountFields
          given={given}
          onChange={setGiven}
          units={units}
          errorOf={(field) => (field === "unitId" && unitMissing ? say("issue.required") : errorOf(field))}
        />
        <ActionError error={create.error} except={["policeNumber", "login", "dutyName", "unitId", "dutyPhone"]} />
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
