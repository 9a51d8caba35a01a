import { markWords } from "#web/search/mark-words.ts";

/** A text in which the words of a question are marked. */
export function Marked({ text, words }: { text: string; words: readonly string[] }) {
  return markWords(text, words).map((part, at) => (part.marked ? <mark key={at}>{part.text}</mark> : part.text));
}
