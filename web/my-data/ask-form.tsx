import { useRef, useState } from "react";
import { rightKinds } from "#capabilities/rights/procedure.ts";
import home from "#web/home/home.module.css";
import { useSendQuestion } from "#web/ask/send-question.ts";
import { useWords } from "#web/i18n/index.ts";
import { randomKey } from "#web/intention.ts";
import styles from "#web/my-data/my-data.module.css";
import { useMe } from "#web/session.tsx";
import { Button } from "#web/ui/button.tsx";
import { RadioField, TextArea } from "#web/ui/field.tsx";
import { showToast } from "#web/ui/toast.tsx";

type Kind = (typeof rightKinds)[number];

/** A request to the data protection officer; only a copy needs no words. */
export function AskForm() {
  const { t } = useWords();
  const { kind } = useMe();
  const [open, setOpen] = useState(false);
  return (
    <section className={home["part"]} aria-labelledby="data-ask">
      <h2 id="data-ask">{t("myData.ask")}</h2>
      <p className={home["soft"]}>{t(`myData.askText.${kind}`)}</p>
      {open ? (
        <Fields onSent={() => setOpen(false)} />
      ) : (
        <Button look="filled" onClick={() => setOpen(true)}>
          {t("myData.ask")}
        </Button>
      )}
    </section>
  );
}

function Fields({ onSent }: { onSent: () => void }) {
  const { t } = useWords();
  const [kind, setKind] = useState<Kind>("COPY");
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const sending = useSendQuestion();
  const key = useRef(randomKey());
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
        onChange={(next) => {
          key.current = randomKey();
          setKind(next);
        }}
      />
      <TextArea
        label={t("rightsRequest.form.text")}
        hint={t("rightsRequest.form.text.hint")}
        error={tried && missing ? t("myData.textNeeded") : undefined}
        optional={kind === "COPY"}
        value={text}
        onChange={(next) => {
          key.current = randomKey();
          setText(next);
        }}
        max={2000}
        rows={3}
      />
      {sending.error !== null && <p role="alert">{t(`error.${sending.error.code}`)}</p>}
      <Button type="submit" look="filled" wide busy={sending.isPending}>
        {t("myData.askSend")}
      </Button>
    </form>
  );
}
