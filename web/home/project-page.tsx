import { Link, useParams } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useOperation } from "#web/call.ts";
import { findLeadTurn } from "#matters/due-groups.ts";
import { MatterLine } from "#web/home/matter-line.tsx";
import { StationRow } from "#web/home/station-row.tsx";
import home from "#web/home/home.module.css";
import styles from "#web/home/project.module.css";
import { useWords } from "#web/i18n/index.ts";
import { projectsPath } from "#web/nav.ts";
import type { OutputFor } from "#web/operations.ts";
import { ProjectTimeline } from "#web/projects/project-timeline.tsx";
import { StageChecklist } from "#web/projects/stage-checklist.tsx";
import { useMe } from "#web/session.tsx";
import { Button, buttonClass } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { PageHead } from "#web/ui/frame.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { ContactRow } from "#web/ui/person.tsx";
import { StageRail } from "#web/ui/stage-rail.tsx";
import { useTitle } from "#web/ui/use-title.ts";

// Only offices change projects: a firm's phone does not load the forms.
const StageChange = lazy(async () => ({ default: (await import("#web/desk-pages.ts")).StageChange }));
const ProjectEdit = lazy(async () => ({ default: (await import("#web/desk-pages.ts")).ProjectEdit }));
const ProjectPlace = lazy(async () => ({ default: (await import("#web/desk-pages.ts")).ProjectPlace }));

const places = ["A", "B", "CHIEF", "DELEGATE", "SPECIALIST", "SPONSOR"] as const;

/** One project: its stages, everybody in charge with his telephone, its firms, and what is going on in it. */
export function ProjectPage() {
  const { id = "" } = useParams({ strict: false });
  const { t } = useWords();
  const me = useMe();
  const project = useOperation("project.get", { id });
  useTitle(project.data?.name ?? t("project.title"));
  return (
    <>
      <PageHead back={projectsPath(me)} title={t("project.title")}>
        {me.kind === "staff" && (
          <Link to="/projects/$id/lists" params={{ id }} className={buttonClass("quiet")}>
            {t("projects.sixLists")}
          </Link>
        )}
        <Button look="quiet" icon="print" onClick={() => window.print()}>
          {t("project.print")}
        </Button>
      </PageHead>
      <PageState query={project}>{(data) => <ProjectView project={data} />}</PageState>
    </>
  );
}

function ProjectView({ project }: { project: OutputFor<"project.get"> }) {
  const { t } = useWords();
  const staff = useMe().kind === "staff";
  const people = places.flatMap((place) => project.people.filter((person) => person.place === place));
  return (
    <div className={classNames(home["page"], home["twoColumns"])}>
      <div className={home["column"]}>
        <section className={home["part"]}>
          <h1>{project.name}</h1>
          <StageRail project={project} />
          <Link to="/projects/$id/plan" params={{ id: String(project.id) }} className={home["all"]}>
            {t("plan.title")}
          </Link>
          <dl className={home["facts"]}>
            <dt>{t("project.code")}</dt>
            <dd>{project.code}</dd>
            <dt>{t("project.level")}</dt>
            <dd>{t(`project.level.${project.keyLevel}`)}</dd>
            <dt>{t("project.address")}</dt>
            <dd>{project.address}</dd>
          </dl>
          <StageFigures project={project} />
        </section>

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
          {staff && (
            <Link to="/projects/$id/people" params={{ id: String(project.id) }} className={home["all"]}>
              {t("staffing.people")}
            </Link>
          )}
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
        <StageChecklist project={project} />
        <ProjectMatters projectId={project.id} />
        <ProjectTimeline id={project.id} />
      </div>
    </div>
  );
}

/** How long each stage took, what is planned, and for the office the way on. */
function StageFigures({ project }: { project: OutputFor<"project.get"> }) {
  const { t, say, date } = useWords();
  const staff = useMe().kind === "staff";
  const [changing, setChanging] = useState<"stage" | "facts">();
  const life = useOperation("project.life", { id: project.id });
  if (life.data === undefined) return null;
  const { days, planned, place, stationPlace, abilities } = life.data;
  const plans = (["landed", "construction", "production"] as const).flatMap((stage) => {
    const day = planned[stage];
    return day === null ? [] : [t(`projects.plan.${stage}`, { day: date(day) })];
  });
  return (
    <>
      <dl className={home["facts"]}>
        {days.length > 0 && (
          <>
            <dt>{t("projects.stageDays")}</dt>
            <dd>
              {days.map((one) => `${say(`stage.${one.stage}`)} ${t("projects.days", { count: one.days })}`).join(" · ")}
            </dd>
          </>
        )}
        {place !== null && (
          <>
            <dt>{t("sketch.place")}</dt>
            <dd>{t("sketch.at", { north: place.lat, east: place.lng })}</dd>
          </>
        )}
        {plans.length > 0 && (
          <>
            <dt>{t("projects.plan")}</dt>
            <dd>{plans.join(" · ")}</dd>
          </>
        )}
      </dl>
      {place !== null && staff && (
        <Suspense>
          <ProjectPlace project={project} place={place} stationPlace={stationPlace} />
        </Suspense>
      )}
      {abilities.change && (
        <div className={classNames(home["buttons"], "no-print")}>
          <Button onClick={() => setChanging("stage")}>{t("projects.change")}</Button>
          <Button onClick={() => setChanging("facts")}>{t("projects.edit")}</Button>
        </div>
      )}
      <Suspense>
        {changing === "stage" && (
          <StageChange id={project.id} name={project.name} onClose={() => setChanging(undefined)} />
        )}
        {changing === "facts" && <ProjectEdit project={project} onClose={() => setChanging(undefined)} />}
      </Suspense>
    </>
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
