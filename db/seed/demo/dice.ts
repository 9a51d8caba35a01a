/** Chance that is always the same for the same name: each part of the city throws its own, so that none moves another's. */
export interface Dice {
  /** In [0, 1). */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** By weight; a weight of 0 never comes. */
  weighted<T>(items: readonly (readonly [weight: number, item: T])[]): T;
  shuffled<T>(items: readonly T[]): T[];
}

export function createDice(name: string): Dice {
  let state = hashOf(name);
  // mulberry32: not for secrets, only for a city that is the same each time.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  return {
    next,
    between: (low, high) => low + below(high - low + 1),
    chance: (probability) => next() < probability,
    pick: (items) => at(items, below(items.length)),
    weighted(items) {
      let rest = next() * items.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, item] of items) {
        rest -= weight;
        if (rest < 0) return item;
      }
      return at(items, items.length - 1)[1];
    },
    shuffled(items) {
      const result = [...items];
      for (let end = result.length - 1; end > 0; end -= 1) {
        const other = below(end + 1);
        [result[end], result[other]] = [at(result, other), at(result, end)];
      }
      return result;
    },
  };
}

function at<T>(items: readonly T[], index: number): T {
  if (index < 0 || index >= items.length) throw new RangeError("nothing to choose from");
  return items[index] as T;
}

function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  return hash;
}
