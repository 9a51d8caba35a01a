import { type FormEvent, useState } from "react";
import styles from "#web/administration/administration.module.css";
import { type CallError, useAction } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import tables from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { TextArea } from "#web/ui/field.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast, toastWhen } from "#web/ui/toast.tsx";

type Look = OutputFor<"lookSample.list">["items"][number];

/** Who looked in which matter and why, and what the inspectorate says of it. */
export function DrawnLook({ look }: { look: Look }) {
  const { t, say, find, when } = useWords();
  const judge = useAction("lookSample.judge");
  const [writing, setWriting] = useState<"finding" | "action">();
  const field = find(`sample.field.${look.field?.split(".").at(-1)}`) ?? t("sample.field.other");
  return (
    <li className={tables["line"]}>
      <div className={styles["words"]}>
        <p>
          <strong>{t("sample.saw", { unit: look.unitName, name: look.who, field })}</strong>
        </p>
        <p className={home["soft"]}>
          {when(look.at)} · {look.number === null ? t("sample.ofFirm") : t("sample.inMatter", { number: look.number })}
        </p>
        <p>{t("sample.why", { purpose: say(`audit.purpose.${look.purpose}`), reason: look.reason })}</p>
        {look.finding !== null && <p>{t("sample.finding", { text: look.finding })}</p>}
        {look.action !== null && <p>{t("sample.action", { text: look.action })}</p>}
        <p className={look.state === "FINDING" ? tables["away"] : home["soft"]}>
          {[
            t(`sample.state.${look.state}`),
            look.judgedAt !== null && t("sample.judged", { name: look.judgedBy ?? "", when: when(look.judgedAt) }),
            look.closedAt !== null && t("sample.closed", { name: look.closedBy ?? "", when: when(look.closedAt) }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
        <ActionError error={judge.error} />
      </div>
      <div className={home["buttons"]}>
        {look.mayJudge && (
          <>
            <Button
              busy={judge.isPending}
              onClick={() =>
                toastWhen(judge.mutateAsync({ id: look.id, result: "IN_ORDER" }), () => t("sample.inOrderDone"))
              }
            >
              {t("sample.inOrder")}
            </Button>
            <Button look="quiet" onClick={() => setWriting("finding")}>
              {t("sample.find")}
            </Button>
          </>
        )}
        {look.mayClose && <Button onClick={() => setWriting("action")}>{t("sample.close")}</Button>}
      </div>
      {writing === "finding" && <FindingSheet id={look.id} onClose={() => setWriting(undefined)} />}
      {writing === "action" && <ActionSheet id={look.id} onClose={() => setWriting(undefined)} />}
    </li>
  );
}

function FindingSheet({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useWords();
  const judge = useAction("lookSample.judge");
  return (
    <WordsSheet
      title={t("sample.find")}
      text={t("sample.findText")}
      name="finding"
      label={t("sample.findLabel")}
      busy={judge.isPending}
      error={judge.error}
      onClose={onClose}
      onSave={async (finding) => {
        const done = await judge.mutateAsync({ id, result: "FINDING", finding }).catch(() => undefined);
        if (!done) return;
        showToast(t("sample.findDone"));
        onClose();
      }}
    />
  );
}

function ActionSheet({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useWords();
  const close = useAction("lookSample.close");
  return (
    <WordsSheet
      title={t("sample.close")}
      name="action"
      label={t("sample.closeLabel")}
      busy={close.isPending}
      error={close.error}
      onClose={onClose}
      onSave={async (action) => {
        const done = await close.mutateAsync({ id, action }).catch(() => undefined);
        if (!done) return;
        showToast(t("sample.closeDone"));
        onClose();
      }}
    />
  );
}

interface WordsProps {
  title: string;
  text?: string;
  name: string;
  label: string;
  busy: boolean;
  error: CallError | null;
  onSave: (words: string) => Promise<void>;
  onClose: () => void;
}

function WordsSheet({ title, text, name, label, busy, error, onSave, onClose }: WordsProps) {
  const { t } = useWords();
  const errorOf = useFieldError(error);
  const [words, setWords] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) void onSave(words);
  };
  return (
    <Sheet open onClose={onClose} title={title} place="middle">
      <form className={tables["form"]} noValidate onSubmit={submit}>
        {text !== undefined && <p>{text}</p>}
        <TextArea label={label} rows={4} max={1000} value={words} error={errorOf(name)} onChange={setWords} />
        <ActionError error={error} except={[name]} />
        <div className={home["buttons"]}>
          <Button type="submit" look="filled" busy={busy}>
            {t("sample.save")}
          </Button>
          <Button onClick={onClose}>{t("act.cancel")}</Button>
        </div>
      </form>
    </Sheet>
  );
}
