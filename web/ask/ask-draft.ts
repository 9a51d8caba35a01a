import { z } from "zod";
import { appeal } from "#capabilities/appeal/procedure.ts";
import { consultation } from "#capabilities/consultation/procedure.ts";
import type { FieldIssue } from "#kernel/errors.ts";
import { issuesOf } from "#kernel/issues.ts";
import { contract } from "#matters/contract.ts";
import type { InputFor } from "#web/operations.ts";

/** The groups of questions, one on the screen at a time. */
export const askGroups = ["about", "question", "check"] as const;
export type AskGroup = (typeof askGroups)[number];

/** What can be asked: a question, or that something be done; each with the section of its form that the page fills. */
export const askKinds = ["consultation", "appeal"] as const;
export type AskKind = (typeof askKinds)[number];
const askedIn = {
  consultation: { section: "question", form: formOf(consultation.sections["question"]) },
  appeal: { section: "demand", form: formOf(appeal.sections["demand"]) },
} as const satisfies Record<AskKind, { section: string; form: z.ZodObject }>;

function formOf(section: { form: z.ZodObject } | undefined): z.ZodObject {
  if (section === undefined) throw new Error("The procedure has no section that asks for something");
  return section.form;
}

const attached = contract["file.upload"].output;

const draftShape = z.strictObject({
  kind: z.enum(askKinds).default("consultation"),
  /** Undefined until somebody chose; null: no particular project. */
  projectId: z.int().nullable().optional(),
  topic: z.string().nullable(),
  title: z.string(),
  text: z.string(),
  urgency: z.enum(["normal", "soon"]),
  tradeSecret: z.boolean(),
  private: z.boolean(),
  files: z.array(attached),
  /**
   * Idempotency key, made at the first sending and kept with the draft: whoever loses the network, reloads and sends
   * again, sends the same thing once, even after a last change of the words. Empty before.
   */
  key: z.string(),
});
/** A question that is being written; plain JSON, kept in the browser until it is sent. */
export type AskDraft = z.output<typeof draftShape>;

export const emptyDraft: AskDraft = {
  kind: "consultation",
  topic: null,
  title: "",
  text: "",
  urgency: "normal",
  tradeSecret: false,
  private: false,
  files: [],
  key: "",
};

/** A draft from an earlier visit; undefined when an older page kept something else. */
export function reviveDraft(kept: unknown): AskDraft | undefined {
  return draftShape.safeParse(kept).data;
}

/**
 * The project that a question is about: the one chosen here, else the one that the link named, the one looked at last,
 * or the first. Null when none was wanted or there is none.
 */
export function chosenProject(
  chosen: number | null | undefined,
  ids: readonly number[],
  linked: number,
  remembered: number | undefined,
): number | null {
  if (chosen === null) return null;
  const wanted = [chosen, linked, remembered].find((id) => id !== undefined && ids.includes(id));
  return wanted ?? ids[0] ?? null;
}

/** What is sent for a draft. */
export function openingOf(draft: AskDraft): InputFor<"matter.open"> {
  return {
    procedure: draft.kind,
    projectId: draft.projectId ?? null,
    title: draft.title,
    topic: draft.topic,
    private: draft.private,
    form: {
      [askedIn[draft.kind].section]: { text: draft.text, urgency: draft.urgency, tradeSecret: draft.tradeSecret },
    },
    files: draft.files.map((file) => file.id),
  };
}

const groupOfField: Readonly<Record<string, AskGroup>> = {
  kind: "about",
  projectId: "about",
  topic: "about",
  title: "question",
  text: "question",
  files: "question",
};

/** `form.question.text` and `text` are one field on this page. */
export function fieldOf(path: string): string {
  return path.replace(/^form\.(question|demand)\./, "").replace(/\..*$/, "");
}

/** The group that asks for a field; what has no field of its own is shown where one sends. */
export function groupOf(path: string): AskGroup {
  return groupOfField[fieldOf(path)] ?? "check";
}

/** What is missing or wrong in a draft, by the same schemas that the server checks with, paths as field names. */
export function complaintsOf(draft: AskDraft): FieldIssue[] {
  const { form, ...head } = openingOf(draft);
  const schema = contract["matter.open"].input.omit({ form: true });
  const checkedHead = schema.safeParse(head);
  const asked = askedIn[draft.kind];
  const checkedForm = asked.form.safeParse(form[asked.section]);
  const complaints = [
    ...(draft.topic === null ? [{ path: "topic", code: "choose" }] : []),
    ...(checkedHead.success ? [] : issuesOf(checkedHead.error, "")),
    ...(checkedForm.success ? [] : issuesOf(checkedForm.error, "")),
  ];
  return complaints.map((issue) => ({ ...issue, path: fieldOf(issue.path) }));
}

/** The first group with something to mend, or undefined when the draft can be sent. */
export function findGroupToMend(issues: readonly FieldIssue[]): AskGroup | undefined {
  const concerned = new Set(issues.map((issue) => groupOf(issue.path)));
  return askGroups.find((group) => concerned.has(group));
}
