import type { FieldIssue } from "#kernel/errors.ts";
import type { Words } from "#web/i18n/index.ts";

type Speaking = Pick<Words, "say" | "find">;

/** A complaint about a row or a workbook: in the words of lists, else in those of every form. */
export function complaintWords({ say, find }: Speaking, issue: Pick<FieldIssue, "code" | "params">): string {
  return find(`imports.issue.${issue.code}`, issue.params ?? {}) ?? say(`issue.${issue.code}`, issue.params ?? {});
}

/** A value of a list as people say it: stages and parts by their names. */
export function valueWords({ find }: Speaking, column: string, value: string | number | null): string | undefined {
  if (value === null) return undefined;
  return find(`imports.value.${column}.${value}`) ?? String(value);
}
