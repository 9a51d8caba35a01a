import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import styles from "#web/administration/administration.module.css";
import { NewAccount } from "#web/administration/new-account.tsx";
import { unitChoices } from "#web/administration/unit-choices.ts";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import tables from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { SelectField, TextField } from "#web/ui/field.tsx";
import { Empty, NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Account = OutputFor<"staff.list">["items"][number];
const states = ["open", "closed", "all"] as const;

/** 民警账号: by unit; a word narrows what is listed here, on this page only. */
export function AccountsPage() {
  const { t } = useWords();
  useTitle(t("account.title"));
  const tree = useOperation("unit.tree", {});
  const [unit, setUnit] = useState<string | null>(null);
  const [state, setState] = useState<(typeof states)[number]>("open");
  const [word, setWord] = useState("");
  const [adding, setAdding] = useState(false);
  const list = useOperation(
    "staff.list",
    { state, ...(unit !== null && { unitId: Number(unit) }) },
    { placeholderData: (before) => before },
  );
  const units = unitChoices(tree.data?.items ?? []);
  const isForbidden = useForbidden(list);
  if (isForbidden) return <NoPermission />;
  return (
    <div className={tables["page"]}>
      <section className={home["part"]}>
        <div className={home["between"]}>
          <h1>{t("account.title")}</h1>
          <Button look="filled" icon="plus" onClick={() => setAdding(true)}>
            {t("account.new")}
          </Button>
        </div>
        <p className={styles["lead"]}>{t("account.lead")}</p>
        <div className={styles["filters"]}>
          <SelectField
            label={t("admin.unit")}
            empty={t("admin.anyUnit")}
            choices={units}
            value={unit}
            onChange={setUnit}
            optional
          />
          <SelectField
            label={t("account.state")}
            choices={states.map((value) => ({ value, label: t(`account.state.${value}`) }))}
            value={state}
            onChange={(next) => setState(next ?? "open")}
          />
          <TextField
            label={t("account.search")}
            placeholder={t("account.searchHint")}
            type="search"
            optional
            autoComplete="off"
            value={word}
            onChange={setWord}
          />
        </div>
      </section>
      <section className={home["part"]} aria-label={t("account.title")}>
        <PageState query={list} skeleton="list">
          {({ items, more }) => {
            const shown = items.filter((one) => fits(one, word));
            return shown.length === 0 ? (
              <Empty icon="people" title={t("account.none")}>
                <p>{t("account.noneText")}</p>
              </Empty>
            ) : (
              <>
                <p className={home["soft"]}>{t("account.count", { count: shown.length })}</p>
                {more && <p>{t("account.more")}</p>}
                <Table items={shown} />
              </>
            );
          }}
        </PageState>
      </section>
      {adding && <NewAccount units={units} start={unit} onClose={() => setAdding(false)} />}
    </div>
  );
}

function fits({ dutyName, policeNumber }: Account, word: string): boolean {
  const wanted = word.trim().toUpperCase();
  return dutyName.toUpperCase().includes(wanted) || (policeNumber ?? "").includes(wanted);
}

function Table({ items }: { items: readonly Account[] }) {
  const { t, say, date, list } = useWords();
  return (
    <table
      className={classNames(tables["table"], tables["flow"], tables["bare"])}
      role="table"
      aria-label={t("account.title")}
    >
      <thead role="rowgroup" className="desk-only">
        <tr role="row">
          {(["account.name", "account.number", "admin.unit", "account.rights"] as const).map((key) => (
            <th key={key} scope="col" role="columnheader">
              {t(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {items.map((one) => (
          <tr key={one.id} role="row">
            <td role="cell" data-label={t("account.name")}>
              <span>
                <Link to="/administration/accounts/$id" params={{ id: String(one.id) }}>
                  {one.dutyName}
                </Link>
                {one.closedAt !== null && (
                  <span className={home["soft"]}>
                    {" "}
                    {t("account.closedOn", { day: date(shanghaiDay(new Date(one.closedAt))) })}
                  </span>
                )}
                {one.locked && <span className={tables["gap"]}> {t("account.locked")}</span>}
              </span>
            </td>
            <td role="cell" data-label={t("account.number")}>
              {one.policeNumber ?? ""}
            </td>
            <td role="cell" data-label={t("admin.unit")}>
              {one.unit.name}
            </td>
            <td role="cell" data-label={t("account.rights")}>
              {one.roles.length === 0 ? (
                <span className={home["soft"]}>{t("account.noRights")}</span>
              ) : (
                list(one.roles.map((role) => say(`role.${role}`)))
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
