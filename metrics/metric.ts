import type { RawBuilder } from "kysely";

/**
 * What rows a metric counts: the functions of db/policies/47-metrics.sql, none of which knows a person. `at`: the last
 * instant of the period, for what exists rather than happens.
 */
export const sources = {
  entries: { over: "period", about: "matter" },
  limits: { over: "period", about: "matter" },
  overdue: { over: "instant", about: "matter" },
  projects: { over: "instant", about: "project" },
  people: { over: "instant", about: null },
  stages: { over: "period", about: "project" },
  handovers: { over: "period", about: "project" },
} as const;
export type Source = keyof typeof sources;

/**
 * What a figure is about (GR-10). Only these exist: there is no kind for arrests, fines, penalties or inspections, and
 * `checkMetric` refuses a figure that calls itself something else than it counts.
 */
export const kinds = [
  "presence", // who and what there is
  "coverage", // places that have to be filled, and are
  "volume", // how much was asked of us: neither good nor bad
  "timeliness", // done within what was promised
  "verdict", // the word of whoever asked
  "rating", // stars, in batches
  "duration", // how long something took
] as const;
export type MetricKind = (typeof kinds)[number];

/** A part of a row's condition: SQL over the columns of the source, which is called `f`. */
export type Condition = RawBuilder<unknown>;

interface Head {
  /** `noun.what`; the texts are `figure.<id>` and `figure.<id>.definition`. */
  readonly id: string;
  /** Raised when the code would count something else: two versions are never compared (P28). */
  readonly version: number;
  readonly kind: MetricKind;
  /** Which change is good news. What is asked of us, silence and withdrawals have no direction. */
  readonly better: "more" | "less" | "neither";
  /** A share that the rules demand in full: what is missing of it is said in words, not only in per cent (P3). */
  readonly mustBeWhole?: true;
  /** Another figure without which this one is never shown: hotline tickets beside appeals received. */
  readonly beside?: string;
  /** A column of the source by whose values the figure is also split. */
  readonly by?: "topic" | "stage" | "outcome";
}

export type Metric = Head &
  (
    | {
        readonly measure: "count";
        readonly source: Source;
        readonly counted: Condition;
        /** A column whose distinct values are counted, in place of rows. */
        readonly distinct?: "person" | "project_id" | "matter_id";
      }
    | {
        readonly measure: "share";
        readonly source: Source;
        readonly counted: Condition;
        /** Of which rows `counted` is a share. */
        readonly of: Condition;
      }
    | {
        /** The median of a length: working minutes between two columns, or days in a column. */
        readonly measure: "workingMinutes" | "days";
        readonly source: Source;
        readonly counted: Condition;
        /** Columns: two instants, or a number of days. */
        readonly length: readonly [from: string, to: string] | readonly [days: string];
      }
    | {
        /** Mean stars of a procedure, in batches (decision 18). */
        readonly measure: "stars";
        readonly procedure: string;
      }
  );

export function defineMetric(metric: Metric): Metric {
  return metric;
}

/** What no figure of ours may be about, whatever it calls itself (GR-10). */
const pressure =
  /arrest|detain|detention|suspect|fine[sd]?\b|penalt|punish|inspection|withdraw|crackdown|抓获|逮捕|拘留|罚款|处罚|检查次数|检查家次|撤回|打击数/i;

/** Name and definition of a metric in one language. */
export interface MetricTexts {
  readonly name: string | undefined;
  readonly definition: string | undefined;
}

/** Faults of a metric, in words for whoever wrote it; none: it may be registered. */
export function checkMetric(metric: Metric, all: readonly Metric[], texts: readonly MetricTexts[]): string[] {
  const faults: string[] = [];
  const say = (fault: string) => faults.push(`${metric.id}: ${fault}`);
  if (!/^[a-z]+\.[a-zA-Z]+$/.test(metric.id)) say("the id is not noun.what");
  if (all.filter(({ id }) => id === metric.id).length > 1) say("there are two of this id");
  if (!kinds.includes(metric.kind)) say(`there is no kind ${metric.kind}`);
  if (!Number.isInteger(metric.version) || metric.version < 1) say("the version is no whole number from 1");
  if (texts.some(({ name, definition }) => !name?.trim() || !definition?.trim()))
    say("a name or a definition is missing");
  // What a definition leaves out may be named in it.
  if ([metric.id, ...texts.map(({ name }) => name)].some((text) => pressure.test(text ?? "")))
    say("arrests, fines, penalties, inspections and withdrawals are no figures (GR-10)");
  // Little asked of us is no success, and who keeps silent has not praised us.
  if (["volume", "presence"].includes(metric.kind) && metric.better !== "neither")
    say("how much is asked of us is neither good nor bad (GR-10)");
  if (/unrated|silent/i.test(metric.id) && metric.better !== "neither") say("silence is neither good nor bad (GR-10)");
  if (metric.kind === "verdict" && metric.measure !== "share") say("a verdict is a share of all that was closed");
  if ((metric.kind === "rating") !== (metric.measure === "stars")) say("stars, and only stars, are ratings");
  if (metric.beside !== undefined && !all.some(({ id }) => id === metric.beside))
    say(`there is no ${metric.beside} to stand beside`);
  return faults;
}
