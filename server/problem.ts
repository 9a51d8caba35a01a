import { type AppError, type ErrorCode, errorStatus, type FieldIssue, type Problem } from "#kernel/errors.ts";
import en from "#kernel/messages.en.json" with { type: "json" };
import zh from "#kernel/messages.zh-CN.json" with { type: "json" };

// Both lists name every error, or this does not compile.
const titles: Readonly<Record<"zh-CN" | "en", Readonly<Record<`error.${ErrorCode}`, string>>>> = { "zh-CN": zh, en };

/** No form has so many fields; a body of a hundred thousand wrong ones is not answered with as many complaints. */
const mostIssues = 100;

/** The body of a refused call (RFC 9457): a sentence in the caller's language, nothing of our insides. */
export function problemOf(error: AppError, acceptLanguage: string | undefined): Problem & { reason?: string } {
  const { code } = error;
  const reason = error.params["reason"];
  return {
    type: `urn:huhang:error:${code}`,
    title: titles[/^\s*en\b/i.test(acceptLanguage ?? "") ? "en" : "zh-CN"][`error.${code}`],
    status: errorStatus[code],
    code,
    ...(typeof reason === "string" && { reason }),
    ...(error.issues.length > 0 && { errors: error.issues.slice(0, mostIssues).map(withoutCause) }),
  };
}

function withoutCause(issue: FieldIssue): FieldIssue {
  const { path, code, params, choices } = issue;
  return { path: path.slice(0, 200), code, ...(params && { params }), ...(choices && { choices }) };
}
