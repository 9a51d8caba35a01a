import styles from "#web/bulk/bulk.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { Icon } from "#web/ui/icons.tsx";

type Result = OutputFor<"matter.stepMany">["results"][number];

/** What came of each: done, or why not. What was not done stands first. */
export function BulkResults(props: { results: readonly Result[]; nameOf: (id: number) => string; prefix?: string }) {
  const { t, find } = useWords();
  const { results, nameOf, prefix } = props;
  const done = results.filter((result) => result.done).length;
  const why = ({ code, reason }: Result): string => {
    const keys = [
      ...(reason === null || prefix === undefined ? [] : [`${prefix}.reason.${reason}`]),
      ...(reason === null ? [] : [`reason.${reason}`, `issue.${reason}`]),
      `error.${code}`,
    ];
    return keys.map((key) => find(key)).find((words) => words !== undefined) ?? t("error.internal");
  };
  return (
    <div className={styles["results"]}>
      <p role="status">
        <strong>
          {t(done === results.length ? "bulk.allDone" : "bulk.someDone", { done, left: results.length - done })}
        </strong>
      </p>
      <ul>
        {results
          .toSorted((one, other) => Number(one.done) - Number(other.done))
          .map((result, at) => (
            <li key={at} className={result.done ? styles["done"] : styles["not"]}>
              <Icon name={result.done ? "check" : "warning"} />
              <span>
                {nameOf(result.id)}
                <span className={styles["why"]}>{result.done ? t("bulk.done") : why(result)}</span>
              </span>
            </li>
          ))}
      </ul>
    </div>
  );
}
