import { type Happened, type Identity, isIn } from "./model.ts";
import type { Scene } from "./look.ts";

/**
 * What must hold whatever the oracle thinks: a firm's session sees matters of that firm only, or of which the person
 * is a side, and of a side's papers only its own. Looks at bare rows; gives one sentence per breach.
 */
export function breaches(
  { city, matters }: Scene,
  { account, firm }: Identity,
  at: number,
  seen: Readonly<Record<string, readonly string[]>>,
): string[] {
  if (firm === null) return [];
  // A side that was lent to somebody is his for that time.
  const stands = (matter: Happened, side: string) =>
    city.parties.some(
      (one) => one.matter === matter.id && one.side === side && one.account === account && isIn(one, at),
    ) ||
    city.delegations.some(
      (one) => one.taker === account && one.relation === `matter:${matter.id}/${side}` && isIn(one, at),
    );
  return matters.flatMap((matter) => {
    if (!seen["matter"]?.includes(String(matter.id))) return [];
    const sides = ["sideA", "sideB"].filter((side) => stands(matter, side));
    const papers = matter.entries.filter((one) => seen["entry"]?.includes(`${matter.id} ${one.seq}`));
    const foreign = papers.filter((one) => one.audience.startsWith("side") && !sides.includes(one.audience));
    return [
      ...(matter.firm !== firm && sides.length === 0
        ? [`matter ${matter.id} of firm ${matter.firm} is seen for ${firm}`]
        : []),
      ...foreign.map((one) => `matter ${matter.id}: entry ${one.seq} of ${one.audience} is seen by another side`),
      ...papers
        .filter((one) => one.audience === "handlers")
        .map((one) => `matter ${matter.id}: entry ${one.seq} is the officers'`),
    ];
  });
}
