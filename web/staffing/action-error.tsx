import type { CallError } from "#web/call-error.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import { useWords } from "#web/i18n/index.ts";
import styles from "#web/staffing/staffing.module.css";

/** Why something was refused, in words, beside the button that was pressed; `except`: fields that say it themselves. */
export function ActionError({ error, except = [] }: { error: CallError | null; except?: readonly string[] }) {
  const words = useWords();
  if (error === null) return null;
  const issues = error.issues.filter((issue) => !except.includes(issue.path));
  if (error.issues.length > 0 && issues.length === 0) return null;
  const text =
    issues.length > 0
      ? issues.map((issue) => issueWords(words, issue)).join(" ")
      : (words.find(`staffing.reason.${error.reason}`) ??
        words.find(`admin.reason.${error.reason}`) ??
        words.t(`error.${error.code}`));
  return (
    <p className={styles["error"]} role="alert">
      {text}
    </p>
  );
}

/** What is wrong with one field. */
export function useFieldError(error: CallError | null): (path: string) => string | undefined {
  const words = useWords();
  return (path) => {
    const issue = error?.issues.find((one) => one.path === path);
    return issue && issueWords(words, issue);
  };
}
