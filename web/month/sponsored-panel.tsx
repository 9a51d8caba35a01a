import { Link } from "@tanstack/react-router";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import styles from "#web/month/month.module.css";
import { Part } from "#web/month/part.tsx";
import { PageState } from "#web/ui/page-state.tsx";

/** What this leader has promised: his projects, what is open in them, and which limit ends next; where it `folds`, behind its sum on a phone. */
export function SponsoredPanel({ folds = false }: { folds?: boolean }) {
  const words = useWords();
  const { t, say } = words;
  const sponsored = useOperation("metric.sponsored", {});
  const list = (
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
  );
  if (folds) {
    const late = sponsored.data?.items.reduce((sum, project) => sum + project.late, 0) ?? 0;
    return (
      <Part
        id="sponsored"
        name={t("month.sponsored")}
        beside={
          <>
            {t("month.projects", { count: sponsored.data?.items.length ?? 0 })}
            {late > 0 && <strong className={styles["bad"]}> · {t("month.lateMatters", { count: late })}</strong>}
          </>
        }
      >
        {list}
      </Part>
    );
  }
  return (
    <section className={home["part"]} aria-labelledby="sponsored">
      <h2 id="sponsored">{t("month.sponsored")}</h2>
      {list}
    </section>
  );
}
