import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { ProjectsBulk } from "#web/bulk/projects-bulk.tsx";
import { useSelection } from "#web/bulk/selection.ts";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { KeysHelp } from "#web/work/keys-help.tsx";
import { useListKeys } from "#web/work/use-list-keys.ts";
import { useWords } from "#web/i18n/index.ts";
import { projectsPath } from "#web/nav.ts";
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
import { Button, buttonClass } from "#web/ui/button.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { Empty, PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import { useWide } from "#web/ui/use-wide.ts";
import { ViewBar } from "#web/views/view-bar.tsx";

/** 项目: every project within reach by stage, or as a table; both from one answer, filtered as one types. */
export function BoardPage() {
  const { t } = useWords();
  useTitle(t("projects.title"));
  const me = useMe();
  const wide = useWide();
  const board = useOperation("project.board", {});
  const [writing, setWriting] = useState(false);
  // Whoever has it among his places has a head and a way back from there.
  const isPlace = projectsPath(me) === "/board";
  return (
    <>
      {!wide && !isPlace && <PageHead back="/" title={t("projects.title")} />}
      <PageState query={board}>
        {({ cards, more, stations, policeStations }) => {
          const add = stations.length > 0 && (
            <Button look="filled" icon="plus" onClick={() => setWriting(true)}>
              {t("projects.new")}
            </Button>
          );
          return (
            <>
              {cards.length > 0 ? (
                <Board cards={cards} more={more} add={add} stations={stations} policeStations={policeStations} />
              ) : (
                <div className={home["page"]}>
                  <section className={home["part"]}>
                    <h1>{t("projects.title")}</h1>
                  </section>
                  {isPlace ? (
                    <Empty icon="building" title={t("projects.empty")} action={add}>
                      <p>{t("projects.emptyText")}</p>
                    </Empty>
                  ) : (
                    <Empty
                      icon="building"
                      title={t("projects.notYours")}
                      action={
                        <Link to="/" className={buttonClass("outline")}>
                          {t("state.home")}
                        </Link>
                      }
                    >
                      <p>{t("projects.notYoursText")}</p>
                    </Empty>
                  )}
                </div>
              )}
              {writing && <ProjectNew stations={stations} onClose={() => setWriting(false)} />}
            </>
          );
        }}
      </PageState>
    </>
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
