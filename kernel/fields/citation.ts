import { z } from "zod";

/** An item of a published set of measures, in the version that an answer rests on. */
export const citation = z.strictObject({ item: z.int32().positive(), version: z.int32().positive() });
export type Citation = z.output<typeof citation>;

/** The items that an answer cites; none twice. That they exist and hold is checked where the answer is written. */
export function citations() {
  return z
    .array(citation)
    .max(10)
    .refine((list) => new Set(list.map(({ item }) => item)).size === list.length, {
      error: "citedTwice",
      params: { code: "citedTwice" },
    });
}

/** What a form holds in such a field; nothing where it is something else. */
export function readCitations(value: unknown): Citation[] {
  const parsed = z.array(citation).safeParse(value);
  return parsed.success ? parsed.data : [];
}

/** The citations of a form that somebody has written: fields that hold nothing else. */
export function citationsOf(form: Readonly<Record<string, unknown>>): { path: string; cited: Citation }[] {
  return Object.entries(form).flatMap(([name, value]) => {
    return readCitations(value).map((cited, at) => ({ path: `${name}.${at}`, cited }));
  });
}
