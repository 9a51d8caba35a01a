import type { HandlingPlace } from "#kernel/procedure.ts";
import type { LimitClock } from "#kernel/working-time.ts";

export type Phase = "open" | "waiting" | "closed";

export interface TaskSnapshot {
  readonly no: number;
  readonly kind: string;
  readonly audience: string;
  /** Principal that owns the task. */
  readonly holder: number;
  /** Principals added by the ladder or by a reopening one level up. */
  readonly added: readonly number[];
  readonly state: "open" | "done" | "dropped";
  readonly clock: LimitClock;
  readonly openedSeq: number;
  readonly closedSeq: number | null;
}

/** What the rows of a matter say at one moment: a projection of its entries and of nothing else. */
export interface Snapshot {
  readonly state: string;
  readonly phase: Phase;
  readonly outcome: string | null;
  /** Counts changes of state: a step that leaves the state alone makes nobody's page stale. */
  readonly version: number;
  readonly seq: number;
  readonly closedAt: Date | null;
  /** Whose place handles it. */
  readonly handledBy: HandlingPlace;
  readonly tasks: readonly TaskSnapshot[];
}

/** What the engine decided and looked up when something happened; stored with the entry, read again by replay. */
export interface Resolved {
  readonly to?: string;
  readonly phase?: Phase;
  readonly outcome?: string | null;
  readonly done?: readonly number[];
  readonly dropped?: readonly number[];
  readonly opened?: readonly {
    readonly no: number;
    readonly kind: string;
    readonly audience: string;
    readonly holder: number;
    readonly added: readonly number[];
    readonly clock: LimitClock;
  }[];
  /** Clocks that were paused or resumed, by task number. */
  readonly clocks?: Readonly<Record<number, LimitClock>>;
  /** Principals added to tasks, by task number. */
  readonly added?: Readonly<Record<number, readonly number[]>>;
  /** Who handles it from here on. */
  readonly handledBy?: HandlingPlace;
  /** Stars were given with it; how many stands nowhere near the matter (decision 18). */
  readonly rated?: true;
}

export interface StoredEntry {
  readonly seq: number;
  readonly at: Date;
  readonly kind: string;
  readonly name: string;
  readonly resolved: Resolved;
}

/** The matter before its first entry. */
export const blank: Snapshot = {
  state: "",
  phase: "open",
  outcome: null,
  version: 0,
  seq: 0,
  closedAt: null,
  handledBy: "handler",
  tasks: [],
};

/** One entry further. Applies what was resolved and decides nothing, so that replay cannot differ. */
export function advance(before: Snapshot, entry: StoredEntry): Snapshot {
  const { resolved } = entry;
  const tasks: TaskSnapshot[] = before.tasks.map((task) => {
    const ended = resolved.done?.includes(task.no) ? "done" : resolved.dropped?.includes(task.no) ? "dropped" : null;
    return {
      ...task,
      state: ended ?? task.state,
      closedSeq: ended ? entry.seq : task.closedSeq,
      clock: resolved.clocks?.[task.no] ?? task.clock,
      added: [...task.added, ...(resolved.added?.[task.no] ?? [])],
    };
  });
  for (const opened of resolved.opened ?? []) {
    tasks.push({ ...opened, state: "open", openedSeq: entry.seq, closedSeq: null });
  }
  const moved = resolved.to !== undefined && resolved.to !== before.state;
  const phase = resolved.phase ?? before.phase;
  return {
    state: resolved.to ?? before.state,
    phase,
    outcome: resolved.outcome === undefined ? before.outcome : resolved.outcome,
    version: before.version + (moved ? 1 : 0),
    seq: entry.seq,
    closedAt: phase === "closed" ? (before.closedAt ?? entry.at) : null,
    handledBy: resolved.handledBy ?? before.handledBy,
    tasks,
  };
}

/** The rows as the entries alone give them. */
export function replay(entries: readonly StoredEntry[]): Snapshot {
  return entries.reduce(advance, blank);
}
