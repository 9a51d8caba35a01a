import { useRef, useState } from "react";
import { z } from "zod";
import { rightKinds } from "#capabilities/rights/procedure.ts";
import home from "#web/home/home.module.css";
import { useSendQuestion } from "#web/ask/send-question.ts";
import { useWords } from "#web/i18n/index.ts";
import { randomKey } from "#web/intention.ts";
import styles from "#web/my-data/my-data.module.css";
import { useMe } from "#web/session.tsx";
import { Button } from "#web/ui/button.tsx";
import { type Draft, DraftNote, useDraft } from "#web/ui/draft.tsx";
import { RadioField, TextArea } from "#web/ui/field.tsx";
import { showToast } from "#web/ui/toast.tsx";

const draftShape = z.strictObject({ kind: z.enum(rightKinds), text: z.string() });
type AskDraft = z.output<typeof draftShape>;
const nothingAsked: AskDraft = { kind: "COPY", text: "" };
const reviveAsk = (kept: unknown) => draftShape.safeParse(kept).data;

/** A request to the data protection officer; only a copy needs no words. */
export function AskForm() {
  const { t } = useWords();
  const { kind } = useMe();
  const draft = useDraft<AskDraft>("rights:ask", nothingAsked, reviveAsk);
  // What was begun on an earlier visit is not hidden behind the button.
  const [open, setOpen] = useState(draft.restored);
  return (
    <section className={home["part"]} aria-labelledby="data-ask">
      <h2 id="data-ask">{t("myData.ask")}</h2>
      <p className={home["soft"]}>{t(`myData.askText.${kind}`)}</p>
      {open ? (
        <Fields draft={draft} onSent={() => setOpen(false)} />
      ) : (
        <Button look="filled" onClick={() => setOpen(true)}>
          {t("myData.ask")}
        </Button>
      )}
    </section>
  );
}

function Fields({ draft, onSent }: { draft: Draft<AskDraft>; onSent: () => void }) {
  const { t } = useWords();
  const { kind, text } = draft.value;
  const key = useRef(randomKey());
  const set = (change: Partial<AskDraft>) => {
    key.current = randomKey();
    draft.set((before) => ({ ...before, ...change }));
  };
  const [tried, setTried] = useState(false);
  const sending = useSendQuestion();
  const missing = kind !== "COPY" && text.trim().length < 2;
  const send = () => {
    setTried(true);
    if (missing || sending.isPending) return;
    const words = text.trim() === "" ? {} : { text };
    sending.mutate(
      {
        input: {
          procedure: "rightsRequest",
          title: t(`rightsRequest.form.kind.${kind}`),
          private: true,
          form: { request: { kind, ...words } },
        },
        idempotencyKey: key.current,
      },
      {
        onSuccess: ({ number }) => {
          draft.clear();
          showToast(t("myData.asked", { number }));
          onSent();
        },
      },
    );
  };
  return (
    <form
      className={styles["form"]}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <RadioField
        label={t("rightsRequest.form.kind")}
        choices={rightKinds.map((value) => ({ value, label: t(`rightsRequest.form.kind.${value}`) }))}
        value={kind}
        onChange={(next) => set({ kind: next })}
      />
      <TextArea
        label={t("rightsRequest.form.text")}
        hint={t("rightsRequest.form.text.hint")}
        error={tried && missing ? t("myData.textNeeded") : undefined}
        optional={kind === "COPY"}
        value={text}
        onChange={(next) => set({ text: next })}
        max={2000}
        rows={3}
      />
      <DraftNote draft={draft} />
      {sending.error !== null && <p role="alert">{t(`error.${sending.error.code}`)}</p>}
      <Button type="submit" look="filled" wide busy={sending.isPending}>
        {t("myData.askSend")}
      </Button>
    </form>
  );
}
