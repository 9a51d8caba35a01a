import { Link } from "@tanstack/react-router";
import { consultation } from "#capabilities/consultation/procedure.ts";
import type { useSendQuestion } from "#web/home/send-question.ts";
import type { CallError } from "#web/call.ts";
import styles from "#web/home/ask.module.css";
import { useWords } from "#web/i18n/index.ts";
import { Button, buttonClass } from "#web/ui/button.tsx";

interface Props {
  sending: ReturnType<typeof useSendQuestion>;
  /** Without an officer the question goes to the station's desk. */
  toStation: boolean;
}

/** What is promised before sending; after a failure what happened, what was kept and what to do now. */
export function AskSending({ sending: { error }, toStation }: Props) {
  const { t } = useWords();
  if (error === null) {
    const { amount } = consultation.tasks.firstReply.limit;
    return (
      <p className={styles["promise"]}>{t(toStation ? "ask.promiseStation" : "ask.promise", { hours: amount })}</p>
    );
  }
  return (
    <div className={styles["failed"]} role="alert">
      <p>{wasSent(error) ? t("ask.alreadySent") : t(`error.${error.code}`)}</p>
      {!wasSent(error) && error.code !== "invalid" && error.code !== "network" && <p>{t("ask.resendHint")}</p>}
    </div>
  );
}

/** The one button that sends; when the question had arrived before, the way to it instead. */
export function SendButton({ sending, toStation }: Props) {
  const { t } = useWords();
  if (wasSent(sending.error)) {
    return (
      <Link to="/matters" className={buttonClass("filled")}>
        {t("ask.toMine")}
      </Link>
    );
  }
  const idle = sending.error !== null ? "ask.resend" : toStation ? "ask.sendStation" : "ask.send";
  return (
    <Button type="submit" look="filled" busy={sending.isPending}>
      {t(sending.isPending ? "ask.sending" : idle)}
    </Button>
  );
}

/** The key was used before with other words: the first sending had arrived although its answer was lost. */
function wasSent(error: CallError | null): boolean {
  return error?.code === "idempotency-key-reused";
}
