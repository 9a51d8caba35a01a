import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { shanghaiDay, shanghaiTime } from "#kernel/shanghai-time.ts";
import { stageItem } from "#capabilities/projects/procedure.ts";
import home from "#web/home/home.module.css";
import { useWords, type Words } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import styles from "#web/projects/projects.module.css";
import { Button } from "#web/ui/button.tsx";
import { FilesView } from "#web/ui/files-view.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { TimelineDay, TimelineEntry, TimelineText } from "#web/ui/timeline.tsx";
import { usePages } from "#web/use-pages.ts";

type Item = OutputFor<"project.timeline">["items"][number];
const kinds = ["all", "stage", "people", "plan", "matter"] as const;
type Kind = (typeof kinds)[number];

/** 大事记: everything that happened on a project, the newest first, as far back as somebody wants to look. */
export function ProjectTimeline({ id }: { id: number }) {
  const { t } = useWords();
  const [kind, setKind] = useState<Kind>("all");
  const filters = { id, limit: 20, ...(kind !== "all" && { kind }) };
  const list = usePages("project.timeline", filters, { keepsOld: true });
  return (
    <section className={home["part"]} aria-labelledby="project-timeline">
      <h2 id="project-timeline">{t("projects.timeline")}</h2>
      <div className={styles["views"]} role="group" aria-label={t("projects.timeline")}>
        {kinds.map((one) => (
          <button key={one} type="button" aria-pressed={one === kind} onClick={() => setKind(one)}>
            {t(`projects.timeline.${one}`)}
          </button>
        ))}
      </div>
      <PageState query={list.as(list.pages?.flatMap((page) => page.items))} skeleton="list">
        {(items) =>
          items.length === 0 ? (
            <p>{t("projects.timeline.none")}</p>
          ) : (
            <div className={styles["form"]} aria-busy={list.isStale}>
              {byDay(items).map(({ day, items: some }) => (
                <Day key={day} day={day} items={some} project={id} />
              ))}
              {list.hasMore ? (
                <Button wide busy={list.loadingMore} onClick={list.more}>
                  {t("projects.timeline.more")}
                </Button>
              ) : (
                <p className={home["soft"]}>{t("projects.timeline.end")}</p>
              )}
            </div>
          )
        }
      </PageState>
    </section>
  );
}

function Day({ day, items, project }: { day: string; items: readonly Item[]; project: number }) {
  const { date } = useWords();
  return (
    <TimelineDay day={date(day)}>
      {items.map((item) => (
        <Entry key={item.key} item={item} project={project} />
      ))}
    </TimelineDay>
  );
}

function Entry({ item, project }: { item: Item; project: number }) {
  const words = useWords();
  const { t, date } = words;
  const at = new Date(item.at);
  const changed = item.kind === "stage" && item.who !== null && item.what !== "CREATED" && item.what !== "CHANGED";
  return (
    <TimelineEntry
      id={`timeline-${item.key}`}
      at={item.at}
      time={shanghaiTime(at)}
      look={item.kind === "people" ? "small" : "main"}
      title={<Title item={item} project={project} />}
    >
      {changed && (
        <p className={home["soft"]}>
          {[
            ...(item.day === null ? [] : [t("projects.since", { day: date(item.day) })]),
            t("projects.by", { who: item.who ?? "" }),
          ].join(" · ")}
        </p>
      )}
      {item.list !== null && (
        <p className={home["soft"]}>
          {t(item.list.takenBack ? "projects.timeline.listBack" : "projects.timeline.list", { batch: item.list.batch })}
        </p>
      )}
      {(Boolean(item.note) || item.files.length > 0) && (
        <TimelineText inside>
          {item.note}
          <FilesView files={item.files} />
        </TimelineText>
      )}
    </TimelineEntry>
  );
}

/** What happened, leading to the record that it happened to. */
function Title({ item, project }: { item: Item; project: number }) {
  const title = titleOf(useWords(), item);
  if (item.matter !== null) {
    return (
      <Link to="/matters/$id" params={{ id: String(item.matter.id) }}>
        {title}
      </Link>
    );
  }
  if (item.handover !== null) {
    return (
      <Link to="/handovers/$id" params={{ id: String(item.handover) }}>
        {title}
      </Link>
    );
  }
  if (item.plan !== null) {
    return (
      <Link to="/projects/$id/plan" params={{ id: String(project) }}>
        {title}
      </Link>
    );
  }
  return title;
}

function titleOf({ say, t, when }: Words, item: Item): string {
  const stage = (one: string | null) => (one === null ? "" : say(`stage.${one}`));
  // What a stage brings was not asked for by anybody.
  const what = item.what === "opened" && item.matter?.procedure === stageItem.id ? "listed" : item.what;
  return say(`projects.what.${what}`, {
    who: item.who ?? "",
    other: item.other ?? "",
    plan: item.plan ?? 0,
    from: stage(item.fromStage),
    to: stage(item.toStage),
    place: item.place === null ? "" : say(`place.${item.place}`),
    until: item.until === null ? "" : when(item.until),
    title: item.matter?.title ?? t("matter.page"),
  });
}

function byDay(items: readonly Item[]): { day: string; items: Item[] }[] {
  const days: { day: string; items: Item[] }[] = [];
  for (const item of items) {
    const day = shanghaiDay(new Date(item.at));
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ day, items: [item] });
  }
  return days;
}
