import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useWords } from "#web/i18n/index.ts";
import { byStage, type Card } from "#capabilities/projects/board-view.ts";
import board from "#web/projects/board.module.css";
import styles from "#web/projects/projects.module.css";
import { useNow } from "#web/server-time.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { Button } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { Icon } from "#web/ui/icons.tsx";
import { dayOfStage } from "#web/ui/stage.ts";
import { useWide } from "#web/ui/use-wide.ts";

interface Props {
  cards: readonly Card[];
  /** Opens the form that changes a project's stage, for whoever may. */
  onChange?: ((card: Card) => void) | undefined;
}

/** A column for each stage, side by side on a desk; on a phone one at a time. */
export function BoardColumns({ cards, onChange }: Props) {
  const { t, say } = useWords();
  const wide = useWide();
  const { columns, side } = byStage(cards);
  const [chosen, setChosen] = useState<string>();
  const here = chosen ?? columns.find((column) => column.cards.length > 0)?.stage;
  return (
    <>
      {!wide && (
        <div className={styles["stages"]} role="group" aria-label={t("projects.col.stage")}>
          {columns.map(({ stage, cards: all }) => (
            <button key={stage} type="button" aria-pressed={stage === here} onClick={() => setChosen(stage)}>
              {say(`stage.${stage}`)} <span className={board["number"]}>{all.length}</span>
            </button>
          ))}
        </div>
      )}
      <div className={board["columns"]}>
        {columns
          .filter(({ stage }) => wide || stage === here)
          .map(({ stage, cards: all }) => (
            <Column key={stage} name={say(`stage.${stage}`)} cards={all} onChange={onChange} />
          ))}
      </div>
      {side.length > 0 && (
        <details className={styles["fold"]}>
          <summary>
            {t("projects.side")} <span className={board["number"]}>{side.length}</span>
          </summary>
          <ul className={board["sideCards"]}>
            {side.map((card) => (
              <BoardCard key={card.id} card={card} onChange={onChange} withStage />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** So many cards of a column at first; a hundred at once help nobody. */
const atFirst = 25;

function Column({ name, cards, onChange }: { name: string; cards: readonly Card[]; onChange: Props["onChange"] }) {
  const { t } = useWords();
  const [all, setAll] = useState(false);
  const shown = all ? cards : cards.slice(0, atFirst);
  const late = cards.reduce((sum, card) => sum + card.late, 0);
  return (
    <section className={board["column"]} aria-label={name}>
      <h2 className={classNames(board["columnName"], "desk-only")}>
        {name} <span className={board["number"]}>{cards.length}</span>
        {late > 0 && <span className={styles["late"]}>{t("projects.late", { count: late })}</span>}
      </h2>
      {cards.length === 0 && <p className={styles["soft"]}>{t("projects.columnEmpty")}</p>}
      <ul className={board["cards"]}>
        {shown.map((card) => (
          <BoardCard key={card.id} card={card} onChange={onChange} />
        ))}
      </ul>
      {shown.length < cards.length && (
        <Button wide onClick={() => setAll(true)}>
          {t("projects.columnMore", { count: cards.length - shown.length })}
        </Button>
      )}
    </section>
  );
}

function BoardCard({
  card,
  onChange,
  withStage = false,
}: {
  card: Card;
  onChange: Props["onChange"];
  withStage?: boolean;
}) {
  const { t, say, date, list } = useWords();
  const now = useNow();
  const officers = card.people.filter((person) => person.place === "A" || person.place === "B");
  return (
    <li className={board["card"]}>
      <Link to="/projects/$id" params={{ id: String(card.id) }} className={board["link"]} data-row={card.id}>
        <h3>{card.name}</h3>
        <p className={styles["soft"]}>{[...card.firms, card.station.name].join(" · ")}</p>
      </Link>
      <p className={board["line"]}>
        {withStage && <span>{say(`stage.${card.stage}`)}</span>}
        <span>{t("stage.day", { days: dayOfStage(card.stageSince, now) })}</span>
        {officers.map((officer) => (
          <span key={officer.accountId}>
            {officer.place} {officer.dutyName}
          </span>
        ))}
      </p>
      {card.planned !== null && (
        <p className={card.planned < shanghaiDay(now) ? styles["attention"] : styles["soft"]}>
          {t(card.planned < shanghaiDay(now) ? "projects.plannedLate" : "projects.planned", {
            day: date(card.planned),
          })}
        </p>
      )}
      {card.gaps.length > 0 && (
        <p className={board["gaps"]}>
          <Icon name="warning" />
          {list(card.gaps.map((gap) => t(`projects.gap.${gap}`)))}
        </p>
      )}
      <p className={board["line"]}>
        <span>{t("projects.open", { count: card.open })}</span>
        {card.late > 0 && <strong className={styles["late"]}>{t("projects.late", { count: card.late })}</strong>}
        {onChange !== undefined && (
          <button
            type="button"
            className={board["change"]}
            aria-label={t("projects.changeOf", { name: card.name })}
            onClick={() => onChange(card)}
          >
            {t("projects.change")}
          </button>
        )}
      </p>
    </li>
  );
}
