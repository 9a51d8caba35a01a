import type { CallError } from "#web/call-error.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import type { Words } from "#web/i18n/index.ts";

/** Why a provider's word has opened nothing. */
export function identityRefusal(words: Words, { code, reason, issues: [issue] }: CallError): string {
  if (issue !== undefined) return issueWords(words, issue);
  if (code === "second-factor-needed" && reason === "passkey") return words.t("secure.usePasskey");
  return (reason !== undefined && words.find(`identity.reason.${reason}`)) || words.t(`error.${code}`);
}
