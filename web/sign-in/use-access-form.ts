import { type FormEvent, useState } from "react";
import type { FieldIssue } from "#kernel/errors.ts";
import { issuesOf } from "#kernel/issues.ts";
import type { Operation } from "#kernel/operation.ts";
import { CallError, call } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import { useWords } from "#web/i18n/index.ts";
import type { InputFor, OutputFor } from "#web/operations.ts";

/** What a code on paper, or a link, can open; and another password. */
type AccessDoor = "access.redeem" | "staff.redeemCode" | "installation.redeemLink" | "recovery.use" | "password.change";

interface Options<Id extends AccessDoor, Values> {
  empty: Values;
  /** What is sent; the values as they are, where the door takes them so. */
  inputOf: (values: Values) => InputFor<Id>;
  onOpened: (answer: OutputFor<Id>) => Promise<void> | void;
  /** Takes a refusal that is the page's own; true when it did. */
  onRefused?: (refusal: CallError) => boolean;
  /** Where the page shows a complaint, if elsewhere than the server says. */
  placeOf?: (issue: FieldIssue) => string;
}

/** What such a page keeps: the values, what is wrong with each, and the form going out once. */
export function useAccessForm<Id extends AccessDoor, Values extends Readonly<Record<string, string>>>(
  { id, input: schema }: Pick<Operation<Id>, "id" | "input">,
  { empty, inputOf, onOpened, onRefused, placeOf = ({ path }) => path }: Options<Id, Values>,
) {
  const words = useWords();
  const [values, setValues] = useState(empty);
  const [busy, setBusy] = useState(false);
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const [failure, setFailure] = useState<string>();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const input = inputOf(values);
    const checked = schema.safeParse(input, { reportInput: true });
    setFailure(undefined);
    setIssues(checked.success ? [] : issuesOf(checked.error, ""));
    if (!checked.success) return;
    setBusy(true);
    try {
      await onOpened(await call(id, input));
    } catch (cause) {
      if (!(cause instanceof CallError)) throw cause;
      if (onRefused?.(cause) === true) return;
      setIssues(cause.issues.map((issue) => ({ ...issue, path: placeOf(issue) })));
      if (cause.issues.length === 0) setFailure(words.t(`error.${cause.code}`));
    } finally {
      setBusy(false);
    }
  };
  return {
    values,
    busy,
    failure,
    submit: (event: FormEvent) => void submit(event),
    /** Ties a control to one value; `path` where the server's word for it is another. */
    field(name: keyof Values & string, path: string = name) {
      const issue = issues.find((one) => one.path === path);
      return {
        value: values[name] ?? "",
        error: issue && issueWords(words, issue),
        onChange: (value: string) => {
          setValues((before) => ({ ...before, [name]: value }));
          setIssues((before) => before.filter((one) => one.path !== path));
        },
      };
    },
  };
}
