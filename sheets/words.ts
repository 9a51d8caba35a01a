import en from "#kernel/fields/messages.en.json" with { type: "json" };
import zh from "#kernel/fields/messages.zh-CN.json" with { type: "json" };
import type { CellIssue } from "./sheet.ts";
import sheetsEn from "./messages.en.json" with { type: "json" };
import sheetsZh from "./messages.zh-CN.json" with { type: "json" };

export type SheetLocale = "zh" | "en";

const texts: Readonly<Record<SheetLocale, Readonly<Record<string, string>>>> = {
  zh: { ...zh, ...sheetsZh },
  en: { ...en, ...sheetsEn },
};

export function sheetLocale(locale: string): SheetLocale {
  return locale.startsWith("en") ? "en" : "zh";
}

/** A text for a workbook by its key, with what stands in double braces filled in. */
export function sheetText(
  locale: SheetLocale,
  key: keyof typeof sheetsZh,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return filled(texts[locale][key] ?? "", params);
}

/** A complaint in words, as it stands in an error workbook; `more` are the texts of the kind of list. */
export function issueText(
  locale: SheetLocale,
  issue: Pick<CellIssue, "code" | "params">,
  more: Readonly<Record<string, string>> = {},
): string {
  const key = `issue.${issue.code}`;
  const text = more[key] ?? texts[locale][key] ?? texts[locale]["issue.malformed"] ?? issue.code;
  return filled(text, issue.params ?? {});
}

function filled(text: string, params: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ""));
}
