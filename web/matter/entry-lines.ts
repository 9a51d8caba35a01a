import { type Citation, readCitations } from "#kernel/fields/citation.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { isDay } from "#kernel/shanghai-time.ts";
import { fieldsOf } from "#web/forms/schema-fields.ts";
import type { Entry } from "#web/matter/matter-view.ts";

/** What an entry says, ready to be put into words. */
export type EntryLine =
  /** What somebody wrote: stands by itself. */
  | { kind: "text"; text: string }
  /** "依据：…" */
  | { kind: "labelled"; labelKey: string; text: string }
  /** A name or telephone that the reader sees in part. */
  | { kind: "masked"; labelKey: string; text: string; field: string }
  /** A choice: label and choice are message keys. */
  | { kind: "choice"; labelKey: string; choiceKey: string }
  /** Items of measures that an answer rests on. */
  | { kind: "cited"; cited: Citation[] }
  /** A switch that is on. */
  | { kind: "mark"; labelKey: string };

/**
 * The content of an entry by the form that it was written in. What was left at its default says nothing and is left
 * out. Keys are below the procedure's name.
 */
export function entryLines(
  procedure: Procedure | undefined,
  entry: Pick<Entry, "kind" | "name" | "form"> & { readonly masked?: readonly string[] },
): EntryLine[] {
  if (entry.kind === "comment") return textLine(entry.form["text"]);
  if (entry.kind === "reminder" || entry.kind === "climb" || entry.kind === "calendar" || entry.kind === "file")
    return [];
  const form =
    entry.kind === "open" || entry.kind === "section"
      ? procedure?.sections[entry.name]?.form
      : procedure?.steps[entry.name]?.form;
  if (form === undefined) return textLine(entry.form["text"]);
  return fieldsOf(form).flatMap(({ name, widget, labelKey, initial, choices }): EntryLine[] => {
    const value = entry.form[name];
    if (value === undefined || value === null || value === "" || value === initial) return [];
    if (widget === "citations") return [{ kind: "cited", cited: readCitations(value) }];
    if (widget === "textarea" && name === "text") return textLine(value);
    if (typeof value === "boolean") return value ? [{ kind: "mark", labelKey }] : [];
    if (typeof value !== "string" && typeof value !== "number") return [];
    if (entry.masked?.includes(name) === true) return [{ kind: "masked", labelKey, text: String(value), field: name }];
    return choices.length > 0
      ? [{ kind: "choice", labelKey, choiceKey: `${labelKey}.${value}` }]
      : [{ kind: "labelled", labelKey, text: String(value) }];
  });
}

/** A minute as forms keep it, `2026-11-16 20:15`, as people say it; other words as they were written. */
export function minuteWords(text: string, dayWords: (day: string) => string): string {
  const [, day = "", time] = /^(\S{10}) (\d\d:\d\d)$/.exec(text) ?? [];
  return isDay(day) ? `${dayWords(day)} ${time}` : text;
}

function textLine(value: unknown): EntryLine[] {
  return typeof value === "string" && value !== "" ? [{ kind: "text", text: value }] : [];
}
