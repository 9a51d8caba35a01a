import { conduct } from "#capabilities/conduct/procedure.ts";
import type { FieldIssue } from "#kernel/errors.ts";
import { issuesOf } from "#kernel/issues.ts";
import { contract } from "#matters/contract.ts";
import type { InputFor } from "#web/operations.ts";

/** A complaint while it is written; it is never stored in the browser. */
export interface Complaint {
  readonly projectId: number | null;
  /** People of the project, chosen. */
  readonly about: readonly number[];
  /** Whoever else it is about, in words. */
  readonly whom: string;
  readonly title: string;
  readonly text: string;
  readonly wish: string;
  /** Without a name: neither the person nor firm nor project. */
  readonly anonymous: boolean;
}

export const emptyComplaint: Complaint = {
  projectId: null,
  about: [],
  whom: "",
  title: "",
  text: "",
  wish: "",
  anonymous: false,
};

/** What is sent; `names`: the chosen people in words. */
export function complaintOpening(draft: Complaint, names: readonly string[]): InputFor<"matter.open"> {
  return {
    procedure: conduct.id,
    projectId: draft.projectId,
    title: draft.title,
    private: true,
    anonymous: draft.anonymous,
    about: [...draft.about],
    form: {
      facts: {
        whom: [...names, draft.whom.trim()].filter((one) => one !== "").join("、"),
        text: draft.text,
        ...(draft.wish.trim() !== "" && { wish: draft.wish }),
      },
    },
  };
}

/** What is missing or wrong, by the schemas that the server checks with, paths as field names. */
export function complaintIssues(draft: Complaint, names: readonly string[]): FieldIssue[] {
  const { form, ...head } = complaintOpening(draft, names);
  const checkedHead = contract["matter.open"].input.omit({ form: true }).safeParse(head);
  const checkedForm = conduct.sections["facts"]?.form.safeParse(form["facts"]);
  return [
    ...(checkedHead.success ? [] : issuesOf(checkedHead.error, "")),
    ...(checkedForm === undefined || checkedForm.success ? [] : issuesOf(checkedForm.error, "")),
  ];
}
