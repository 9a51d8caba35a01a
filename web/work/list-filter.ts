import type { MatterHead } from "#matters/due-groups.ts";

/**
 * Does a loaded row hold every word that was typed? Number, title, topic, project and firm are looked at, and nothing
 * else: never persons (decision 25).
 */
export function matchesWords(head: MatterHead, typed: string): boolean {
  const text = [
    head.number,
    head.title,
    head.topic?.nameZh,
    head.topic?.nameEn,
    head.project?.name,
    head.enterprise?.name,
  ]
    .join("\n")
    .toLocaleLowerCase();
  return typed
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
