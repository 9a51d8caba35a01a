import { useQueryClient } from "@tanstack/react-query";
import { useWords } from "#web/i18n/index.ts";
import { AddPasskey } from "#web/sign-in/passkeys-part.tsx";
import { canUsePasskeys } from "#web/sign-in/passkeys.ts";
import { PasswordChange } from "#web/sign-in/password-change.tsx";
import { TotpSetUp } from "#web/sign-in/totp-set-up.tsx";
import { Brand, UrgentLine } from "#web/ui/frame.tsx";
import { SignOut } from "#web/ui/sign-out.tsx";
import { LanguageSwitch, LargeTypeSwitch } from "#web/ui/switches.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import styles from "#web/sign-in/sign-in.module.css";

/** What has to be done before anything else opens. The server keeps the rest closed; this page says what is wanted. */
export function SetUpPage({ limit }: { limit: "password" | "factor" }) {
  const { t } = useWords();
  const queries = useQueryClient();
  useTitle(t("secure.setUp"));
  const goOn = () => void queries.resetQueries();
  return (
    <div className={styles["page"]}>
      <header className={styles["top"]}>
        <Brand />
        <LargeTypeSwitch />
        <LanguageSwitch />
      </header>
      <main className={styles["main"]}>
        <div className={styles["welcome"]}>
          <h1>{t(`secure.setUp.${limit}`)}</h1>
          <p className={styles["hint"]}>{t(`secure.setUpText.${limit}`)}</p>
        </div>
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
      </main>
      <UrgentLine />
    </div>
  );
}
