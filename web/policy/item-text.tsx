import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import styles from "#web/policy/policy.module.css";

type Item = OutputFor<"policyItem.get">;

/** Title, text and how long it holds. */
export function ItemText({ item }: { item: Item }) {
  const { t, date } = useWords();
  const from = date(item.validFrom);
  return (
    <div className={styles["text"]}>
      <p>
        <strong>{item.title}</strong>
      </p>
      <p className={styles["body"]}>{item.body}</p>
      <p className={styles["soft"]}>
        {t("policy.version", { version: item.version })} ·{" "}
        {item.validTo === null ? t("policy.valid", { from }) : t("policy.validUntil", { from, to: date(item.validTo) })}
        {item.expired && <span className={styles["warning"]}> · {t("policy.expired")}</span>}
      </p>
    </div>
  );
}
