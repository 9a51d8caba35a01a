import { Link } from "@tanstack/react-router";
import { findLeadTurn, type MatterHead } from "#matters/due-groups.ts";
import { findStateTurn, joinedWords, quickStepsOf, stateWords } from "#web/work/state-words.ts";
import styles from "#web/work/matter-card.module.css";
import { useWords } from "#web/i18n/index.ts";
import { buttonClass } from "#web/ui/button.tsx";
import { ClockBar } from "#web/ui/clock-bar.tsx";
import { Icon } from "#web/ui/icons.tsx";

interface Props {
  head: MatterHead;
  /** The server's time at which the clocks were read. */
  readAt: string;
  showProject: boolean;
  /** Of the heading, which depends on what stands above the list. */
  level: 2 | 3;
}

/**
 * A matter as its enterprise sees it: what is awaited from whom, the time left, and when it is the reader's turn the
 * step itself.
 */
export function MatterCard({ head, readAt, showProject, level }: Props) {
  const words = useWords();
  const { t, say, when } = words;
  const steps = quickStepsOf(head);
  const turn = findStateTurn(head) ?? findLeadTurn(head.turns);
  const id = String(head.id);
  const Title = `h${level}` as const;
  return (
    <li className={styles["card"]}>
      <Link to="/matters/$id" params={{ id }} className={styles["link"]}>
        <Title className={styles["title"]}>{head.title}</Title>
        <p className={styles["state"]}>{stateWords(words, head)}</p>
        {turn !== undefined && <ClockBar clock={turn.clock} readAt={readAt} />}
        {turn?.mine === true && head.turns.some((other) => other.clock.state === "paused") && (
          <p className={styles["paused"]}>
            <Icon name="pause" /> {t("home.pausedForYou")}
          </p>
        )}
        {turn !== undefined && turn.alsoWith.length > 0 && <p className={styles["more"]}>{joinedWords(words, turn)}</p>}
        <p className={styles["more"]}>
          {head.private && (
            <span>
              <Icon name="lock" /> {t("home.private")}
            </span>
          )}
          {showProject && head.project !== null && <span>{head.project.name}</span>}
          <span>
            {head.closedAt === null
              ? t("mine.askedAt", { when: when(head.openedAt) })
              : t("mine.closedAt", { when: when(head.closedAt) })}
          </span>
        </p>
      </Link>
      {steps.length > 0 && (
        <div className={styles["steps"]}>
          {steps.map((step) => (
            <Link
              key={step}
              to="/matters/$id"
              params={{ id }}
              search={{ step }}
              className={buttonClass("outline", true)}
            >
              {step === "supply" ? t("home.go.supply") : say(`${head.procedure}.step.${step}`)}
            </Link>
          ))}
        </div>
      )}
    </li>
  );
}
