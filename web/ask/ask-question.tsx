import type { AskGroupProps } from "#web/ask/ask-page.tsx";
import { useWords } from "#web/i18n/index.ts";
import { RadioField, TextArea, TextField } from "#web/ui/field.tsx";
import { FilePicker } from "#web/ui/file-picker.tsx";

/** Longest title and question, as `matter.open` and the procedure declare them. */
const titleMax = 60;
const textMax = 2000;

/** The question itself: one sentence, the details, pictures, and whether it is pressing. */
export function AskQuestion({ draft, set, errorOf, onBusy }: AskGroupProps & { onBusy: (busy: boolean) => void }) {
  const { t } = useWords();
  return (
    <>
      <TextField
        label={t("ask.titleField")}
        hint={t(`ask.titleHint.${draft.kind}`)}
        error={errorOf("title")}
        value={draft.title}
        onChange={(title) => set({ title })}
        maxLength={titleMax * 2}
        enterKeyHint="next"
        autoComplete="off"
      />
      <TextArea
        label={t(draft.kind === "appeal" ? "appeal.form.demand" : "consultation.form.question")}
        hint={t(draft.kind === "appeal" ? "appeal.form.demand.hint" : "consultation.form.question.hint")}
        error={errorOf("text")}
        value={draft.text}
        onChange={(text) => set({ text })}
        max={textMax}
        rows={6}
      />
      <FilePicker
        label={t("ask.photos")}
        hint={t("ask.photosHint")}
        error={errorOf("files")}
        files={draft.files}
        onChange={(files) => set({ files })}
        onBusy={onBusy}
      />
      <RadioField
        inline
        label={t("consultation.form.urgency")}
        choices={[
          { value: "normal", label: t("consultation.form.urgency.normal") },
          { value: "soon", label: t("consultation.form.urgency.soon") },
        ]}
        value={draft.urgency}
        onChange={(urgency) => set({ urgency })}
      />
    </>
  );
}
