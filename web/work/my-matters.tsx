import { Link, useSearch } from "@tanstack/react-router";
import { MatterCard } from "#web/work/matter-card.tsx";
import { MoreRows } from "#web/work/more-rows.tsx";
import { filtersOf } from "#web/work/work-filters.ts";
import { type MatterFilters, useMatterPages } from "#web/work/use-matter-pages.ts";
import styles from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { findOutline } from "#web/outlines.ts";
import { buttonClass } from "#web/ui/button.tsx";
import { Empty, PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

const views = ["active", "waiting", "closed"] as const;
export type MineView = (typeof views)[number];

const filters: Readonly<Record<MineView, MatterFilters>> = {
  active: { view: "all", phase: "active" },
  // The same list as the number in the navigation.
  waiting: filtersOf("mine", {}),
  closed: { view: "all", phase: "closed" },
};

/** What my firm has asked: in progress, waiting for me, closed; as far back as one scrolls. */
export function MyMatters() {
  const { t } = useWords();
  useTitle(t("mine.title"));
  const search: { show?: unknown } = useSearch({ strict: false });
  const view = views.find((one) => one === search.show) ?? "active";
  const pages = useMatterPages(filters[view]);
  return (
    <div className={styles["page"]}>
      <h1 className="visually-hidden">{t("mine.title")}</h1>
      <nav className={styles["tabs"]} aria-label={t("mine.title")}>
        {views.map((one) => (
          <Link
            key={one}
            to="/matters"
            search={{ show: one }}
            className={styles["tab"]}
            aria-current={one === view ? "page" : undefined}
            activeProps={{}}
          >
            {t(`mine.${one}`)}
          </Link>
        ))}
      </nav>
      <PageState query={pages.page} skeleton="list">
        {(items) =>
          items.length === 0 ? (
            <NothingHere view={view} />
          ) : (
            <section className={styles["part"]} aria-label={t(`mine.${view}`)} aria-busy={pages.isStale}>
              <ul className={styles["cards"]}>
                {items.map((head) => (
                  <MatterCard key={head.id} head={head} readAt={pages.readAt(head.id)} showProject level={2} />
                ))}
              </ul>
            </section>
          )
        }
      </PageState>
      <MoreRows pages={pages} />
    </div>
  );
}

function NothingHere({ view }: { view: MineView }) {
  const { t } = useWords();
  const hours = findOutline("consultation")?.tasks["firstReply"]?.limit.amount ?? 0;
  return (
    <Empty
      title={t(`mine.empty.${view}`)}
      action={
        <Link to="/ask" className={buttonClass("filled")}>
          {t("home.ask")}
        </Link>
      }
    >
      <p>{t(`mine.emptyText.${view}`, { hours })}</p>
    </Empty>
  );
}
