import { Link, useParams } from "@tanstack/react-router";
import { useOperation } from "#web/call.ts";
import { findLeadTurn } from "#web/home/due-groups.ts";
import { MatterLine } from "#web/home/matter-line.tsx";
import { StationRow } from "#web/home/station-row.tsx";
import home from "#web/home/home.module.css";
import styles from "#web/home/project.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { Button } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { PageHead } from "#web/ui/frame.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { ContactRow } from "#web/ui/person.tsx";
import { StageRail } from "#web/ui/stage-rail.tsx";

const places = ["A", "B", "CHIEF", "DELEGATE", "SPECIALIST", "SPONSOR"] as const;

/** One project: its stages, everybody in charge with his telephone, its firms, and what is going on in it. */
export function ProjectPage() {
  const { id = "" } = useParams({ strict: false });
  const { t } = useWords();
  const project = useOperation("project.get", { id });
  return (
    <>
      <PageHead back="/projects" title={t("project.title")}>
        <Button look="quiet" icon="print" onClick={() => window.print()}>
          {t("project.print")}
        </Button>
      </PageHead>
      <PageState query={project}>{(data) => <ProjectView project={data} />}</PageState>
    </>
  );
}

function ProjectView({ project }: { project: OutputFor<"project.get"> }) {
  const { t, say, date } = useWords();
  const people = places.flatMap((place) => project.people.filter((person) => person.place === place));
  return (
    <div className={classNames(home["page"], home["twoColumns"])}>
      <div className={home["column"]}>
        <section className={home["part"]}>
          <h1>{project.name}</h1>
          <StageRail project={project} />
          <dl className={home["facts"]}>
            <dt>{t("project.code")}</dt>
            <dd>{project.code}</dd>
            <dt>{t("project.level")}</dt>
            <dd>{t(`project.level.${project.keyLevel}`)}</dd>
            <dt>{t("project.address")}</dt>
            <dd>{project.address}</dd>
            <dt>{t("project.stages")}</dt>
            <dd>
              {project.stages.map((one) => (
                <p key={`${one.stage}-${one.since}`}>
                  {say(`stage.${one.stage}`)} · {t("project.since", { day: date(one.since) })}
                </p>
              ))}
            </dd>
          </dl>
        </section>

        <section className={home["part"]} aria-labelledby="project-firms">
          <h2 id="project-firms">{t("project.enterprises")}</h2>
          <ul className={home["rows"]}>
            {project.enterprises.map((enterprise) => (
              <li key={enterprise.id} className={home["row"]}>
                <Link to="/enterprises/$id" params={{ id: String(enterprise.id) }}>
                  {enterprise.name}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      </div>
      <div className={home["column"]}>
        <section className={home["part"]} aria-labelledby="project-people">
          <h2 id="project-people">{t("project.people")}</h2>
          {people.length === 0 && <p>{t("project.noPeople")}</p>}
          {(["A", "B"] as const)
            .filter((place) => people.length > 0 && !people.some((person) => person.place === place))
            .map((place) => (
              <p key={place} className={styles["gap"]}>
                {t("project.gap", { place })}
              </p>
            ))}
          {people.map((person) => (
            <ContactRow key={`${person.place}-${person.accountId}`} contact={person} />
          ))}
          <StationRow station={project.station} />
        </section>

        <ProjectMatters projectId={project.id} />
      </div>
    </div>
  );
}

function ProjectMatters({ projectId }: { projectId: number }) {
  const { t } = useWords();
  const list = useOperation("matter.list", { view: "all", projectId, limit: 10 });
  return (
    <section className={home["part"]} aria-labelledby="project-matters">
      <header className={home["between"]}>
        <h2 id="project-matters">{t("project.matters")}</h2>
        <Link to="/matters" search={{ project: projectId }} className={home["all"]}>
          {t("project.allMatters")}
        </Link>
      </header>
      <PageState query={list} skeleton="list">
        {({ items, serverTime }) =>
          items.length === 0 ? (
            <p>{t("project.noMatters")}</p>
          ) : (
            <ul className={home["rows"]}>
              {items.map((head) => (
                <MatterLine key={head.id} head={head} turn={findLeadTurn(head.turns)} readAt={serverTime} />
              ))}
            </ul>
          )
        }
      </PageState>
    </section>
  );
}
