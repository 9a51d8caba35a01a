import type { i18n } from "i18next";
import type { TextKey } from "#web/i18n/texts.ts";

export type TextParams = Readonly<Record<string, string | number>>;
export type T = (key: TextKey, params?: TextParams) => string;
export type Say = (key: string, params?: TextParams) => string;

/**
 * A composed key may belong to a declaration that this page is too old to know. People then read a neutral word,
 * never the key: `_mine` and the like fall back to the plain text first.
 */
export function say(words: Pick<i18n, "t" | "exists">, key: string, params: TextParams = {}): string {
  if (words.exists(key, { ...params })) return words.t(key, { ...params });
  const plain = key.replace(/_[a-zA-Z]+$/, "");
  if (plain !== key && words.exists(plain, { ...params })) return words.t(plain, { ...params });
  return words.t("state.unknown");
}
