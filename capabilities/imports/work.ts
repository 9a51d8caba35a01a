import type { Selectable } from "kysely";
import type { DB } from "#db/rows.gen.ts";

/** What is done with a batch apart from the call that asked for it. */
export type Work = Selectable<DB["import_work"]>;
export type Step = Work["step"];
type State = Selectable<DB["import_batch"]>["state"];

/** From which state a step starts, in which it is under way, where it leads, and where it falls back to when it fails. */
export const steps = {
  READ: { operation: "import.upload", from: "READING", during: "READING", to: "CHECKED", back: "REFUSED" },
  APPLY: { operation: "import.apply", from: "CHECKED", during: "APPLYING", to: "APPLIED", back: "CHECKED" },
  UNDO: { operation: "import.undo", from: "APPLIED", during: "UNDOING", to: "UNDONE", back: "APPLIED" },
} as const satisfies Readonly<Record<Step, { operation: string; from: State; during: State; to: State; back: State }>>;

/** Somebody else is at it: this batch, or another list of its kind. The work stays for later. */
export class ImportBusy extends Error {}

/** Somebody has stopped it. */
export class ImportCancelled extends Error {}

/** Why a step cannot be done: the batch goes back to where it was and says so. */
export class ImportProblem extends Error {
  /** Message key below `imports.issue.`. */
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(code: string, params: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}
