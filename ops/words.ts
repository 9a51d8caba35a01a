/** Something that cannot go on, told to the operator in one sentence in both languages. */
export class OpsError extends Error {
  constructor(chinese: string, english: string, cause?: unknown) {
    super(`${chinese} / ${english}`, { cause });
    this.name = "OpsError";
  }
}

/** Exit codes of the tool; `huhang help` lists them. */
export const exitCodes = { done: 0, failed: 1, usage: 2, faults: 3 } as const;

/** Prints a line for the operator. */
export type Say = (line: string) => void;
