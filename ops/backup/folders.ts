import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { OpsError } from "../words.ts";

/** What a file system keeps in its own root; not ours, and often not ours to read. */
const notOurs = new Set(["lost+found"]);

/**
 * Makes sure that a folder can be filled, before anything is touched. It may be a disk of its own or lead to one, so it is
 * never taken away and made anew.
 */
export async function demandWritable(folder: string): Promise<void> {
  const probe = join(folder, `.huhang-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await mkdir(probe);
    await rmdir(probe);
    await readdir(folder);
  } catch (error) {
    throw new OpsError(
      `文件夹“${folder}”不能写入，请先改好它的位置或权限`,
      `the folder ${folder} cannot be written: see to its place and its rights first`,
      error,
    );
  }
}

/** Whether there is a file anywhere in a folder. */
export async function hasFiles(folder: string): Promise<boolean> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (notOurs.has(entry.name)) continue;
    if (!entry.isDirectory() || (await hasFiles(join(folder, entry.name)))) return true;
  }
  return false;
}

/** Takes everything out of a folder, and leaves the folder. */
export async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!notOurs.has(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}
