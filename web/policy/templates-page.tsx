import { useState } from "react";
import { templateForm } from "#capabilities/policy/forms.ts";
import { useAction, useOperation } from "#web/call.ts";
import { SchemaForm } from "#web/forms/schema-form.tsx";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import styles from "#web/policy/policy.module.css";
import { Button } from "#web/ui/button.tsx";
import { Confirm } from "#web/ui/confirm.tsx";
import { SelectField } from "#web/ui/field.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { Empty, NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast, toastWhen } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Template = OutputFor<"template.list">["items"][number];

/** 答复模板: what is answered often, with its source and its last day. */
export function TemplatesPage() {
  const { t } = useWords();
  useTitle(t("template.title"));
  const templates = useOperation("template.list", {});
  const [open, setOpen] = useState<Template | "new">();
  const isForbidden = useForbidden(templates);
  if (isForbidden) return <NoPermission />;
  return (
    <>
      <PageHead back="/policies" title={<h1>{t("template.title")}</h1>} />
      <div className={home["page"]}>
        <PageState query={templates} skeleton="list">
          {({ items, mayWrite }) => (
            <>
              {mayWrite && (
                <div className={styles["above"]}>
                  <Button icon="plus" onClick={() => setOpen("new")}>
                    {t("template.new")}
                  </Button>
                </div>
              )}
              {items.length === 0 ? (
                <Empty icon="file" title={t("template.emptyTitle")}>
                  <p>{t("template.emptyText")}</p>
                </Empty>
              ) : (
                <section className={home["part"]} aria-label={t("template.title")}>
                  <ul className={styles["items"]}>
                    {items.map((template) => (
                      <Row
                        key={template.id}
                        template={template}
                        onChange={mayWrite ? () => setOpen(template) : undefined}
                      />
                    ))}
                  </ul>
                </section>
              )}
              <Sheet
                open={open !== undefined}
                onClose={() => setOpen(undefined)}
                title={t(open === "new" ? "template.new" : "template.change")}
              >
                {open !== undefined && (
                  <TemplateForm before={open === "new" ? null : open} onDone={() => setOpen(undefined)} />
                )}
              </Sheet>
            </>
          )}
        </PageState>
      </div>
    </>
  );
}

function Row({ template, onChange }: { template: Template; onChange: (() => void) | undefined }) {
  const { t, date } = useWords();
  const topics = useTopicNames();
  const [asking, setAsking] = useState(false);
  const close = useAction("template.close");
  const topic = template.topic === null ? t("template.anyTopic") : (topics.get(template.topic) ?? template.topic);
  return (
    <li className={styles["item"]}>
      <h2>{template.title}</h2>
      <p className={styles["body"]}>{template.text}</p>
      <p className={styles["soft"]}>
        {topic} · {template.source} · {t("template.validTo", { when: date(template.validTo) })} ·{" "}
        {t("template.owner", { who: template.owner })}
      </p>
      {template.expired && <p className={styles["warning"]}>{t("template.expired")}</p>}
      {template.endsSoon && <p className={styles["warning"]}>{t("template.endsSoon")}</p>}
      {onChange !== undefined && (
        <div className={styles["tools"]}>
          <Button onClick={onChange}>{t("template.change")}</Button>
          <Button look="quiet" onClick={() => setAsking(true)}>
            {t("template.close")}
          </Button>
        </div>
      )}
      <Confirm
        open={asking}
        question={t("template.closeSure", { title: template.title })}
        yes={t("template.close")}
        danger
        busy={close.isPending}
        onYes={() => toastWhen(close.mutateAsync({ id: template.id }), () => t("template.closed"))}
        onNo={() => setAsking(false)}
      />
    </li>
  );
}

function TemplateForm({ before, onDone }: { before: Template | null; onDone: () => void }) {
  const { t } = useWords();
  const topics = useTopicNames();
  const [topic, setTopic] = useState<string | null>(before?.topic ?? null);
  const save = useAction("template.save");
  return (
    <div className={styles["form"]}>
      <SelectField
        label={t("template.form.topic")}
        optional
        empty={t("template.anyTopic")}
        choices={[...topics].map(([value, label]) => ({ value, label }))}
        value={topic}
        onChange={setTopic}
      />
      <SchemaForm
        schema={templateForm}
        prefix="template"
        draftKey={`template:${before?.id ?? "new"}`}
        submitLabel={t("template.save")}
        suggestion={
          before === null
            ? undefined
            : {
                label: before.title,
                values: { title: before.title, text: before.text, source: before.source, validTo: before.validTo },
              }
        }
        onSubmit={async (values) => {
          await save.mutateAsync({
            id: before?.id ?? null,
            version: before?.version ?? 0,
            topic,
            ...templateForm.parse(values),
          });
          showToast(t("template.saved"));
          onDone();
          return "sent";
        }}
        onCancel={onDone}
      />
    </div>
  );
}

function useTopicNames(): ReadonlyMap<string, string> {
  const { locale } = useWords();
  const topics = useOperation("topic.list", {}, { staleTime: Number.POSITIVE_INFINITY });
  return new Map(
    (topics.data?.items ?? []).map((topic) => [topic.code, locale === "en" ? topic.nameEn : topic.nameZh]),
  );
}
