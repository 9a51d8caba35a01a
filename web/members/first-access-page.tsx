import { Link, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import type { FieldIssue } from "#kernel/errors.ts";
import { issuesOf } from "#kernel/issues.ts";
import { CallError, call } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import { useWords } from "#web/i18n/index.ts";
import { type InputFor, operations } from "#web/operations.ts";
import { CodeField } from "#web/sign-in/code-field.tsx";
import { useEnter } from "#web/sign-in/use-enter.ts";
import { Button } from "#web/ui/button.tsx";
import { RadioField, TextField } from "#web/ui/field.tsx";
import { Brand, UrgentLine } from "#web/ui/frame.tsx";
import { LanguageSwitch, LargeTypeSwitch } from "#web/ui/switches.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import styles from "#web/sign-in/sign-in.module.css";

type Kind = InputFor<"access.redeem">["account"]["kind"];

const empty = { code: "", dutyName: "", dutyPhone: "", login: "", password: "" };

/** First access: whoever holds the paper types the code and chooses login and password, and is in. */
export function FirstAccessPage() {
  const words = useWords();
  const { t } = words;
  const search = useSearch({ strict: false });
  const enter = useEnter("/");
  const [uscc, setUscc] = useState(typeof search["firm"] === "string" ? search["firm"].slice(0, 18) : "");
  const [kind, setKind] = useState<Kind>("new");
  const [values, setValues] = useState(empty);
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const [proof, setProof] = useState<string>();
  const [failure, setFailure] = useState<string>();
  useTitle(t("firstAccess.title"));

  const set = (name: keyof typeof empty) => (value: string) => {
    setValues((before) => ({ ...before, [name]: value }));
    setIssues((before) => before.filter((issue) => !issue.path.endsWith(name)));
  };
  const errorOf = (path: string) => {
    const issue = issues.find((one) => one.path === path);
    return issue && issueWords(words, issue);
  };
  const inputOf = (): InputFor<"access.redeem"> => {
    const { code, login, password, dutyName, dutyPhone } = values;
    const phone = dutyPhone.trim() === "" ? null : dutyPhone;
    return kind === "new"
      ? { uscc, code, account: { kind, login, password, dutyName, dutyPhone: phone } }
      : { uscc, code, account: { kind, login, password, ...(proof !== undefined && { code: proof }) } };
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const input = inputOf();
    const checked = operations["access.redeem"].input.safeParse(input, { reportInput: true });
    setFailure(undefined);
    setIssues(checked.success ? [] : issuesOf(checked.error, ""));
    if (!checked.success) return;
    setBusy(true);
    try {
      await enter(await call("access.redeem", input));
    } catch (cause) {
      if (!(cause instanceof CallError)) throw cause;
      if (cause.code === "second-factor-needed") return setProof("");
      // The second factor's own place; the code from paper stands beside it.
      setIssues(cause.issues.map((one) => (one.code === "secondFactor" ? { ...one, path: "account.code" } : one)));
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
          <h1>{t("firstAccess.title")}</h1>
          <p className={styles["hint"]}>{t("firstAccess.text")}</p>
        </div>
        <form className={styles["form"]} noValidate onSubmit={(event) => void submit(event)}>
          <TextField
            label={t("firstAccess.uscc")}
            hint={t("firstAccess.usccHint")}
            value={uscc}
            error={errorOf("uscc")}
            onChange={setUscc}
            autoCapitalize="characters"
            autoComplete="off"
            spellCheck={false}
            maxLength={60}
          />
          <TextField
            label={t("firstAccess.code")}
            hint={t("firstAccess.codeHint")}
            value={values.code}
            error={errorOf("code")}
            onChange={set("code")}
            autoCapitalize="characters"
            autoComplete="one-time-code"
            spellCheck={false}
            maxLength={60}
          />
          <RadioField
            label={t("firstAccess.kind")}
            choices={(["new", "own"] as const).map((value) => ({ value, label: t(`firstAccess.kind.${value}`) }))}
            value={kind}
            onChange={setKind}
          />
          {kind === "new" && (
            <>
              <TextField
                label={t("firstAccess.dutyName")}
                hint={t("firstAccess.dutyNameHint")}
                value={values.dutyName}
                error={errorOf("account.dutyName")}
                onChange={set("dutyName")}
                autoComplete="off"
              />
              <TextField
                label={t("firstAccess.phone")}
                hint={t("firstAccess.phoneHint")}
                optional
                type="tel"
                value={values.dutyPhone}
                error={errorOf("account.dutyPhone")}
                onChange={set("dutyPhone")}
              />
            </>
          )}
          <TextField
            label={t(kind === "new" ? "firstAccess.login" : "signIn.login")}
            hint={kind === "new" ? t("firstAccess.loginHint") : undefined}
            value={values.login}
            error={errorOf("account.login")}
            onChange={set("login")}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={100}
          />
          <TextField
            label={t(kind === "new" ? "firstAccess.password" : "signIn.password")}
            hint={kind === "new" ? t("firstAccess.passwordHint") : undefined}
            type={shown ? "text" : "password"}
            value={values.password}
            error={errorOf("account.password")}
            onChange={set("password")}
            autoComplete={kind === "new" ? "new-password" : "current-password"}
            maxLength={200}
          />
          <Button look="quiet" className={styles["show"]} aria-pressed={shown} onClick={() => setShown(!shown)}>
            {t(shown ? "signIn.hide" : "signIn.show")}
          </Button>
          {kind === "own" && proof !== undefined && (
            <CodeField value={proof} onChange={setProof} error={errorOf("account.code")} />
          )}
          {failure !== undefined && (
            <p className={styles["error"]} role="alert">
              {failure}
            </p>
          )}
          <Button type="submit" look="filled" wide busy={busy}>
            {t("firstAccess.submit")}
          </Button>
          <Link to="/staff-access" className={styles["paper"]}>
            {t("staffAccess.link")}
          </Link>
          <Link to="/sign-in" className={styles["paper"]}>
            {t("firstAccess.toSignIn")}
          </Link>
        </form>
      </main>
      <UrgentLine />
    </div>
  );
}
