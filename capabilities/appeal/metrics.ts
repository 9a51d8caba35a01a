import { sql } from "kysely";
import { defineMetric, type Metric } from "#metrics/metric.ts";

const ours = sql`f.procedure = 'appeal'`;
const handlings = sql`${ours} and f.kind = 'step' and f.to_state = 'HANDLED' and f.from_state is distinct from 'HANDLED'`;
const closings = sql`${ours} and f.closes`;
/** Closed after it was handled: what was withdrawn or not accepted asks for no verdict. */
const judged = sql`${closings} and f.outcome in ('SOLVED', 'PARTLY', 'NOT', 'UNRATED')`;

const share = (
  id: string,
  kind: "timeliness" | "verdict",
  better: Metric["better"],
  part: { counted: ReturnType<typeof sql>; of: ReturnType<typeof sql>; source: "limits" | "entries" },
): Metric => defineMetric({ id, version: 1, kind, better, measure: "share", ...part });

const inTime = (id: string, task: string): Metric =>
  share(id, "timeliness", "more", {
    source: "limits",
    counted: sql`f.in_time`,
    of: sql`${ours} and f.task = ${sql.lit(task)}`,
  });

const verdict = (id: string, outcome: string, better: Metric["better"]): Metric =>
  share(id, "verdict", better, { source: "entries", counted: sql`f.outcome = ${sql.lit(outcome)}`, of: judged });

/** P2: what was demanded of us, whether it was done in the time promised, and what whoever asked said of it. */
export const appealMetrics: readonly Metric[] = [
  defineMetric({
    id: "appeal.received",
    version: 1,
    kind: "volume",
    better: "neither",
    // No appeal is no proof of calm: people may have called the hotline instead (P2, P28).
    beside: "hotline.received",
    measure: "count",
    source: "entries",
    counted: sql`${ours} and f.kind = 'open'`,
    by: "topic",
  }),
  defineMetric({
    id: "appeal.closed",
    version: 1,
    kind: "volume",
    better: "neither",
    measure: "count",
    source: "entries",
    counted: closings,
    by: "outcome",
  }),
  inTime("appeal.acceptedInTime", "accept"),
  inTime("appeal.contactedInTime", "contact"),
  inTime("appeal.handledInTime", "handle"),
  defineMetric({
    id: "appeal.handlingTime",
    version: 1,
    kind: "duration",
    better: "less",
    measure: "workingMinutes",
    source: "entries",
    counted: sql`${handlings} and f.first`,
    length: ["opened_at", "at"],
  }),
  verdict("appeal.solved", "SOLVED", "more"),
  verdict("appeal.partly", "PARTLY", "neither"),
  verdict("appeal.notSolved", "NOT", "less"),
  verdict("appeal.unrated", "UNRATED", "neither"),
  share("appeal.reopened", "verdict", "neither", { source: "entries", counted: sql`f.reopened`, of: closings }),
  defineMetric({
    id: "appeal.overdue",
    version: 1,
    kind: "timeliness",
    better: "less",
    measure: "count",
    source: "overdue",
    counted: ours,
    distinct: "matter_id",
  }),
  defineMetric({
    id: "appeal.stars",
    version: 1,
    kind: "rating",
    better: "more",
    measure: "stars",
    procedure: "appeal",
  }),
];
