import { type FormEvent, useState } from "react";
import { CallError, type UploadedFile, useAction } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import type { Matter } from "#web/matter/matter-view.ts";
import { useMe } from "#web/session.tsx";
import { Button } from "#web/ui/button.tsx";
import { DraftNote, useDraft } from "#web/ui/draft.tsx";
import { RadioField, TextArea } from "#web/ui/field.tsx";
import { FilePicker } from "#web/ui/file-picker.tsx";
import { pictureTypes } from "#web/ui/file-rules.ts";
import { showToast } from "#web/ui/toast.tsx";
import styles from "#web/matter/acts.module.css";

interface Kept {
  text: string;
  audience: string | null;
  files: UploadedFile[];
}

const max = 2000;

/**
 * A remark or further material. Where there is more than one audience nothing is chosen beforehand: whoever writes
 * says who reads it.
 */
export function CommentForm({
  matter,
  onDone,
  onCancel,
  autoFocus = false,
}: {
  matter: Matter;
  onDone: () => void;
  onCancel?: () => void;
  autoFocus?: boolean;
}) {
  const { t, say } = useWords();
  const me = useMe();
  const audiences = matter.abilities.comment;
  const only = audiences.length === 1 ? (audiences[0] ?? null) : null;
  const draft = useDraft<Kept>(`matter:${matter.id}:comment`, { text: "", audience: only, files: [] });
  const { text, files } = draft.value;
  const audience = audiences.find((one) => one === draft.value.audience) ?? only;
  const comment = useAction("matter.comment");
  const attach = useAction("matter.attach");
  const [tried, setTried] = useState(false);
  const [uploading, setUploading] = useState(false);
  const busy = comment.isPending || attach.isPending;
  const failure = comment.error ?? attach.error;
  // Whoever complained without his name.
  const unnamed = matter.anonymous && me.kind === "member";
  const nothing = text.trim() === "" && files.length === 0;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (nothing || audience === null || busy || uploading || Array.from(text).length > max) return;
    const sent = { id: matter.id, audience, files: files.map((file) => file.id) };
    try {
      if (text.trim() === "") await attach.mutateAsync(sent);
      else await comment.mutateAsync({ ...sent, text });
    } catch (error) {
      // Shown below; what was written stays.
      if (error instanceof CallError) return;
      throw error;
    }
    draft.clear();
    showToast(t("matter.commentSent"));
    onDone();
  };

  return (
    <form className={styles["form"]} noValidate onSubmit={(event) => void submit(event)}>
      {audiences.length > 1 && (
        <RadioField
          inline
          label={t("matter.commentTo")}
          choices={audiences.map((one) => ({ value: one, label: say(`${matter.procedure}.audience.${one}`) }))}
          value={audience}
          error={tried && audience === null ? t("issue.choose") : undefined}
          onChange={(next) => draft.set((before) => ({ ...before, audience: next }))}
        />
      )}
      <TextArea
        label={t("matter.commentText")}
        optional={files.length > 0}
        value={text}
        max={max}
        rows={3}
        autoFocus={autoFocus}
        error={tried && nothing ? t("issue.required") : undefined}
        onChange={(next) => draft.set((before) => ({ ...before, text: next }))}
      />
      <FilePicker
        files={files}
        onChange={(next) => draft.set((before) => ({ ...before, files: next }))}
        onBusy={setUploading}
        {...(unnamed && { hint: t("matter.unnamedFiles"), accept: pictureTypes })}
      />
      {failure !== null && (
        <p className={styles["failure"]} role="alert">
          {t(
            failure.issues.some(({ code }) => code === "picturesOnly") ? "issue.picturesOnly" : `error.${failure.code}`,
          )}
        </p>
      )}
      <div className={styles["buttons"]}>
        <Button type="submit" look="filled" busy={busy} disabled={uploading}>
          {t("matter.commentSend")}
        </Button>
        {onCancel !== undefined && <Button onClick={onCancel}>{t("act.cancel")}</Button>}
        <DraftNote draft={draft} />
      </div>
    </form>
  );
}
