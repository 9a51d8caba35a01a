import { useState } from "react";
import { CallError, call } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import { useWords } from "#web/i18n/index.ts";
import type { InputFor } from "#web/operations.ts";
import type { Me } from "#web/session.tsx";
import { FirmChoice } from "#web/sign-in/firm-choice.tsx";
import { showPasskey } from "#web/sign-in/passkeys.ts";
import { Button } from "#web/ui/button.tsx";
import styles from "#web/sign-in/sign-in.module.css";

type Shown = InputFor<"passkey.prove">["answer"];

/** Asks the device for a passkey, and hands its answer over. */
export function PasskeyButton({ label, onAnswer }: { label: string; onAnswer: (answer: Shown) => Promise<void> }) {
  const words = useWords();
  const { t } = words;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const press = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const answer = await showPasskey((await call("passkey.ask", {})).options);
      if (answer === undefined) setError(t("secure.passkeyCancelled"));
      else await onAnswer(answer);
    } catch (cause) {
      if (!(cause instanceof CallError)) throw cause;
      const [issue] = cause.issues;
      setError(issue === undefined ? t(`error.${cause.code}`) : issueWords(words, issue));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {error !== undefined && (
        <p className={styles["error"]} role="alert">
          {error}
        </p>
      )}
      <Button wide busy={busy} icon="lock" onClick={() => void press()}>
        {label}
      </Button>
    </>
  );
}

/** Signing in with a passkey; who acts for several firms says for which one, with the same answer of the device. */
export function PasskeySignIn({ onEntered }: { onEntered: (me: Me) => Promise<void> }) {
  const { t } = useWords();
  const [choice, setChoice] = useState<{ answer: Shown; firms: readonly { id: number; name: string }[] }>();
  const enter = async (answer: Shown, enterpriseId?: number) => {
    try {
      await onEntered(await call("passkey.signIn", { answer, ...(enterpriseId && { enterpriseId }) }));
    } catch (cause) {
      const firms = cause instanceof CallError ? cause.issues[0]?.choices : undefined;
      if (firms === undefined || firms.length === 0) throw cause;
      setChoice({ answer, firms });
    }
  };
  if (choice !== undefined)
    return <FirmChoice firms={choice.firms} busy={false} onChoose={(id) => void enter(choice.answer, id)} />;
  return <PasskeyButton label={t("secure.signInByPasskey")} onAnswer={(answer) => enter(answer)} />;
}
