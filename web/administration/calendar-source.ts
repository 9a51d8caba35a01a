import type { Words } from "#web/i18n/index.ts";

/** Where a year's arrangement is from: as an administrator named it, or in words where the program brought it along. */
export function calendarSource(t: Words["t"], source: string): string {
  const version = /^chinese-days (\S+)$/.exec(source)?.[1];
  return version === undefined ? source : t("calendar.sourceOwn", { version });
}
