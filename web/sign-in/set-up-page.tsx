import { useQueryClient } from "@tanstack/react-query";
import { useWords } from "#web/i18n/index.ts";
import { AccessPage } from "#web/sign-in/access-page.tsx";
import { AddPasskey } from "#web/sign-in/passkeys-part.tsx";
import { canUsePasskeys } from "#web/sign-in/passkeys.ts";
import { PasswordChange } from "#web/sign-in/password-change.tsx";
import { TotpSetUp } from "#web/sign-in/totp-set-up.tsx";
import { SignOut } from "#web/ui/sign-out.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import styles from "#web/sign-in/sign-in.module.css";

/** What has to be done before anything else opens. The server keeps the rest closed; this page says what is wanted. */
export function SetUpPage({ limit }: { limit: "password" | "factor" }) {
  const { t } = useWords();
  const queries = useQueryClient();
  useTitle(t("secure.setUp"));
  const goOn = () => void queries.resetQueries();
  return (
    <AccessPage title={t(`secure.setUp.${limit}`)} text={t(`secure.setUpText.${limit}`)}>
      <section className={styles["form"]}>
        {limit === "password" ? <PasswordChange hasOld onDone={goOn} /> : <TotpSetUp onDone={goOn} />}
      </section>
      {limit === "factor" && canUsePasskeys() && (
        <section className={styles["form"]}>
          <p>{t("secure.passkeyInstead")}</p>
          <AddPasskey onDone={goOn} />
        </section>
      )}
      <div className={styles["leave"]}>
        <SignOut look="quiet" />
      </div>
    </AccessPage>
  );
}
