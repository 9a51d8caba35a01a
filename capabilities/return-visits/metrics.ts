import { sql } from "kysely";
import { defineMetric, type Metric } from "#metrics/metric.ts";
import { goesOnElsewhere, visited } from "./draw.ts";

const ours = sql`f.procedure = 'returnVisit'`;
const closings = sql`${ours} and f.closes and f.outcome <> 'NOT_NEEDED'`;
const answered = sql`${ours} and f.closes and split_part(f.outcome, '.', 1) in ('SOLVED', 'PARTLY', 'NOT')`;

const share = (
  id: string,
  kind: "coverage" | "verdict",
  better: Metric["better"],
  part: { counted: ReturnType<typeof sql>; of: ReturnType<typeof sql> },
): Metric => defineMetric({ id, version: 1, kind, better, measure: "share", source: "entries", ...part });

/** CR5: how much of what was closed is asked about, who was reached, and what they said long after the closing. */
export const returnVisitMetrics: readonly Metric[] = [
  share("returnvisit.chosen", "coverage", "neither", {
    counted: sql`f.visit_drawn`,
    of: sql`f.closes and f.procedure in (${sql.join(visited.map((one) => sql.lit(one)))})
      and f.outcome is distinct from ${sql.lit(goesOnElsewhere)}`,
  }),
  defineMetric({
    id: "returnvisit.closed",
    version: 1,
    kind: "volume",
    better: "neither",
    measure: "count",
    source: "entries",
    counted: closings,
    by: "outcome",
  }),
  share("returnvisit.reached", "coverage", "neither", {
    counted: sql`split_part(f.outcome, '.', 1) in ('SOLVED', 'PARTLY', 'NOT')`,
    of: closings,
  }),
  share("returnvisit.confirmed", "verdict", "more", {
    counted: sql`split_part(f.outcome, '.', 1) = 'SOLVED'`,
    of: answered,
  }),
  share("returnvisit.satisfied", "verdict", "more", {
    counted: sql`split_part(f.outcome, '.', 2) = 'SATISFIED'`,
    of: sql`${ours} and f.closes and split_part(f.outcome, '.', 1) in ('SOLVED', 'PARTLY')`,
  }),
];
