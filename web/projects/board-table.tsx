import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useWords } from "#web/i18n/index.ts";
import { type Card, fillerOf, sorted, type SortKey } from "#capabilities/projects/board-view.ts";
import { sortKeys } from "#capabilities/projects/sort-keys.ts";
import styles from "#web/projects/projects.module.css";
import { useNow } from "#web/server-time.ts";
import { dayOfStage } from "#web/ui/stage.ts";

interface Props {
  cards: readonly Card[];
  order: Order;
  onOrder: (order: Order) => void;
}

export interface Order {
  readonly key: SortKey;
  readonly down: boolean;
}

/** The same projects as rows; each heading sorts, a second press turns the order round. */
export function BoardTable({ cards, order, onOrder }: Props) {
  const { t } = useWords();
  const rows = useMemo(() => sorted(cards, order.key, order.down), [cards, order]);
  return (
    <div className={styles["tableBox"]}>
      <table className={styles["table"]}>
        <caption className="visually-hidden">{t("projects.title")}</caption>
        <thead>
          <tr>
            {sortKeys.map((key) => (
              <th
                key={key}
                scope="col"
                aria-sort={order.key === key ? (order.down ? "descending" : "ascending") : undefined}
              >
                <button
                  type="button"
                  // Numbers are looked at from the largest.
                  onClick={() =>
                    onOrder({ key, down: order.key === key ? !order.down : key === "open" || key === "late" })
                  }
                >
                  {t(`projects.col.${key}`)}
                  <span aria-hidden="true">{order.key === key ? (order.down ? " ↓" : " ↑") : ""}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((card) => (
            <Row key={card.id} card={card} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ card }: { card: Card }) {
  const { t, say } = useWords();
  const now = useNow();
  return (
    <tr>
      <th scope="row" data-label={t("projects.col.name")}>
        <Link to="/projects/$id" params={{ id: String(card.id) }} data-row={card.id}>
          {card.name}
        </Link>
        <span className={styles["soft"]}>{[card.code, ...card.firms].join(" · ")}</span>
      </th>
      <td data-label={t("projects.col.stage")}>
        {say(`stage.${card.stage}`)}
        <span className={styles["soft"]}>{t("stage.day", { days: dayOfStage(card.stageSince, now) })}</span>
      </td>
      <td data-label={t("projects.col.station")}>{card.station.name}</td>
      <Place card={card} place="A" label={t("projects.col.a")} />
      <Place card={card} place="B" label={t("projects.col.b")} />
      <Place card={card} place="SPONSOR" label={t("projects.col.sponsor")} />
      <Place card={card} place="SPECIALIST" label={t("projects.col.specialist")} />
      <td data-label={t("projects.col.open")} className={styles["figure"]}>
        {card.open}
      </td>
      <td data-label={t("projects.col.late")} className={styles["figure"]}>
        {card.late > 0 ? <strong className={styles["late"]}>{card.late}</strong> : 0}
      </td>
    </tr>
  );
}

function Place({ card, place, label }: { card: Card; place: Card["gaps"][number]; label: string }) {
  const { t } = useWords();
  const filler = fillerOf(card, place);
  const missing = card.gaps.includes(place);
  return (
    <td data-label={label}>
      {filler ?? (missing ? <span className={styles["missing"]}>{t("projects.missing")}</span> : "–")}
    </td>
  );
}
