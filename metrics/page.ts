import type { z } from "zod";
import type { Figure } from "./compute.queries.ts";
import type { contract } from "./contract.ts";
import { type Metric, sources } from "./metric.ts";
import { addMonths, type Month } from "./month.ts";
import { isPublic, shownOf } from "./shown.ts";

type Page = z.output<(typeof contract)["metric.month"]["output"]>;
export type FigureView = Page["figures"][number];

/** A figure with where it comes from; live ones have no note. */
export interface Known extends Figure {
  readonly month: Month;
  readonly revision: number;
  readonly note: string;
  readonly takenAt: Date | null;
}

export interface PageParts {
  readonly month: Month;
  readonly unitId: number;
  /** Units right below, in their own order. */
  readonly below: readonly number[];
  readonly isPublic: boolean;
}

/** The figures of a page from what was taken and counted: what people read, with its past and its parts. */
export function figuresOf(metrics: readonly Metric[], known: readonly Known[], parts: PageParts): FigureView[] {
  const byMetric = Map.groupBy(known, ({ metric }) => metric);
  return metrics.map((metric) => figureOf(metric, byMetric.get(metric.id) ?? [], parts));
}

function figureOf(
  metric: Metric,
  all: readonly Known[],
  { month, unitId, below, isPublic: open }: PageParts,
): FigureView {
  const comparable = all.filter(({ version }) => version === metric.version);
  const whole = new Map(
    comparable.filter((one) => one.unitId === unitId && one.part === "").map((one) => [one.month, one]),
  );
  const present = whole.get(month);
  const amounts = (one: Figure | undefined) => amountsOf(metric, one, open);
  const shownIn = (at: Month) => amounts(whole.get(at)).shown;
  const year = Array.from({ length: 12 }, (_, back) => addMonths(month, back - 11));
  const here = comparable.filter((one) => one.month === month);
  // Months of the year that were taken by another definition and not by this one.
  const other = all.filter(
    (one) => one.version !== metric.version && !whole.has(one.month) && year.includes(one.month),
  );
  const lastOther = other
    .map((one) => one.month)
    .toSorted()
    .at(-1);
  return {
    id: metric.id,
    version: metric.version,
    kind: metric.kind,
    measure: metric.measure,
    better: metric.better,
    beside: metric.beside ?? null,
    mustBeWhole: metric.mustBeWhole === true,
    hasRecords: !open && metric.measure !== "stars" && sources[metric.source].about !== null,
    ...amounts(present),
    previous: shownIn(addMonths(month, -1)),
    lastYear: shownIn(addMonths(month, -12)),
    series: year.map((at) => ({ month: at, shown: shownIn(at) })),
    parts: here
      .filter((one) => one.unitId === unitId && one.part !== "" && !isEmpty(one))
      .toSorted((left, right) => (left.part < right.part ? -1 : 1))
      .map((one) => ({ part: one.part, ...amounts(one) })),
    units: open
      ? []
      : below.flatMap((id) => {
          const one = here.find((figure) => figure.unitId === id && figure.part === "");
          return one === undefined ? [] : [{ unitId: id, ...amounts(one) }];
        }),
    changedIn: lastOther === undefined ? null : addMonths(lastOther, 1),
    correction:
      present !== undefined && present.revision > 1 && present.takenAt !== null
        ? { at: present.takenAt.toISOString(), note: present.note }
        : null,
  };
}

function amountsOf(metric: Metric, one: Figure | undefined, open: boolean) {
  if (one === undefined) return { shown: null, counted: null, ofAll: null, hidden: false };
  // A month without a batch, or with one that is too small: which of the two is not told.
  const unrated = metric.measure === "stars" && one.value === null;
  if (unrated || (open && !isPublic(metric.measure, one)))
    return { shown: null, counted: null, ofAll: null, hidden: true };
  return { shown: shownOf(metric.measure, one), counted: one.counted, ofAll: one.ofAll, hidden: false };
}

function isEmpty({ counted, ofAll }: Figure): boolean {
  return counted === 0 && (ofAll ?? 0) === 0;
}
