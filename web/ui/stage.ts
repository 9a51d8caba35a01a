import { dayNumber, shanghaiDay } from "#kernel/shanghai-time.ts";

export const railStages = ["SIGNED", "LANDED", "CONSTRUCTION", "PRODUCTION"] as const;

/** Where on the rail a project stands: behind its end when it is followed up, undefined when it has left the rail. */
export function placeOnRail(stage: string): number | undefined {
  if (stage === "FOLLOW_UP") return railStages.length - 1;
  const place = railStages.findIndex((one) => one === stage);
  return place === -1 ? undefined : place;
}

/** The first day of a stage is day 1. */
export function dayOfStage(since: string, now: Date): number {
  return Math.max(1, dayNumber(shanghaiDay(now)) - dayNumber(since) + 1);
}
