import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { memberRole } from "#capabilities/members/contract.ts";
import { useAction } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import styles from "#web/members/members.module.css";
import type { InputFor, OutputFor } from "#web/operations.ts";
import { useFieldError } from "#web/staffing/action-error.tsx";
import { Button } from "#web/ui/button.tsx";
import { RadioField, TextField } from "#web/ui/field.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";

type Member = OutputFor<"member.list">["items"][number];
type Role = InputFor<"member.changeRole">["role"];

/** How somebody is called, another role, or the end of it; what is written off here is gone at once. */
export function MemberSheet({ member, decides, onClose }: { member: Member; decides: boolean; onClose: () => void }) {
  const { t, find } = useWords();
  const navigate = useNavigate();
  const change = useAction("member.changeRole");
  const remove = useAction("member.remove");
  const rename = useAction("member.rename");
  const signOut = useAction("member.endSessions");
  const errorOf = useFieldError(rename.error);
  const [name, setName] = useState(member.dutyName);
  const held = memberRole.options.find((role) => member.roles.length === 1 && member.roles[0] === role) ?? null;
  const [role, setRole] = useState<Role | null>(held);
  const [leaving, setLeaving] = useState(false);
  const failure = change.error ?? remove.error ?? signOut.error ?? (errorOf("dutyName") ? null : rename.error);
  const saveName = async () => {
    const done = await rename.mutateAsync({ accountId: member.accountId, dutyName: name }).catch(() => undefined);
    if (!done) return;
    showToast(t("members.renamed"));
    onClose();
  };
  const endSessions = async () => {
    const done = await signOut.mutateAsync({ accountId: member.accountId }).catch(() => undefined);
    if (!done) return;
    showToast(t("members.endSessionsDone", { name: member.dutyName }));
    onClose();
  };
  const save = async () => {
    if (role === null) return;
    const done = await change.mutateAsync({ accountId: member.accountId, role }).catch(() => undefined);
    if (!done) return;
    showToast(t("members.changed"));
    onClose();
  };
  const end = async () => {
    const done = await remove.mutateAsync({ accountId: member.accountId }).catch(() => undefined);
    if (!done) return;
    onClose();
    if (member.self) await navigate({ to: "/sign-in", search: { why: "out" } });
    else showToast(t("members.removed", { name: member.dutyName }));
  };
  return (
    <Sheet open onClose={onClose} title={member.dutyName} place="middle">
      <div className={styles["form"]}>
        <TextField
          label={t("members.name")}
          value={name}
          error={errorOf("dutyName")}
          autoComplete="off"
          onChange={setName}
        />
        <Button wide busy={rename.isPending} disabled={name.trim() === member.dutyName} onClick={() => void saveName()}>
          {t("members.saveName")}
        </Button>
        {decides && held !== null && (
          <>
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
            <Button look="filled" wide busy={change.isPending} disabled={role === held} onClick={() => void save()}>
              {t("members.saveRole")}
            </Button>
          </>
        )}
        {failure !== null && (
          <p role="alert">
            {(failure.reason !== undefined && find(`reason.${failure.reason}`)) || t(`error.${failure.code}`)}
          </p>
        )}
        {decides && !member.self && (
          <Button wide busy={signOut.isPending} onClick={() => void endSessions()}>
            {t("members.endSessions")}
          </Button>
        )}
        {leaving ? (
          <>
            <p>{t(member.self ? "members.sureSelf" : "members.sure", { name: member.dutyName })}</p>
            <Button look="danger" wide busy={remove.isPending} onClick={() => void end()}>
              {t(member.self ? "members.leave" : "members.remove")}
            </Button>
          </>
        ) : (
          <Button wide onClick={() => setLeaving(true)}>
            {t(member.self ? "members.leave" : "members.remove")}
          </Button>
        )}
      </div>
    </Sheet>
  );
}
