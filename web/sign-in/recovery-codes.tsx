import { useWords } from "#web/i18n/index.ts";
import { Button } from "#web/ui/button.tsx";
import secure from "#web/sign-in/security.module.css";

/** Ten codes to print or copy down, shown this once. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useWords();
  return (
    <section className={secure["codes"]} aria-labelledby="recovery-codes">
      <h2 id="recovery-codes" tabIndex={-1} ref={(element) => element?.focus()}>
        {t("secure.codesTitle")}
      </h2>
      <p>{t("secure.codesText")}</p>
      <ol className={secure["list"]} translate="no">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className={secure["buttons"]}>
        <Button onClick={() => window.print()}>{t("secure.print")}</Button>
        <Button look="filled" onClick={onDone}>
          {t("secure.codesKept")}
        </Button>
      </div>
    </section>
  );
}
