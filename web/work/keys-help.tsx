import styles from "#web/work/work.module.css";
import { useWords } from "#web/i18n/index.ts";
import { Sheet } from "#web/ui/sheet.tsx";

/** The keys of a list, shown by `?`. */
export function KeysHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords();
  const keys = [
    { keys: ["/"], what: t("app.keys.filter") },
    { keys: ["j", "k"], what: t("app.keys.move") },
    { keys: ["Enter"], what: t("app.keys.open") },
    { keys: ["x"], what: t("app.keys.choose") },
    { keys: ["?"], what: t("app.keys.help") },
    { keys: ["Esc"], what: t("app.keys.close") },
  ];
  return (
    <Sheet open={open} onClose={onClose} title={t("app.keys")} place="middle">
      <dl className={styles["keys"]}>
        {keys.map((row) => (
          <div key={row.what}>
            <dt>
              {row.keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{row.what}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
