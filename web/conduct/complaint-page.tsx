import { Link } from "@tanstack/react-router";
import { useId, useRef, useState } from "react";
import type { FieldIssue } from "#kernel/errors.ts";
import { useOperation } from "#web/call.ts";
import { type Complaint, complaintIssues, complaintOpening, emptyComplaint } from "#web/conduct/complaint.ts";
import own from "#web/conduct/complaint.module.css";
import { issueWords } from "#web/forms/issue-words.ts";
import styles from "#web/ask/ask.module.css";
import { useSendQuestion } from "#web/ask/send-question.ts";
import { UrgentStrip } from "#web/ask/urgent-strip.tsx";
import { officersOf } from "#web/home/who-now.ts";
import { useWords } from "#web/i18n/index.ts";
import { randomKey } from "#web/intention.ts";
import type { OutputFor } from "#web/operations.ts";
import { useMe } from "#web/session.tsx";
import { Button, buttonClass } from "#web/ui/button.tsx";
import { SelectField, TextArea, TextField } from "#web/ui/field.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { Empty, PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Projects = OutputFor<"project.list">["items"];
type Sent = OutputFor<"matter.open">;

/** 投诉: who will read it stands first; nothing that is written stays in the browser. */
export function ComplaintPage() {
  const { t } = useWords();
  useTitle(t("complaint.title"));
  const { kind } = useMe();
  const projects = useOperation("project.list", {});
  const [sent, setSent] = useState<{ sent: Sent; anonymous: boolean }>();
  if (kind !== "member")
    return (
      <Empty title={t("complaint.policeTitle")}>
        <p>{t("complaint.policeText")}</p>
      </Empty>
    );
  return (
    <>
      <PageHead back="/" title={t("complaint.title")} />
      {sent !== undefined ? (
        <ComplaintSent {...sent} />
      ) : (
        <PageState query={projects}>{({ items }) => <ComplaintForm projects={items} onSent={setSent} />}</PageState>
      )}
    </>
  );
}

function ComplaintForm({
  projects,
  onSent,
}: {
  projects: Projects;
  onSent: (what: { sent: Sent; anonymous: boolean }) => void;
}) {
  const words = useWords();
  const { t, say } = words;
  const [draft, setDraft] = useState<Complaint>({ ...emptyComplaint, projectId: projects[0]?.id ?? null });
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const sending = useSendQuestion();
  // The same words are sent once, however often the button is pressed; other words are another complaint.
  const key = useRef(randomKey());
  const people = officersOf(projects.find(({ id }) => id === draft.projectId)?.people ?? []);
  const named = people.filter(({ accountId }) => draft.about.includes(accountId));

  const set = (change: Partial<Complaint>) => {
    setIssues([]);
    if (sending.isError) sending.reset();
    key.current = randomKey();
    setDraft((before) => ({ ...before, ...change }));
  };
  const errorOf = (field: keyof Complaint) => {
    const issue = issues.find(({ path }) => path === field);
    return issue && issueWords(words, issue);
  };
  const send = () => {
    const names = named.map(({ dutyName, place, unitName }) =>
      // His place on the project would tell which project it is.
      draft.anonymous ? `${dutyName}（${unitName}）` : `${dutyName}（${say(`duty.${place.toLowerCase()}`)}）`,
    );
    const found = complaintIssues(draft, names);
    setIssues(found);
    if (found.length > 0 || sending.isPending) return;
    sending.mutate(
      { input: complaintOpening(draft, names), idempotencyKey: key.current },
      {
        onSuccess: (sent) => onSent({ sent, anonymous: draft.anonymous }),
        onError: (error) =>
          setIssues(error.issues.map((issue) => ({ ...issue, path: issue.path.split(".").at(-1) ?? "" }))),
      },
    );
  };

  return (
    <form
      className={styles["page"]}
      noValidate
      aria-label={t("complaint.title")}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <UrgentStrip />
      <header className={styles["head"]}>
        <h1>{t("complaint.title")}</h1>
        <p className={own["lead"]}>{t("complaint.lead")}</p>
        <p>{t("complaint.safe")}</p>
      </header>
      <WithoutName chosen={draft.anonymous} onChange={(anonymous) => set({ anonymous })} />
      {projects.length > 0 && (
        <SelectField
          label={t("complaint.project")}
          empty={t("complaint.noProject")}
          choices={projects.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={draft.projectId === null ? null : String(draft.projectId)}
          onChange={(value) => set({ projectId: value === null ? null : Number(value), about: [] })}
        />
      )}
      {people.length > 0 && (
        <fieldset className={own["people"]}>
          <legend>{t("complaint.officers")}</legend>
          <p className={own["hint"]}>{t("complaint.officersHint")}</p>
          {people.map(({ accountId, dutyName, place, unitName }) => (
            <label key={accountId} className={own["person"]}>
              <input
                type="checkbox"
                checked={draft.about.includes(accountId)}
                onChange={(event) =>
                  set({
                    about: event.target.checked
                      ? [...draft.about, accountId]
                      : draft.about.filter((one) => one !== accountId),
                  })
                }
              />
              <span>{[dutyName, say(`duty.${place.toLowerCase()}`), unitName].join(" · ")}</span>
            </label>
          ))}
        </fieldset>
      )}
      <TextField
        optional={named.length > 0}
        label={t(people.length > 0 ? "complaint.other" : "complaint.officers")}
        hint={t("complaint.otherHint")}
        error={errorOf("whom")}
        value={draft.whom}
        onChange={(whom) => set({ whom })}
        autoComplete="off"
      />
      <TextField
        label={t("complaint.titleField")}
        error={errorOf("title")}
        value={draft.title}
        onChange={(title) => set({ title })}
        autoComplete="off"
      />
      <TextArea
        label={t("complaint.text")}
        hint={t("complaint.textHint")}
        error={errorOf("text")}
        value={draft.text}
        onChange={(text) => set({ text })}
        max={4000}
        rows={8}
      />
      <TextArea
        optional
        label={t("complaint.wish")}
        error={errorOf("wish")}
        value={draft.wish}
        onChange={(wish) => set({ wish })}
        max={500}
        rows={2}
      />
      <p className={own["hint"]}>{t("complaint.notKept")}</p>
      <footer className={styles["foot"]}>
        {issues.length > 0 && (
          <p className={styles["fix"]} role="alert">
            {t("form.fix", { count: issues.length })}
          </p>
        )}
        {sending.error !== null && (
          <p className={styles["fix"]} role="alert">
            {t(`error.${sending.error.code}`)}
          </p>
        )}
        <div className={styles["buttons"]}>
          <Button type="submit" look="filled" busy={sending.isPending}>
            {t("complaint.send")}
          </Button>
        </div>
      </footer>
    </form>
  );
}

/** 匿名: what the platform keeps to itself, and as plainly what it cannot. */
function WithoutName({ chosen, onChange }: { chosen: boolean; onChange: (chosen: boolean) => void }) {
  const { t } = useWords();
  const hint = useId();
  return (
    <section className={own["unnamed"]} aria-label={t("complaint.unnamed")}>
      <label className={own["person"]}>
        <input
          type="checkbox"
          checked={chosen}
          aria-describedby={hint}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span className={own["strong"]}>{t("complaint.unnamed")}</span>
      </label>
      <p id={hint} className={own["hint"]}>
        {t("complaint.unnamedHint")}
      </p>
      {chosen && (
        <>
          <p>{t("complaint.unnamedHow")}</p>
          <p>{t("complaint.unnamedPlatform")}</p>
          <h2 className={own["strong"]}>{t("complaint.unnamedNotTitle")}</h2>
          <ul className={own["limits"]}>
            <li>{t("complaint.unnamedWords")}</li>
            <li>{t("complaint.unnamedOfficer")}</li>
            <li>{t("complaint.unnamedFiles")}</li>
            <li>{t("complaint.unnamedOperator")}</li>
          </ul>
        </>
      )}
    </section>
  );
}

function ComplaintSent({ sent, anonymous }: { sent: Sent; anonymous: boolean }) {
  const { t } = useWords();
  return (
    <div className={styles["page"]}>
      <div className={styles["sent"]} role="status">
        <span className={styles["tick"]}>
          <Icon name="check" />
        </span>
        <h1>{t("complaint.sent")}</h1>
        <p className={styles["number"]}>
          {t("sent.number")} {sent.number}
        </p>
        <p>{t("complaint.sentText")}</p>
        {anonymous && <p>{t("complaint.sentUnnamed")}</p>}
      </div>
      <footer className={styles["stack"]}>
        <Link to="/matters/$id" params={{ id: String(sent.id) }} className={buttonClass("filled", true)}>
          {t("complaint.open")}
        </Link>
      </footer>
    </div>
  );
}
