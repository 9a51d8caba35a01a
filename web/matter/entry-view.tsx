import { shanghaiTime } from "#kernel/shanghai-time.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { MaskedValue } from "#web/data-protection/masked-value.tsx";
import { useWords, type Words } from "#web/i18n/index.ts";
import { type EntryLine, entryLines, minuteWords } from "#web/matter/entry-lines.ts";
import { Cited } from "#web/policy/cited.tsx";
import { type Entry, isInternal, type Matter } from "#web/matter/matter-view.ts";
import { FilesView } from "#web/ui/files-view.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { TimelineEntry, TimelineText } from "#web/ui/timeline.tsx";
import styles from "#web/matter/matter.module.css";

interface Props {
  entry: Entry;
  matterId: number;
  /** Id of the procedure, under which its texts stand. */
  prefix: string;
  procedure: Procedure | undefined;
}

/** One entry of the history: time, what happened in words, and what was written and attached. */
export function EntryView({ entry, matterId, prefix, procedure }: Props) {
  const words = useWords();
  const internal = isInternal(procedure, entry.audience);
  const lines = entryLines(procedure, entry);
  const small = ["reminder", "climb", "calendar"].includes(entry.kind);
  return (
    <TimelineEntry
      id={entryId(matterId, entry.seq)}
      at={entry.at}
      time={shanghaiTime(new Date(entry.at))}
      title={
        entry.mine ? (
          <>
            <span className="screen-only">{entryTitle(words, prefix, procedure, entry)}</span>
            {/* On paper nobody knows who "you" is. */}
            <span className="print-only">{entryTitle(words, prefix, procedure, { ...entry, mine: false })}</span>
          </>
        ) : (
          entryTitle(words, prefix, procedure, entry)
        )
      }
      look={small ? "small" : "main"}
      mark={internal && <InternalMark prefix={prefix} audience={entry.audience} />}
    >
      {(lines.length > 0 || entry.files.length > 0) && (
        <TimelineText inside={internal}>
          {lines.map((line, index) => (
            <Line key={index} line={line} prefix={prefix} at={{ kind: "matter", id: matterId, seq: entry.seq }} />
          ))}
          <FilesView files={entry.files} />
        </TimelineText>
      )}
    </TimelineEntry>
  );
}

/** The element of an entry. */
export function entryId(matterId: number, seq: number): string {
  return `entry-${matterId}-${seq}`;
}

/** Written down by somebody who may not ask himself, for the firm that did. */
function isForFirm(procedure: Procedure | undefined, capacity: string): boolean {
  const includes = (list: readonly string[] = []) => list.includes(capacity);
  return includes(procedure?.openedOnBehalfBy) && !includes(procedure?.openedBy);
}

/** Nobody stands in what the requester of a complaint without a name has written: it is said in words. */
export function withWho({ t }: Pick<Words, "t">, matter: Pick<Matter, "anonymous">, entry: Entry): Entry {
  return matter.anonymous && entry.capacity === "requester" ? { ...entry, actor: t("matter.unnamed") } : entry;
}

/** What happened, as a sentence: "李警官作了答复". */
export function entryTitle(
  words: Pick<Words, "t" | "say" | "find">,
  prefix: string,
  procedure: Procedure | undefined,
  entry: Entry,
): string {
  const { t, say } = words;
  const who = entry.mine ? t("matter.you") : entry.actor;
  const task = say(`${prefix}.task.${entry.name}`);
  switch (entry.kind) {
    case "open":
      return isForFirm(procedure, entry.capacity) ? t("matter.openedFor", { who }) : say(`${prefix}.opened`, { who });
    case "section":
      return say(`${prefix}.section.${entry.name}`);
    case "step":
      return say(`${prefix}.done.${entry.name}`, { who });
    case "publication":
      return say(`${prefix}.published`, { who });
    case "comment":
      return t(isInternal(procedure, entry.audience) ? "matter.commentInternalDone" : "matter.commentDone", { who });
    case "file":
      return t("matter.attachDone", { who, count: entry.files.length });
    case "reminder":
      return t("matter.reminder", { task, percent: Number(entry.form["percent"]) });
    case "climb":
      return t("matter.climb", { task, who: say(`capacity.${String(entry.form["capacity"])}`) });
    case "calendar":
      return t("matter.calendarSet");
  }
}

/** 仅内部可见, with a sign, so that nobody mistakes an inner remark for a word to the other side. */
export function InternalMark({ prefix, audience }: { prefix: string; audience: string }) {
  const { say } = useWords();
  return (
    <span className={styles["internal"]}>
      <Icon name="lock" />
      {say(`${prefix}.audience.${audience}`)}
    </span>
  );
}

interface LineProps {
  line: EntryLine;
  prefix: string;
  at: { kind: "matter"; id: number; seq: number };
}

function Line({ line, prefix, at }: LineProps) {
  const { say, day } = useWords();
  switch (line.kind) {
    case "text":
      return <p className={styles["written"]}>{line.text}</p>;
    case "labelled":
      return (
        <p>
          <span className={styles["label"]}>{say(`${prefix}.${line.labelKey}`)}</span>
          <span className={styles["written"]}>{minuteWords(line.text, day)}</span>
        </p>
      );
    case "masked":
      return (
        <p>
          <span className={styles["label"]}>{say(`${prefix}.${line.labelKey}`)}</span>
          <MaskedValue text={line.text} place={{ ...at, field: line.field }} />
        </p>
      );
    case "choice":
      return (
        <p>
          <span className={styles["label"]}>{say(`${prefix}.${line.labelKey}`)}</span>
          <span>{say(`${prefix}.${line.choiceKey}`)}</span>
        </p>
      );
    case "cited":
      return <Cited cited={line.cited} />;
    case "mark":
      return (
        <p className={styles["mark"]}>
          <Icon name="lock" />
          {say(`${prefix}.${line.labelKey}`)}
        </p>
      );
  }
}
