import type { Metric } from "./metric.ts";

/** The parts of a figure from which it is shown. */
export interface Amounts {
  readonly counted: number;
  readonly ofAll: number | null;
  readonly value: number | null;
}

/** The one number that people read: a count, a share from 0 to 1, a median, a mean. Null: there is nothing to take it of. */
export function shownOf(measure: Metric["measure"], { counted, ofAll, value }: Amounts): number | null {
  if (measure === "count") return counted;
  if (measure === "share") return ofAll === null || ofAll === 0 ? null : counted / ofAll;
  return value;
}

/** Counts below this are not shown to the public (P28). */
export const smallest = 5;

/**
 * Whether a figure may stand in a public view: no count from 1 to 4, no share of so few, and none from which so few
 * could be reckoned back.
 */
export function isPublic(measure: Metric["measure"], { counted, ofAll }: Amounts): boolean {
  const isSmall = (count: number) => count > 0 && count < smallest;
  if (measure === "share") return !isSmall(ofAll ?? 0) && !isSmall(counted) && !isSmall((ofAll ?? 0) - counted);
  return !isSmall(counted);
}

/** The middle of some numbers; null of none. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
