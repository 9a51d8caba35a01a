import { type FormEvent, useState } from "react";
import type { FieldIssue } from "#kernel/errors.ts";
import { issuesOf } from "#kernel/issues.ts";
import { CallError, call } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import { useWords } from "#web/i18n/index.ts";
import { operations } from "#web/operations.ts";
import { Button } from "#web/ui/button.tsx";
import { TextField } from "#web/ui/field.tsx";
import styles from "#web/sign-in/sign-in.module.css";

/** Another password, with the old one where there is one. */
export function PasswordChange({ hasOld, onDone }: { hasOld: boolean; onDone: () => void }) {
  const words = useWords();
  const { t } = words;
  const [old, setOld] = useState("");
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const [failure, setFailure] = useState<string>();
  const errorOf = (path: string) => {
    const issue = issues.find((one) => one.path === path);
    return issue && issueWords(words, issue);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { password, ...(hasOld && { old }) };
    const checked = operations["password.change"].input.safeParse(input, { reportInput: true });
    setFailure(undefined);
    setIssues(checked.success ? [] : issuesOf(checked.error, ""));
    if (!checked.success) return;
    setBusy(true);
    try {
      await call("password.change", input);
      onDone();
    } catch (cause) {
      if (!(cause instanceof CallError)) throw cause;
      setIssues(cause.issues);
      if (cause.issues.length === 0) setFailure(t(`error.${cause.code}`));
    } finally {
      setBusy(false);
    }
  };
  const type = shown ? "text" : "password";
  return (
    <form className={styles["fields"]} noValidate onSubmit={(event) => void submit(event)}>
      {hasOld && (
        <TextField
          label={t("secure.oldPassword")}
          type={type}
          value={old}
          error={errorOf("old")}
          onChange={setOld}
          autoComplete="current-password"
          maxLength={200}
        />
      )}
      <TextField
        label={t("secure.newPassword")}
        hint={t("secure.newPasswordHint")}
        type={type}
        value={password}
        error={errorOf("password")}
        onChange={setPassword}
        autoComplete="new-password"
        maxLength={200}
      />
      <Button look="quiet" className={styles["show"]} aria-pressed={shown} onClick={() => setShown(!shown)}>
        {t(shown ? "signIn.hide" : "signIn.show")}
      </Button>
      {failure !== undefined && (
        <p className={styles["error"]} role="alert">
          {failure}
        </p>
      )}
      <Button type="submit" look="filled" busy={busy}>
        {t("secure.changePassword")}
      </Button>
    </form>
  );
}
