import type { i18n } from "i18next";
import type { TextKey } from "#web/i18n/texts.ts";

export type TextParams = Readonly<Record<string, string | number>>;
export type T = (key: TextKey, params?: TextParams) => string;
export type Find = (key: string, params?: TextParams) => string | undefined;
export type Say = (key: string, params?: TextParams) => string;

/**
 * A composed key may belong to a declaration that this page is too old to know. People then read a neutral word,
 * never the key: `_mine` and the like fall back to the plain text first.
 */
export function say(words: Pick<i18n, "t" | "exists">, key: string, params: TextParams = {}): string {
  const plain = key.replace(/_[a-zA-Z]+$/, "");
  return find(words, key, params) ?? find(words, plain, params) ?? words.t("state.unknown");
}

/** A text that a declaration may have or not, such as a hint below a field. */
export function find(words: Pick<i18n, "t" | "exists">, key: string, params: TextParams = {}): string | undefined {
  return words.exists(key, { ...params }) ? words.t(key, { ...params }) : undefined;
}
