import { Link } from "@tanstack/react-router";
import type { DueRow } from "#matters/due-groups.ts";
import { ChooseBox, chooseId } from "#web/bulk/choose-box.tsx";
import type { Selection } from "#web/bulk/selection.ts";
import { findStateTurn, joinedWords, stateWords } from "#web/work/state-words.ts";
import styles from "#web/work/work.module.css";
import { useWords, type Words } from "#web/i18n/index.ts";
import { classNames } from "#web/ui/class-names.ts";
import { countsWorkingTime, type Turn } from "#web/ui/clock.ts";
import { ClockBar, useRemaining } from "#web/ui/clock-bar.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { holderWords } from "#matters/holder-words.ts";
import { useWide } from "#web/ui/use-wide.ts";

interface Props {
  row: DueRow;
  readAt: string;
  /** It is the one that is open beside the list. */
  open: boolean;
  /** Several can be chosen: with room beside opening one, on a phone instead of it. */
  selection?: Selection | undefined;
}

/** One matter of a work list: the time left at the left, what it is and what is awaited at the right. */
export function WorkRow({ row: { head, turn }, readAt, open, selection }: Props) {
  const words = useWords();
  const wide = useWide();
  const id = String(head.id);
  const content = (
    <>
      <span className={styles["time"]}>
        {turn === undefined ? <Closed at={head.closedAt} /> : <TimeLeft turn={turn} readAt={readAt} />}
      </span>
      <span className={styles["what"]}>
        <strong className={styles["title"]}>{head.title}</strong>
        <span className={styles["line"]}>
          {[
            words.say(`${head.procedure}.name`),
            head.project?.name ?? head.enterprise?.name,
            taskWords(words, { head, turn }),
            ...othersWords(words, { head, turn }),
          ]
            .filter((part) => part !== undefined)
            .join(" · ")}
        </span>
        {turn !== undefined && <ClockBar clock={turn.clock} readAt={readAt} show="bar" />}
      </span>
    </>
  );
  const shared = {
    className: classNames(styles["row"], open && styles["open"]),
    "data-row": head.id,
    "aria-current": open ? ("true" as const) : undefined,
  };
  return (
    <li className={selection && styles["choosing"]}>
      {selection && <ChooseBox id={head.id} name={head.title} selection={selection} />}
      {wide ? (
        <Link {...shared} to="." search={(before: object) => ({ ...before, m: head.id })}>
          {content}
        </Link>
      ) : selection ? (
        <label className={shared.className} htmlFor={chooseId(head.id)}>
          {content}
        </label>
      ) : (
        <Link {...shared} to="/matters/$id" params={{ id }}>
          {content}
        </Link>
      )}
    </li>
  );
}

function TimeLeft({ turn, readAt }: { turn: Turn; readAt: string }) {
  const { t, due, duration } = useWords();
  const { remaining, pressure } = useRemaining(turn.clock, readAt);
  if (turn.clock.dueAt === null && pressure !== "paused") return <>{t("work.noLimit")}</>;
  const time = duration(Math.abs(remaining), countsWorkingTime(turn.clock) ? "working" : "elapsed");
  return (
    <>
      <span className={classNames(styles["left"], styles[pressure])}>
        {pressure === "late" && <Icon name="warning" />}
        {pressure === "paused" && <Icon name="pause" />}
        {pressure === "late" ? t("work.over", { time }) : pressure === "paused" ? t("clock.paused") : time}
      </span>
      <span className={styles["due"]}>
        {pressure === "paused" ? t("clock.left", { time }) : turn.clock.dueAt !== null && due(turn.clock.dueAt)}
        {turn.clock.provisional && ` ${t("clock.provisional")}`}
      </span>
    </>
  );
}

function Closed({ at }: { at: string | null }) {
  const { t, when } = useWords();
  return (
    <span className={styles["due"]}>{at === null ? t("work.noTurn") : t("work.closedAt", { when: when(at) })}</span>
  );
}

/** What is awaited: the state's own sentence, or for the reader's part of parallel work the task. */
function taskWords(words: Words, { head, turn }: DueRow): string {
  return turn === undefined || turn.clock.state === "paused" || turn.taskNo === findStateTurn(head)?.taskNo
    ? stateWords(words, head)
    : words.say(`${head.procedure}.task.${turn.kind}`);
}

/** The other open tasks that the sentence does not name, and who has joined because it is late. */
function othersWords(words: Words, { head, turn }: DueRow): string[] {
  const told = turn?.clock.state === "paused" ? findStateTurn(head)?.taskNo : turn?.taskNo;
  const others = head.turns.filter(({ taskNo, clock }) => taskNo !== told && clock.state !== "paused");
  return [
    ...others.map((other) => words.t("turn.also", { who: holderWords(words, other.holder) })),
    ...(turn === undefined || turn.alsoWith.length === 0 ? [] : [joinedWords(words, turn)]),
  ];
}
