import { type FormEvent, useState } from "react";
import { memberRole } from "#capabilities/members/contract.ts";
import { useAction } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import { useWords } from "#web/i18n/index.ts";
import type { InputFor } from "#web/operations.ts";
import type { GivenCode } from "#web/members/members-page.tsx";
import { Button } from "#web/ui/button.tsx";
import { RadioField, TextField } from "#web/ui/field.tsx";
import styles from "#web/members/members.module.css";

type Role = InputFor<"member.invite">["role"];

/** Whom, and for what: the legal representative gets a code, the liaison makes a proposal. */
export function InviteForm({ decides, onDone }: { decides: boolean; onDone: (code: GivenCode | undefined) => void }) {
  const words = useWords();
  const { t } = words;
  const invite = useAction("member.invite");
  const [dutyName, setDutyName] = useState("");
  const [role, setRole] = useState<Role>("ENT_LIAISON");
  const issue = invite.error?.issues.find((one) => one.path === "dutyName");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const made = await invite.mutateAsync({ role, dutyName }).catch(() => undefined);
    if (!made) return;
    const { code, expiresAt } = made;
    onDone(code === null || expiresAt === null ? undefined : { dutyName: dutyName.trim(), code, expiresAt });
  };
  return (
    <form className={styles["form"]} noValidate onSubmit={(event) => void submit(event)}>
      <TextField
        label={t("members.name")}
        hint={t("members.nameHint")}
        value={dutyName}
        onChange={setDutyName}
        error={issue && issueWords(words, issue)}
        autoComplete="off"
      />
      <RadioField
        label={t("members.role")}
        choices={memberRole.options.map((value) => ({
          value,
          label: t(`role.${value}`),
          hint: t(`role.${value}.hint`),
        }))}
        value={role}
        onChange={setRole}
      />
      {invite.error !== null && issue === undefined && <p role="alert">{t(`error.${invite.error.code}`)}</p>}
      <Button type="submit" look="filled" wide busy={invite.isPending}>
        {t(decides ? "members.invite" : "members.propose")}
      </Button>
    </form>
  );
}
