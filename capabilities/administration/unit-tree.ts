/** What kinds of units there are and where each of them may hang (domain.md §2); for both sides of the wire. */
export const tiers = ["CITY", "BRANCH", "DEPARTMENT", "STATION", "WORK_STATION"] as const;
export type Tier = (typeof tiers)[number];

/** The city itself is made when it is set up. */
const parents: Readonly<Record<Tier, readonly Tier[]>> = {
  CITY: [],
  BRANCH: ["CITY"],
  DEPARTMENT: ["CITY", "BRANCH"],
  STATION: ["BRANCH"],
  WORK_STATION: ["BRANCH", "STATION"],
};

export function mayHangBelow(tier: Tier, parent: Tier): boolean {
  return parents[tier].includes(parent);
}

/** What can be made below a unit. */
export function tiersBelow(parent: Tier): Tier[] {
  return tiers.filter((tier) => mayHangBelow(tier, parent));
}

/** Functions of departments (PoliceBranchType). */
export const departments = [
  "CRIMINAL",
  "ECONOMIC",
  "PUBLIC_ORDER",
  "HOUSEHOLD",
  "TRAFFIC",
  "EXIT_ENTRY",
  "CYBER",
  "IP_FOOD_DRUG_ENV",
  "NARCOTICS",
  "LEGAL",
  "INSPECTORATE",
  "COMMAND",
  "PUBLICITY",
  "IT",
] as const;

interface Node {
  readonly id: number;
  readonly parentId: number | null;
}

/** Units as a tree is read: each after its parent, with how deep it stands. The order among neighbours stays. */
export function inTreeOrder<Unit extends Node>(units: readonly Unit[]): { unit: Unit; depth: number }[] {
  const known = new Set(units.map(({ id }) => id));
  const below = Map.groupBy(units, ({ parentId }) => (parentId !== null && known.has(parentId) ? parentId : null));
  const walk = (parent: number | null, depth: number): { unit: Unit; depth: number }[] =>
    (below.get(parent) ?? []).flatMap((unit) => [{ unit, depth }, ...walk(unit.id, depth + 1)]);
  return walk(null, 0);
}
