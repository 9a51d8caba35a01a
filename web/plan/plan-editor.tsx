import { type FormEvent, useState } from "react";
import { type PlanContent, planContent } from "#capabilities/plan/content.ts";
import type { FieldIssue } from "#kernel/errors.ts";
import { issuesOf } from "#kernel/issues.ts";
import { CallError, useAction } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { type PlanDraft, revivePlan } from "#web/plan/plan-draft.ts";
import type { PlanView } from "#web/plan/plan-page.tsx";
import styles from "#web/plan/plan.module.css";
import { Button } from "#web/ui/button.tsx";
import { DraftNote, useDraft } from "#web/ui/draft.tsx";
import { TextArea, TextField } from "#web/ui/field.tsx";
import { showToast } from "#web/ui/toast.tsx";

type Shown = NonNullable<PlanView["shown"]>;
type Lists = "concerns" | "services" | "contacts" | "emergency";

/** Fields of a line in each list, in the order in which they are written. */
const fields = {
  concerns: ["what", "measure"],
  services: ["what", "when"],
  emergency: ["what", "first", "phone"],
  contacts: ["duty", "dutyName", "dutyPhone"],
} as const;
const most = { concerns: 12, services: 12, contacts: 12, emergency: 8 } as const;

/** Officer A writes a draft; the schema that checks here is the server's. */
export function PlanEditor({ shown, onDone }: { shown: Shown; onDone: () => void }) {
  const words = useWords();
  const { t } = words;
  const save = useAction("plan.save");
  const draft = useDraft<PlanDraft>(
    `plan:${shown.id}`,
    { revision: shown.revision, content: shown.content },
    revivePlan,
  );
  const { content, revision } = draft.value;
  const setContent = (change: (before: PlanContent) => PlanContent) =>
    draft.set((before) => ({ ...before, content: change(before.content) }));
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const errorOf = (path: string) => {
    const issue = issues.find((one) => one.path === path);
    return issue && issueWords(words, issue);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const checked = planContent.safeParse(content, { reportInput: true });
    setIssues(checked.success ? [] : issuesOf(checked.error, ""));
    if (!checked.success) return;
    try {
      await save.mutateAsync({ id: shown.id, revision, content: checked.data });
      draft.clear();
      showToast(t("plan.saved"));
      onDone();
    } catch (cause) {
      if (!(cause instanceof CallError)) throw cause;
      setIssues(cause.issues.map((issue) => ({ ...issue, path: issue.path.replace(/^content\./, "") })));
    }
  };
  const visits = (part: Partial<PlanContent["visits"]>) =>
    setContent((before) => ({ ...before, visits: { ...before.visits, ...part } }));
  return (
    <form className={`${home["part"]} no-print`} noValidate onSubmit={(event) => void submit(event)}>
      <h2>{t("plan.edit")}</h2>
      {(Object.keys(fields) as Lists[]).map((list) => (
        <ListFields
          key={list}
          list={list}
          lines={content[list]}
          errorOf={errorOf}
          onChange={(lines) => setContent((before) => ({ ...before, [list]: lines }))}
        />
      ))}
      <fieldset className={styles["group"]}>
        <legend>{t("plan.visits")}</legend>
        <NumberField
          label={t("plan.onSite")}
          value={content.visits.onSitePerQuarter}
          error={errorOf("visits.onSitePerQuarter")}
          onChange={(value) => visits({ onSitePerQuarter: value })}
        />
        <NumberField
          label={t("plan.online")}
          value={content.visits.onlinePerMonth}
          error={errorOf("visits.onlinePerMonth")}
          onChange={(value) => visits({ onlinePerMonth: value })}
        />
        <TextField
          label={t("plan.quietField")}
          optional
          value={content.visits.quiet}
          error={errorOf("visits.quiet")}
          onChange={(quiet) => visits({ quiet })}
        />
      </fieldset>
      <TextArea
        label={t("plan.note")}
        optional
        rows={2}
        max={600}
        value={content.note}
        error={errorOf("note")}
        onChange={(note) => setContent((before) => ({ ...before, note }))}
      />
      <div className={styles["group"]}>
        <TextField
          label={t("plan.from")}
          type="date"
          value={content.validFrom}
          error={errorOf("validFrom")}
          onChange={(validFrom) => setContent((before) => ({ ...before, validFrom }))}
        />
        <TextField
          label={t("plan.until")}
          type="date"
          value={content.validUntil}
          error={errorOf("validUntil")}
          onChange={(validUntil) => setContent((before) => ({ ...before, validUntil }))}
        />
      </div>
      <DraftNote draft={draft} />
      {issues.length > 0 && <p role="status">{t("form.fix", { count: issues.length })}</p>}
      {save.error !== null && <p role="alert">{t(`error.${save.error.code}`)}</p>}
      <div className={home["buttons"]}>
        <Button type="submit" look="filled" busy={save.isPending}>
          {t("plan.save")}
        </Button>
        <Button onClick={onDone}>{t("act.cancel")}</Button>
      </div>
    </form>
  );
}

type Line = Readonly<Record<string, string>>;

function ListFields(props: {
  list: Lists;
  lines: readonly Line[];
  errorOf: (path: string) => string | undefined;
  onChange: (lines: Line[]) => void;
}) {
  const { list, lines, errorOf, onChange } = props;
  const { t, say } = useWords();
  const names: readonly string[] = fields[list];
  return (
    <fieldset className={styles["lists"]}>
      <legend>{t(`plan.${list}`)}</legend>
      {lines.map((line, at) => (
        <div key={at} className={styles["group"]}>
          {names.map((name) => (
            <TextField
              key={name}
              label={say(`plan.field.${name}`)}
              value={line[name] ?? ""}
              error={errorOf(`${list}.${at}.${name}`)}
              onChange={(value) =>
                onChange(lines.map((one, index) => (index === at ? { ...one, [name]: value } : one)))
              }
            />
          ))}
          <Button
            look="quiet"
            aria-label={t("plan.removeLine", { what: line[names[0] ?? ""] ?? "" })}
            onClick={() => onChange(lines.filter((_, index) => index !== at))}
          >
            {t("act.remove")}
          </Button>
        </div>
      ))}
      {lines.length < most[list] && (
        <Button
          icon="plus"
          onClick={() => onChange([...lines, Object.fromEntries(names.map((name) => [name, ""]))])}
          aria-label={t("plan.addTo", { what: t(`plan.${list}`) })}
        >
          {t("plan.addLine")}
        </Button>
      )}
    </fieldset>
  );
}

function NumberField(props: {
  label: string;
  value: number;
  error: string | undefined;
  onChange: (value: number) => void;
}) {
  return (
    <TextField
      label={props.label}
      inputMode="numeric"
      value={Number.isNaN(props.value) ? "" : String(props.value)}
      error={props.error}
      onChange={(text) => props.onChange(/^\d{1,3}$/.test(text.trim()) ? Number(text) : Number.NaN)}
    />
  );
}
