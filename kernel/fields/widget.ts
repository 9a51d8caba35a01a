import { z } from "zod";
import type { MaskKind } from "./mask.ts";

/** What a generated form draws for a value. */
export type Widget =
  | "text"
  | "textarea"
  | "select"
  | "radio"
  | "switch"
  | "phone"
  | "number"
  | "date"
  | "files"
  | "rating"
  | "citations";

export interface WidgetHints {
  readonly widget: Widget;
  /** Message keys, so that one schema serves both languages. */
  readonly labelKey: string;
  readonly helpKey?: string;
  /** Shown in part to readers who do not need it for their work on the matter. */
  readonly mask?: MaskKind;
  /** Height of a textarea. */
  readonly rows?: number;
}

/**
 * The schema with hints for forms; what it accepts stays the same.
 * Checks, `.optional()`, `.default()` and the like may follow in any order: `widgetOf` finds the hints again.
 */
export function withWidget<S extends z.ZodType>(schema: S, hints: WidgetHints): S {
  return schema.meta({ ...hints });
}

/** The hints of a field, also through wrappers and transformations; undefined for a schema without them. */
export function widgetOf(schema: z.ZodType): WidgetHints | undefined {
  const hints = z.globalRegistry.get(schema);
  if (isHints(hints)) return hints;
  const { def } = schema;
  if ("innerType" in def) return widgetOf(def.innerType as z.ZodType);
  if ("in" in def && "out" in def) {
    return widgetOf(def.in as z.ZodType) ?? widgetOf(def.out as z.ZodType);
  }
  return undefined;
}

/** The choices of a field that is chosen from a list, also through wrappers; none for any other. */
export function choicesOf(schema: z.core.$ZodType | undefined): string[] {
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault
    ? choicesOf(schema.def.innerType)
    : [];
}

function isHints(hints: unknown): hints is WidgetHints {
  return typeof hints === "object" && hints !== null && "widget" in hints && "labelKey" in hints;
}
