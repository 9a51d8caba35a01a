import { useWords } from "#web/i18n/index.ts";
import paper from "#web/members/card.module.css";
import { QrCode } from "#web/members/qr-code.tsx";
import type { OutputFor } from "#web/operations.ts";
import { useMe } from "#web/session.tsx";
import { classNames } from "#web/ui/class-names.ts";

export type GivenCode = OutputFor<"recovery.give">;

/** The paper with the code, like the one for the first access: seen now, and never again. */
export function RecoverySheet({ code }: { code: GivenCode }) {
  const { t, when } = useWords();
  const me = useMe();
  const address = `${window.location.origin}/recover`;
  return (
    <article className={classNames(paper["paper"], paper["a4"])} aria-label={t("recovery.sheet")}>
      <header>
        <h2>{t("recovery.sheet")}</h2>
        <p className={paper["motto"]}>{t("recovery.sheetFor", { name: code.dutyName })}</p>
      </header>
      <p>
        {t("signIn.login")} <strong translate="no">{code.login}</strong>
      </p>
      <p className={paper["code"]} translate="no" data-code>
        {code.code}
      </p>
      <p>{t("recovery.sheetUntil", { when: when(code.expiresAt) })}</p>
      <ol className={paper["steps"]}>
        <li>{t("recovery.step1")}</li>
        <li>{t("recovery.step2", { address })}</li>
        <li>{t("recovery.step3")}</li>
      </ol>
      <footer className={paper["foot"]}>
        <QrCode text={address} label={t("recovery.qr")} className={paper["qr"]} />
        <div>
          <p>{t("recovery.sheetSafe")}</p>
          {me.demo && <p>{t("app.demo")}</p>}
        </div>
      </footer>
    </article>
  );
}
