import type { FormEvent, ReactNode } from "react";
import { useState } from "react";
import { useWords } from "#web/i18n/index.ts";
import styles from "#web/sign-in/sign-in.module.css";
import { Button } from "#web/ui/button.tsx";
import { TextField } from "#web/ui/field.tsx";
import { Brand, UrgentLine } from "#web/ui/frame.tsx";
import { LanguageSwitch, LargeTypeSwitch } from "#web/ui/switches.tsx";

/** The frame of a page for somebody who is not in yet: what it is for, and its one form. */
export function AccessPage(props: {
  title: string;
  text?: string;
  /** The text says what has just happened. */
  isNews?: boolean;
  /** What else is said below the title. */
  note?: ReactNode;
  /** The 110 line: not on the pages of an installation. */
  urgent?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={styles["page"]}>
      <header className={styles["top"]}>
        <Brand />
        <LargeTypeSwitch />
        <LanguageSwitch />
      </header>
      <main className={styles["main"]}>
        <div className={styles["welcome"]}>
          <h1>{props.title}</h1>
          {props.text !== undefined && (
            <p className={styles["hint"]} role={props.isNews === true ? "status" : undefined}>
              {props.text}
            </p>
          )}
          {props.note}
        </div>
        {props.children}
      </main>
      {props.urgent !== false && <UrgentLine />}
    </div>
  );
}

/** The fields of first access, a refusal that belongs to none of them, and the one button. */
export function AccessForm(props: {
  form: { busy: boolean; failure: string | undefined; submit: (event: FormEvent) => void };
  action: string;
  /** The ways to other pages, below the button. */
  ways?: ReactNode;
  children: ReactNode;
}) {
  const { form } = props;
  return (
    <form className={styles["form"]} noValidate onSubmit={form.submit}>
      {props.children}
      {form.failure !== undefined && (
        <p className={styles["error"]} role="alert">
          {form.failure}
        </p>
      )}
      <Button type="submit" look="filled" wide busy={form.busy}>
        {props.action}
      </Button>
      {props.ways}
    </form>
  );
}

interface Tie {
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** The code from a paper or a link. */
export function PaperCodeField({ label, hint, ...tie }: Tie & { label: string; hint: string }) {
  return (
    <TextField
      {...tie}
      label={label}
      hint={hint}
      autoCapitalize="characters"
      autoComplete="one-time-code"
      spellCheck={false}
      maxLength={60}
    />
  );
}

/** A login name: one that somebody gives himself, or the one he has. */
export function LoginField({ isNew, ...tie }: Tie & { isNew: boolean }) {
  const { t } = useWords();
  return (
    <TextField
      {...tie}
      label={t(isNew ? "firstAccess.login" : "signIn.login")}
      hint={isNew ? t("firstAccess.loginHint") : undefined}
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={100}
    />
  );
}

/** A password that can be looked at while it is typed. */
export function PasswordField({ isNew, ...tie }: Tie & { isNew: boolean; label?: string; hint?: string }) {
  const { t } = useWords();
  const [shown, setShown] = useState(false);
  return (
    <>
      <TextField
        label={t(isNew ? "firstAccess.password" : "signIn.password")}
        hint={isNew ? t("firstAccess.passwordHint") : undefined}
        {...tie}
        type={shown ? "text" : "password"}
        autoComplete={isNew ? "new-password" : "current-password"}
        maxLength={200}
      />
      <Button look="quiet" className={styles["show"]} aria-pressed={shown} onClick={() => setShown(!shown)}>
        {t(shown ? "signIn.hide" : "signIn.show")}
      </Button>
    </>
  );
}
