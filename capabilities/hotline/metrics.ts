import { sql } from "kysely";
import { defineMetric, type Metric } from "#metrics/metric.ts";

const ours = sql`f.procedure = 'hotline'`;
const closings = sql`${ours} and f.closes`;
/** Closed after a return call that reached the caller: its three answers stand in the outcome, the handler's mark nowhere. */
const answered = sql`${closings} and split_part(f.outcome, '.', 1) in ('SOLVED', 'PARTLY', 'NOT')`;

const rate = (id: string, part: number, answer: string): Metric =>
  defineMetric({
    id,
    version: 1,
    kind: "verdict",
    better: "more",
    measure: "share",
    source: "entries",
    counted: sql`split_part(f.outcome, '.', ${sql.lit(part)}) = ${sql.lit(answer)}`,
    of: answered,
  });

/** P4.1: tickets beside the appeals received here, and the three rates in the callers' own words. */
export const hotlineMetrics: readonly Metric[] = [
  defineMetric({
    id: "hotline.received",
    version: 1,
    kind: "volume",
    better: "neither",
    beside: "appeal.received",
    measure: "count",
    source: "entries",
    counted: sql`${ours} and f.kind = 'open'`,
  }),
  // P28: what others count as "zero appeals"; never a target, and never without what was brought here instead.
  defineMetric({
    id: "hotline.aboutProjects",
    version: 1,
    kind: "volume",
    better: "neither",
    beside: "appeal.received",
    measure: "count",
    source: "entries",
    counted: sql`${ours} and f.kind = 'open' and f.project_id is not null`,
  }),
  defineMetric({
    id: "hotline.closed",
    version: 1,
    kind: "volume",
    better: "neither",
    measure: "count",
    source: "entries",
    counted: closings,
    by: "outcome",
  }),
  rate("hotline.contacted", 2, "IN_TIME"),
  rate("hotline.solved", 1, "SOLVED"),
  rate("hotline.satisfied", 3, "SATISFIED"),
];
