import { Link } from "@tanstack/react-router";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import styles from "#web/month/month.module.css";
import { Fold } from "#web/month/part.tsx";
import type { OutputFor } from "#web/operations.ts";
import { PageState } from "#web/ui/page-state.tsx";
import { useOpen, usePrinted } from "#web/ui/use-wide.ts";

type Stuck = OutputFor<"metric.stuck">;

/** How many lines stand open; the rest is behind one, except on paper. */
const first = 3;

/** Where it is stuck: how much, at which unit, waiting for whom; and what of it the reader may open, the first lines of it at once. */
export function StuckPanel({ unitId }: { unitId?: number }) {
  const words = useWords();
  const { t } = words;
  const unfolded = useOpen();
  const printed = usePrinted();
  const stuck = useOperation("metric.stuck", unitId === undefined ? {} : { unitId });
  const line = (item: Stuck["items"][number]) => (
    <li key={item.id} className={styles["stuck"]}>
      <Link to="/matters/$id" params={{ id: String(item.id) }}>
        {item.title}
      </Link>
      <p className={home["soft"]}>
        {[item.projectName, item.stationName].filter((name) => name !== null).join(" · ")} ·{" "}
        {t("month.waiting", { who: dutyName(words, item.waitsFor) })} ·{" "}
        {t("month.movedAt", { when: words.when(item.movedAt) })}
        {item.late && item.dueAt !== null && (
          <strong className={styles["bad"]}> · {t("month.lateSince", { when: words.due(item.dueAt) })}</strong>
        )}
      </p>
    </li>
  );
  const tables = ({ units, waits }: Stuck) => (
    <div className={styles["pair"]}>
      {units.length > 0 && (
        <Counts
          label={t("month.stuckWhere")}
          of={t("month.unit")}
          rows={units.map(({ unitId, name, ...counts }) => ({ key: String(unitId), name, ...counts }))}
        />
      )}
      <Counts
        label={t("month.stuckFor")}
        of={t("month.waitsFor")}
        rows={waits.map(({ waitsFor, ...counts }) => ({ key: waitsFor, name: dutyName(words, waitsFor), ...counts }))}
      />
    </div>
  );
  return (
    <section className={home["part"]} aria-labelledby="stuck">
      <h2 id="stuck">{t("month.stuck")}</h2>
      {stuck.data && <p className={home["soft"]}>{t("month.stuckNow", { when: words.when(stuck.data.serverTime) })}</p>}
      <PageState query={stuck} skeleton="list">
        {(data) => {
          const { open, late, still, total, visible, items } = data;
          if (open === 0) return <p>{t("month.stuckNone")}</p>;
          const shown = printed ? items : items.slice(0, first);
          const rest = items.slice(shown.length);
          return (
            <>
              <p>{t("month.stuckSum", { open, late, still })}</p>
              {unfolded && tables(data)}
              {total > 0 && (
                <p className={home["soft"]}>
                  {t(visible === 0 ? "month.stuckHidden" : "month.stuckVisible", { visible, total })}
                </p>
              )}
              <ul className={home["rows"]}>{shown.map(line)}</ul>
              {rest.length > 0 && (
                <Fold name={<span>{t("month.stuckMore", { count: rest.length })}</span>}>
                  <ul className={home["rows"]}>{rest.map(line)}</ul>
                </Fold>
              )}
              {!unfolded && <Fold name={<span>{t("month.stuckTables")}</span>}>{tables(data)}</Fold>}
            </>
          );
        }}
      </PageState>
    </section>
  );
}

/** A duty in words; whoever asked is the firm, whatever its own people are called. */
function dutyName(words: ReturnType<typeof useWords>, duty: string): string {
  return duty === "requester" ? words.t("month.requester") : words.say(`duty.${duty}`);
}

/** How many are open and late, a line for each; also how many stand still, where that was counted. */
function Counts(props: {
  label: string;
  of: string;
  rows: readonly { key: string; name: string; open: number; late: number; still?: number }[];
}) {
  const { t } = useWords();
  const withStill = props.rows.some(({ still }) => still !== undefined);
  return (
    <table className={styles["table"]} aria-label={props.label}>
      <thead>
        <tr>
          <th scope="col">{props.of}</th>
          <th scope="col">{t("month.open")}</th>
          <th scope="col">{t("month.late")}</th>
          {withStill && <th scope="col">{t("month.still")}</th>}
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">{row.name}</th>
            <td>{row.open}</td>
            <td className={row.late > 0 ? styles["bad"] : undefined}>{row.late}</td>
            {withStill && <td>{row.still}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
