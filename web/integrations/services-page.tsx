import { Link } from "@tanstack/react-router";
import { useState } from "react";
import styles from "#web/administration/administration.module.css";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { NewService } from "#web/integrations/new-service.tsx";
import type { OutputFor } from "#web/operations.ts";
import tables from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { Empty, NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Service = OutputFor<"serviceAccount.list">["items"][number];

/** 服务账号: the other systems that may call, what waits for a second person first. */
export function ServicesPage() {
  const { t } = useWords();
  useTitle(t("service.title"));
  const list = useOperation("serviceAccount.list", {});
  const [adding, setAdding] = useState(false);
  const isForbidden = useForbidden(list);
  if (isForbidden) return <NoPermission />;
  return (
    <div className={tables["page"]}>
      <section className={home["part"]}>
        <div className={home["between"]}>
          <h1>{t("service.title")}</h1>
          {list.data?.keeps === true && (
            <Button look="filled" icon="plus" onClick={() => setAdding(true)}>
              {t("service.new")}
            </Button>
          )}
        </div>
        <p className={styles["lead"]}>{t("service.lead")}</p>
      </section>
      <section className={home["part"]} aria-label={t("service.title")}>
        <PageState query={list} skeleton="list">
          {({ items }) =>
            items.length === 0 ? (
              <Empty icon="building" title={t("service.none")}>
                <p>{t("service.noneText")}</p>
              </Empty>
            ) : (
              <Table items={items} />
            )
          }
        </PageState>
      </section>
      {adding && list.data !== undefined && <NewService offers={list.data.offers} onClose={() => setAdding(false)} />}
    </div>
  );
}

function Table({ items }: { items: readonly Service[] }) {
  const { t, when } = useWords();
  return (
    <table className={classNames(tables["table"], tables["flow"])} role="table" aria-label={t("service.title")}>
      <thead role="rowgroup" className="desk-only">
        <tr role="row">
          {(["service.name", "admin.unit", "service.state", "service.keys", "service.lastUsed"] as const).map((key) => (
            <th key={key} scope="col" role="columnheader">
              {t(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {items.map((one) => (
          <tr key={one.id} role="row">
            <td role="cell" data-label={t("service.name")}>
              <Link to="/administration/service-accounts/$id" params={{ id: String(one.id) }}>
                {one.name}
              </Link>
            </td>
            <td role="cell" data-label={t("admin.unit")}>
              {one.unit.name}
            </td>
            <td role="cell" data-label={t("service.state")}>
              {t(`service.state.${one.state}`)}
            </td>
            <td role="cell" data-label={t("service.keys")}>
              {one.keysUntil === null
                ? t("service.noKeys")
                : t("service.keysUntil", { count: one.keys, when: when(one.keysUntil) })}
            </td>
            <td role="cell" data-label={t("service.lastUsed")}>
              {one.lastUsedAt === null ? t("service.never") : when(one.lastUsedAt)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
