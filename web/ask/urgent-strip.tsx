import styles from "#web/ask/ask.module.css";
import { useWords } from "#web/i18n/index.ts";
import { Icon } from "#web/ui/icons.tsx";

/** CR10: on every form of the enterprise side, before anything is written. */
export function UrgentStrip() {
  const { t } = useWords();
  return (
    <p className={styles["urgent"]}>
      <Icon name="warning" />
      <span>
        {t("ask.urgent")} <a href="tel:110">110</a>
      </span>
    </p>
  );
}
