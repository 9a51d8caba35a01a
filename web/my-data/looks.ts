import { shanghaiDay } from "#kernel/shanghai-time.ts";
import type { OutputFor } from "#web/operations.ts";

type Look = OutputFor<"myData.looks">["items"][number];

/**
 * Looks that nobody can tell apart (the same unit, day, purpose and thing) are one line that says how many they were
 * and when the newest was. None is left out: the numbers add up to all looks. They come with the newest first.
 */
export function sameLooks(looks: readonly Look[]): readonly Look[] {
  const lines = new Map<string, Look>();
  for (const look of looks) {
    const { at, who, purpose, what, times } = look;
    const key = JSON.stringify([shanghaiDay(new Date(at)), who, purpose, what]);
    const before = lines.get(key);
    lines.set(key, before === undefined ? look : { ...before, times: before.times + times });
  }
  return [...lines.values()];
}
