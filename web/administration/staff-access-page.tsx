import { Link } from "@tanstack/react-router";
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

const empty = { policeNumber: "", code: "", password: "" };

/** 民警首次登录: whoever holds the paper types police number and code, chooses a password, and is in. */
export function StaffAccessPage() {
  const words = useWords();
  const { t } = words;
  const enter = useEnter("/");
  const [values, setValues] = useState(empty);
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const [failure, setFailure] = useState<string>();
  useTitle(t("staffAccess.title"));
  const field = (name: keyof typeof empty) => {
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
    const checked = operations["staff.redeemCode"].input.safeParse(values, { reportInput: true });
    setFailure(undefined);
    setIssues(checked.success ? [] : issuesOf(checked.error, ""));
    if (!checked.success) return;
    setBusy(true);
    try {
      await enter(await call("staff.redeemCode", values));
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
          <h1>{t("staffAccess.title")}</h1>
          <p className={styles["hint"]}>{t("staffAccess.text")}</p>
        </div>
        <form className={styles["form"]} noValidate onSubmit={(event) => void submit(event)}>
          <TextField
            {...field("policeNumber")}
            label={t("account.number")}
            autoComplete="username"
            autoCapitalize="characters"
            maxLength={60}
          />
          <TextField
            {...field("code")}
            label={t("firstAccess.code")}
            hint={t("firstAccess.codeHint")}
            autoComplete="one-time-code"
            autoCapitalize="characters"
            maxLength={60}
          />
          <TextField
            {...field("password")}
            label={t("firstAccess.password")}
            hint={t("firstAccess.passwordHint")}
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
            {t("staffAccess.submit")}
          </Button>
          <Link to="/sign-in" className={styles["paper"]}>
            {t("firstAccess.toSignIn")}
          </Link>
        </form>
      </main>
      <UrgentLine />
    </div>
  );
}
