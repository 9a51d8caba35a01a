import { useWords } from "#web/i18n/index.ts";
import styles from "#web/staffing/staffing.module.css";
import home from "#web/home/home.module.css";
import { Button } from "#web/ui/button.tsx";
import { TextField } from "#web/ui/field.tsx";

export interface DraftItem {
  readonly key: number;
  readonly kind: "PROMISE" | "CONTACT" | "PAPER";
  readonly text: string;
  readonly dueOn: string;
}

const kinds = ["PROMISE", "CONTACT", "PAPER"] as const;

/** Promises with their dates, contacts, keys and papers: lines that are added and taken away. */
export function HandoverItems(props: { items: readonly DraftItem[]; onChange: (items: readonly DraftItem[]) => void }) {
  const { t } = useWords();
  const { items, onChange } = props;
  const change = (key: number, part: Partial<DraftItem>) =>
    onChange(items.map((item) => (item.key === key ? { ...item, ...part } : item)));
  const add = (kind: DraftItem["kind"]) =>
    onChange([...items, { key: Math.max(0, ...items.map((item) => item.key)) + 1, kind, text: "", dueOn: "" }]);
  return (
    <div className={styles["form"]}>
      {items.map((item) => (
        <div key={item.key} className={styles["pair"]}>
          <TextField
            label={t(`handover.item.${item.kind}`)}
            value={item.text}
            maxLength={500}
            onChange={(text) => change(item.key, { text })}
          />
          {item.kind === "PROMISE" && (
            <TextField
              label={t("handover.dueOn")}
              optional
              type="date"
              value={item.dueOn}
              onChange={(dueOn) => change(item.key, { dueOn })}
            />
          )}
          <Button look="quiet" onClick={() => onChange(items.filter((one) => one.key !== item.key))}>
            {t("handover.removeItem")}
          </Button>
        </div>
      ))}
      <div className={home["buttons"]}>
        {kinds.map((kind) => (
          <Button key={kind} icon="plus" disabled={items.length >= 50} onClick={() => add(kind)}>
            {t(`handover.add.${kind}`)}
          </Button>
        ))}
      </div>
    </div>
  );
}
