import { Link } from "@tanstack/react-router";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import styles from "#web/month/month.module.css";
import { PageState } from "#web/ui/page-state.tsx";

/** What this leader has promised: his projects, what is open in them, and which limit ends next. */
export function SponsoredPanel() {
  const words = useWords();
  const { t, say } = words;
  const sponsored = useOperation("metric.sponsored", {});
  return (
    <section className={home["part"]} aria-labelledby="sponsored">
      <h2 id="sponsored">{t("month.sponsored")}</h2>
      <PageState query={sponsored} skeleton="list">
        {({ items }) =>
          items.length === 0 ? (
            <p>{t("month.sponsoredNone")}</p>
          ) : (
            <ul className={home["rows"]}>
              {items.map((project) => (
                <li key={project.id} className={styles["stuck"]}>
                  <Link to="/projects/$id" params={{ id: String(project.id) }}>
                    {project.name}
                  </Link>
                  <p className={home["soft"]}>
                    {say(`stage.${project.stage}`)} · {project.stationName} ·{" "}
                    {t("month.openMatters", { count: project.open })}
                    {project.late > 0 && (
                      <strong className={styles["bad"]}> · {t("month.lateMatters", { count: project.late })}</strong>
                    )}
                    {project.nextDueAt !== null && ` · ${t("month.nextDue", { when: words.due(project.nextDueAt) })}`}
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </PageState>
    </section>
  );
}
