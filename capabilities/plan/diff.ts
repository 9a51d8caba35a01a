import type { PlanContent } from "./content.ts";

/** One line of a part, and whether it is new, gone, or as it was. */
export interface ComparedLine {
  readonly cells: readonly string[];
  readonly change: "same" | "added" | "removed";
}

type Part = "concerns" | "services" | "contacts" | "emergency" | "visits" | "note" | "term";
export type ComparedPlan = Readonly<Record<Part, readonly ComparedLine[]>>;

/** Every part of a plan as lines of cells, in the order in which they are read. */
function linesOf(plan: PlanContent): Record<Part, string[][]> {
  const { visits } = plan;
  return {
    concerns: plan.concerns.map((one) => [one.what, one.measure]),
    services: plan.services.map((one) => [one.what, one.when]),
    contacts: plan.contacts.map((one) => [one.duty, one.dutyName, one.dutyPhone]),
    emergency: plan.emergency.map((one) => [one.what, one.first, one.phone]),
    visits: [[String(visits.onSitePerQuarter), String(visits.onlinePerMonth), visits.quiet]],
    note: plan.note === "" ? [] : [[plan.note]],
    term: [[plan.validFrom, plan.validUntil]],
  };
}

/**
 * A plan beside the version before: its lines in their order, marked where they are new, and before each place the
 * lines that stood there and are gone. Without a version before nothing is marked. A line that moved is no change.
 */
export function comparePlans(before: PlanContent | null, after: PlanContent): ComparedPlan {
  const now = linesOf(after);
  if (!before) return mapParts(now, (lines) => lines.map((cells) => ({ cells, change: "same" })));
  const then = linesOf(before);
  return mapParts(now, (lines, part) => compareLines(then[part], lines));
}

/** Whether anything differs. */
export function hasChanges(compared: ComparedPlan): boolean {
  return Object.values(compared).some((lines) => lines.some((line) => line.change !== "same"));
}

function compareLines(before: readonly string[][], after: readonly string[][]): ComparedLine[] {
  const left = count(before);
  const kept = count([]);
  const lines: ComparedLine[] = after.map((cells) => {
    const key = keyOf(cells);
    const isOld = (kept.get(key) ?? 0) < (left.get(key) ?? 0);
    if (isOld) kept.set(key, (kept.get(key) ?? 0) + 1);
    return { cells, change: isOld ? "same" : "added" };
  });
  const removed = before.flatMap((cells, at) => {
    const key = keyOf(cells);
    const rest = kept.get(key) ?? 0;
    if (rest > 0) {
      kept.set(key, rest - 1);
      return [];
    }
    return [{ at, line: { cells, change: "removed" as const } }];
  });
  for (const { at, line } of removed) lines.splice(Math.min(at, lines.length), 0, line);
  return lines;
}

function count(lines: readonly string[][]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const cells of lines) counts.set(keyOf(cells), (counts.get(keyOf(cells)) ?? 0) + 1);
  return counts;
}

function keyOf(cells: readonly string[]): string {
  return cells.join("\u0000");
}

function mapParts(
  parts: Record<Part, string[][]>,
  map: (lines: string[][], part: Part) => ComparedLine[],
): Record<Part, ComparedLine[]> {
  return Object.fromEntries(Object.entries(parts).map(([part, lines]) => [part, map(lines, part as Part)])) as Record<
    Part,
    ComparedLine[]
  >;
}
