import { type FormEvent, useState } from "react";
import { CallError, call } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import { useWords, type Words } from "#web/i18n/index.ts";
import type { Me } from "#web/session.tsx";
import { LoginField, PasswordField } from "#web/sign-in/access-page.tsx";
import { CodeField } from "#web/sign-in/code-field.tsx";
import { FirmChoice } from "#web/sign-in/firm-choice.tsx";
import { PasskeySignIn } from "#web/sign-in/passkey-button.tsx";
import { canUsePasskeys } from "#web/sign-in/passkeys.ts";
import { Button } from "#web/ui/button.tsx";
import styles from "#web/sign-in/sign-in.module.css";

/** Login and password. A refusal never says which of the two was wrong. */
export function PasswordForm({ onEntered }: { onEntered: (me: Me) => Promise<void> }) {
  const words = useWords();
  const { t } = words;
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  /** Undefined until the server has asked for it. */
  const [code, setCode] = useState<string>();
  const [firms, setFirms] = useState<readonly { id: number; name: string }[]>([]);
  const submit = async (enterpriseId?: number) => {
    if (login.trim() === "" || password === "") return setError(t("error.sign-in-failed"));
    if (code !== undefined && code.trim() === "") return setError(t("error.second-factor-needed"));
    setBusy(true);
    setError(undefined);
    try {
      await onEntered(
        await call("session.signIn", {
          login: login.trim(),
          password,
          ...(code !== undefined && { code }),
          ...(enterpriseId && { enterpriseId }),
        }),
      );
    } catch (cause) {
      if (!(cause instanceof CallError)) throw cause;
      if (cause.code === "second-factor-needed" && cause.reason === "code") return setCode("");
      const [issue] = cause.issues;
      if (issue?.choices !== undefined && issue.choices.length > 0) return setFirms(issue.choices);
      setError(issue === undefined ? refusalWords(words, cause) : issueWords(words, issue));
    } finally {
      setBusy(false);
    }
  };
  if (firms.length > 0) {
    return <FirmChoice firms={firms} busy={busy} onChoose={(id) => void submit(id)} />;
  }
  const send = (event: FormEvent) => {
    event.preventDefault();
    void submit();
  };
  if (code !== undefined) {
    return (
      <form className={styles["fields"]} noValidate onSubmit={send}>
        <CodeField value={code} onChange={setCode} error={error} />
        <Button type="submit" look="filled" wide busy={busy}>
          {t("signIn.submit")}
        </Button>
        <Button look="quiet" onClick={() => setCode(undefined)}>
          {t("secure.otherAccount")}
        </Button>
      </form>
    );
  }
  return (
    <form className={styles["fields"]} noValidate onSubmit={send}>
      <LoginField isNew={false} value={login} error={undefined} onChange={setLogin} />
      <PasswordField isNew={false} value={password} error={undefined} onChange={setPassword} />
      {error !== undefined && (
        <p className={styles["error"]} role="alert">
          {error}
        </p>
      )}
      <Button type="submit" look="filled" wide busy={busy}>
        {t("signIn.submit")}
      </Button>
      {canUsePasskeys() && <PasskeySignIn onEntered={onEntered} />}
    </form>
  );
}

/** Staff without codes of an app have a passkey, and are sent to it. */
function refusalWords({ t }: Pick<Words, "t">, { code, reason }: CallError): string {
  return code === "second-factor-needed" && reason === "passkey" ? t("secure.usePasskey") : t(`error.${code}`);
}
