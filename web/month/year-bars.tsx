import { useWords } from "#web/i18n/index.ts";
import { type FigureData, monthWords, shownWords } from "#web/month/figure-words.ts";
import styles from "#web/month/figure.module.css";

const width = 240;
const height = 72;
const top = 14;
const floor = 56;
const step = width / 12;
/** Half of the longest name, which must not run over the edge. */
const nameRoom = 36;

/** The year of one figure: twelve bars from a zero line, the highest one named; the last one is the number above them. A gap is a month without a figure. */
export function YearBars({ figure, isLastPartial }: { figure: FigureData; isLastPartial: boolean }) {
  const words = useWords();
  const { series } = figure;
  const values = series.map(({ shown }) => shown);
  const highest = Math.max(...values.map((value) => value ?? 0));
  // A share is always drawn against the whole.
  const scale = figure.measure === "share" ? 1 : figure.measure === "stars" ? 5 : highest;
  const last = series.length - 1;
  const peak = values.indexOf(highest);
  const spoken = series
    .map(({ month, shown }) => `${monthWords(words, month)} ${shownWords(words, figure, shown)}`)
    .join(words.t("month.comma"));
  return (
    <svg className={styles["bars"]} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={spoken}>
      <line x1={0} x2={width} y1={floor} y2={floor} className={styles["floor"]} />
      {series.map(({ month, shown }, at) => {
        if (shown === null) return null;
        const tall = scale === 0 ? 0 : Math.max(shown > 0 ? 1 : 0, (shown / scale) * (floor - top));
        return (
          <rect
            key={month}
            x={at * step + 3}
            y={floor - tall}
            width={step - 6}
            height={tall}
            className={at === last ? (isLastPartial ? styles["barNow"] : styles["barLast"]) : styles["bar"]}
          />
        );
      })}
      {highest > 0 && (
        <text
          x={
            peak >= last - 1
              ? width
              : peak === 0
                ? 0
                : Math.min(Math.max(peak * step + step / 2, nameRoom), width - nameRoom)
          }
          y={floor - (highest / scale) * (floor - top) - 4}
          textAnchor={peak >= last - 1 ? "end" : peak === 0 ? "start" : "middle"}
          className={styles["barName"]}
        >
          {shownWords(words, figure, highest)}
        </text>
      )}
      <text x={0} y={height - 2} className={styles["barMonth"]}>
        {series[0]?.month.replace("-", ".")}
      </text>
      <text x={width} y={height - 2} textAnchor="end" className={styles["barMonth"]}>
        {series[last]?.month.replace("-", ".")}
      </text>
    </svg>
  );
}
