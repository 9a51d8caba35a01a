import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { OpenData } from "#web/openness/open-data.tsx";
import { OpenFigures } from "#web/openness/open-figures.tsx";
import { OpenRules } from "#web/openness/open-rules.tsx";
import { OpenPage } from "#web/openness/open-page.tsx";
import styles from "#web/openness/openness.module.css";
import { Button } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { useTitle } from "#web/ui/use-title.ts";

/** 公开透明 (GR-22): which data, how often they are looked at, by which rules; for anybody, with nothing of anybody in it. */
export function OpennessPage() {
  const { t } = useWords();
  useTitle(t("openness.title"));
  // What is folded on the screen is wanted on paper.
  useEffect(() => {
    const unfold = () => {
      for (const part of document.querySelectorAll("main details")) part.setAttribute("open", "");
    };
    window.addEventListener("beforeprint", unfold);
    return () => window.removeEventListener("beforeprint", unfold);
  }, []);
  return (
    <OpenPage>
      <section className={home["part"]}>
        <h1>{t("openness.title")}</h1>
        <p className={styles["lead"]}>{t("openness.lead")}</p>
        <div className={classNames(home["buttons"], "no-print")}>
          <Button onClick={() => window.print()}>{t("openness.print")}</Button>
          <Link to="/sign-in" className={styles["away"]}>
            {t("openness.toSignIn")}
          </Link>
        </div>
      </section>
      <OpenFigures />
      <OpenRules />
      <OpenData />
    </OpenPage>
  );
}
