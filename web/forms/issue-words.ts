import type { FieldIssue } from "#kernel/errors.ts";
import type { Words } from "#web/i18n/index.ts";

/** A complaint about a field in words. What the schema names wins over what the server says in its own language. */
export function issueWords(words: Pick<Words, "say">, issue: FieldIssue): string {
  return words.say(`issue.${issue.code}`, issue.params ?? {});
}
