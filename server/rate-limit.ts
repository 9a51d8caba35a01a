import { isIPv6 } from "node:net";
import { plainAddress } from "./network.ts";
import { isLoopback } from "./settings.ts";

/** Lets so much through and says how long to wait for more. */
export interface RateLimit {
  /** Seconds until there is room for one more under this name; 0: this one is let through. */
  take(name: string): number;
}

/** More names than a city has sessions; whoever makes up more only pushes out the oldest. */
const mostNames = 20_000;

/**
 * A bucket for each name: half a minute's worth at once, then as fast as it fills. It counts in this process's memory, by
 * a clock that nobody sets: a library that counts by the wall clock would refuse everybody for as long as it is set back.
 */
export function createRateLimit(perMinute: number, clock: () => number = () => performance.now()): RateLimit {
  const size = Math.max(1, perMinute / 2);
  const perMs = perMinute / 60_000;
  const buckets = new Map<string, { level: number; at: number }>();
  return {
    take(name) {
      const now = clock();
      const before = buckets.get(name);
      const level = before ? Math.min(size, before.level + (now - before.at) * perMs) : size;
      const passes = level >= 1;
      // Taken out and put in again, so that the first of the map is the one longest unused.
      buckets.delete(name);
      buckets.set(name, { level: passes ? level - 1 : level, at: now });
      if (buckets.size > mostNames) buckets.delete(buckets.keys().next().value ?? "");
      return passes ? 0 : Math.ceil((1 - level) / perMs / 1_000);
    },
  };
}

/** Who is meant by an address: a line in IPv6 has 2^64 of them. Null: this machine itself, which is not limited. */
export function nameOfAddress(address: string): string | null {
  const plain = plainAddress(address);
  if (isLoopback(plain)) return null;
  if (!isIPv6(plain)) return plain;
  const [head = "", tail] = plain.toLowerCase().split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array.from({ length: zeros }, () => "0"), ...right];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
