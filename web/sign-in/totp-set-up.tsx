import { type FormEvent, useState } from "react";
import { CallError, call } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import { useWords } from "#web/i18n/index.ts";
import { QrCode } from "#web/members/qr-code.tsx";
import type { OutputFor } from "#web/operations.ts";
import { CodeField } from "#web/sign-in/code-field.tsx";
import { RecoveryCodes } from "#web/sign-in/recovery-codes.tsx";
import { Button } from "#web/ui/button.tsx";
import secure from "#web/sign-in/security.module.css";
import styles from "#web/sign-in/sign-in.module.css";

/** One-time codes of an app: shown as a QR code, proved by a first code, and ten codes to print for a lost telephone. */
export function TotpSetUp({ onDone }: { onDone: () => void }) {
  const words = useWords();
  const { t } = words;
  const [begun, setBegun] = useState<OutputFor<"totp.begin">>();
  const [codes, setCodes] = useState<readonly string[]>();
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (cause) {
      if (!(cause instanceof CallError)) throw cause;
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  const confirm = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => setCodes((await call("totp.confirm", { code })).codes));
  };
  if (codes !== undefined) return <RecoveryCodes codes={codes} onDone={onDone} />;
  const [issue] = error?.issues ?? [];
  const failure = error !== undefined && issue === undefined && (
    <p className={styles["error"]} role="alert">
      {t(`error.${error.code}`)}
    </p>
  );
  if (begun === undefined) {
    return (
      <>
        <p>{t("secure.totpText")}</p>
        {failure}
        <Button
          look="filled"
          busy={busy}
          className={secure["start"]}
          onClick={() => void run(async () => setBegun(await call("totp.begin", {})))}
        >
          {t("secure.totpBegin")}
        </Button>
      </>
    );
  }
  return (
    <form className={styles["fields"]} noValidate onSubmit={confirm}>
      <p>{t("secure.totpScan")}</p>
      <QrCode text={begun.uri} label={t("secure.totpQr")} className={secure["qr"]} />
      <p>
        {t("secure.totpByHand")}
        <br />
        <code className={secure["secret"]} translate="no">
          {begun.secret.match(/.{1,4}/g)?.join(" ")}
        </code>
      </p>
      <CodeField appOnly value={code} onChange={setCode} error={issue && issueWords(words, issue)} />
      {failure}
      <Button type="submit" look="filled" busy={busy}>
        {t("secure.totpConfirm")}
      </Button>
    </form>
  );
}
