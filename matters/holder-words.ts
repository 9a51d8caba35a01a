import type { Turn } from "./due-groups.ts";

/** Who holds a task, as people say it: the person's duty name, else unit and duty; `say` finds a text by its key. */
export function holderWords(words: { say(key: string): string }, holder: Turn["holder"]): string {
  if (holder.dutyName !== null) return holder.dutyName;
  const duty = words.say(`duty.${holder.duty}`);
  if (holder.unitName === null) return duty;
  // A desk is the unit itself, and a firm's people are the firm.
  return ["desk", "members"].includes(holder.duty) ? holder.unitName : `${holder.unitName} ${duty}`;
}
