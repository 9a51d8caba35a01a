import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useOperation } from "#web/call.ts";
import { officersOf } from "#web/home/who-now.ts";
import home from "#web/home/home.module.css";
import styles from "#web/home/project.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { useNow } from "#web/server-time.ts";
import { useMe } from "#web/session.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { TextField } from "#web/ui/field.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { Empty, PageState } from "#web/ui/page-state.tsx";
import { PresenceText } from "#web/ui/person.tsx";
import { dayOfStage } from "#web/ui/stage.ts";
import { useTitle } from "#web/ui/use-title.ts";

type Project = OutputFor<"project.list">["items"][number];

/** 我的项目: each with its stage and its two officers; what somebody has to look for is filtered as he types. */
export function ProjectsPage() {
  const { t } = useWords();
  useTitle(t("project.title"));
  const me = useMe();
  const [typed, setTyped] = useState("");
  const projects = useOperation("project.list", {});
  return (
    <div className={home["page"]}>
      {me.kind === "member" ? (
        // A firm comes from its home; at a desk the page is one of the places of the navigation.
        <PageHead back="/" title={<h1>{t("project.title")}</h1>} />
      ) : (
        <header className={classNames(home["between"], styles["heading"])}>
          <h1>{t("project.title")}</h1>
          <Link to="/plans" className={home["all"]}>
            {t("plan.all")}
          </Link>
        </header>
      )}
      <PageState query={projects} skeleton="list">
        {({ items }) => {
          if (items.length === 0) {
            return (
              <Empty icon="building" title={t("project.emptyTitle")}>
                <p>{t("project.emptyText")}</p>
              </Empty>
            );
          }
          const shown = items.filter((project) => matches(project, typed));
          return (
            <>
              {items.length > 6 && (
                <div className={styles["filter"]}>
                  <TextField label={t("project.filter")} optional value={typed} onChange={setTyped} type="search" />
                </div>
              )}
              <section className={home["part"]} aria-label={t("project.title")}>
                {shown.length === 0 && <p>{t("work.noMatchTitle")}</p>}
                <ul className={home["rows"]}>
                  {shown.map((project) => (
                    <ProjectRow key={project.id} project={project} />
                  ))}
                </ul>
              </section>
            </>
          );
        }}
      </PageState>
    </div>
  );
}

function ProjectRow({ project }: { project: Project }) {
  const { t, say } = useWords();
  const now = useNow();
  const officers = officersOf(project.people);
  const missing = (["A", "B"] as const).filter((place) => !officers.some((officer) => officer.place === place));
  return (
    <li className={styles["row"]}>
      <Link to="/projects/$id" params={{ id: String(project.id) }} className={styles["link"]}>
        <h2>{project.name}</h2>
        <p className={home["soft"]}>
          {[...project.enterprises.map((enterprise) => enterprise.name), project.address].join(" · ")}
        </p>
        <p>
          {say(`stage.${project.stage}`)} · {t("stage.day", { days: dayOfStage(project.stageSince, now) })}
        </p>
      </Link>
      <ul className={styles["officers"]}>
        {officers.map((officer) => (
          <li key={officer.place}>
            <strong>{officer.dutyName}</strong> {t(`place.${officer.place}`)}
            <PresenceText contact={officer} />
          </li>
        ))}
        {missing.map((place) => (
          <li key={place} className={styles["gap"]}>
            {t("project.gap", { place })}
          </li>
        ))}
      </ul>
    </li>
  );
}

function matches(project: Project, typed: string): boolean {
  const text = [project.name, project.code, project.address, ...project.enterprises.map((one) => one.name)]
    .join("\n")
    .toLocaleLowerCase();
  return typed
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
