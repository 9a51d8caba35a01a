import { useState } from "react";
import styles from "#web/administration/administration.module.css";
import { useAction, useOperation } from "#web/call.ts";
import { ExportButton } from "#web/exports/export-button.tsx";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { ActionError } from "#web/staffing/action-error.tsx";
import tables from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { TextArea } from "#web/ui/field.tsx";
import { Empty, NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { showToast } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Unit = OutputFor<"grantReview.list">["items"][number];
type Rights = OutputFor<"grantReview.get">;

/** 权限清单: who has which right at each unit, confirmed each quarter by whoever leads it. */
export function ReviewPage() {
  const { t } = useWords();
  useTitle(t("grantReview.title"));
  const query = useOperation("grantReview.list", {});
  const [chosen, setChosen] = useState<number>();
  const isForbidden = useForbidden(query);
  if (isForbidden) return <NoPermission />;
  return (
    <div className={tables["page"]}>
      <section className={home["part"]}>
        <div className={home["between"]}>
          <h1>{t("grantReview.title")}</h1>
          <span className="no-print">
            <ExportButton id="grantReview.export" input={{}} name={t("grantReview.title")} />
          </span>
        </div>
        <p className={styles["lead"]}>{t("grantReview.lead")}</p>
      </section>
      <PageState query={query} skeleton="list">
        {({ items, quarter }) =>
          items.length === 0 ? (
            <Empty icon="people" title={t("grantReview.none")}>
              <p>{t("grantReview.noneText")}</p>
            </Empty>
          ) : (
            <section className={home["part"]} aria-labelledby="rights-units">
              <h2 id="rights-units">
                {t("grantReview.quarter", { year: quarter.slice(0, 4), quarter: quarter.slice(5) })}
              </h2>
              <ul className={home["rows"]}>
                {items.map((one) => (
                  <UnitRow
                    key={one.unit.id}
                    unit={one}
                    open={chosen === one.unit.id}
                    onToggle={() => setChosen(chosen === one.unit.id ? undefined : one.unit.id)}
                  />
                ))}
              </ul>
            </section>
          )
        }
      </PageState>
    </div>
  );
}

function UnitRow({ unit: one, open, onToggle }: { unit: Unit; open: boolean; onToggle: () => void }) {
  const { t, when } = useWords();
  const by = { name: one.confirmedBy ?? "", when: one.confirmedAt === null ? "" : when(one.confirmedAt) };
  return (
    <li>
      <div className={tables["line"]}>
        <div className={styles["words"]}>
          <p>
            <strong>{one.unit.name}</strong>{" "}
            <span className={home["soft"]}>{t("grantReview.count", { count: one.rights })}</span>
          </p>
          <p className={one.state === "confirmed" ? home["soft"] : tables["away"]}>
            {t(`grantReview.state.${one.state}`, by)}
          </p>
        </div>
        <Button look="quiet" aria-expanded={open} className="no-print" onClick={onToggle}>
          {t(one.mayConfirm && one.state !== "confirmed" ? "grantReview.check" : "grantReview.show")}
        </Button>
      </div>
      {open && <List id={one.unit.id} done={one.state === "confirmed"} />}
    </li>
  );
}

function List({ id, done }: { id: number; done: boolean }) {
  const query = useOperation("grantReview.get", { id });
  return (
    <PageState query={query} skeleton="list">
      {(rights) => (
        <>
          <Table rights={rights} />
          {rights.mayConfirm && !done && <Confirm rights={rights} />}
        </>
      )}
    </PageState>
  );
}

function Table({ rights }: { rights: Rights }) {
  const { t, say, date } = useWords();
  const dayOf = (at: string) => date(shanghaiDay(new Date(at)));
  return (
    <table
      className={classNames(tables["table"], tables["flow"], tables["bare"])}
      role="table"
      aria-label={rights.unit.name}
    >
      <thead role="rowgroup" className="desk-only">
        <tr role="row">
          {(
            ["account.name", "account.number", "account.rights", "grantReview.since", "grantReview.ground"] as const
          ).map((key) => (
            <th key={key} scope="col" role="columnheader">
              {t(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rights.items.map((one) => (
          <tr key={one.id} role="row">
            <td role="cell" data-label={t("account.name")}>
              {one.dutyName}
            </td>
            <td role="cell" data-label={t("account.number")}>
              {one.policeNumber ?? ""}
            </td>
            <td role="cell" data-label={t("account.rights")}>
              {say(`role.${one.role}`)}
            </td>
            <td role="cell" data-label={t("grantReview.since")}>
              {one.to === null ? dayOf(one.from) : t("account.span", { from: dayOf(one.from), to: dayOf(one.to) })}
            </td>
            <td role="cell" data-label={t("grantReview.ground")}>
              {one.proposedBy !== null && one.approvedBy !== null
                ? t("account.twoPersons", { asked: one.proposedBy, approved: one.approvedBy })
                : t("account.fromList")}
              {one.reason !== null && ` · ${one.reason}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Confirm({ rights }: { rights: Rights }) {
  const { t } = useWords();
  const confirm = useAction("grantReview.confirm");
  const [note, setNote] = useState("");
  const go = async () => {
    const seen = rights.items.map((one) => one.id);
    const done = await confirm
      .mutateAsync({ id: rights.unit.id, quarter: rights.quarter, rights: seen, note })
      .catch(() => undefined);
    if (done) showToast(t("grantReview.confirmed"));
  };
  return (
    <div className={tables["form"]}>
      <TextArea
        label={t("grantReview.note")}
        hint={t("grantReview.noteHint")}
        optional
        rows={2}
        max={500}
        value={note}
        onChange={setNote}
      />
      <ActionError error={confirm.error} />
      <div className={home["buttons"]}>
        <Button look="filled" busy={confirm.isPending} onClick={() => void go()}>
          {t("grantReview.confirm")}
        </Button>
      </div>
    </div>
  );
}
