import type { Rule } from "#directory/handler.ts";
import { worksWithMatters } from "../roles.ts";

export interface FigureSubject {
  /** Units whose figures the actor may know, by the offices that he fills. */
  readonly units: readonly number[];
  readonly unitId: number | undefined;
}

export interface CorrectionSubject {
  /** The whole city: its sums and those of its parts are taken again together. */
  readonly rootId: number | undefined;
}

/** Also whoever takes the figures out as a workbook. */
export const knowsFigures: Rule<FigureSubject> = (actor, { units, unitId }) => {
  if (!worksWithMatters(actor) || units.length === 0) return "forbidden";
  return unitId !== undefined && units.includes(unitId) ? "allow" : "invisible";
};

/** Staff of the daily work; which projects are his is said by his assignments alone. */
const staffAtWork: Rule<unknown> = (actor) =>
  actor.kind === "staff" && worksWithMatters(actor) ? "allow" : "forbidden";

const corrects: Rule<CorrectionSubject> = (actor, { rootId }) =>
  worksWithMatters(actor) && rootId !== undefined && actor.offices.includes(rootId) ? "allow" : "forbidden";

export const metricRules = {
  "metric.month": knowsFigures,
  "metric.records": knowsFigures,
  "metric.stuck": knowsFigures,
  "metric.sponsored": staffAtWork,
  "metric.correct": corrects,
} as const;
