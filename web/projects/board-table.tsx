import { Link } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { ChooseBox } from "#web/bulk/choose-box.tsx";
import type { Selection } from "#web/bulk/selection.ts";
import { useWords } from "#web/i18n/index.ts";
import { type Card, fillerOf, sorted, type SortKey } from "#capabilities/projects/board-view.ts";
import { sortKeys } from "#capabilities/projects/sort-keys.ts";
import tables from "#web/projects/project-table.module.css";
import styles from "#web/projects/projects.module.css";
import { useNow } from "#web/server-time.ts";
import { dayOfStage } from "#web/ui/stage.ts";

interface Props {
  cards: readonly Card[];
  order: Order;
  onOrder: (order: Order) => void;
  /** Columns that are left out. */
  hidden: readonly SortKey[];
  /** With room, several can be chosen. */
  selection?: Selection | undefined;
}

export interface Order {
  readonly key: SortKey;
  readonly down: boolean;
}

/** The same projects as rows; each heading sorts, a second press turns the order round. */
export function BoardTable({ cards, order, onOrder, hidden, selection }: Props) {
  const { t } = useWords();
  const rows = useMemo(() => sorted(cards, order.key, order.down), [cards, order]);
  return (
    <div className={tables["tableBox"]}>
      <table className={tables["table"]}>
        <caption className="visually-hidden">{t("projects.title")}</caption>
        <thead className="desk-only">
          <tr>
            {selection && (
              <th scope="col">
                <span className="visually-hidden">{t("bulk.title")}</span>
              </th>
            )}
            {sortKeys
              .filter((key) => !hidden.includes(key))
              .map((key) => (
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
            <Row key={card.id} card={card} hidden={hidden} selection={selection} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ card, hidden, selection }: { card: Card } & Pick<Props, "hidden" | "selection">) {
  const { t, say } = useWords();
  const now = useNow();
  const cells: Readonly<Record<Exclude<SortKey, "name">, ReactNode>> = {
    stage: (
      <td key="stage" data-label={t("projects.col.stage")}>
        {say(`stage.${card.stage}`)}
        <span className={tables["under"]}>{t("stage.day", { days: dayOfStage(card.stageSince, now) })}</span>
      </td>
    ),
    station: (
      <td key="station" data-label={t("projects.col.station")}>
        {card.station.name}
      </td>
    ),
    a: <Place key="a" card={card} place="A" label={t("projects.col.a")} />,
    b: <Place key="b" card={card} place="B" label={t("projects.col.b")} />,
    sponsor: <Place key="sponsor" card={card} place="SPONSOR" label={t("projects.col.sponsor")} />,
    specialist: <Place key="specialist" card={card} place="SPECIALIST" label={t("projects.col.specialist")} />,
    open: (
      <td key="open" data-label={t("projects.col.open")} className={tables["figure"]}>
        {card.open}
      </td>
    ),
    late: (
      <td key="late" data-label={t("projects.col.late")} className={tables["figure"]}>
        {card.late > 0 ? <strong className={styles["late"]}>{card.late}</strong> : 0}
      </td>
    ),
  };
  return (
    <tr>
      {selection && (
        <td className={tables["chooseCell"]}>
          <ChooseBox id={card.id} name={card.name} selection={selection} />
        </td>
      )}
      <th scope="row" data-label={t("projects.col.name")}>
        <Link to="/projects/$id" params={{ id: String(card.id) }} data-row={card.id}>
          {card.name}
        </Link>
        <span className={tables["under"]}>{[card.code, ...card.firms].join(" · ")}</span>
      </th>
      {sortKeys.map((key) => (key === "name" || hidden.includes(key) ? null : cells[key]))}
    </tr>
  );
}

function Place({ card, place, label }: { card: Card; place: Card["gaps"][number]; label: string }) {
  const { t } = useWords();
  const filler = fillerOf(card, place);
  const missing = card.gaps.includes(place);
  return (
    <td data-label={label}>
      {filler ?? (missing ? <span className={styles["attention"]}>{t("projects.missing")}</span> : "–")}
    </td>
  );
}
