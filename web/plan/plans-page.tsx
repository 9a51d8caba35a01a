import { Link } from "@tanstack/react-router";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { projectsPath } from "#web/nav.ts";
import { useMe } from "#web/session.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { Empty, PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

/** Which projects have a plan in force, and which need one: what is missing or ends soon comes first. */
export function PlansPage() {
  const { t, say, date } = useWords();
  const me = useMe();
  const plans = useOperation("plan.list", {});
  useTitle(t("plan.list"));
  return (
    <>
      <PageHead back={projectsPath(me)} title={<h1>{t("plan.list")}</h1>} />
      <PageState query={plans} skeleton="list">
        {({ items }) => (
          <div className={home["page"]}>
            <section className={home["part"]} aria-label={t("plan.list")}>
              <p className={home["soft"]}>{t("plan.listText")}</p>
              {items.length === 0 && (
                <Empty icon="building" title={t("project.emptyTitle")}>
                  <p>{t("project.emptyText")}</p>
                </Empty>
              )}
              <ul className={home["rows"]}>
                {items.map(({ project, term, validUntil, open }) => (
                  <li key={project.id} className={home["row"]}>
                    <div className={home["grow"]}>
                      <Link to="/projects/$id/plan" params={{ id: String(project.id) }}>
                        {project.name}
                      </Link>
                      <p className={home["soft"]}>
                        {say(`stage.${project.stage}`)} ·{" "}
                        {t(`plan.due.${term}`, { day: validUntil === null ? "" : date(validUntil) })}
                        {open !== null && ` · ${t("plan.version", { no: open.no })} ${t(`plan.state.${open.state}`)}`}
                      </p>
                    </div>
                  </li>
                ))}
              </ul>
            </section>
          </div>
        )}
      </PageState>
    </>
  );
}
