import type { ReactNode } from "react";
import type { Selection } from "#web/bulk/selection.ts";
import styles from "#web/bulk/bulk.module.css";
import { useWords } from "#web/i18n/index.ts";
import { Button } from "#web/ui/button.tsx";

/**
 * What can be done with the chosen rows; stands at the lower edge as long as some are chosen. On a phone, where choosing is
 * a mode (`onDone` leaves it), also before the first is.
 */
export function BulkBar(props: {
  selection: Selection;
  shown: number;
  note?: string | undefined;
  onDone?: (() => void) | undefined;
  children: ReactNode;
}) {
  const { t } = useWords();
  const { selection, shown, note, onDone, children } = props;
  const count = selection.chosen.size;
  if (count === 0 && onDone === undefined) return null;
  return (
    <section className={styles["bar"]} aria-label={t("bulk.title")}>
      <p role="status">
        <strong>{count === 0 ? t("bulk.none") : t("bulk.count", { count })}</strong>
      </p>
      <div className={styles["acts"]}>
        {count > 0 && children}
        {count < shown && (
          <Button look="quiet" onClick={selection.all}>
            {t("bulk.all", { count: shown })}
          </Button>
        )}
        <Button look="quiet" onClick={onDone ?? selection.clear}>
          {t(onDone === undefined ? "bulk.clear" : "bulk.leave")}
        </Button>
      </div>
      {note !== undefined && <p className={styles["note"]}>{note}</p>}
    </section>
  );
}
