import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { Beside, Changes, NotWhole } from "#web/month/figure-card.tsx";
import { type MonthData, shownWords, tellingOf } from "#web/month/figure-words.ts";
import styles from "#web/month/month.module.css";

/** The few figures of a month that one minute is for. */
export function MovedList({ page }: { page: Pick<MonthData, "figures" | "complete"> }) {
  const words = useWords();
  const telling = tellingOf(page.figures, page.complete);
  if (telling.length === 0) return <p>{words.t("month.movedNone")}</p>;
  return (
    <ul className={home["rows"]}>
      {telling.map((figure) => (
        <li key={figure.id} className={styles["moved"]}>
          <span>
            {words.say(`figure.${figure.id}`)}{" "}
            <span className={home["soft"]}>{words.say(`month.group.${figure.id.split(".")[0] ?? ""}`)}</span>
          </span>
          <strong>{shownWords(words, figure, figure.shown)}</strong>
          <Changes figure={figure} isComplete={page.complete} only="previous" />
          <NotWhole figure={figure} />
          <Beside figure={figure} page={page} />
        </li>
      ))}
    </ul>
  );
}
