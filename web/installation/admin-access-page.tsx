import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import type { FieldIssue } from "#kernel/errors.ts";
import { issuesOf } from "#kernel/issues.ts";
import { CallError, call } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import { useWords } from "#web/i18n/index.ts";
import { operations } from "#web/operations.ts";
import { Button } from "#web/ui/button.tsx";
import { TextField } from "#web/ui/field.tsx";
import { Brand } from "#web/ui/frame.tsx";
import { LanguageSwitch, LargeTypeSwitch } from "#web/ui/switches.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import styles from "#web/sign-in/sign-in.module.css";

const empty = { dutyName: "", login: "", password: "" };

/** Where a one-time link leads: its code stands behind `#`, which no server and no log is told. */
export function AdminAccessPage() {
  const words = useWords();
  const { t } = words;
  const [code, setCode] = useState(() => decodeURIComponent(window.location.hash.slice(1)).slice(0, 60));
  const [values, setValues] = useState(empty);
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const [failure, setFailure] = useState<string>();
  useTitle(t("adminAccess.title"));

  const set = (name: keyof typeof empty) => (value: string) => {
    setValues((before) => ({ ...before, [name]: value }));
    setIssues((before) => before.filter((issue) => issue.path !== name));
  };
  const errorOf = (path: string) => {
    const issue = issues.find((one) => one.path === path);
    return issue && issueWords(words, issue);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const input = { code, ...values };
    const checked = operations["installation.redeemLink"].input.safeParse(input, { reportInput: true });
    setFailure(undefined);
    setIssues(checked.success ? [] : issuesOf(checked.error, ""));
    if (!checked.success) return;
    setBusy(true);
    try {
      await call("installation.redeemLink", input);
      window.history.replaceState(null, "", window.location.pathname);
      setDone(true);
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
          <h1>{t("adminAccess.title")}</h1>
          <p className={styles["hint"]} role={done ? "status" : undefined}>
            {t(done ? "adminAccess.done" : "adminAccess.text")}
          </p>
        </div>
        {done ? (
          <Link to="/sign-in" className={styles["paper"]}>
            {t("firstAccess.toSignIn")}
          </Link>
        ) : (
          <form className={styles["form"]} noValidate onSubmit={(event) => void submit(event)}>
            <TextField
              label={t("adminAccess.code")}
              hint={t("adminAccess.codeHint")}
              value={code}
              error={errorOf("code")}
              onChange={setCode}
              autoCapitalize="characters"
              autoComplete="one-time-code"
              spellCheck={false}
              maxLength={60}
            />
            <TextField
              label={t("firstAccess.dutyName")}
              hint={t("adminAccess.nameHint")}
              value={values.dutyName}
              error={errorOf("dutyName")}
              onChange={set("dutyName")}
              autoComplete="off"
            />
            <TextField
              label={t("firstAccess.login")}
              hint={t("firstAccess.loginHint")}
              value={values.login}
              error={errorOf("login")}
              onChange={set("login")}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={100}
            />
            <TextField
              label={t("firstAccess.password")}
              hint={t("firstAccess.passwordHint")}
              type={shown ? "text" : "password"}
              value={values.password}
              error={errorOf("password")}
              onChange={set("password")}
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
              {t("adminAccess.submit")}
            </Button>
          </form>
        )}
      </main>
    </div>
  );
}
