import { sql } from "kysely";
import { defineMetric, type Metric } from "#metrics/metric.ts";

const ours = sql`f.procedure = 'consultation'`;
const answers = sql`${ours} and f.kind = 'step' and f.to_state = 'ANSWERED' and f.from_state is distinct from 'ANSWERED'`;
const closings = sql`${ours} and f.closes`;
/** Closed after an answer, by whoever asked or by time: what was converted, passed on or withdrawn asks for no verdict. */
const judged = sql`${closings} and f.outcome in ('SOLVED', 'PARTLY', 'NOT', 'UNRATED')`;

/** P1: answered consultations (204 in the article), how soon, and what whoever asked made of it. */
export const consultationMetrics: readonly Metric[] = [
  defineMetric({
    id: "consultation.received",
    version: 1,
    kind: "volume",
    better: "neither",
    measure: "count",
    source: "entries",
    counted: sql`${ours} and f.kind = 'open'`,
    by: "topic",
  }),
  defineMetric({
    id: "consultation.answered",
    version: 1,
    kind: "volume",
    better: "neither",
    measure: "count",
    source: "entries",
    counted: sql`${answers} and f.first`,
  }),
  defineMetric({
    id: "consultation.closed",
    version: 1,
    kind: "volume",
    better: "neither",
    measure: "count",
    source: "entries",
    counted: closings,
    by: "outcome",
  }),
  defineMetric({
    id: "consultation.firstReplyInTime",
    version: 1,
    kind: "timeliness",
    better: "more",
    measure: "share",
    source: "limits",
    counted: sql`f.in_time`,
    of: sql`${ours} and f.task = 'firstReply'`,
  }),
  defineMetric({
    id: "consultation.answerTime",
    version: 1,
    kind: "duration",
    better: "less",
    measure: "workingMinutes",
    source: "entries",
    counted: sql`${answers} and f.first`,
    length: ["opened_at", "at"],
  }),
  defineMetric({
    id: "consultation.followedUp",
    version: 1,
    kind: "verdict",
    better: "neither",
    measure: "share",
    source: "entries",
    counted: sql`f.step in ('followUp', 'notAnswered')`,
    // What followed an answer, silence included.
    of: sql`${ours} and f.step in ('followUp', 'notAnswered', 'confirm', 'closeUnrated')`,
  }),
  defineMetric({
    id: "consultation.solved",
    version: 1,
    kind: "verdict",
    better: "more",
    measure: "share",
    source: "entries",
    counted: sql`f.outcome = 'SOLVED'`,
    of: judged,
  }),
  defineMetric({
    id: "consultation.notSolved",
    version: 1,
    kind: "verdict",
    better: "less",
    measure: "share",
    source: "entries",
    counted: sql`f.outcome = 'NOT'`,
    of: judged,
  }),
  defineMetric({
    id: "consultation.unrated",
    version: 1,
    kind: "verdict",
    better: "neither",
    measure: "share",
    source: "entries",
    counted: sql`f.outcome = 'UNRATED'`,
    of: judged,
  }),
  defineMetric({
    id: "consultation.overdue",
    version: 1,
    kind: "timeliness",
    better: "less",
    measure: "count",
    source: "overdue",
    counted: ours,
    distinct: "matter_id",
  }),
  defineMetric({
    id: "consultation.stars",
    version: 1,
    kind: "rating",
    better: "more",
    measure: "stars",
    procedure: "consultation",
  }),
];
