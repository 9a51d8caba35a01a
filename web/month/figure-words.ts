import type { Words } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";

export type MonthData = OutputFor<"metric.month">;
export type FigureData = MonthData["figures"][number];

/** A figure's number as people read it: `12`, `75%`, `2 小时 10 分`; a dash where there is nothing to take it of. */
export function shownWords(words: Words, figure: Pick<FigureData, "measure">, shown: number | null): string {
  if (shown === null) return "—";
  switch (figure.measure) {
    case "count":
      return String(shown);
    case "share":
      return `${percentOf(shown)}%`;
    case "workingMinutes":
      return words.duration(shown);
    case "days":
      return words.t("month.days", { count: Math.round(shown) });
    case "stars":
      return shown.toFixed(1);
  }
}

/** Whole per cent; a share that is not quite all or nothing is never rounded to all or nothing. */
export function percentOf(share: number): number {
  const whole = Math.round(share * 100);
  if (whole === 100 && share < 1) return 99;
  return whole === 0 && share > 0 ? 1 : whole;
}

export interface Change {
  readonly text: string;
  /** Good or bad news, where the figure has a direction at all. */
  readonly tone: "good" | "bad" | "plain";
}

/** How a figure differs from an earlier one, in its own measure; undefined where they cannot be compared. */
export function changeOf(words: Words, figure: FigureData, before: number | null): Change | undefined {
  const { shown } = figure;
  if (shown === null || before === null) return undefined;
  const difference =
    figure.measure === "share" ? percentOf(shown) - percentOf(before) : Number((shown - before).toFixed(1));
  if (difference === 0) return { text: words.t("month.same"), tone: "plain" };
  const isMore = difference > 0;
  const size = Math.abs(difference);
  const amount =
    figure.measure === "share"
      ? words.t("month.points", { count: size })
      : shownWords(words, figure, figure.measure === "count" ? size : Math.abs(shown - before));
  const isGood = figure.better === "neither" ? undefined : (figure.better === "more") === isMore;
  return {
    text: `${isMore ? "+" : "−"}${amount}`,
    tone: isGood === undefined ? "plain" : isGood ? "good" : "bad",
  };
}

/** `2026年10月`, `October 2026`. */
export function monthWords(words: Words, month: string): string {
  return new Intl.DateTimeFormat(words.locale, { year: "numeric", month: "long", timeZone: "UTC" }).format(
    new Date(`${month}-01T00:00:00Z`),
  );
}

/** How large a change is beside what the figure was, to say which moved most. */
export function moveOf({ shown, previous, measure }: FigureData): number {
  if (shown === null || previous === null || shown === previous) return 0;
  if (measure === "share") return Math.abs(shown - previous);
  return Math.abs(shown - previous) / Math.max(1, Math.abs(previous));
}

const barsFrom = 3;

/** Whether there is a year to draw: a month or two stand as numbers already, and a line of zeros tells nothing. */
export function barsOf({ series }: Pick<FigureData, "series">): boolean {
  const known = series.filter(({ shown }) => shown !== null);
  return known.length >= barsFrom && known.some(({ shown }) => shown !== 0);
}

/** Whether a figure may be held against the month before: half a month beside a whole one would look like a fall. */
export const isComparable = ({ kind }: Pick<FigureData, "kind">, isComplete: boolean): boolean =>
  isComplete || kind === "presence" || kind === "coverage";

const toldAtMost = 5;

/** What one minute is for: what must be whole and is not, what turned worse, then all else that moved, the furthest first. */
export function tellingOf(figures: readonly FigureData[], isComplete: boolean): readonly FigureData[] {
  const rank = (figure: FigureData): number => {
    const { shown, previous, better, mustBeWhole } = figure;
    if (figure.hidden || shown === null) return 0;
    if (mustBeWhole && shown < 1) return 3;
    if (previous === null || !isComparable(figure, isComplete) || moveOf(figure) === 0) return 0;
    return better !== "neither" && (better === "more") !== shown > previous ? 2 : 1;
  };
  return figures
    .filter((figure) => rank(figure) > 0)
    .toSorted((left, right) => rank(right) - rank(left) || moveOf(right) - moveOf(left))
    .slice(0, toldAtMost);
}
