import { Link, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import type { FieldIssue } from "#kernel/errors.ts";
import { issuesOf } from "#kernel/issues.ts";
import { CallError, call } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import { useWords } from "#web/i18n/index.ts";
import { operations } from "#web/operations.ts";
import styles from "#web/sign-in/sign-in.module.css";
import { useEnter } from "#web/sign-in/use-enter.ts";
import { Button } from "#web/ui/button.tsx";
import { TextField } from "#web/ui/field.tsx";
import { Brand, UrgentLine } from "#web/ui/frame.tsx";
import { LanguageSwitch, LargeTypeSwitch } from "#web/ui/switches.tsx";
import { useTitle } from "#web/ui/use-title.ts";

/** 找回账号: whoever has lost password and factor types login and code from the paper, and chooses a new password. */
export function RecoverPage() {
  const words = useWords();
  const { t } = words;
  const search = useSearch({ strict: false });
  const enter = useEnter("/");
  const [values, setValues] = useState({
    login: typeof search["login"] === "string" ? search["login"].slice(0, 100) : "",
    code: "",
    password: "",
  });
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const [failure, setFailure] = useState<string>();
  useTitle(t("recover.title"));
  const field = (name: keyof typeof values) => {
    const issue = issues.find((one) => one.path === name);
    return {
      value: values[name],
      error: issue && issueWords(words, issue),
      spellCheck: false,
      onChange: (value: string) => {
        setValues((before) => ({ ...before, [name]: value }));
        setIssues((before) => before.filter((one) => one.path !== name));
      },
    };
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const input = { ...values, login: values.login.trim() };
    const checked = operations["recovery.use"].input.safeParse(input, { reportInput: true });
    setFailure(undefined);
    setIssues(checked.success ? [] : issuesOf(checked.error, ""));
    if (!checked.success) return;
    setBusy(true);
    try {
      await enter(await call("recovery.use", input));
    } catch (cause) {
      if (!(cause instanceof CallError)) throw cause;
      setIssues(cause.issues);
      if (cause.issues.length === 0) setFailure(t(`error.${cause.code}`));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={styles["page"]}>
      <header className={styles["top"]}>
        <Brand />
        <LargeTypeSwitch />
        <LanguageSwitch />
      </header>
      <main className={styles["main"]}>
        <div className={styles["welcome"]}>
          <h1>{t("recover.title")}</h1>
          <p className={styles["hint"]}>{t("recover.text")}</p>
        </div>
        <form className={styles["form"]} noValidate onSubmit={(event) => void submit(event)}>
          <TextField
            {...field("login")}
            label={t("signIn.login")}
            autoComplete="username"
            autoCapitalize="none"
            maxLength={100}
          />
          <TextField
            {...field("code")}
            label={t("recover.code")}
            hint={t("firstAccess.codeHint")}
            autoComplete="one-time-code"
            autoCapitalize="characters"
            maxLength={60}
          />
          <TextField
            {...field("password")}
            label={t("secure.newPassword")}
            hint={t("secure.newPasswordHint")}
            type={shown ? "text" : "password"}
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
          <Button type="submit" look="filled" wide busy={busy}>
            {t("recover.submit")}
          </Button>
          <Link to="/sign-in" className={styles["paper"]}>
            {t("recover.toSignIn")}
          </Link>
        </form>
      </main>
      <UrgentLine />
    </div>
  );
}
