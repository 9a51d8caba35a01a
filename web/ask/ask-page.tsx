import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useOperation } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import { AskAbout } from "#web/ask/ask-about.tsx";
import { AskCheck } from "#web/ask/ask-check.tsx";
import { type AskDraft, askGroups } from "#web/ask/ask-draft.ts";
import { AskQuestion } from "#web/ask/ask-question.tsx";
import { AskSending, type Receiver, SendButton } from "#web/ask/ask-sending.tsx";
import { UrgentStrip } from "#web/ask/urgent-strip.tsx";
import { useAsk } from "#web/ask/use-ask.ts";
import styles from "#web/ask/ask.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { useMe } from "#web/session.tsx";
import { Button } from "#web/ui/button.tsx";
import { DraftNote } from "#web/ui/draft.tsx";
import { Empty, PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

export type Projects = OutputFor<"project.list">["items"];
export type Topics = OutputFor<"topic.list">["items"];

/** What every group of the page gets. */
export interface AskGroupProps {
  draft: AskDraft;
  set: (change: Partial<AskDraft>) => void;
  /** The complaint about a field, in words. */
  errorOf: (field: keyof AskDraft) => string | undefined;
  projects: Projects;
  topics: Topics;
}

/** 有事找警长: one group of questions at a time, kept while it is written, sent once. */
export function AskPage() {
  const projects = useOperation("project.list", {});
  const topics = useOperation("topic.list", {});
  const known = {
    data: projects.data && topics.data && { projects: projects.data.items, topics: topics.data.items },
    error: projects.error ?? topics.error,
    isFetching: projects.isFetching || topics.isFetching,
    refetch: () => Promise.all([projects.refetch(), topics.refetch()]),
  };
  const { t } = useWords();
  const { kind } = useMe();
  if (kind !== "member")
    return (
      <Empty title={t("ask.policeTitle")} action={<Link to="/">{t("state.home")}</Link>}>
        <p>{t("ask.policeText")}</p>
      </Empty>
    );
  return <PageState query={known}>{(both) => <AskForm projects={both.projects} topics={both.topics} />}</PageState>;
}

function AskForm({ projects, topics }: { projects: Projects; topics: Topics }) {
  const words = useWords();
  const { t } = words;
  useTitle(t("ask.title"));
  const { kept, draft, at, issues, attempt, sending, set, go, forward } = useAsk(projects);
  const [uploading, setUploading] = useState(false);
  const heading = useFocusOnChange(at);
  const form = useFocusOnComplaint(`${attempt} ${at}`);
  const index = askGroups.indexOf(at);
  const group: AskGroupProps = {
    draft,
    set,
    projects,
    topics,
    errorOf: (field) => {
      const issue = issues.find((one) => one.path === field);
      return issue && issueWords(words, issue);
    },
  };
  return (
    <form
      ref={form}
      className={styles["page"]}
      noValidate
      aria-label={t("ask.title")}
      onSubmit={(event) => {
        event.preventDefault();
        forward();
      }}
    >
      <UrgentStrip />
      <header className={styles["head"]}>
        <p className={styles["step"]}>{t("ask.step", { at: index + 1, of: askGroups.length })}</p>
        <progress className={styles["progress"]} value={index + 1} max={askGroups.length} aria-hidden="true" />
        <h1 ref={heading} tabIndex={-1}>
          {t(at === "question" ? `ask.question.${draft.kind}` : `ask.${at}`)}
        </h1>
      </header>
      {at === "about" && <AskAbout {...group} />}
      {at === "question" && <AskQuestion {...group} onBusy={setUploading} />}
      {at === "check" && <AskCheck {...group} go={go} />}
      <DraftNote draft={kept} />
      <footer className={styles["foot"]}>
        {issues.length > 0 && (
          <p className={styles["fix"]} role="alert">
            {t("form.fix", { count: issues.length })}
          </p>
        )}
        {uploading && <p role="status">{t("file.inProgress")}</p>}
        {at === "check" && <AskSending sending={sending} kind={draft.kind} to={toWhom(projects, draft)} />}
        <div className={styles["buttons"]}>
          {index > 0 && (
            <Button onClick={() => go(askGroups[index - 1] ?? "about")} disabled={sending.isPending || uploading}>
              {t("ask.back")}
            </Button>
          )}
          {at === "check" ? (
            <SendButton sending={sending} kind={draft.kind} to={toWhom(projects, draft)} />
          ) : (
            <Button type="submit" look="filled" disabled={uploading}>
              {t("ask.next")}
            </Button>
          )}
        </div>
      </footer>
    </form>
  );
}

/** An appeal without a project is for the program office to assign; a question without an officer goes to the station. */
function toWhom(projects: Projects, { kind, projectId }: AskDraft): Receiver {
  const project = projects.find((one) => one.id === projectId);
  if (project === undefined && kind === "appeal") return "office";
  return project?.people.some((person) => person.place === "A") === true ? "officer" : "station";
}

/** A new group begins at the top, and a screen reader hears its heading. */
function useFocusOnChange(what: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(what);
  useEffect(() => {
    if (before.current === what) return;
    before.current = what;
    window.scrollTo({ top: 0 });
    heading.current?.focus({ preventScroll: true });
  }, [what]);
  return heading;
}

/** With every new `attempt` the first thing to mend is brought into sight, and the keyboard starts there. */
function useFocusOnComplaint(attempt: string) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const field = form.current?.querySelector<HTMLElement>("[aria-invalid]");
    const control = field?.matches("input, textarea") === true ? field : field?.querySelector<HTMLElement>("input");
    control?.focus({ preventScroll: true });
    control?.scrollIntoView({ block: "center" });
  }, [attempt]);
  return form;
}
