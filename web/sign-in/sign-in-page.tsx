import { Link, useSearch } from "@tanstack/react-router";
import { useOperation } from "#web/call.ts";
import { useWords, type Words } from "#web/i18n/index.ts";
import { AccessPage } from "#web/sign-in/access-page.tsx";
import { DemoCards } from "#web/sign-in/demo-cards.tsx";
import { IdentityButtons } from "#web/sign-in/identity-buttons.tsx";
import { PasswordForm } from "#web/sign-in/password-form.tsx";
import { useEnter } from "#web/sign-in/use-enter.ts";
import { classNames } from "#web/ui/class-names.ts";
import { DemoBanner } from "#web/ui/frame.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import styles from "#web/sign-in/sign-in.module.css";

/** Signing in: in a demo by a card, else by login and password. */
export function SignInPage() {
  const { t } = useWords();
  const search = useSearch({ strict: false });
  const personas = useOperation("demo.personas", {}, { staleTime: Number.POSITIVE_INFINITY });
  const enter = useEnter(search["back"]);
  useTitle(t("signIn.title"));
  const why = whyWords(t, search["why"]);
  return (
    <>
      {personas.data?.demo === true && <DemoBanner />}
      <AccessPage
        title={t("app.motto")}
        note={
          why !== undefined && (
            <p className={classNames(styles["why"], search["why"] === "out" && styles["safe"])} role="status">
              <Icon name={search["why"] === "out" ? "check" : "lock"} />
              {why}
            </p>
          )
        }
      >
        <PageState query={personas}>
          {({ demo, items }) =>
            demo && items.length > 0 ? (
              <>
                <DemoCards personas={items} onEntered={enter} />
                <details className={styles["own"]}>
                  <summary>{t("signIn.own")}</summary>
                  <PasswordForm onEntered={enter} />
                  <IdentityButtons back={search["back"]} />
                  <FirstAccessLink />
                </details>
              </>
            ) : (
              <section className={styles["form"]}>
                <h2>{t("signIn.title")}</h2>
                <PasswordForm onEntered={enter} />
                <IdentityButtons back={search["back"]} />
                <FirstAccessLink />
                <p className={styles["hint"]}>{t("signIn.noAccount")}</p>
              </section>
            )
          }
        </PageState>
        <p className={styles["below"]}>
          <Link to="/openness" className={styles["paper"]}>
            {t("openness.link")}
          </Link>
        </p>
        <p className={styles["below"]}>
          <Link to="/privacy" className={styles["paper"]}>
            {t("privacy.link")}
          </Link>
        </p>
      </AccessPage>
    </>
  );
}

/** Why the page before has ended. Anybody may have written the address: only what is known is said. */
function whyWords(t: Words["t"], why: unknown): string | undefined {
  switch (why) {
    case "ended":
      return t("signIn.ended");
    case "out":
      return t("signIn.signedOut");
    case "REPLACED":
    case "REMOVED":
    case "PASSWORD":
    case "RECOVERY":
    case "ADMIN":
      return t(`signIn.why.${why}`);
    default:
      return undefined;
  }
}

/** For whoever holds a code on paper: he has no login yet, or has lost what goes with it. */
function FirstAccessLink() {
  const { t } = useWords();
  return (
    <>
      <Link to="/first-access" className={styles["paper"]}>
        {t("signIn.firstAccess")}
      </Link>
      <Link to="/recover" className={styles["paper"]}>
        {t("recover.link")}
      </Link>
    </>
  );
}
