/** A question as the search understands it: its words, each of which has to be found. */
export function wordsOf(question: string): string[] {
  return [
    ...new Set(
      normal(question)
        .split(/\s+/)
        .filter((word) => word !== ""),
    ),
  ];
}

/** One form for what looks the same: full width and half width, upper and lower case. */
export function normal(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

const around = 24;

/** The place in a longer text where the first of these words stands, with a little before and after. Null: none does. */
export function excerpt(text: string, words: readonly string[]): string | null {
  const plain = text.replaceAll(/\s+/g, " ").trim();
  // Composing may change the length: then the beginning of the text is shown.
  const same = normal(plain).length === plain.length;
  const at = Math.min(...words.map((word) => indexOf(normal(plain), word)));
  if (!Number.isFinite(at)) return null;
  const from = same ? Math.max(0, at - around) : 0;
  const to = from + around * 3;
  // Not through the middle of a character of two code units.
  const cut = plain.slice(from, to).replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, "");
  return `${from > 0 ? "…" : ""}${cut}${to < plain.length ? "…" : ""}`;
}

function indexOf(text: string, word: string): number {
  const at = text.indexOf(word);
  return at < 0 ? Number.POSITIVE_INFINITY : at;
}
