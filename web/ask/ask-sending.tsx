import { Link } from "@tanstack/react-router";
import { appeal } from "#capabilities/appeal/procedure.ts";
import { consultation } from "#capabilities/consultation/procedure.ts";
import type { AskKind } from "#web/ask/ask-draft.ts";
import type { useSendQuestion } from "#web/ask/send-question.ts";
import type { CallError } from "#web/call.ts";
import styles from "#web/ask/ask.module.css";
import { useWords } from "#web/i18n/index.ts";
import { Button, buttonClass } from "#web/ui/button.tsx";

/** Who gets it first. */
export type Receiver = "officer" | "station" | "office";

interface Props {
  sending: ReturnType<typeof useSendQuestion>;
  kind: AskKind;
  to: Receiver;
}

/** What is promised before sending; after a failure what happened, what was kept and what to do now. */
export function AskSending({ sending: { error }, kind, to }: Props) {
  const { t } = useWords();
  if (error === null) {
    const { firstReply } = consultation.tasks;
    const { accept, assign } = appeal.tasks;
    const { amount, unit } = (kind === "consultation" ? firstReply : to === "office" ? assign : accept).limit;
    const within = t(`unit.${unit}`, { count: amount });
    return <p className={styles["promise"]}>{t(`ask.promise.${kind}`, { who: t(`ask.to.${to}`), within })}</p>;
  }
  return (
    <div className={styles["failed"]} role="alert">
      <p>{wasSent(error) ? t("ask.alreadySent") : t(`error.${error.code}`)}</p>
      {!wasSent(error) && error.code !== "invalid" && error.code !== "network" && <p>{t("ask.resendHint")}</p>}
    </div>
  );
}

/** The one button that sends; when the question had arrived before, the way to it instead. */
export function SendButton({ sending, to }: Props) {
  const { t } = useWords();
  if (wasSent(sending.error)) {
    return (
      <Link to="/matters" className={buttonClass("filled")}>
        {t("ask.toMine")}
      </Link>
    );
  }
  const idle = sending.error === null ? t("ask.send", { who: t(`ask.to.${to}`) }) : t("ask.resend");
  return (
    <Button type="submit" look="filled" busy={sending.isPending}>
      {sending.isPending ? t("ask.sending") : idle}
    </Button>
  );
}

/** The key was used before with other words: the first sending had arrived although its answer was lost. */
function wasSent(error: CallError | null): boolean {
  return error?.code === "idempotency-key-reused";
}
