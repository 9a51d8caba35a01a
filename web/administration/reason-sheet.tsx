import { type FormEvent, useState } from "react";
import type { CallError } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { ActionError } from "#web/staffing/action-error.tsx";
import forms from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { TextArea } from "#web/ui/field.tsx";
import { Sheet } from "#web/ui/sheet.tsx";

interface Props {
  title: string;
  /** What happens then. */
  text?: string;
  yes: string;
  danger?: boolean;
  busy: boolean;
  error: CallError | null;
  onYes: (reason: string) => Promise<void>;
  onClose: () => void;
}

/** Asks for the reason before something that stays on record. */
export function ReasonSheet({ title, text, yes, danger = false, busy, error, onYes, onClose }: Props) {
  const { t, say } = useWords();
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const empty = reason.trim().length < 2;
    setMissing(empty);
    if (!empty && !busy) void onYes(reason);
  };
  return (
    <Sheet open onClose={onClose} title={title} place="middle">
      <form className={forms["form"]} noValidate onSubmit={submit}>
        {text !== undefined && <p>{text}</p>}
        <TextArea
          label={t("admin.reasonLabel")}
          rows={3}
          max={300}
          value={reason}
          error={missing ? say("issue.required") : undefined}
          onChange={setReason}
        />
        <ActionError error={error} />
        <div className={home["buttons"]}>
          <Button type="submit" look={danger ? "danger" : "filled"} busy={busy}>
            {yes}
          </Button>
          <Button onClick={onClose}>{t("act.cancel")}</Button>
        </div>
      </form>
    </Sheet>
  );
}
