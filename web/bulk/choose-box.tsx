import type { Selection } from "#web/bulk/selection.ts";
import styles from "#web/bulk/bulk.module.css";
import { useWords } from "#web/i18n/index.ts";

/** A whole row may be the label of its box. */
export const chooseId = (id: number) => `choose-${id}`;

/** Chooses a row; with the shift key all rows from the last one. */
export function ChooseBox({ id, name, selection }: { id: number; name: string; selection: Selection }) {
  const { t } = useWords();
  return (
    <label className={styles["choose"]}>
      <input
        type="checkbox"
        id={chooseId(id)}
        checked={selection.chosen.has(id)}
        aria-label={t("bulk.choose", { name })}
        onChange={({ nativeEvent }) => selection.toggle(id, "shiftKey" in nativeEvent && nativeEvent.shiftKey === true)}
      />
    </label>
  );
}
