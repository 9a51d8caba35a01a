import { useState } from "react";
import { inTreeOrder, tiersBelow } from "#capabilities/administration/unit-tree.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import styles from "#web/administration/administration.module.css";
import type { Unit } from "#web/administration/unit-choices.ts";
import { type Act, UnitSheet } from "#web/administration/unit-sheet.tsx";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import tables from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { SwitchField } from "#web/ui/field.tsx";
import { NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

/** 单位: the tree with codes, kinds, telephones and validity; whoever keeps a unit changes it here. */
export function UnitsPage() {
  const { t } = useWords();
  useTitle(t("unit.title"));
  const query = useOperation("unit.tree", {});
  const [withClosed, setWithClosed] = useState(false);
  const [chosen, setChosen] = useState<{ id: number; act?: Act }>();
  const isForbidden = useForbidden(query);
  if (isForbidden) return <NoPermission />;
  // Most of a city hangs below the topmost unit that one keeps.
  const top = inTreeOrder(query.data?.items ?? []).find(({ unit }) => unit.kept && unit.validTo === null)?.unit;
  return (
    <div className={tables["page"]}>
      <section className={home["part"]}>
        <div className={home["between"]}>
          <h1>{t("unit.title")}</h1>
          {top !== undefined && tiersBelow(top.tier).length > 0 && (
            <Button look="filled" icon="plus" onClick={() => setChosen({ id: top.id, act: "create" })}>
              {t("unit.new")}
            </Button>
          )}
        </div>
        <p className={styles["lead"]}>{t("unit.lead")}</p>
        <SwitchField label={t("unit.showClosed")} value={withClosed} onChange={setWithClosed} />
      </section>
      <PageState query={query} skeleton="list">
        {({ items }) => {
          const shown = items.filter((unit) => withClosed || unit.validTo === null);
          const unit = items.find(({ id }) => id === chosen?.id);
          return (
            <section className={home["part"]} aria-label={t("unit.title")}>
              <p className={home["soft"]}>{t("unit.count", { count: shown.length })}</p>
              <Table units={shown} onChoose={(id) => setChosen({ id })} />
              {unit !== undefined && (
                <UnitSheet
                  unit={unit}
                  units={items}
                  {...(chosen?.act !== undefined && { first: chosen.act })}
                  onClose={() => setChosen(undefined)}
                />
              )}
            </section>
          );
        }}
      </PageState>
    </div>
  );
}

const columns = ["name", "tier", "code", "areaCode", "dutyPhone", "valid"] as const;

function Table({ units, onChoose }: { units: readonly Unit[]; onChoose: (id: number) => void }) {
  const { t } = useWords();
  return (
    <table className={classNames(tables["table"], tables["flow"])} role="table" aria-label={t("unit.title")}>
      <thead role="rowgroup" className="desk-only">
        <tr role="row">
          {columns.map((column) => (
            <th key={column} scope="col" role="columnheader">
              {t(`unit.${column}`)}
            </th>
          ))}
          <th scope="col" role="columnheader" className={styles["right"]}>
            {t("unit.keep")}
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {inTreeOrder(units).map(({ unit, depth }) => (
          <Row key={unit.id} unit={unit} depth={depth} onChoose={onChoose} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ unit, depth, onChoose }: { unit: Unit; depth: number; onChoose: (id: number) => void }) {
  const { t, say, date } = useWords();
  const dayOf = (at: string) => date(shanghaiDay(new Date(at)));
  const changes = unit.kept && unit.validTo === null;
  return (
    <tr role="row" className={styles[`depth${Math.min(depth, 3)}`]}>
      <td role="cell" data-label={t("unit.name")}>
        <span className={styles["depth"]}>
          <strong className={unit.validTo === null ? undefined : styles["gone"]}>{unit.shortName}</strong>
          {unit.name !== unit.shortName && <span className={home["soft"]}> {unit.name}</span>}
          {unit.move !== null && !unit.move.through && (
            <>
              <br />
              <span className={home["soft"]}>{t("unit.moveGoing")}</span>
            </>
          )}
        </span>
      </td>
      <td role="cell" data-label={t("unit.tier")}>
        {unit.department === null ? t(`unit.tier.${unit.tier}`) : say(`unit.department.${unit.department}`)}
      </td>
      <td role="cell" data-label={t("unit.code")}>
        {unit.code}
      </td>
      <td role="cell" data-label={t("unit.areaCode")}>
        {unit.areaCode}
      </td>
      <td role="cell" data-label={t("unit.dutyPhone")} className={classNames(!unit.dutyPhone && tables["none"])}>
        {unit.dutyPhone}
      </td>
      <td role="cell" data-label={t("unit.valid")}>
        {unit.validTo === null
          ? t("unit.since", { day: dayOf(unit.validFrom) })
          : t("unit.closedSince", { day: dayOf(unit.validTo) })}
      </td>
      <td
        role="cell"
        data-label={t("unit.keep")}
        className={classNames(styles["right"], tables[changes ? "does" : "none"])}
      >
        {changes && (
          <Button
            look="quiet"
            aria-label={t("unit.keepNamed", { name: unit.shortName })}
            onClick={() => onChoose(unit.id)}
          >
            {t("unit.keep")}
          </Button>
        )}
      </td>
    </tr>
  );
}
