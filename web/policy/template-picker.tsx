import { useState } from "react";
import { useOperation } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import { fillTemplate, type Names } from "#web/policy/fill-template.ts";
import styles from "#web/policy/policy.module.css";
import { Button } from "#web/ui/button.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { Sheet } from "#web/ui/sheet.tsx";

/** Fills an answer from a template of its topic; only what still holds is offered. */
export function TemplatePicker({
  topic,
  names,
  onTake,
}: {
  topic: string | null;
  names: Names;
  onTake: (values: { text: string; source: string }) => void;
}) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="file" onClick={() => setOpen(true)}>
        {t("template.use")}
      </Button>
      <Sheet open={open} onClose={() => setOpen(false)} title={t("template.pick")}>
        {open && (
          <Choices
            topic={topic}
            onTake={({ text, source }) => {
              onTake({ text: fillTemplate(text, names), source });
              setOpen(false);
            }}
          />
        )}
      </Sheet>
    </>
  );
}

function Choices({
  topic,
  onTake,
}: {
  topic: string | null;
  onTake: (template: { text: string; source: string }) => void;
}) {
  const { t, date } = useWords();
  const templates = useOperation("template.list", topic === null ? {} : { topic });
  return (
    <PageState query={templates} skeleton="list">
      {({ items }) => {
        const usable = items.filter((template) => !template.expired);
        if (usable.length === 0) return <p>{t("template.none")}</p>;
        return (
          <ul className={styles["items"]}>
            {usable.map((template) => (
              <li key={template.id} className={styles["item"]}>
                <p>
                  <strong>{template.title}</strong>
                </p>
                <p className={styles["clip"]}>{template.text}</p>
                <p className={styles["soft"]}>
                  {template.source} · {t("template.validTo", { when: date(template.validTo) })}
                  {template.endsSoon && <span className={styles["warning"]}> · {t("template.endsSoon")}</span>}
                </p>
                <Button onClick={() => onTake(template)}>{t("template.take")}</Button>
              </li>
            ))}
          </ul>
        );
      }}
    </PageState>
  );
}
