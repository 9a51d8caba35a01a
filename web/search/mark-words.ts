import { normal } from "#capabilities/search/words.ts";

export interface Part {
  readonly text: string;
  readonly marked: boolean;
}

/** Cuts a text where the words stand in it. Where full and half width differ in length nothing is marked. */
export function markWords(text: string, words: readonly string[]): Part[] {
  const plain = normal(text);
  if (plain.length !== text.length) return [{ text, marked: false }];
  const parts: Part[] = [];
  let from = 0;
  while (from < text.length) {
    const next = words
      .map((word) => ({ at: plain.indexOf(word, from), length: word.length }))
      .filter(({ at, length }) => at >= 0 && length > 0)
      .toSorted((one, other) => one.at - other.at || other.length - one.length)[0];
    if (!next) break;
    if (next.at > from) parts.push({ text: text.slice(from, next.at), marked: false });
    parts.push({ text: text.slice(next.at, next.at + next.length), marked: true });
    from = next.at + next.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), marked: false });
  return parts;
}
