import { z } from "zod";
import type { FieldIssue } from "#kernel/errors.ts";
import { issuesOf } from "#kernel/issues.ts";
import { choicesOf, type Widget, widgetOf } from "#kernel/fields/widget.ts";

/** One question of a generated form. */
export interface SchemaField {
  name: string;
  widget: Widget;
  /** Message key below the declaration's own name. */
  labelKey: string;
  /** May be left empty. */
  optional: boolean;
  /** What it holds before anybody wrote something. */
  initial: unknown;
  /** Values to choose from. */
  choices: readonly string[];
  rows: number | undefined;
  max: number | undefined;
}

/** The questions of a form in the order of its schema. A field without hints is asked as one line of text. */
export function fieldsOf(schema: z.ZodObject): SchemaField[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const hints = widgetOf(field);
    const optional = field.safeParse(undefined).success;
    const initial = optional ? field.parse(undefined) : undefined;
    return {
      name,
      widget: hints?.widget ?? "text",
      labelKey: hints?.labelKey ?? `form.${name}`,
      // A default is an answer already; only what may stay away is optional.
      optional: optional && initial === undefined,
      initial,
      choices: choicesOf(field),
      rows: hints?.rows,
      max: maxOf(field),
    };
  });
}

/** What the form holds before anybody wrote something. */
export function initialValues(fields: readonly SchemaField[]): Record<string, unknown> {
  return Object.fromEntries(fields.flatMap(({ name, initial }) => (initial === undefined ? [] : [[name, initial]])));
}

/** The values as they are sent: what was left empty stays away, text that was wiped out too. */
export function sentValues(
  fields: readonly SchemaField[],
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap(({ name, optional }) => {
      const value = values[name];
      const empty = value === undefined || value === null || (optional && value === "");
      return empty ? [] : [[name, value]];
    }),
  );
}

/** What the schema complains about, one complaint per field, paths as field names. */
export function complaintsOf(schema: z.ZodObject, sent: Readonly<Record<string, unknown>>): FieldIssue[] {
  const checked = schema.safeParse(sent);
  if (checked.success) return [];
  const issues = issuesOf(checked.error, "").map((issue) =>
    // Nothing was written or chosen at all: say so instead of naming a type.
    issue.path in sent
      ? issue
      : { path: issue.path, code: choicesOf(schema.shape[issue.path]).length > 0 ? "choose" : "required" },
  );
  return issues.filter((issue, index) => issues.findIndex((one) => one.path === issue.path) === index);
}

/** Complaints of the server sorted to the fields of a form: `form.text` and `text` are the field `text`. */
export function sortIssues(fields: readonly SchemaField[], issues: readonly FieldIssue[]) {
  const names = new Set(fields.map((field) => field.name));
  const nameOf = (path: string) => path.split(".").find((part) => names.has(part));
  return {
    byField: issues.flatMap((issue) => {
      const name = nameOf(issue.path);
      return name === undefined ? [] : [{ ...issue, path: name }];
    }),
    others: issues.filter((issue) => nameOf(issue.path) === undefined),
  };
}

function maxOf(schema: z.ZodType | undefined): number | undefined {
  if (schema === undefined) return undefined;
  const meta: unknown = z.globalRegistry.get(schema);
  if (typeof meta === "object" && meta !== null && "maxLength" in meta && typeof meta.maxLength === "number") {
    return meta.maxLength;
  }
  return maxOf(findInner(schema));
}

/** What an optional, a default and the like are wrapped around. */
function findInner(schema: z.ZodType): z.ZodType | undefined {
  const { def } = schema;
  return "innerType" in def && def.innerType instanceof z.ZodType ? def.innerType : undefined;
}
