import { useEffect, useState } from "react";
import { useWords } from "#web/i18n/index.ts";
import { useConnection } from "#web/live.ts";
import { Icon } from "#web/ui/icons.tsx";
import styles from "#web/ui/frame.module.css";

/** A short break mends itself unseen; only one that lasts is worth a line. */
const patienceMs = 2_500;

/** Says that the page does not keep itself up to date just now, and that nothing is lost. */
export function ConnectionStrip() {
  const { t } = useWords();
  const connection = useConnection();
  const [lasting, setLasting] = useState(false);
  const broken = connection !== "live";
  useEffect(() => {
    if (!broken) return setLasting(false);
    const timer = setTimeout(() => setLasting(true), patienceMs);
    return () => clearTimeout(timer);
  }, [broken]);
  return (
    <div role="status" className="no-print">
      {broken && lasting && (
        <p className={styles["strip"]}>
          <Icon name="warning" />
          {t(connection === "offline" ? "state.offline" : "state.reconnecting")}
        </p>
      )}
    </div>
  );
}
