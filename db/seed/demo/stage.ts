import type { CallInputOf, Operation, OutputOf } from "#kernel/operation.ts";
import type { WorkCalendar } from "#kernel/work-calendar.ts";

/** Who calls, for which firm. */
export interface Caller {
  readonly accountId: number;
  readonly enterpriseId: number | null;
}

/**
 * What the seed needs of a running platform on the same database, on a clock that only the seed moves. Everything goes
 * the way of every other call, so that nothing in the demo could not have happened. Lent by `server/demo-city.ts`.
 */
export interface Stage {
  calendar(): WorkCalendar;
  setClock(at: Date): void;
  /** Takes an operation; throws AppError as it would be answered. */
  call<Op extends Operation>(operation: Op, input: CallInputOf<Op>, by: Caller): Promise<OutputOf<Op>>;
  /** Takes in a file through the same door as an upload; gives its id. */
  upload(by: Caller, name: string, bytes: Buffer): Promise<string>;
  /** Matters for which something is due by the clock. */
  findDue(): Promise<readonly number[]>;
  /** Lets happen whatever is due by the clock, in every matter or in one. */
  settleDue(matter?: number): Promise<unknown>;
  /** Opens the return visits that are due by the clock. */
  openVisits(): Promise<unknown>;
  /** From now on people are told what happens. */
  hear(): Promise<void>;
  /** Everything has happened: brings up to date what follows from all of it. */
  finish(): Promise<void>;
  close(): Promise<void>;
}
