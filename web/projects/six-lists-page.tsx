import { Link, useParams } from "@tanstack/react-router";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { useOperation } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import tables from "#web/projects/project-table.module.css";
import styles from "#web/projects/projects.module.css";
import { Button } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { PageHead } from "#web/ui/frame.tsx";
import { Empty, PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import { usePages } from "#web/use-pages.ts";

type Item = OutputFor<"project.sixLists">["items"][number];

/** 六张清单: what came up on a project, who answers for it, what was done and what came of it; to be printed. */
export function SixListsPage() {
  const { id = "" } = useParams({ strict: false });
  const { t } = useWords();
  const project = useOperation("project.get", { id });
  useTitle(t("projects.sixLists"));
  return (
    <>
      <PageHead back={`/projects/${id}`} title={t("projects.sixLists")}>
        <Button look="quiet" icon="print" onClick={() => window.print()}>
          {t("projects.six.print")}
        </Button>
      </PageHead>
      <PageState query={project}>
        {(data) => (
          <div className={styles["page"]}>
            <header className={styles["head"]}>
              <h1>{data.name}</h1>
              <p className={styles["soft"]}>{t("projects.sixListsHint")}</p>
            </header>
            <Lists id={id} />
          </div>
        )}
      </PageState>
    </>
  );
}

function Lists({ id }: { id: string }) {
  const { t } = useWords();
  const list = usePages("project.sixLists", { id, limit: 50 });
  return (
    <PageState query={list.as(list.pages?.flatMap((page) => page.items))} skeleton="list">
      {(all) =>
        all.length === 0 ? (
          <Empty title={t("projects.six.none")}>
            <p>{t("projects.six.noneText")}</p>
          </Empty>
        ) : (
          <div className={tables["tableBox"]}>
            <table className={classNames(tables["table"], tables["six"])}>
              <caption className="visually-hidden">{t("projects.sixLists")}</caption>
              <thead className="desk-only">
                <tr>
                  {(["category", "issue", "responsible", "measure", "result"] as const).map((column) => (
                    <th key={column} scope="col">
                      {t(`projects.six.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {all.map((item) => (
                  <Row key={item.id} item={item} />
                ))}
              </tbody>
            </table>
            {list.hasMore && (
              <Button wide className="no-print" busy={list.loadingMore} onClick={list.more}>
                {t("projects.six.more")}
              </Button>
            )}
          </div>
        )
      }
    </PageState>
  );
}

function Row({ item }: { item: Item }) {
  const { t, say, find, date, locale } = useWords();
  const topic = item.topic === null ? undefined : locale === "en" ? item.topic.nameEn : item.topic.nameZh;
  const state = say(`${item.procedure}.stateShort.${item.state}`);
  const outcome = item.outcome === null ? undefined : find(`${item.procedure}.outcome.${item.outcome}`);
  const dayOf = (at: string) => date(shanghaiDay(new Date(at)));
  return (
    <tr>
      <td data-label={t("projects.six.category")}>
        {say(`${item.procedure}.name`)}
        {topic !== undefined && <span className={tables["under"]}>{topic}</span>}
      </td>
      <th scope="row" data-label={t("projects.six.issue")}>
        <Link to="/matters/$id" params={{ id: String(item.id) }}>
          {item.title}
        </Link>
        <span className={tables["under"]}>
          {item.number} · <span className={tables["day"]}>{dayOf(item.openedAt)}</span>
        </span>
      </th>
      <td data-label={t("projects.six.responsible")}>{item.responsible ?? "–"}</td>
      <td data-label={t("projects.six.measure")}>
        {item.measure === null ? (
          <span className={tables["under"]}>{t("projects.six.noMeasure")}</span>
        ) : (
          <span className={tables["clamped"]}>{item.measure}</span>
        )}
      </td>
      <td data-label={t("projects.six.result")}>
        {outcome ?? state}
        {item.late && <strong className={styles["late"]}> {t("projects.item.late")}</strong>}
        {item.closedAt !== null && (
          <span className={tables["under"]}>
            <span className={tables["day"]}>{dayOf(item.closedAt)}</span>
          </span>
        )}
      </td>
    </tr>
  );
}
