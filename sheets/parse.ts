import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { RawCell } from "./cells.ts";
import type { Merge } from "./container.ts";
import { SheetError, sheetLimits, type SheetRefusal } from "./sheet.ts";

/** The first sheet of a workbook that is not hidden. */
export interface Parsed {
  readonly rows: readonly (readonly RawCell[])[];
  readonly merges: readonly Merge[];
}

export type ThreadAnswer = { readonly parsed: Parsed } | { readonly refused: SheetRefusal };

/**
 * Parses a workbook in a thread with little memory and little time: what slips past every other guard ends the thread
 * and nothing else.
 * @throws SheetError
 */
export async function parseApart(bytes: Uint8Array): Promise<Parsed> {
  const thread = new Worker(new URL("parse-thread.ts", import.meta.url), {
    workerData: bytes,
    // Whatever the server was started with is not for this thread.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: sheetLimits.megabytes },
  });
  try {
    const [answer] = (await once(thread, "message", {
      signal: AbortSignal.timeout(sheetLimits.seconds * 1000),
    })) as [ThreadAnswer];
    if ("refused" in answer) throw new SheetError(answer.refused);
    return answer.parsed;
  } catch (error) {
    throw error instanceof SheetError ? error : new SheetError("sheet-too-large", [], { cause: error });
  } finally {
    await thread.terminate();
  }
}
