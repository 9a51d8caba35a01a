import { Link } from "@tanstack/react-router";
import { useWords } from "#web/i18n/index.ts";
import styles from "#web/notices/notices.module.css";
import { Icon } from "#web/ui/icons.tsx";

/** The way to the notices from the top of a phone, with how many are unread. */
export function Bell({ unread }: { unread: number | undefined }) {
  const { t } = useWords();
  const count = unread ?? 0;
  return (
    <Link
      to="/notices"
      className={styles["bell"]}
      aria-label={count === 0 ? t("notice.bell") : t("notice.bellCount", { count })}
    >
      <Icon name="bell" />
      {count > 0 && (
        <span className={styles["badge"]} aria-hidden="true">
          {countWords(count)}
        </span>
      )}
    </Link>
  );
}

/** The server counts to a hundred. */
export function countWords(count: number): string {
  return count > 99 ? "99+" : String(count);
}
