import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { ProjectsBulk } from "#web/bulk/projects-bulk.tsx";
import { useSelection } from "#web/bulk/selection.ts";
import { useOperation } from "#web/call.ts";
import { KeysHelp } from "#web/home/keys-help.tsx";
import { useListKeys } from "#web/home/use-list-keys.ts";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { BoardColumns } from "#web/projects/board-columns.tsx";
import { BoardHead, type BoardView } from "#web/projects/board-head.tsx";
import { BoardSketch } from "#web/projects/board-sketch.tsx";
import { plainOrder, settingsOf, stateOf } from "#web/projects/board-settings.ts";
import { BoardTable, type Order } from "#web/projects/board-table.tsx";
import {
  type BoardFilters,
  type Card,
  countFilters,
  matchesCard,
  noFilters,
  sorted,
} from "#capabilities/projects/board-view.ts";
import styles from "#web/projects/projects.module.css";
import { ProjectNew } from "#web/projects/project-form.tsx";
import { StageChange } from "#web/projects/stage-change.tsx";
import { useMe } from "#web/session.tsx";
import { Button } from "#web/ui/button.tsx";
import { Empty, PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import { useWide } from "#web/ui/use-wide.ts";
import { ViewBar } from "#web/views/view-bar.tsx";

/** 项目: every project within reach by stage, or as a table; both from one answer, filtered as one types. */
export function BoardPage() {
  const { t } = useWords();
  useTitle(t("projects.title"));
  const board = useOperation("project.board", {});
  const [writing, setWriting] = useState(false);
  return (
    <PageState query={board} skeleton="list">
      {({ cards, more, stations, policeStations }) => {
        const add = stations.length > 0 && (
          <Button look="filled" icon="plus" onClick={() => setWriting(true)}>
            {t("projects.new")}
          </Button>
        );
        return (
          <>
            {cards.length === 0 ? (
              <Empty icon="building" title={t("projects.empty")} action={add}>
                <p>{t("projects.emptyText")}</p>
              </Empty>
            ) : (
              <Board cards={cards} more={more} add={add} stations={stations} policeStations={policeStations} />
            )}
            {writing && <ProjectNew stations={stations} onClose={() => setWriting(false)} />}
          </>
        );
      }}
    </PageState>
  );
}

interface BoardProps extends Pick<OutputFor<"project.board">, "more" | "stations" | "policeStations"> {
  cards: readonly Card[];
  add: ReactNode;
}

function Board({ cards, more, add, stations, policeStations }: BoardProps) {
  const { t } = useWords();
  const me = useMe();
  const search: { as?: unknown } = useSearch({ strict: false });
  const navigate = useNavigate();
  const [filters, setFilters] = useState<BoardFilters>(noFilters);
  const [order, setOrder] = useState<Order>(plainOrder);
  const [hidden, setHidden] = useState<readonly Order["key"][]>([]);
  const wide = useWide();
  const [changing, setChanging] = useState<Card>();
  const [help, setHelp] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const shown = useMemo(() => cards.filter((card) => matchesCard(card, filters)), [cards, filters]);
  const view = search.as === "table" || search.as === "sketch" ? search.as : "board";
  // In the order in which they stand, so that a range is what one sees.
  const ids = useMemo(() => sorted(shown, order.key, order.down).map(({ id }) => id), [shown, order]);
  const selection = useSelection(ids);
  const choosing = view === "table" && wide;
  useListKeys({
    list,
    filter: box,
    onHelp: () => setHelp(true),
    ...(choosing && { onChoose: (id: number) => selection.toggle(id, false) }),
  });
  const show = (as: BoardView) => void navigate({ to: "/board", search: { as }, replace: true });
  const current = settingsOf({ filters, order, hidden, as: view });
  const use = (settings: unknown) => {
    const next = stateOf(settings);
    setFilters(next?.filters ?? noFilters);
    setOrder(next?.order ?? plainOrder);
    setHidden(next?.hidden ?? []);
    if (next !== undefined) show(next.as);
  };
  const change = me.desk === "office" ? setChanging : undefined;
  return (
    <div className={styles["page"]}>
      <BoardHead
        cards={cards}
        shown={shown}
        filters={filters}
        onFilters={setFilters}
        view={view}
        onView={show}
        box={box}
        add={add}
        order={order}
        hidden={hidden}
        onHidden={setHidden}
      />
      <ViewBar
        list="board"
        current={current}
        isPlain={search.as === undefined && countFilters(filters) === 0}
        onUse={use}
      />
      {more && (
        <p className={styles["note"]} role="status">
          {t("projects.more")}
        </p>
      )}
      {(me.desk === "leader" || me.desk === "office") && <p className={styles["note"]}>{t("projects.countsAll")}</p>}
      <div ref={list}>
        {shown.length === 0 ? (
          <Empty
            icon="search"
            title={t("projects.none")}
            action={<Button onClick={() => setFilters(noFilters)}>{t("projects.clear")}</Button>}
          >
            <p>{t("projects.noneText")}</p>
          </Empty>
        ) : view === "table" ? (
          <BoardTable
            cards={shown}
            order={order}
            onOrder={setOrder}
            hidden={hidden}
            selection={choosing ? selection : undefined}
          />
        ) : view === "sketch" ? (
          <BoardSketch cards={shown} stations={policeStations} arranged={stations} onTable={() => show("table")} />
        ) : (
          <BoardColumns cards={shown} onChange={change} />
        )}
      </div>
      {choosing && <ProjectsBulk selection={selection} cards={shown} order={order} />}
      {changing !== undefined && (
        <StageChange id={changing.id} name={changing.name} onClose={() => setChanging(undefined)} />
      )}
      <KeysHelp open={help} onClose={() => setHelp(false)} />
    </div>
  );
}
