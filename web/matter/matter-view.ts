import type { Procedure } from "#kernel/procedure.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import type { OutputFor } from "#web/operations.ts";

export type Matter = OutputFor<"matter.get">;
export type Entry = Matter["entries"][number];

/** Steps as a screen offers them. */
export interface StepChoices {
  /** The one filled button of the moment. */
  primary: string | undefined;
  /** Open now, in the order of the declaration, those that end the matter last. */
  others: readonly string[];
  /** Not open now; `reason` is a message key. */
  blocked: readonly { step: string; reason: string }[];
}

/** Sorts what the server allows; the declaration only says which step is the main one. */
export function stepChoices(procedure: Procedure | undefined, steps: Matter["abilities"]["steps"]): StepChoices {
  const open = steps.filter((step) => step.blockedBy === null).map((step) => step.id);
  const primary = open.find((step) => procedure?.steps[step]?.primary === true);
  const others = open.filter((step) => step !== primary);
  return {
    primary,
    // What ends the matter stands last, away from the thumb.
    others: others.toSorted((a, b) => Number(isEnding(procedure, a)) - Number(isEnding(procedure, b))),
    blocked: steps.flatMap((step) => (step.blockedBy === null ? [] : [{ step: step.id, reason: step.blockedBy }])),
  };
}

/**
 * The newest entry of another step that was written in the very form that this step asks for: a specialist's draft is
 * where an answer begins.
 */
export function findSuggestion(
  procedure: Procedure | undefined,
  step: string,
  entries: readonly Entry[],
): Entry | undefined {
  const form = procedure?.steps[step]?.form;
  if (form === undefined || Object.keys(form.shape).length < 2) return undefined;
  return entries.findLast(
    (entry) => entry.kind === "step" && entry.name !== step && procedure?.steps[entry.name]?.form === form,
  );
}

/** Whether a step ends the matter for good; such a step is drawn with care. */
export function isEnding(procedure: Procedure | undefined, step: string): boolean {
  const to = procedure?.steps[step]?.to;
  return to !== undefined && procedure?.states[to]?.phase === "closed";
}

/** Whether an audience leaves out those who asked and the parties: inner work of the police. */
export function isInternal(procedure: Procedure | undefined, audience: string): boolean {
  const capacities = procedure?.audiences[audience]?.capacities;
  return capacities !== undefined && !capacities.some((one) => ["requester", "firm", "sideA", "sideB"].includes(one));
}

/** Entries by the day in Shanghai on which they came, oldest first. */
export function byDay(entries: readonly Entry[]): { day: string; entries: Entry[] }[] {
  const days: { day: string; entries: Entry[] }[] = [];
  for (const entry of entries) {
    const day = shanghaiDay(new Date(entry.at));
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}

/** The number of the newest entry, 0 without any. */
export function lastSeq(matter: Pick<Matter, "entries">): number {
  return Math.max(0, ...matter.entries.map((entry) => entry.seq));
}
