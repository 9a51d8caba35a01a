import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { monthWords, percentOf } from "#web/month/figure-words.ts";
import { Folded } from "#web/openness/folded.tsx";
import styles from "#web/openness/openness.module.css";
import type { OutputFor } from "#web/operations.ts";
import { PageState } from "#web/ui/page-state.tsx";
import { useWide } from "#web/ui/use-wide.ts";

type Figures = OutputFor<"openness.figures">;
type Figure = Figures["figures"][number];

/** How often people looked, were refused, complained: a row of months for each, and below it how it is counted. */
export function OpenFigures() {
  const { t } = useWords();
  const query = useOperation("openness.figures", {});
  return (
    <section className={home["part"]} aria-labelledby="open-figures">
      <h2 id="open-figures">{t("openness.figures")}</h2>
      <p className={styles["lead"]}>{t("openness.figuresLead")}</p>
      <PageState query={query} skeleton="list">
        {({ months, figures }) =>
          figures.map((figure) => <FigureRow key={figure.id} months={months} figure={figure} />)
        }
      </PageState>
    </section>
  );
}

function FigureRow({ months, figure }: { months: readonly string[]; figure: Figure }) {
  const words = useWords();
  const { t, say } = words;
  const wide = useWide();
  const last = months.at(-1);
  return (
    <Folded
      name={say(`openness.figure.${figure.id}`)}
      {...(!wide &&
        last !== undefined && {
          beside: t("openness.lastMonth", {
            month: monthWords(words, last),
            shown: cellWords(t("openness.small"), figure, months.length - 1),
          }),
        })}
      open={wide}
    >
      <p className={home["soft"]}>
        {say(`openness.figure.${figure.id}.definition`)} {t("openness.version", { version: figure.version })}
      </p>
      <dl className={styles["months"]}>
        {months.map((month, at) => (
          <div key={month}>
            <dt>{monthWords(words, month)}</dt>
            <dd>{cellWords(t("openness.small"), figure, at)}</dd>
          </div>
        ))}
      </dl>
    </Folded>
  );
}

function cellWords(small: string, { measure, series }: Figure, at: number): string {
  const { shown = null, hidden = false } = series[at] ?? {};
  if (hidden) return small;
  if (shown === null) return "—";
  return measure === "share" ? `${percentOf(shown)}%` : String(shown);
}
