import { type FormEvent, useState } from "react";
import { isGivenAt, type StaffRole, staffRoles } from "#access/role-places.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import type { Account } from "#web/administration/account-page.tsx";
import { unitChoices } from "#web/administration/unit-choices.ts";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { serverNow } from "#web/server-time.ts";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import forms from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { SelectField, TextArea, TextField } from "#web/ui/field.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";

/** 提出权限: what, where, from when, why; a second person decides. */
export function ProposeGrant({ account, onClose }: { account: Account; onClose: () => void }) {
  const { t, say } = useWords();
  const tree = useOperation("unit.tree", {});
  const propose = useAction("grant.propose");
  const errorOf = useFieldError(propose.error);
  const today = shanghaiDay(serverNow());
  const [unit, setUnit] = useState<string | null>(String(account.unit.id));
  const [role, setRole] = useState<StaffRole | null>(null);
  const [from, setFrom] = useState(today);
  const [to, setTo] = useState("");
  const [reason, setReason] = useState("");
  const units = tree.data?.items ?? [];
  const tier = units.find(({ id }) => String(id) === unit)?.tier;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (role === null || unit === null) return;
    const input = { accountId: account.id, role, unitId: Number(unit), from, to: to === "" ? null : to, reason };
    const done = await propose.mutateAsync(input).catch(() => undefined);
    if (!done) return;
    showToast(t("account.proposed"));
    onClose();
  };
  return (
    <Sheet open onClose={onClose} title={t("account.propose")}>
      <form className={forms["form"]} noValidate onSubmit={(event) => void submit(event)}>
        <p className={home["soft"]}>{t("account.proposeEffect")}</p>
        <SelectField
          label={t("admin.unit")}
          choices={unitChoices(units)}
          value={unit}
          error={errorOf("unitId")}
          onChange={(next) => {
            setUnit(next);
            setRole(null);
          }}
        />
        <SelectField
          label={t("account.role")}
          choices={staffRoles
            .filter((one) => tier !== undefined && isGivenAt(one, tier))
            .map((value) => ({ value, label: say(`role.${value}`) }))}
          value={role}
          error={errorOf("role")}
          onChange={setRole}
        />
        <div className={forms["pair"]}>
          <TextField
            label={t("account.fromDay")}
            type="date"
            min={today}
            value={from}
            error={errorOf("from")}
            onChange={setFrom}
          />
          <TextField
            label={t("account.toDay")}
            hint={t("account.toDayHint")}
            type="date"
            min={from}
            optional
            value={to}
            error={errorOf("to")}
            onChange={setTo}
          />
        </div>
        <TextArea
          label={t("admin.reasonLabel")}
          rows={3}
          max={300}
          value={reason}
          error={errorOf("reason")}
          onChange={setReason}
        />
        <ActionError error={propose.error} except={["unitId", "role", "from", "to", "reason"]} />
        <div className={home["buttons"]}>
          <Button type="submit" look="filled" busy={propose.isPending} disabled={role === null || unit === null}>
            {t("account.propose")}
          </Button>
          <Button onClick={onClose}>{t("act.cancel")}</Button>
        </div>
      </form>
    </Sheet>
  );
}
