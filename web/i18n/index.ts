import { createInstance } from "i18next";
import { useMemo, useSyncExternalStore } from "react";
import {
  formatDate,
  formatDay,
  formatDue,
  formatDuration,
  formatLabelled,
  formatList,
  formatMoment,
  type Measure,
} from "#web/i18n/format.ts";
import { type Find, find as findIn, say as sayIn, type Say, type T, type TextParams } from "#web/i18n/say.ts";
import type { TextKey, Texts } from "#web/i18n/texts.ts";
import { keep, readKept } from "#web/kept.ts";
import { serverNow } from "#web/server-time.ts";

export type Locale = "zh-CN" | "en";
export const defaultLocale: Locale = "zh-CN";

const sources: Readonly<Record<Locale, () => Promise<{ texts: Texts }>>> = {
  "zh-CN": () => import("#web/i18n/texts.zh-CN.ts"),
  en: () => import("#web/i18n/texts.en.ts"),
};

const i18n = createInstance({
  lng: defaultLocale,
  fallbackLng: false,
  // Our keys are flat; a dot or colon in them means nothing to the library. React escapes for us.
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
});
const ready = i18n.init();

let current: Locale = defaultLocale;
/** The language asked for last; its texts may still be on their way. */
let wanted: Locale = defaultLocale;
const watchers = new Set<() => void>();

/** The language in use, chosen once and kept in this browser. */
export function findChosenLocale(): Locale | undefined {
  const value = readKept("locale");
  return value === "zh-CN" || value === "en" ? value : undefined;
}

/** Loads a language and shows it, unless another is asked for meanwhile; `remember` when the person chose it himself. */
export async function setLocale(locale: Locale, remember = false): Promise<void> {
  wanted = locale;
  // Kept before its texts have come: whoever goes on to another page at once finds it there.
  if (remember) keep("locale", locale);
  try {
    await ready;
    if (!i18n.hasResourceBundle(locale, "translation")) {
      i18n.addResourceBundle(locale, "translation", (await sources[locale]()).texts);
    }
  } catch (error) {
    if (remember && wanted === locale) keep("locale", current);
    throw error;
  }
  if (wanted !== locale) return;
  await i18n.changeLanguage(locale);
  current = locale;
  document.documentElement.lang = locale;
  for (const notify of watchers) notify();
}

export function getLocale(): Locale {
  return current;
}

/** A text by a key that is known when the program is written. */
export const t: T = (key: TextKey, params?: TextParams) => i18n.t(key, params ?? {});

/** A text by a key that is put together while the program runs. */
export const say: Say = (key, params) => sayIn(i18n, key, params);

/** As `say`, but undefined where there is no such text. */
export const find: Find = (key, params) => findIn(i18n, key, params);

function watch(notify: () => void): () => void {
  watchers.add(notify);
  return () => watchers.delete(notify);
}

/** The words of the language in use; a component that uses them is drawn again when the language changes. */
export function useWords() {
  const locale = useSyncExternalStore(watch, getLocale);
  return useMemo(
    () => ({
      t,
      say,
      find,
      locale,
      /** Changes the language and remembers it in this browser. */
      setLocale: (next: Locale) => setLocale(next, true),
      /** A moment as people say it: `今天 10:12`, `4月3日 周四 09:30`. */
      when: (at: string | Date) => formatMoment(new Date(at), serverNow(), locale),
      /** As `when` for the end of a limit: midnight belongs to the day that it ends. */
      due: (at: string | Date) => formatDue(new Date(at), serverNow(), locale),
      /** A day `YYYY-MM-DD` as people say it: `今天`, `4月3日 周四`. */
      day: (day: string) => formatDay(day, serverNow(), locale),
      /** A day in full: `2025年4月3日`. */
      date: (day: string) => formatDate(day, locale),
      /** Names or words side by side: `甲、乙`, `A, B`. */
      list: (parts: readonly string[]) => formatList(parts, locale),
      /** A label and its text: `电话：不对`, `Telephone: wrong`. */
      labelled: (label: string | undefined, text: string) => formatLabelled(label, text, locale),
      /** Minutes in at most two units, without a sign: `2 小时 10 分`; days of 450 working minutes unless elapsed. */
      duration: (minutes: number, measure: Measure = "working") => formatDuration(minutes, locale, measure),
    }),
    [locale],
  );
}

export type Words = ReturnType<typeof useWords>;
