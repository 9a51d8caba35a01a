import type { z } from "zod";
import { AppError, type FieldIssue } from "./errors.ts";

/** What a schema complains about, as paths below `prefix`. */
export function issuesOf(error: z.ZodError, prefix: string): FieldIssue[] {
  return error.issues.flatMap((issue) => {
    const base = [...(prefix ? [prefix] : []), ...issue.path.map(String)];
    // An unknown key is reported at its own place, not at its parent's.
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ path: [...base, key].join("."), code: "unknownField" }));
    }
    const params = paramsOf(issue);
    return [{ path: base.join("."), code: codeOf(issue), ...(params && { params }) }];
  });
}

/** The form as its schema gives it; throws `invalid` with a path per field. */
export function parseForm(schema: z.ZodObject, value: unknown, prefix: string): Record<string, unknown> {
  const parsed = schema.safeParse(value ?? {}, { reportInput: true });
  if (!parsed.success) throw new AppError("invalid", { issues: issuesOf(parsed.error, prefix) });
  return parsed.data;
}

/** Message key below `issue.`; a schema's own refinement may name its key as the message. */
function codeOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "required" : "wrongType";
    case "too_small":
      // "At least one character" is a roundabout way to say that nothing was written.
      if (issue.origin === "string" && issue.minimum === 1) return "required";
      return issue.origin === "string" || issue.origin === "array" ? "tooShort" : "tooSmall";
    case "too_big":
      return issue.origin === "string" || issue.origin === "array" ? "tooLong" : "tooBig";
    case "invalid_value":
      return "notAChoice";
    case "custom":
      return typeof issue.params?.["code"] === "string" ? issue.params["code"] : "malformed";
    case "invalid_format":
      // A day, a number or an address that was left empty is not written wrongly: it is missing.
      return issue.input === "" ? "required" : "malformed";
    default:
      return "malformed";
  }
}

function paramsOf(issue: z.core.$ZodIssue): Record<string, string | number> | undefined {
  if (issue.code === "too_small") return { limit: Number(issue.minimum) };
  if (issue.code === "too_big") return { limit: Number(issue.maximum) };
  return undefined;
}
