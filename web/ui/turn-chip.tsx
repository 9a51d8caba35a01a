import { holderWords } from "#matters/holder-words.ts";
import { useWords } from "#web/i18n/index.ts";
import { classNames } from "#web/ui/class-names.ts";
import type { Turn } from "#web/ui/clock.ts";
import styles from "#web/ui/turn-chip.module.css";

/** One chip per open task with whoever holds it; the caller's own first and filled. */
export function TurnChips({ turns, procedure }: { turns: readonly Turn[]; procedure: string }) {
  const ordered = turns.toSorted((a, b) => Number(b.mine) - Number(a.mine) || a.taskNo - b.taskNo);
  return (
    <ul className={styles["chips"]}>
      {ordered.map((turn, index) => (
        <li key={turn.taskNo}>
          <TurnChip turn={turn} procedure={procedure} first={index === 0} />
        </li>
      ))}
    </ul>
  );
}

/** "轮到：李警官 · 首次答复", and whoever the ladder has added. */
export function TurnChip({ turn, procedure, first = true }: { turn: Turn; procedure: string; first?: boolean }) {
  const words = useWords();
  const who = holderWords(words, turn.holder);
  const label = turn.mine ? words.t("turn.mine") : words.t(first ? "turn.whose" : "turn.also", { who });
  return (
    <span className={classNames(styles["chip"], turn.mine && styles["mine"])}>
      <span>
        {label} · {words.say(`${procedure}.task.${turn.kind}`)}
      </span>
      {turn.alsoWith.map((added, index) => (
        <span key={index} className={styles["added"]}>
          {words.t("turn.withWhom", { who: holderWords(words, added) })}
        </span>
      ))}
    </span>
  );
}
