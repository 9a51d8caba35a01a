import { Link } from "@tanstack/react-router";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { columns } from "#capabilities/projects/board-view.ts";
import own from "#web/projects/checklist.module.css";
import styles from "#web/projects/projects.module.css";
import { useMe } from "#web/session.tsx";
import { Button } from "#web/ui/button.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { toastWhen } from "#web/ui/toast.tsx";

type Item = OutputFor<"project.checklist">["items"][number];

/** What each stage brings, the present one open: done, under way, or still to come. */
export function StageChecklist({ project }: { project: { id: number; stage: string } }) {
  const { t } = useWords();
  const me = useMe();
  const list = useOperation("project.checklist", { id: project.id });
  const firm = me.kind === "member";
  return (
    <section className={home["part"]} aria-labelledby="project-checklist">
      <h2 id="project-checklist">{t(firm ? "projects.checklistFirm" : "projects.checklist")}</h2>
      {firm && <p className={home["soft"]}>{t("projects.checklistHint")}</p>}
      <PageState query={list} skeleton="list">
        {({ items }) => (
          <div>
            {columns.map((stage) => {
              const all = items.filter((item) => item.stage === stage);
              return all.length === 0 ? null : (
                <StageItems
                  key={stage}
                  stage={stage}
                  items={all}
                  open={stage === project.stage}
                  ahead={isAhead(stage, project.stage)}
                />
              );
            })}
            {me.desk === "office" && items.some((item) => item.stage === project.stage && item.matter === null) && (
              <OpenWork id={project.id} />
            )}
          </div>
        )}
      </PageState>
    </section>
  );
}

function isAhead(stage: string, present: string): boolean {
  const at = columns.findIndex((one) => one === present);
  return at !== -1 && columns.findIndex((one) => one === stage) > at;
}

/** For a project that was imported or taken over in its stage: nobody has entered it, so its work is opened by hand. */
function OpenWork({ id }: { id: number }) {
  const { t } = useWords();
  const open = useAction("project.openWork");
  return (
    <div className="no-print">
      <Button
        busy={open.isPending}
        onClick={() => toastWhen(open.mutateAsync({ id }), ({ opened }) => t("projects.openedWork", { count: opened }))}
      >
        {t("projects.openWork")}
      </Button>
      {open.error !== null && (
        <p role="alert" className={styles["late"]}>
          {t(`error.${open.error.code}`)}
        </p>
      )}
    </div>
  );
}

function StageItems({
  stage,
  items,
  open,
  ahead,
}: {
  stage: string;
  items: readonly Item[];
  open: boolean;
  ahead: boolean;
}) {
  const { t, say } = useWords();
  const done = items.filter((item) => item.matter?.phase === "closed").length;
  return (
    <details className={styles["fold"]} open={open}>
      <summary>
        <h3>{say(`stage.${stage}`)}</h3>
        <span className={home["soft"]}>{t("projects.doneOf", { done, all: items.length })}</span>
      </summary>
      <ul className={own["items"]}>
        {items.map((item) => (
          <ChecklistItem key={item.code} item={item} ahead={ahead} />
        ))}
      </ul>
    </details>
  );
}

function ChecklistItem({ item, ahead }: { item: Item; ahead: boolean }) {
  const { t, say, when, due, locale } = useWords();
  const name = locale === "en" ? item.nameEn : item.nameZh;
  const { matter } = item;
  const marks = [item.voluntary && t("projects.voluntary"), !item.withFirm && t("projects.inner")].filter(
    (mark) => typeof mark === "string",
  );
  return (
    <li className={own["item"]}>
      <span className={own["sign"]} aria-hidden="true">
        {matter?.phase === "closed" ? <Icon name="check" /> : matter?.late === true ? <Icon name="warning" /> : "·"}
      </span>
      <div className={own["grow"]}>
        <p>
          {matter === null ? (
            name
          ) : (
            <Link to="/matters/$id" params={{ id: String(matter.id) }}>
              {name}
            </Link>
          )}{" "}
          {marks.map((mark) => (
            <span key={mark} className={own["mark"]}>
              {mark}
            </span>
          ))}
        </p>
        <p className={home["soft"]}>
          {matter === null ? (
            t(ahead ? "projects.item.later" : "projects.item.not")
          ) : (
            <>
              {say(`stageItem.stateShort.${matter.state}`)}
              {matter.closedAt !== null && ` · ${t("projects.item.closed", { when: when(matter.closedAt) })}`}
              {matter.closedAt === null && matter.dueAt !== null && (
                <> · {t("projects.item.due", { when: due(matter.dueAt) })}</>
              )}
              {matter.late && <strong className={styles["late"]}> {t("projects.item.late")}</strong>}
            </>
          )}
        </p>
      </div>
    </li>
  );
}
