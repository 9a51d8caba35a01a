import { useState } from "react";
import styles from "#web/audit/audit.module.css";
import home from "#web/home/home.module.css";
import { objectWords } from "#web/audit/audit-words.ts";
import { AuditFilters, type AuditWish } from "#web/audit/audit-filters.tsx";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { Button } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { Icon } from "#web/ui/icons.tsx";
import { Empty, PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import { usePages } from "#web/use-pages.ts";

type Row = OutputFor<"audit.list">["items"][number];

/** What was done and looked at, newest first; every row says whether it is still as it was written. */
export function AuditList() {
  const { t } = useWords();
  useTitle(t("audit.title"));
  const [wish, setWish] = useState<AuditWish>({});
  const list = usePages("audit.list", wish, { keepsOld: true });
  const rows = list.pages?.flatMap((page) => page.items);
  const altered = rows?.filter((row) => !row.intact).length ?? 0;
  return (
    <div className={styles["page"]}>
      <header className={styles["head"]}>
        <h1>{t("audit.title")}</h1>
        <p className={home["soft"]}>{t("audit.intro")}</p>
        <AuditFilters wish={wish} onWish={setWish} />
        {altered > 0 && (
          <p className={styles["alarm"]} role="alert">
            <Icon name="warning" /> {t("audit.alteredWarning", { count: altered })}
          </p>
        )}
      </header>
      <PageState query={list.as(rows)} skeleton="list">
        {(shown) =>
          shown.length === 0 ? (
            <Empty icon="audit" title={t("audit.emptyTitle")}>
              <p>{t("audit.emptyText")}</p>
            </Empty>
          ) : (
            <>
              {altered === 0 && (
                <p className={styles["whole"]}>
                  <Icon name="check" /> {t("audit.allIntact", { count: shown.length })}
                </p>
              )}
              <AuditTable rows={shown} />
            </>
          )
        }
      </PageState>
      {list.hasMore && (
        <div className={home["more"]}>
          <Button wide busy={list.loadingMore} onClick={list.more}>
            {t("mine.more")}
          </Button>
        </div>
      )}
    </div>
  );
}

const columns = ["at", "who", "where", "operation", "object", "count", "purpose", "result", "intact"] as const;

/** A table with room, one block per row on a phone. Roles are written out, because `display: block` takes them away. */
export function AuditTable({ rows }: { rows: readonly Row[] }) {
  const { t } = useWords();
  return (
    <table className={styles["table"]} role="table" aria-label={t("audit.title")}>
      <thead role="rowgroup" className="desk-only">
        <tr role="row">
          {columns.map((column) => (
            <th key={column} scope="col" role="columnheader">
              {t(`audit.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <TableRow key={row.id} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function TableRow({ row }: { row: Row }) {
  const { t, say, find, when } = useWords();
  const cells: Readonly<Record<(typeof columns)[number], string>> = {
    at: when(row.at),
    who: row.who,
    // With the network that it came from, and below with the reason that was given, where there is one.
    where: joined(row.unitName ?? row.enterpriseName, row.network),
    operation: say(`audit.op.${row.operation}`),
    object: objectWords({ say, find }, row.object),
    count: row.count === null ? "" : String(row.count),
    purpose: joined(say(`audit.purpose.${row.purpose}`), row.reason),
    result: row.status < 300 ? t("audit.status.200") : say(`audit.status.${row.status}`),
    intact: t(row.intact ? "audit.isIntact" : "audit.isAltered"),
  };
  return (
    <tr role="row" className={classNames(!row.intact && styles["altered"])}>
      {columns.map((column) => (
        <td
          key={column}
          role="cell"
          data-label={t(`audit.${column}`)}
          data-column={column}
          className={classNames(
            cells[column] === "" && styles["none"],
            column === "result" && (row.status >= 400 ? styles["refused"] : styles["usual"]),
            column === "intact" && row.intact && styles["usual"],
            ["at", "who", "intact"].includes(column) && styles["at"],
          )}
        >
          {column === "intact" && <Icon name={row.intact ? "check" : "warning"} />}
          {cells[column]}
        </td>
      ))}
    </tr>
  );
}

const joined = (...parts: readonly (string | null)[]) => parts.filter(Boolean).join(" · ");
