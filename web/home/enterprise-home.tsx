import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { stageItem } from "#capabilities/projects/procedure.ts";
import { useOperation } from "#web/call.ts";
import { CallButton } from "#web/home/call-button.tsx";
import { MatterCard } from "#web/work/matter-card.tsx";
import { StationRow } from "#web/home/station-row.tsx";
import { findRememberedProject, rememberProject } from "#web/home/remembered-project.ts";
import { officersOf, whoNow } from "#web/home/who-now.ts";
import { WhoNowLine } from "#web/home/who-now-line.tsx";
import styles from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { useMe } from "#web/session.tsx";
import { Button, buttonClass } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { Empty, PageState } from "#web/ui/page-state.tsx";
import { ContactRow } from "#web/ui/person.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { StageRail } from "#web/ui/stage-rail.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Project = OutputFor<"project.list">["items"][number];

/** Every home of a firm ends with it. */
const inProgress = { view: "all", phase: "active", limit: 20 } as const;

/** What is happening with what I asked, who is my officer, what comes next; and one button to ask. */
export function EnterpriseHome() {
  const { t } = useWords();
  const projects = useOperation("project.list", {});
  // Asked for beside the projects, not after them: over a long line each wait is felt.
  useOperation("matter.list", inProgress);
  useTitle(t("home.title"));
  return (
    <PageState query={projects}>
      {({ items }) => (items.length === 0 ? <WithoutProject /> : <WithProjects projects={items} />)}
    </PageState>
  );
}

function WithProjects({ projects }: { projects: readonly Project[] }) {
  const { t, say } = useWords();
  const me = useMe();
  const [switching, setSwitching] = useState(false);
  const [chosen, setChosen] = useState(() =>
    findRememberedProject(
      me.accountId,
      projects.map((project) => project.id),
    ),
  );
  const project = projects.find((one) => one.id === chosen) ?? projects[0];
  if (project === undefined) return null;
  const officers = officersOf(project.people);
  return (
    <div className={classNames(styles["page"], styles["twoColumns"])}>
      <div className={styles["column"]}>
        <section className={styles["part"]}>
          <header className={styles["between"]}>
            <h1>{project.name}</h1>
            {projects.length > 1 && (
              <Button look="quiet" className={styles["flush"]} onClick={() => setSwitching(true)}>
                {t("home.switch")}
              </Button>
            )}
          </header>
          <p className={styles["soft"]}>
            {[...project.enterprises.map((enterprise) => enterprise.name), project.address].join(" · ")}
          </p>
          <StageRail project={project} />
          <Link to="/projects/$id/plan" params={{ id: String(project.id) }} className={styles["all"]}>
            {t("plan.title")}
          </Link>
        </section>

        <section className={styles["part"]} aria-labelledby="home-officers">
          <h2 id="home-officers">{t("home.officers")}</h2>
          <p className={styles["now"]}>
            <WhoNowLine who={whoNow(project.people)} />
          </p>
          {officers.map((officer) => (
            <ContactRow key={officer.accountId} contact={officer} />
          ))}
          <StationRow station={project.station} />
          <Link to="/ask" search={{ project: project.id }} className={buttonClass("filled", true)}>
            {t(officers.length > 0 ? "home.ask" : "home.askStation")}
          </Link>
          <CallButton people={project.people} station={project.station} />
          <Link to="/complain" className={styles["all"]}>
            {t("complaint.link")}
          </Link>
        </section>
      </div>
      <InProgress showProject={projects.length > 1} />

      <Sheet open={switching} onClose={() => setSwitching(false)} title={t("home.switch")} place="middle">
        <ul className={styles["rows"]}>
          {projects.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                className={styles["choice"]}
                aria-pressed={one.id === project.id}
                onClick={() => {
                  rememberProject(me.accountId, one.id);
                  setChosen(one.id);
                  setSwitching(false);
                }}
              >
                <strong>{one.name}</strong>
                <span className={styles["soft"]}>
                  {say(`stage.${one.stage}`)} · {one.address}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </Sheet>
    </div>
  );
}

/** A firm that no project is registered for: the desk of its station is there for it. */
function WithoutProject() {
  const { t } = useWords();
  const me = useMe();
  const enterprise = useOperation(
    "enterprise.get",
    { id: me.enterprise?.id ?? 0 },
    { enabled: me.enterprise !== null },
  );
  return (
    <div className={classNames(styles["page"], styles["twoColumns"])}>
      <section className={styles["part"]}>
        <h1>{me.enterprise?.name ?? me.dutyName}</h1>
        <p className={styles["soft"]}>{t("home.noProject")}</p>
        {enterprise.data !== undefined && <StationRow station={enterprise.data.station} />}
        <Link to="/ask" className={buttonClass("filled", true)}>
          {t("home.askStation")}
        </Link>
        <Link to="/complain" className={styles["all"]}>
          {t("complaint.link")}
        </Link>
      </section>
      <InProgress showProject={false} />
    </div>
  );
}

const shownOnHome = 5;

/** The firm's matters that are not closed; what waits for the reader comes first. */
function InProgress({ showProject }: { showProject: boolean }) {
  const { t } = useWords();
  const list = useOperation("matter.list", inProgress);
  return (
    <section className={styles["part"]} aria-labelledby="home-active">
      <PageState query={list} skeleton="list">
        {({ items, nextCursor, serverTime }) => {
          // What the firm asked stands before what a stage of its project brings by itself.
          const ordered = items.toSorted(
            (a, b) => Number(isMine(b)) - Number(isMine(a)) || Number(isListed(a)) - Number(isListed(b)),
          );
          return (
            <>
              <header className={styles["between"]}>
                <h2 id="home-active">
                  {nextCursor === null
                    ? t("home.active", { count: items.length })
                    : t("home.activeMore", { count: items.length })}
                </h2>
                <Link to="/matters" className={styles["all"]}>
                  {t("home.all")}
                </Link>
              </header>
              {items.length === 0 ? (
                <Empty title={t("home.noneTitle")}>
                  <p>{t("home.noneText")}</p>
                </Empty>
              ) : (
                <ul className={styles["cards"]}>
                  {ordered.slice(0, shownOnHome).map((head) => (
                    <MatterCard key={head.id} head={head} readAt={serverTime} showProject={showProject} level={3} />
                  ))}
                </ul>
              )}
            </>
          );
        }}
      </PageState>
    </section>
  );
}

function isListed(head: OutputFor<"matter.list">["items"][number]): boolean {
  return head.procedure === ("stageItem" satisfies typeof stageItem.id);
}

function isMine(head: OutputFor<"matter.list">["items"][number]): boolean {
  return head.turns.some((turn) => turn.mine);
}
