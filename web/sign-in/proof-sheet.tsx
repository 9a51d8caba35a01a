import { type FormEvent, useEffect, useRef, useState } from "react";
import { CallError, call, onProofWanted, useOperation } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { CodeField } from "#web/sign-in/code-field.tsx";
import { PasskeyButton } from "#web/sign-in/passkey-button.tsx";
import { canUsePasskeys } from "#web/sign-in/passkeys.ts";
import { Button } from "#web/ui/button.tsx";
import { TextField } from "#web/ui/field.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import styles from "#web/sign-in/sign-in.module.css";

/** Asks who is there before a sensitive act; the call that was refused is then sent again by itself. */
export function ProofSheet() {
  const { t } = useWords();
  const answer = useRef<(proved: boolean) => void>(undefined);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    onProofWanted(
      () =>
        new Promise((resolve) => {
          answer.current?.(false);
          answer.current = resolve;
          setOpen(true);
        }),
    );
    return () => onProofWanted(undefined);
  }, []);
  const close = (proved: boolean) => {
    setOpen(false);
    answer.current?.(proved);
    answer.current = undefined;
  };
  return (
    <Sheet open={open} onClose={() => close(false)} title={t("secure.proof")} place="middle">
      <Ways onProved={() => close(true)} />
    </Sheet>
  );
}

function Ways({ onProved }: { onProved: () => void }) {
  const query = useOperation("factor.get", {}, { staleTime: 0 });
  return (
    <PageState query={query} skeleton="list">
      {(known) => <ProofForm known={known} onProved={onProved} />}
    </PageState>
  );
}

function ProofForm({ known, onProved }: { known: OutputFor<"factor.get">; onProved: () => void }) {
  const words = useWords();
  const { t } = words;
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  const errorOf = (path: string) => {
    const issue = error?.issues.find((one) => one.path === path);
    return issue && issueWords(words, issue);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await call("session.prove", known.byCard ? {} : { password, ...(known.totp && { code }) });
      onProved();
    } catch (cause) {
      if (!(cause instanceof CallError)) throw cause;
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <form className={styles["fields"]} noValidate onSubmit={(event) => void submit(event)}>
      <p>{t(known.byCard ? "secure.proofByCard" : "secure.proofText")}</p>
      {!known.byCard && known.password !== null && (
        <>
          <TextField
            label={t("signIn.password")}
            type="password"
            value={password}
            error={errorOf("password")}
            onChange={setPassword}
            autoComplete="current-password"
            maxLength={200}
            autoFocus
          />
          {known.totp && <CodeField value={code} onChange={setCode} error={errorOf("code")} autoFocus={false} />}
        </>
      )}
      {known.passkeys > 0 && canUsePasskeys() && (
        <PasskeyButton
          label={t("secure.proveByPasskey")}
          onAnswer={async (answer) => {
            await call("passkey.prove", { answer });
            onProved();
          }}
        />
      )}
      {error !== undefined && error.issues.length === 0 && (
        <p className={styles["error"]} role="alert">
          {t(`error.${error.code}`)}
        </p>
      )}
      {(known.byCard || known.password !== null) && (
        <Button type="submit" look="filled" wide busy={busy}>
          {t(known.byCard ? "secure.itIsMe" : "secure.prove")}
        </Button>
      )}
    </form>
  );
}
