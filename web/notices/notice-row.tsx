import { Link } from "@tanstack/react-router";
import { useAction } from "#web/call.ts";
import { useWords, type Words } from "#web/i18n/index.ts";
import styles from "#web/notices/notices.module.css";
import type { OutputFor } from "#web/operations.ts";
import { classNames } from "#web/ui/class-names.ts";

export type Notice = OutputFor<"notice.list">["items"][number];

/** What it says, what about, and when; leads there. */
export function NoticeRow({ notice }: { notice: Notice }) {
  const words = useWords();
  const read = useAction("notice.read");
  const { matter, project, handover } = notice;
  const mark = () => {
    if (notice.readAt === null) read.mutate({ ids: [notice.id] });
  };
  const text = (
    <>
      <span className={styles["text"]}>
        {notice.readAt === null && <span className={styles["dot"]} role="img" aria-label={words.t("notice.unread")} />}
        {notice.urgency === "urgent" && <span className={styles["urgent"]}>{words.t("notice.urgent")}</span>}
        {noticeWords(words, notice)}
      </span>
      {matter !== null && <span className={styles["about"]}>{matter.title}</span>}
      {project !== null && <span className={styles["about"]}>{project.name}</span>}
      {notice.responsible.map(({ dutyName: name, phone }) => (
        <span key={name} className={styles["about"]}>
          {phone === null
            ? words.t("notice.responsibleNow", { name })
            : words.t("notice.responsibleNowPhone", { name, phone })}
        </span>
      ))}
      {handover !== null && <span className={styles["about"]}>{handover.projectName}</span>}
      <span className={styles["when"]}>
        {matter !== null && <span>{matter.number}</span>}
        <time dateTime={notice.at}>{words.when(notice.at)}</time>
      </span>
    </>
  );
  const look = classNames(styles["row"], notice.readAt === null && styles["fresh"]);
  return (
    <li>
      {matter !== null ? (
        <Link to="/matters/$id" params={{ id: String(matter.id) }} className={look} onClick={mark}>
          {text}
        </Link>
      ) : project !== null ? (
        <Link to="/projects/$id" params={{ id: String(project.id) }} className={look} onClick={mark}>
          {text}
        </Link>
      ) : handover !== null ? (
        <Link to="/handovers/$id" params={{ id: String(handover.id) }} className={look} onClick={mark}>
          {text}
        </Link>
      ) : notice.kind === "calendarMissing" ? (
        <Link to="/administration/calendar" className={look} onClick={mark}>
          {text}
        </Link>
      ) : notice.kind === "recoveryWaiting" ? (
        <Link to="/recoveries" className={look} onClick={mark}>
          {text}
        </Link>
      ) : notice.kind === "looksDrawn" ? (
        <Link to="/look-samples" className={look} onClick={mark}>
          {text}
        </Link>
      ) : (
        <div className={look}>{text}</div>
      )}
    </li>
  );
}

/** The sentence of a notice, with the names of tasks and states in the reader's language. */
export function noticeWords({ say }: Pick<Words, "say">, { kind, params }: Pick<Notice, "kind" | "params">): string {
  const { procedure, task, state, what } = params;
  return say(`notice.kind.${kind}`, {
    ...params,
    ...(task !== undefined && { task: say(`${procedure}.task.${task}`) }),
    ...(what !== undefined && { what: say(`notice.proof.${what}`) }),
    ...(state !== undefined && { state: say(`${procedure}.stateShort.${state}`) }),
  });
}
