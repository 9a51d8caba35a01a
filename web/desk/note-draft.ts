import { z } from "zod";
import { appeal } from "#capabilities/appeal/procedure.ts";
import { consultation } from "#capabilities/consultation/procedure.ts";
import { countCharacters } from "#kernel/fields/text.ts";
import type { FieldIssue } from "#kernel/errors.ts";
import { issuesOf } from "#kernel/issues.ts";
import type { InputFor } from "#web/operations.ts";

export const noteKinds = ["consultation", "appeal"] as const;
const sectionOf = { consultation: "question", appeal: "demand" } as const;
const sections = { consultation: consultation.sections, appeal: appeal.sections } as const;

const draftShape = z.strictObject({
  kind: z.enum(noteKinds),
  channel: z.enum(["phone", "visit"]),
  /** Undefined until somebody chose: the project looked at last. */
  projectId: z.int().optional(),
  topic: z.string().nullable(),
  text: z.string(),
  callerName: z.string(),
  callback: z.string(),
  confidential: z.boolean(),
  /** Made at the first sending: the same note sent again after a lost answer stays one. */
  key: z.string(),
});
/** What an officer notes while somebody is on the telephone. */
export type NoteDraft = z.output<typeof draftShape>;

export const emptyNote: NoteDraft = {
  kind: "consultation",
  channel: "phone",
  topic: null,
  text: "",
  callerName: "",
  callback: "",
  confidential: false,
  key: "",
};

export function reviveNote(kept: unknown): NoteDraft | undefined {
  return draftShape.safeParse(kept).data;
}

/** Longest title that `matter.open` takes. */
const titleMax = 60;

/** The first sentence of a note, which stands as its title. */
export function titleOf(text: string): string {
  const plain = text.trim();
  const first = plain.split(/[。！？!?\n]/, 1)[0]?.trim() ?? "";
  // A first sentence of one character ("喂。") says nothing.
  const title = countCharacters(first) < 2 ? plain.replaceAll(/\s+/g, " ") : first;
  return Array.from(title).slice(0, titleMax).join("");
}

/** What is sent: the firm of the project asks, the caller is known to it unless he wishes otherwise. */
export function noteOpening(draft: NoteDraft, project: { id: number; firm: number }): InputFor<"matter.open"> {
  const caller = {
    name: draft.callerName,
    ...(draft.callback.trim() !== "" && { callback: draft.callback }),
  };
  return {
    procedure: draft.kind,
    projectId: project.id,
    onBehalfOf: project.firm,
    channel: draft.channel,
    title: titleOf(draft.text),
    topic: draft.topic,
    form: {
      [sectionOf[draft.kind]]: { text: draft.text },
      ...(draft.callerName.trim() !== "" && { [draft.confidential ? "confidentialCaller" : "caller"]: caller }),
    },
  };
}

/** What is missing or wrong, by the schemas of the server, paths as fields of the page. */
export function noteComplaints(draft: NoteDraft): FieldIssue[] {
  const declared: Readonly<Record<string, { form: z.ZodObject }>> = sections[draft.kind];
  const text = declared[sectionOf[draft.kind]]?.form.safeParse({ text: draft.text });
  const caller = declared["caller"]?.form.safeParse({
    name: draft.callerName,
    ...(draft.callback.trim() !== "" && { callback: draft.callback }),
  });
  const named = draft.callerName.trim() !== "" || draft.callback.trim() !== "" || draft.confidential;
  return [
    ...(draft.topic === null ? [{ path: "topic", code: "choose" }] : []),
    ...(text?.success === false ? issuesOf(text.error, "") : []),
    ...(named && caller?.success === false
      ? issuesOf(caller.error, "").map((issue) => (issue.path === "name" ? { ...issue, path: "callerName" } : issue))
      : []),
  ];
}
