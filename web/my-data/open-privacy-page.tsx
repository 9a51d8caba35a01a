import { Link } from "@tanstack/react-router";
import { noticeVersion } from "#access/privacy-notice.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { NoticeText } from "#web/my-data/notice-text.tsx";
import { OpenPage } from "#web/openness/open-page.tsx";
import styles from "#web/openness/openness.module.css";
import { classNames } from "#web/ui/class-names.ts";
import { useTitle } from "#web/ui/use-title.ts";

/** 隐私告知 for whoever has not signed in: told before anything is processed (PIPL §17), with nothing of anybody in it. */
export function OpenPrivacyPage() {
  const { t } = useWords();
  useTitle(t("privacy.title"));
  return (
    <OpenPage>
      <section className={classNames(home["part"], styles["words"])}>
        <h1>{t("privacy.title")}</h1>
        <NoticeText version={noticeVersion} sides={["enterprise", "police"]} />
        <p>{t("privacy.ask")}</p>
      </section>
      <p className="no-print">
        <Link to="/openness" className={styles["away"]}>
          {t("openness.link")}
        </Link>
        <Link to="/sign-in" className={styles["away"]}>
          {t("openness.toSignIn")}
        </Link>
      </p>
    </OpenPage>
  );
}
