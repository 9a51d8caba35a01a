import { Link } from "@tanstack/react-router";
import type { ReactNode, RefObject } from "react";
import { useWords } from "#web/i18n/index.ts";
import { type BoardFilters, type Card, countFilters, noFilters } from "#capabilities/projects/board-view.ts";
import { sortKeys } from "#capabilities/projects/sort-keys.ts";
import { ExportButton } from "#web/exports/export-button.tsx";
import type { Order } from "#web/projects/board-table.tsx";
import board from "#web/projects/board.module.css";
import styles from "#web/projects/projects.module.css";
import { Button } from "#web/ui/button.tsx";
import { type Choice, SelectField } from "#web/ui/field.tsx";
import { Icon } from "#web/ui/icons.tsx";

const gaps = ["ANY", "A", "B", "SPONSOR", "SPECIALIST"] as const;

const views = ["board", "table", "sketch"] as const;
export type BoardView = (typeof views)[number];

interface Props {
  cards: readonly Card[];
  shown: readonly Card[];
  filters: BoardFilters;
  onFilters: (next: BoardFilters) => void;
  view: BoardView;
  onView: (view: BoardView) => void;
  box: RefObject<HTMLInputElement | null>;
  order: Order;
  /** Columns of the table that are left out. */
  hidden: readonly Order["key"][];
  onHidden: (next: readonly Order["key"][]) => void;
  /** What an office does from here. */
  add: ReactNode;
}

/** What is shown and how: words, filters out of what is on the board, board or table. */
export function BoardHead({
  cards,
  shown,
  filters,
  onFilters,
  view,
  onView,
  box,
  order,
  hidden,
  onHidden,
  add,
}: Props) {
  const { t } = useWords();
  const set = (part: Partial<BoardFilters>) => onFilters({ ...filters, ...part });
  return (
    <header className={styles["head"]}>
      <div className={styles["headLine"]}>
        <h1>{t("projects.title")}</h1>
        <p className={styles["soft"]} role="status">
          {t("projects.count", { count: shown.length })}
        </p>
        <Link to="/plans">{t("plan.all")}</Link>
        <div className={styles["views"]} role="group" aria-label={t("projects.views")}>
          {views.map((one) => (
            <button key={one} type="button" aria-pressed={one === view} onClick={() => onView(one)}>
              {t(`projects.${one}`)}
            </button>
          ))}
        </div>
        {add}
        {shown.length > 0 && (
          <ExportButton
            id="project.export"
            input={{
              ...shownOf(shown, filters),
              order: order.key,
              down: order.down,
            }}
            name={t("projects.title")}
          />
        )}
      </div>
      <div className={board["filters"]} role="search" aria-label={t("projects.filter")}>
        <label className={board["box"]}>
          <Icon name="search" />
          <input
            ref={box}
            type="search"
            value={filters.typed}
            placeholder={t("projects.filter")}
            aria-label={t("projects.filter")}
            onChange={(event) => set({ typed: event.target.value })}
          />
        </label>
        <SelectField
          label={t("projects.unit")}
          empty={t("projects.anyUnit")}
          choices={unitsOf(cards)}
          value={filters.unit}
          onChange={(unit) => set({ unit })}
        />
        <SelectField
          label={t("projects.officer")}
          empty={t("projects.anyOfficer")}
          choices={peopleOf(cards)}
          value={filters.officer}
          onChange={(officer) => set({ officer })}
        />
        <SelectField
          label={t("projects.gap")}
          empty={t("projects.anyGap")}
          choices={gaps.map((gap) => ({ value: gap, label: t(`projects.gap.${gap}`) }))}
          value={filters.gap}
          onChange={(gap) => set({ gap })}
        />
        <label className={board["check"]}>
          <input
            type="checkbox"
            checked={filters.lateOnly}
            onChange={(event) => set({ lateOnly: event.target.checked })}
          />
          {t("projects.lateOnly")}
        </label>
        {view === "table" && <Columns hidden={hidden} onHidden={onHidden} />}
        {countFilters(filters) > 0 && (
          <Button look="quiet" onClick={() => onFilters(noFilters)}>
            {t("projects.clear")}
          </Button>
        )}
      </div>
    </header>
  );
}

/** Which columns the table has; the projects' names always stay. */
function Columns({ hidden, onHidden }: Pick<Props, "hidden" | "onHidden">) {
  const { t } = useWords();
  return (
    <details className={board["columnChoice"]}>
      <summary>{t("projects.columns")}</summary>
      <div>
        {sortKeys
          .filter((key) => key !== "name")
          .map((key) => (
            <label key={key} className={board["check"]}>
              <input
                type="checkbox"
                checked={!hidden.includes(key)}
                onChange={(event) =>
                  onHidden(event.target.checked ? hidden.filter((one) => one !== key) : [...hidden, key])
                }
              />
              {t(`projects.col.${key}`)}
            </label>
          ))}
      </div>
    </details>
  );
}

/** What is shown: the filters, and where words were typed the rows that are left. */
function shownOf(cards: readonly Card[], filters: BoardFilters) {
  const { typed, unit, officer, gap, lateOnly } = filters;
  return {
    lateOnly,
    ...(unit !== null && { unit }),
    ...(officer !== null && { officer }),
    ...(gap !== null && { gap }),
    ...(typed.trim() !== "" && { only: cards.map(({ id }) => id).join(",") }),
  };
}

function unitsOf(cards: readonly Card[]): Choice<string>[] {
  return inOrder(cards.map((card) => [String(card.station.id), card.station.name]));
}

function peopleOf(cards: readonly Card[]): Choice<string>[] {
  return inOrder(
    cards.flatMap((card) => card.people.map((person): [string, string] => [String(person.accountId), person.dutyName])),
  );
}

function inOrder(entries: readonly (readonly [string, string])[]): Choice<string>[] {
  const words = new Intl.Collator("zh-CN");
  return [...new Map(entries)]
    .map(([value, label]) => ({ value, label }))
    .toSorted((one, other) => words.compare(one.label, other.label));
}
