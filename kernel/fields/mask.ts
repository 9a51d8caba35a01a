import { z } from "zod";
import { maskPhone } from "./phone.ts";

/** What is shown in part to whoever does not need it whole (domain.md S5). */
export type MaskKind = "phone" | "name";

/** `张*`: the first character and that there is more. */
export function maskName(value: string): string {
  const [first = ""] = Array.from(value.trim());
  return `${first}*`;
}

const masks: Readonly<Record<MaskKind, (value: string) => string>> = { phone: maskPhone, name: maskName };

/** A value as its reader may see it; made by `show` alone, so that none goes out by oversight. */
export type Shown<Kind extends MaskKind = MaskKind> = string & z.$brand<`shown ${Kind}`>;

/** The value whole for whoever needs it for his work, else masked. */
export function show<Kind extends MaskKind>(kind: Kind, value: string, whole: boolean): Shown<Kind> {
  return (whole ? value : masks[kind](value)) as Shown<Kind>;
}

/** A person's telephone in an answer. */
export const shownPhone = z.string().brand<"shown phone">().meta({ mask: "phone" });

/** How a field is masked, also through wrappers; undefined for one that everybody who reads the record sees whole. */
export function maskOf(schema: z.core.$ZodType | undefined): MaskKind | undefined {
  if (schema === undefined) return undefined;
  const { mask } = (z.globalRegistry.get(schema) ?? {}) as { mask?: MaskKind };
  if (mask !== undefined) return mask;
  const { def } = schema as z.ZodType;
  return "innerType" in def ? maskOf(def.innerType as z.ZodType) : undefined;
}
