import type { FileStorage } from "./storage.ts";

/**
 * Removes files that no row refers to: their process was killed between storing and committing.
 * @param findReferenced of the given keys (files and thumbnails alike), those that some row refers to
 * @param before a time of the machine, well before the oldest running request or open transaction
 * @returns how many kept and how many half-written files were removed
 */
export async function sweepStorage(
  storage: FileStorage,
  findReferenced: (keys: readonly string[]) => Promise<ReadonlySet<string>>,
  before: Date,
): Promise<{ orphans: number; unfinished: number }> {
  let orphans = 0;
  let batch: string[] = [];
  const removeOrphans = async () => {
    const referenced = await findReferenced(batch);
    for (const key of batch) {
      if (referenced.has(key)) continue;
      await storage.remove(key);
      orphans += 1;
    }
    batch = [];
  };
  for await (const { key, storedAt } of storage.list()) {
    if (storedAt >= before) continue;
    batch.push(key);
    if (batch.length >= BATCH) await removeOrphans();
  }
  if (batch.length > 0) await removeOrphans();
  return { orphans, unfinished: await storage.dropUnfinished(before) };
}

const BATCH = 500;
