import type { AskGroup } from "#web/ask/ask-draft.ts";
import type { AskGroupProps } from "#web/ask/ask-page.tsx";
import styles from "#web/ask/ask.module.css";
import { useWords } from "#web/i18n/index.ts";
import { SwitchField } from "#web/ui/field.tsx";

/** Who may see it, and what is going to be sent, each part one press from being mended. */
export function AskCheck({ draft, set, projects, topics, go }: AskGroupProps & { go: (group: AskGroup) => void }) {
  const { t, locale } = useWords();
  const project = projects.find((one) => one.id === draft.projectId);
  const topic = topics.find((one) => one.code === draft.topic);
  const topicName = locale === "en" ? topic?.nameEn : topic?.nameZh;
  const asked = t(draft.kind === "appeal" ? "appeal.form.demand" : "consultation.form.question");
  const rows: { name: string; group: AskGroup; text: string }[] = [
    { name: t("ask.kind"), group: "about", text: t(`ask.kind.${draft.kind}`) },
    ...(projects.length > 0
      ? [{ name: t("ask.project"), group: "about" as const, text: project?.name ?? t("ask.noProject") }]
      : []),
    { name: t("ask.topic"), group: "about", text: topicName ?? t("ask.none") },
    { name: t("ask.titleField"), group: "question", text: draft.title },
    { name: asked, group: "question", text: draft.text },
    {
      name: t("ask.photos"),
      group: "question",
      text: draft.files.length === 0 ? t("ask.none") : t("ask.files", { count: draft.files.length }),
    },
    { name: t("consultation.form.urgency"), group: "question", text: t(`consultation.form.urgency.${draft.urgency}`) },
  ];
  return (
    <>
      <SwitchField
        label={t("ask.private")}
        hint={t(draft.private ? "ask.privateHint" : "ask.notPrivateHint")}
        value={draft.private}
        onChange={(value) => set({ private: value })}
      />
      <SwitchField
        label={t("consultation.form.tradeSecret")}
        hint={t("consultation.form.tradeSecret.hint")}
        value={draft.tradeSecret}
        onChange={(tradeSecret) => set({ tradeSecret })}
      />
      <section aria-label={t("ask.summary")} className={styles["summary"]}>
        {rows.map((row) => (
          <div key={row.name} className={styles["summaryRow"]}>
            <h2>{row.name}</h2>
            <p>{row.text}</p>
            <button type="button" onClick={() => go(row.group)} aria-label={t("ask.editNamed", { what: row.name })}>
              {t("ask.edit")}
            </button>
          </div>
        ))}
      </section>
    </>
  );
}
