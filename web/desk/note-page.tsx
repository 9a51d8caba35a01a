import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { FieldIssue } from "#kernel/errors.ts";
import { useOperation } from "#web/call.ts";
import { emptyNote, noteComplaints, type NoteDraft, noteKinds, noteOpening, reviveNote } from "#web/desk/note-draft.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import { findRememberedProject, rememberProject } from "#web/home/remembered-project.ts";
import { useOffered } from "#web/ask/offered.ts";
import { useSendQuestion } from "#web/ask/send-question.ts";
import styles from "#web/ask/ask.module.css";
import home from "#web/home/home.module.css";
import own from "#web/desk/note.module.css";
import { useWords } from "#web/i18n/index.ts";
import { randomKey } from "#web/intention.ts";
import type { OutputFor } from "#web/operations.ts";
import { useMe } from "#web/session.tsx";
import { Button, buttonClass } from "#web/ui/button.tsx";
import { DraftNote, useDraft } from "#web/ui/draft.tsx";
import { RadioField, SelectField, SwitchField, TextArea, TextField } from "#web/ui/field.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { Empty, PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import { useWide } from "#web/ui/use-wide.ts";

type Project = OutputFor<"project.list">["items"][number];
type Topic = OutputFor<"topic.list">["items"][number];
type Sent = OutputFor<"matter.open">;

/** 电话记录: what a firm said on the telephone, written down as the firm's own matter while it speaks. */
export function NotePage() {
  const { t } = useWords();
  useTitle(t("note.title"));
  const me = useMe();
  const wide = useWide();
  const projects = useOperation("project.list", {});
  const topics = useOperation("topic.list", {});
  const [sent, setSent] = useState<Sent>();
  const known = {
    data: projects.data && topics.data && { projects: projects.data.items, topics: topics.data.items },
    error: projects.error ?? topics.error,
    isFetching: projects.isFetching || topics.isFetching,
    refetch: () => Promise.all([projects.refetch(), topics.refetch()]),
  };
  return (
    <>
      {/* Among an officer's places it has a head already. */}
      {!wide && me.desk !== "officer" && <PageHead back="/" title={t("note.title")} />}
      <PageState query={known}>
        {(both) => {
          const mine = both.projects.filter(
            ({ people, enterprises }) =>
              enterprises.length > 0 &&
              people.some(({ accountId, place }) => accountId === me.accountId && (place === "A" || place === "B")),
          );
          if (mine.length === 0)
            return (
              <div className={home["page"]}>
                <section className={home["part"]}>
                  <h1>{t("note.title")}</h1>
                  <p>{t("note.lead")}</p>
                </section>
                <Empty
                  icon="phone"
                  title={t("note.noneTitle")}
                  action={
                    <Link to="/" className={buttonClass("outline")}>
                      {t("state.home")}
                    </Link>
                  }
                >
                  <p>{t("note.noneText")}</p>
                </Empty>
              </div>
            );
          return sent === undefined ? (
            <NoteForm projects={mine} topics={both.topics} onSent={setSent} />
          ) : (
            <NoteSent sent={sent} onAgain={() => setSent(undefined)} />
          );
        }}
      </PageState>
    </>
  );
}

function NoteForm({
  projects,
  topics,
  onSent,
}: {
  projects: readonly Project[];
  topics: readonly Topic[];
  onSent: (sent: Sent) => void;
}) {
  const words = useWords();
  const { t, locale } = words;
  const { accountId } = useMe();
  const kept = useDraft<NoteDraft>("note", emptyNote, reviveNote);
  const sending = useSendQuestion();
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const draft = kept.value;
  const ids = projects.map(({ id }) => id);
  const project =
    projects.find(({ id }) => id === draft.projectId) ??
    projects.find(({ id }) => id === findRememberedProject(accountId, ids)) ??
    projects[0];
  const offered = useOffered(noteKinds, project?.id);
  if (project === undefined) return null;

  const set = (change: Partial<NoteDraft>) => {
    setIssues((before) => before.filter(({ path }) => !Object.hasOwn(change, path)));
    if (sending.isError) sending.reset();
    kept.set((before) => ({ ...before, ...change }));
  };
  const errorOf = (field: keyof NoteDraft) => {
    const issue = issues.find(({ path }) => path === field);
    return issue && issueWords(words, issue);
  };
  const send = () => {
    const complaints = noteComplaints(draft);
    setIssues(complaints);
    const firm = project.enterprises[0]?.id;
    if (offered.chosen(draft.kind) === null || complaints.length > 0 || sending.isPending || firm === undefined) return;
    const key = draft.key === "" ? randomKey() : draft.key;
    kept.set({ ...draft, key });
    sending.mutate(
      { input: noteOpening(draft, { id: project.id, firm }), idempotencyKey: key },
      {
        onSuccess: (opened) => {
          rememberProject(accountId, project.id);
          kept.clear();
          onSent(opened);
        },
        onError: (error) => {
          // It had arrived before: what is sent from here on is another note.
          if (error.code === "idempotency-key-reused") kept.set({ ...draft, key: "" });
          setIssues(error.issues.map((issue) => ({ ...issue, path: issue.path.split(".").at(-1) ?? "" })));
        },
      },
    );
  };

  return (
    <form
      className={styles["page"]}
      noValidate
      aria-label={t("note.title")}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <header className={own["head"]}>
        <h1>{t("note.title")}</h1>
        <p>{t("note.lead")}</p>
      </header>
      <SelectField
        label={t("note.project")}
        choices={projects.map(({ id, name, enterprises }) => ({
          value: String(id),
          label: `${enterprises[0]?.name ?? ""} · ${name}`,
        }))}
        value={String(project.id)}
        onChange={(value) => set({ projectId: Number(value) })}
      />
      <RadioField
        inline
        label={t("note.kind")}
        choices={offered.kinds.map((kind) => ({ value: kind, label: t(`note.kind.${kind}`) }))}
        value={offered.chosen(draft.kind)}
        error={offered.refusal(draft.kind)}
        onChange={(kind) => set({ kind })}
      />
      <TextArea
        label={t("note.text")}
        hint={t("note.textHint")}
        error={errorOf("text")}
        value={draft.text}
        onChange={(text) => set({ text })}
        max={2000}
        rows={5}
      />
      <RadioField
        inline
        label={t("ask.topic")}
        choices={topics.map((topic) => ({ value: topic.code, label: locale === "en" ? topic.nameEn : topic.nameZh }))}
        value={draft.topic}
        error={errorOf("topic")}
        onChange={(topic) => set({ topic })}
      />
      <TextField
        optional
        label={t("note.caller")}
        error={errorOf("callerName")}
        value={draft.callerName}
        onChange={(callerName) => set({ callerName })}
        autoComplete="off"
      />
      <TextField
        optional
        label={t("note.callback")}
        error={errorOf("callback")}
        value={draft.callback}
        onChange={(callback) => set({ callback })}
        inputMode="tel"
        autoComplete="off"
      />
      <SwitchField
        label={t("note.confidential")}
        hint={t(draft.confidential ? "note.confidentialHint" : "note.openHint")}
        value={draft.confidential}
        onChange={(confidential) => set({ confidential })}
      />
      <RadioField
        inline
        label={t("note.channel")}
        choices={(["phone", "visit"] as const).map((channel) => ({
          value: channel,
          label: t(`note.channel.${channel}`),
        }))}
        value={draft.channel}
        onChange={(channel) => set({ channel })}
      />
      <DraftNote draft={kept} />
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
            {t("note.send")}
          </Button>
        </div>
      </footer>
    </form>
  );
}

/** The number, to be read out to whoever is still on the telephone. */
function NoteSent({ sent, onAgain }: { sent: Sent; onAgain: () => void }) {
  const { t } = useWords();
  return (
    <div className={styles["page"]}>
      <div className={styles["sent"]} role="status">
        <span className={styles["tick"]}>
          <Icon name="check" />
        </span>
        <h1>{t("note.sent")}</h1>
        <p className={styles["number"]}>
          {t("sent.number")} {sent.number}
        </p>
        <p>{t("note.sentText")}</p>
      </div>
      <footer className={styles["stack"]}>
        <Link to="/matters/$id" params={{ id: String(sent.id) }} className={buttonClass("filled", true)}>
          {t("sent.open")}
        </Link>
        <Button wide onClick={onAgain}>
          {t("note.again")}
        </Button>
      </footer>
    </div>
  );
}
