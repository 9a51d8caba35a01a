import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { FieldIssue } from "#kernel/errors.ts";
import {
  type AskDraft,
  type AskGroup,
  askGroups,
  chosenProject,
  complaintsOf,
  emptyDraft,
  fieldOf,
  findGroupToMend,
  groupOf,
  openingOf,
  reviveDraft,
} from "#web/ask/ask-draft.ts";
import type { Projects } from "#web/ask/ask-page.tsx";
import { findRememberedProject } from "#web/home/remembered-project.ts";
import { useSendQuestion } from "#web/ask/send-question.ts";
import { randomKey } from "#web/intention.ts";
import { useMe } from "#web/session.tsx";
import { useDraft } from "#web/ui/draft.tsx";

/** The state of the page that asks: the kept draft, the group on the screen, complaints, and the sending. */
export function useAsk(projects: Projects) {
  const { accountId } = useMe();
  const search: { at?: unknown; project?: unknown } = useSearch({ strict: false });
  const navigate = useNavigate();
  const kept = useDraft<AskDraft>("ask", emptyDraft, reviveDraft);
  const sending = useSendQuestion();
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  /** Counts the presses that found something to mend: only then is it brought into sight. */
  const [attempt, setAttempt] = useState(0);

  const ids = projects.map((project) => project.id);
  const draft: AskDraft = {
    ...kept.value,
    projectId: chosenProject(kept.value.projectId, ids, Number(search.project), findRememberedProject(accountId, ids)),
  };
  const at: AskGroup = askGroups.find((group) => group === search.at) ?? "about";

  const go = (group: AskGroup) => void navigate({ to: "/ask", search: { ...search, at: group } });

  const set = (change: Partial<AskDraft>) => {
    setIssues((before) => before.filter((issue) => !Object.hasOwn(change, fieldOf(issue.path))));
    if (sending.isError) sending.reset();
    kept.set((before) => ({ ...before, ...change }));
  };

  const next = () => {
    const open = complaintsOf(draft).filter((issue) => groupOf(issue.path) === at);
    setIssues(open);
    if (open.length > 0) setAttempt((before) => before + 1);
    const following = askGroups[askGroups.indexOf(at) + 1];
    if (open.length === 0 && following !== undefined) go(following);
  };

  const mend = (found: readonly FieldIssue[]) => {
    const group = findGroupToMend(found);
    setIssues(found);
    if (group !== undefined) setAttempt((before) => before + 1);
    if (group !== undefined && group !== at) go(group);
    return group !== undefined;
  };

  const send = () => {
    if (sending.isPending || mend(complaintsOf(draft))) return;
    const key = draft.key === "" ? randomKey() : draft.key;
    kept.set({ ...draft, key });
    sending.mutate(
      { input: openingOf(draft), idempotencyKey: key },
      {
        onSuccess: (opened) => {
          kept.clear();
          void navigate({ to: "/ask/sent/$id", params: { id: String(opened.id) }, replace: true });
        },
        onError: (error) => {
          // It had arrived before: whatever is sent from here on is another question.
          if (error.code === "idempotency-key-reused") kept.set({ ...draft, key: "" });
          mend(error.issues.map((issue) => ({ ...issue, path: fieldOf(issue.path) })));
        },
      },
    );
  };

  return { kept, draft, at, issues, attempt, sending, set, go, forward: at === "check" ? send : next };
}
