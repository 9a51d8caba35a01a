import { dayNumber } from "#kernel/shanghai-time.ts";

/** The stages of a project's way, in their order (P3). */
export const stages = ["SIGNED", "LANDED", "CONSTRUCTION", "PRODUCTION", "FOLLOW_UP"] as const;
export type Stage = (typeof stages)[number];
/** Beside the way: nothing is served there. */
export const sideStates = ["SUSPENDED", "TERMINATED", "ARCHIVED"] as const;
export type ProjectState = Stage | (typeof sideStates)[number];

/** Where a project stands, as far as its next move depends on it. */
export interface Standing {
  readonly state: ProjectState;
  /** First day of the present state. */
  readonly since: string;
  /** The stage to which a suspended or terminated project returns. */
  readonly suspendedFrom: Stage | null;
}

export type Act =
  | { readonly kind: "move"; readonly to: Stage }
  | { readonly kind: "suspend" | "resume" | "terminate" | "archive" };

export function isStage(state: string): state is Stage {
  return (stages as readonly string[]).includes(state);
}

/**
 * The stages to which a project can be moved: the next one, and the one before, for a step that was taken too early.
 * Nothing is leapt over, because each stage brings its own work.
 */
export function movesFrom(state: string): Stage[] {
  const at = stages.findIndex((stage) => stage === state);
  return at === -1 ? [] : [stages[at + 1], stages[at - 1]].filter((stage) => stage !== undefined);
}

/** Everything else that can be done to a project in this state. */
export function actsFrom(state: string): Exclude<Act["kind"], "move">[] {
  if (state === "SUSPENDED") return ["resume", "terminate"];
  if (state === "TERMINATED") return ["resume", "archive"];
  if (state === "ARCHIVED") return [];
  return state === "FOLLOW_UP" ? ["suspend", "terminate", "archive"] : ["suspend", "terminate"];
}

/** Where an act leads, or undefined when it is not open in this state. */
export function targetOf(standing: Standing, act: Act): Omit<Standing, "since"> | undefined {
  const { state, suspendedFrom } = standing;
  if (act.kind === "move") {
    return movesFrom(state).includes(act.to) ? { state: act.to, suspendedFrom: null } : undefined;
  }
  if (!actsFrom(state).includes(act.kind)) return undefined;
  const left = isStage(state) ? state : suspendedFrom;
  switch (act.kind) {
    case "resume":
      return left === null ? undefined : { state: left, suspendedFrom: null };
    case "suspend":
      return { state: "SUSPENDED", suspendedFrom: left };
    case "terminate":
      return { state: "TERMINATED", suspendedFrom: left };
    case "archive":
      return { state: "ARCHIVED", suspendedFrom: null };
  }
}

/** What is wrong with the day of a change (an issue code), or undefined: it has come, and follows the one before. */
export function dayFault(standing: Standing, day: string, today: string): "dayAhead" | "dayBeforeStage" | undefined {
  if (day > today) return "dayAhead";
  return day < standing.since ? "dayBeforeStage" : undefined;
}

/** A planned day that lies before the one of the stage before it: the name of the later stage. */
export function plannedFault(planned: Readonly<Record<"landed" | "construction" | "production", string | null>>) {
  const days = [planned.landed, planned.construction, planned.production];
  const names = ["landed", "construction", "production"] as const;
  return names.find((_name, at) => {
    const day = days[at] ?? null;
    return day !== null && days.slice(0, at).some((before) => (before ?? null) !== null && String(before) > day);
  });
}

/**
 * How many days a project has spent in each of its states: a state that came back counts each time, the present one
 * up to today.
 */
export function stageDays(
  history: readonly { readonly stage: string; readonly since: string }[],
  today: string,
): Map<string, number> {
  const days = new Map<string, number>();
  for (const [index, { stage, since }] of history.entries()) {
    const until = history[index + 1]?.since ?? today;
    days.set(stage, (days.get(stage) ?? 0) + Math.max(0, dayNumber(until) - dayNumber(since)));
  }
  return days;
}
