import { Link } from "@tanstack/react-router";
import { consultation } from "#capabilities/consultation/procedure.ts";
import type { useSendQuestion } from "#web/home/send-question.ts";
import styles from "#web/home/ask.module.css";
import { useWords } from "#web/i18n/index.ts";
import { Button, buttonClass } from "#web/ui/button.tsx";

/** The button that sends, with what is promised; after a failure what happened, what was kept and what to do now. */
export function AskSending({
  sending,
  toStation,
}: {
  sending: ReturnType<typeof useSendQuestion>;
  toStation: boolean;
}) {
  const { t } = useWords();
  const { error } = sending;
  // The key was used before with other words: the first sending had arrived although its answer was lost.
  if (error?.code === "idempotency-key-reused") {
    return (
      <div className={styles["failed"]} role="alert">
        <p>{t("ask.alreadySent")}</p>
        <Link to="/matters" className={buttonClass("filled", true)}>
          {t("ask.toMine")}
        </Link>
      </div>
    );
  }
  return (
    <>
      {error !== null && (
        <div className={styles["failed"]} role="alert">
          <p>{t(`error.${error.code}`)}</p>
          {error.code !== "invalid" && <p>{t("ask.resendHint")}</p>}
        </div>
      )}
      <p className={styles["promise"]}>
        {t(toStation ? "ask.promiseStation" : "ask.promise", { hours: consultation.tasks.firstReply.limit.amount })}
      </p>
      <Button type="submit" look="filled" wide busy={sending.isPending}>
        {t(
          sending.isPending
            ? "ask.sending"
            : error !== null
              ? "ask.resend"
              : toStation
                ? "ask.sendStation"
                : "ask.send",
        )}
      </Button>
    </>
  );
}
