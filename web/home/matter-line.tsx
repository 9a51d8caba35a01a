import { Link } from "@tanstack/react-router";
import type { MatterHead, Turn } from "#matters/due-groups.ts";
import { stateWords } from "#web/work/state-words.ts";
import styles from "#web/home/project.module.css";
import { useWords } from "#web/i18n/index.ts";
import { ClockText } from "#web/ui/clock-bar.tsx";

/** A matter in one or two lines: title, state, time left. */
export function MatterLine({ head, turn, readAt }: { head: MatterHead; turn: Turn | undefined; readAt: string }) {
  const words = useWords();
  return (
    <li className={styles["row"]}>
      <Link to="/matters/$id" params={{ id: String(head.id) }} className={styles["link"]}>
        <strong>{head.title}</strong>
        <p className={styles["line"]}>
          <span>{stateWords(words, head)}</span>
          {turn === undefined ? (
            head.closedAt !== null && <span>{words.t("mine.closedAt", { when: words.when(head.closedAt) })}</span>
          ) : (
            <ClockText clock={turn.clock} readAt={readAt} short />
          )}
        </p>
      </Link>
    </li>
  );
}
