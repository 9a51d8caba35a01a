import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useMemo, useRef, useState } from "react";
import { type DueSection, findLeadTurn, groupByDue } from "#matters/due-groups.ts";
import { useSelection } from "#web/bulk/selection.ts";
import { KeysHelp } from "#web/work/keys-help.tsx";
import { matchesWords } from "#web/work/list-filter.ts";
import { MoreRows } from "#web/work/more-rows.tsx";
import { useKeptScroll } from "#web/work/kept-scroll.ts";
import { useListKeys } from "#web/work/use-list-keys.ts";
import { useMatterPages } from "#web/work/use-matter-pages.ts";
import { useArrivals } from "#web/work/use-arrivals.ts";
import { countFilters, filtersOf, readWorkSearch, type WorkSearch } from "#web/work/work-filters.ts";
import { WorkHead } from "#web/work/work-head.tsx";
import { WorkRow } from "#web/work/work-row.tsx";
import { WorkViews } from "#web/views/work-views.tsx";
import styles from "#web/work/work.module.css";
import { useWords } from "#web/i18n/index.ts";
import { useMe } from "#web/session.tsx";
import { useNow } from "#web/server-time.ts";
import { Button, buttonClass } from "#web/ui/button.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { Empty, Loading, PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import { useWide } from "#web/ui/use-wide.ts";

// With the forms of all kinds of matters, which a list does without.
const MattersBulk = lazy(async () => ({ default: (await import("#web/pages.ts")).MattersBulk }));
const MatterPane = lazy(async () => ({ default: (await import("#web/pages.ts")).MatterPane }));

/**
 * `mine`, 待办: what waits for me, by time left. `all`, 全部事项: everything within my reach, the newest first.
 * With room, the chosen matter stands beside the list.
 */
export function WorkList({ view }: { view: "mine" | "all" }) {
  const { t } = useWords();
  const me = useMe();
  const wide = useWide();
  const search = readWorkSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const [help, setHelp] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const filterBox = useRef<HTMLInputElement>(null);
  const pages = useMatterPages(filtersOf(view, search));
  const now = useNow();

  useKeptScroll(`${view}:${wide}`, wide ? list : undefined, pages.items.length > 0);
  const arrived = useArrivals(pages);
  useTitle(t(view === "mine" ? "work.title" : "work.all"));

  const sections = useMemo((): (DueSection | { group: null; rows: DueSection["rows"] })[] => {
    const found = pages.items.filter((head) => matchesWords(head, typed));
    if (view === "mine") return groupByDue(found, now);
    return [{ group: null, rows: found.map((head) => ({ head, turn: findLeadTurn(head.turns) })) }];
  }, [view, pages.items, typed, now]);
  const shown = useMemo(() => sections.flatMap((section) => section.rows.map(({ head }) => head.id)), [sections]);

  const selection = useSelection(shown);
  // With room the boxes always stand there; on a phone they would be in the way of opening one.
  const [choosing, setChoosing] = useState(false);
  const leave = () => {
    setChoosing(false);
    selection.clear();
  };
  useListKeys({
    list,
    filter: filterBox,
    onHelp: () => setHelp(true),
    ...(wide && { onChoose: (id: number) => selection.toggle(id, false) }),
  });
  const { limit: _page, ...exportFilters } = filtersOf(view, search);
  const heads = sections.flatMap((section) => section.rows.map(({ head }) => head));
  const onSearch = (next: WorkSearch) => void navigate({ to: ".", search: next, replace: true });
  const narrowed = typed.trim() !== "" || countFilters(search) > 0;
  const clear = () => {
    setTyped("");
    onSearch(search.m === undefined ? {} : { m: search.m });
  };

  return (
    <div className={styles["fill"]}>
      <div className={styles["page"]}>
        <section className={styles["column"]} ref={list} aria-label={t(view === "mine" ? "work.title" : "work.all")}>
          <h1 className="visually-hidden">{t(view === "mine" ? "work.title" : "work.all")}</h1>
          <WorkHead
            {...{ view, search, onSearch, typed, filterBox, shown }}
            onTyped={setTyped}
            choosing={choosing}
            onChoosing={wide || me.kind !== "staff" ? undefined : () => (choosing ? leave() : setChoosing(true))}
          />
          {me.kind === "staff" && <WorkViews view={view} search={search} onSearch={onSearch} />}
          {/* On a phone the navigation has no room for it. */}
          {view === "mine" && !wide && me.desk === "officer" && (
            <p className={styles["note"]}>
              <Link to="/note" className={buttonClass("outline", true)}>
                <Icon name="phone" />
                <span>{t("nav.note")}</span>
              </Link>
            </p>
          )}
          <p role="status" className={arrived > 0 ? styles["arrived"] : "visually-hidden"}>
            {arrived > 0 && t("work.arrived", { count: arrived })}
          </p>
          <PageState query={pages.page} skeleton="list">
            {() =>
              shown.length > 0 ? (
                <div aria-busy={pages.isStale}>
                  {sections.map(({ group, rows }) => (
                    <section key={group ?? "all"} aria-labelledby={group === null ? undefined : `work-${group}`}>
                      {group !== null && (
                        <h2 id={`work-${group}`} className={styles["group"]}>
                          {group === "late" && <Icon name="warning" />}
                          {t(`work.group.${group}`)} <span>{rows.length}</span>
                        </h2>
                      )}
                      <ul>
                        {rows.map((row) => (
                          <WorkRow
                            key={row.head.id}
                            row={row}
                            readAt={pages.readAt(row.head.id)}
                            open={wide && row.head.id === search.m}
                            selection={wide || choosing ? selection : undefined}
                          />
                        ))}
                      </ul>
                    </section>
                  ))}
                </div>
              ) : (
                <Nothing view={view} narrowed={narrowed} onClear={clear} />
              )
            }
          </PageState>
          <MoreRows pages={pages} />
          {(wide || choosing) && (
            <Suspense fallback={null}>
              <MattersBulk
                selection={selection}
                heads={heads}
                filters={exportFilters}
                name={t(view === "mine" ? "work.title" : "work.all")}
                onDone={choosing ? leave : undefined}
              />
            </Suspense>
          )}
        </section>
        {wide && (
          <section className={styles["pane"]} aria-label={t("work.paneLabel")}>
            {search.m === undefined ? (
              <Empty icon="list" title={t("work.choose")}>
                <p>{t("work.chooseText")}</p>
              </Empty>
            ) : (
              <Suspense fallback={<Loading />}>
                <MatterPane key={search.m} id={search.m} />
              </Suspense>
            )}
          </section>
        )}
      </div>
      <KeysHelp open={help} onClose={() => setHelp(false)} />
    </div>
  );
}

function Nothing({ view, narrowed, onClear }: { view: "mine" | "all"; narrowed: boolean; onClear: () => void }) {
  const { t, find } = useWords();
  const { desk } = useMe();
  if (narrowed) {
    return (
      <Empty icon="search" title={t("work.noMatchTitle")} action={<Button onClick={onClear}>{t("work.clear")}</Button>}>
        <p>{t("work.noMatchText")}</p>
      </Empty>
    );
  }
  return view === "mine" ? (
    <Empty icon="check" title={t("work.emptyTitle")}>
      <p>{find(`work.emptyText.${desk}`) ?? t("work.emptyText")}</p>
    </Empty>
  ) : (
    <Empty title={t("work.emptyAllTitle")}>
      <p>{find(`work.emptyAllText.${desk}`) ?? t("work.emptyAllText")}</p>
    </Empty>
  );
}
