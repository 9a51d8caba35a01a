import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { keyOf, useOperation } from "#web/call.ts";
import { findChosenLocale, setLocale, useWords } from "#web/i18n/index.ts";
import type { Me } from "#web/session.tsx";
import { DemoCards } from "#web/sign-in/demo-cards.tsx";
import { PasswordForm } from "#web/sign-in/password-form.tsx";
import { returnAddress } from "#web/sign-in/return-address.ts";
import { classNames } from "#web/ui/class-names.ts";
import { Brand, DemoBanner, UrgentLine } from "#web/ui/frame.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { LanguageSwitch, LargeTypeSwitch } from "#web/ui/switches.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import styles from "#web/sign-in/sign-in.module.css";

/** Signing in: in a demo by a card, else by login and password. */
export function SignInPage() {
  const { t } = useWords();
  const search = useSearch({ strict: false });
  const personas = useOperation("demo.personas", {}, { staleTime: Number.POSITIVE_INFINITY });
  const enter = useEnter(search["back"]);
  useTitle(t("signIn.title"));
  const why =
    search["why"] === "ended" ? t("signIn.ended") : search["why"] === "out" ? t("signIn.signedOut") : undefined;
  return (
    <>
      {personas.data?.demo === true && <DemoBanner />}
      <div className={styles["page"]}>
        <header className={styles["top"]}>
          <Brand />
          <LargeTypeSwitch />
          <LanguageSwitch />
        </header>
        <main className={styles["main"]}>
          <div className={styles["welcome"]}>
            <h1>{t("app.motto")}</h1>
            {why !== undefined && (
              <p className={classNames(styles["why"], search["why"] === "out" && styles["safe"])} role="status">
                <Icon name={search["why"] === "out" ? "check" : "lock"} />
                {why}
              </p>
            )}
          </div>
          <PageState query={personas}>
            {({ demo, items }) =>
              demo && items.length > 0 ? (
                <>
                  <DemoCards personas={items} onEntered={enter} />
                  <details className={styles["own"]}>
                    <summary>{t("signIn.own")}</summary>
                    <PasswordForm onEntered={enter} />
                  </details>
                </>
              ) : (
                <section className={styles["form"]}>
                  <h2>{t("signIn.title")}</h2>
                  <PasswordForm onEntered={enter} />
                  <p className={styles["hint"]}>{t("signIn.noAccount")}</p>
                </section>
              )
            }
          </PageState>
        </main>
        <UrgentLine />
      </div>
    </>
  );
}

/** What happens once the server knows who it is. */
function useEnter(back: unknown): (me: Me) => Promise<void> {
  const queries = useQueryClient();
  const router = useRouter();
  const navigate = useNavigate();
  return async (me) => {
    queries.clear();
    queries.setQueryData(keyOf("session.me", {}), me);
    if (findChosenLocale() === undefined) await setLocale(me.locale);
    const address = returnAddress(back);
    if (address === "/") await navigate({ to: "/" });
    else router.history.push(address);
  };
}
