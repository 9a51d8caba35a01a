import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useAction, useOperation } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import styles from "#web/imports/imports.module.css";
import type { OutputFor } from "#web/operations.ts";
import { Button } from "#web/ui/button.tsx";

type Batch = OutputFor<"import.preview">["batch"];
type Underway = "READING" | "APPLYING" | "UNDOING";

/** Somebody works on it: it is being read, written or taken back. */
export function isUnderway(batch: Batch): batch is Batch & { state: Underway } {
  return batch.state === "READING" || batch.state === "APPLYING" || batch.state === "UNDOING";
}

/** How often is looked where the event stream does not reach. */
const lookMs = 5_000;

/** How far a list is, live, and a way to stop it. */
export function ImportProgress({ batch }: { batch: Batch & { state: Underway } }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [tooLate, setTooLate] = useState(false);
  const cancel = useAction("import.cancel");
  const { data } = useOperation("import.progress", { id: batch.id }, { refetchInterval: lookMs, staleTime: 0 });
  const moved = data !== undefined && data.state !== batch.state;
  useEffect(() => {
    if (moved) void queries.invalidateQueries({ predicate: ({ queryKey }) => readAnew.has(String(queryKey[0])) });
  }, [moved, queries]);
  const work = data?.work ?? null;
  const total = work?.total ?? null;
  const words =
    work?.cancelling === true
      ? t("import.at.cancelling")
      : work !== null && total !== null
        ? t(`import.at.${batch.state}`, { done: work.done, total })
        : t(batch.state === "READING" ? "import.at.READING.start" : "import.at.waiting");
  return (
    <div className={styles["progress"]}>
      <progress
        aria-label={t(`import.state.${batch.state}`)}
        {...(work !== null && total !== null && { max: Math.max(total, 1), value: work.done })}
      />
      <p role="status">{words}</p>
      <p className={styles["soft"]}>{t("import.at.leave")}</p>
      {tooLate && <p role="alert">{t("import.tooLate")}</p>}
      <div className={styles["line"]}>
        <Button
          look="outline"
          busy={cancel.isPending || work?.cancelling === true}
          onClick={() =>
            cancel.mutate({ id: batch.id }, { onError: ({ code }) => setTooLate(code === "illegal-step") })
          }
        >
          {t(`import.stop.${batch.state}`)}
        </Button>
      </div>
    </div>
  );
}

const readAnew = new Set(["import.preview", "import.list"]);
