import { useWords, type Words } from "#web/i18n/index.ts";
import own from "#web/month/figure.module.css";
import {
  barsOf,
  changeOf,
  type FigureData,
  isComparable,
  type MonthData,
  monthWords,
  shownWords,
} from "#web/month/figure-words.ts";
import styles from "#web/month/month.module.css";
import { YearBars } from "#web/month/year-bars.tsx";
import { useOpen } from "#web/ui/use-wide.ts";

interface Props {
  figure: FigureData;
  page: MonthData;
  /** Names of the values of a further dimension. */
  partName: (figure: FigureData, part: string) => string;
  onRecords: (figure: FigureData, side: "counted" | "others") => void;
}

/**
 * One figure: its number, how it moved, its year; its definition, parts and records one press away. On a phone it is a
 * line, and its year is behind it too.
 */
export function FigureCard({ figure, page, partName, onRecords }: Props) {
  const words = useWords();
  const { t } = words;
  const unfolded = useOpen();
  const name = words.say(`figure.${figure.id}`);
  const unitName = (id: number) => page.units.find((unit) => unit.id === id)?.name ?? "";
  const head = (
    <>
      <h3>{name}</h3>
      <p className={own["number"]}>
        <strong>{figure.hidden ? t("month.hidden") : shownWords(words, figure, figure.shown)}</strong>
        {!figure.hidden && figure.measure === "share" && figure.ofAll !== null && (
          <span>{t("month.of", { counted: figure.counted ?? 0, all: figure.ofAll })}</span>
        )}
      </p>
      <NotWhole figure={figure} />
      <Beside figure={figure} page={page} />
      <Changes figure={figure} isComplete={page.complete} />
    </>
  );
  const year = (
    <>
      {barsOf(figure) && <YearBars figure={figure} isLastPartial={!page.complete} />}
      {figure.changedIn !== null && (
        <p className={own["note"]}>{t("month.changedIn", { month: monthWords(words, figure.changedIn) })}</p>
      )}
      {figure.correction !== null && (
        <p className={own["note"]}>
          {t("month.corrected", { when: words.when(figure.correction.at), note: figure.correction.note })}
        </p>
      )}
    </>
  );
  const more = (
    <>
      <p>{words.say(`figure.${figure.id}.definition`)}</p>
      <p className={own["note"]}>{t("month.version", { version: figure.version })}</p>
      {figure.parts.length > 0 && (
        <Table
          label={t("month.parts", { name })}
          rows={figure.parts.map((part) => [partName(figure, part.part), part])}
          figure={figure}
          words={words}
        />
      )}
      {figure.units.length > 0 && (
        <Table
          label={t("month.byUnit", { name })}
          rows={figure.units.map((unit) => [unitName(unit.unitId), unit])}
          figure={figure}
          words={words}
        />
      )}
      {figure.hasRecords && (
        <p className={own["links"]}>
          <button type="button" className={own["link"]} onClick={() => onRecords(figure, "counted")}>
            {t("month.records")}
          </button>
          {figure.measure === "share" && (
            <button type="button" className={own["link"]} onClick={() => onRecords(figure, "others")}>
              {t("month.others")}
            </button>
          )}
        </p>
      )}
    </>
  );
  if (!unfolded)
    return (
      <article className={own["figure"]}>
        <details>
          <summary>{head}</summary>
          {year}
          <div className={own["more"]}>{more}</div>
        </details>
      </article>
    );
  return (
    <article className={own["figure"]}>
      {head}
      {year}
      <details className={own["more"]}>
        <summary>{t("month.more")}</summary>
        {more}
      </details>
    </article>
  );
}

/** What is missing of a share that must be whole. */
export function NotWhole({ figure }: { figure: FigureData }) {
  const { t } = useWords();
  if (!figure.mustBeWhole || figure.shown === null || figure.shown >= 1) return null;
  return <p className={styles["bad"]}>{t("month.notWhole", { count: (figure.ofAll ?? 0) - (figure.counted ?? 0) })}</p>;
}

/** Another figure without which this one would say too much: appeals and hotline tickets. */
export function Beside({ figure, page }: { figure: FigureData; page: Pick<MonthData, "figures"> }) {
  const words = useWords();
  const beside = page.figures.find(({ id }) => id === figure.beside);
  if (beside === undefined) return null;
  return (
    <p className={own["note"]}>
      {words.t("month.beside", {
        name: words.say(`figure.${beside.id}`),
        shown: beside.hidden ? words.t("month.hidden") : shownWords(words, beside, beside.shown),
      })}
    </p>
  );
}

/** How a figure moved; in a list of those that did, `only` since the month before. */
export function Changes(props: { figure: FigureData; isComplete: boolean; only?: "previous" }) {
  const words = useWords();
  const { figure, isComplete, only } = props;
  if (!isComparable(figure, isComplete))
    return figure.previous === null ? null : (
      <p className={own["change"]}>
        {words.t("month.lastMonthWas", { shown: shownWords(words, figure, figure.previous) })}
      </p>
    );
  const all = [
    { label: words.t("month.vsPrevious"), change: changeOf(words, figure, figure.previous) },
    ...(only === undefined
      ? [{ label: words.t("month.vsLastYear"), change: changeOf(words, figure, figure.lastYear) }]
      : []),
  ];
  return (
    <p className={own["change"]}>
      {all.map(({ label, change }) =>
        change === undefined ? null : (
          <span key={label}>
            {label} <span className={styles[change.tone]}>{change.text}</span>
          </span>
        ),
      )}
    </p>
  );
}

function Table(props: {
  label: string;
  rows: readonly (readonly [string, Pick<FigureData, "shown" | "counted" | "ofAll" | "hidden">])[];
  figure: FigureData;
  words: Words;
}) {
  const { words, figure } = props;
  return (
    <table className={styles["table"]} aria-label={props.label}>
      <tbody>
        {props.rows.map(([name, row]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{row.hidden ? words.t("month.hidden") : shownWords(words, figure, row.shown)}</td>
            {figure.measure === "share" && (
              <td>{row.ofAll === null ? "" : words.t("month.of", { counted: row.counted ?? 0, all: row.ofAll })}</td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
