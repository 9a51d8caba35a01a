import { readFileSync, rmSync, rmdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const note = "socket-folder";

/** Notes the folder of the server's socket, so that it can be removed after a kill; removes the one noted before. */
export function rememberSocketFolder(dataDir: string, folder: string): void {
  if (!folder.startsWith("/")) return;
  const file = join(dataDir, note);
  const noted = readNote(file);
  if (noted !== undefined && noted !== folder) removeFolder(noted);
  writeFileSync(file, folder);
}

/** Removes the folder of a socket whose server has ended, and the note about it. */
export function forgetSocketFolder(dataDir: string, folder: string): void {
  if (!folder.startsWith("/")) return;
  removeFolder(folder);
  const file = join(dataDir, note);
  if (readNote(file) === folder) rmSync(file, { force: true });
}

function readNote(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** Removes only what a server makes there: the path came out of a file. */
function removeFolder(folder: string): void {
  if (!basename(folder).startsWith("huhang-")) return;
  for (const name of [".s.PGSQL.5432", ".s.PGSQL.5432.lock"]) rmSync(join(folder, name), { force: true });
  try {
    rmdirSync(folder);
  } catch {
    // Gone already, or not ours after all: nothing depends on it.
  }
}
