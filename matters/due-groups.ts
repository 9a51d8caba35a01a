import type { z } from "zod";
import { dayNumber, dayText, shanghaiDay, weekdayOf } from "#kernel/shanghai-time.ts";
import type { matterHead, turn } from "#matters/contract.ts";

export type MatterHead = z.output<typeof matterHead>;
export type Turn = z.output<typeof turn>;

/** The headings of a work list, in the order in which they stand. */
export const dueGroups = ["late", "today", "week", "later", "paused"] as const;
export type DueGroup = (typeof dueGroups)[number];

function rank(turn: Turn): number {
  if (turn.clock.state === "paused") return 2;
  return turn.clock.dueAt === null ? 1 : 0;
}

/** More pressing first: running and late ones by their due minute, then those without one, then paused ones. */
export function compareTurns(a: Turn, b: Turn): number {
  const byRank = rank(a) - rank(b);
  if (byRank !== 0) return byRank;
  const byDue = (a.clock.dueAt ?? "").localeCompare(b.clock.dueAt ?? "");
  return byDue !== 0 ? byDue : a.clock.remainingMinutes - b.clock.remainingMinutes;
}

/** The task by which a matter stands in somebody's list: his own most pressing one, else anybody's. */
export function findLeadTurn(turns: readonly Turn[]): Turn | undefined {
  const mine = turns.filter((turn) => turn.mine);
  return (mine.length > 0 ? mine : turns).toSorted(compareTurns)[0];
}

/** Under which heading a task stands at `now`; weeks end on Sunday, days at midnight in Shanghai, which is still theirs. */
export function groupOf(turn: Turn | undefined, now: Date): DueGroup {
  if (turn?.clock.state === "paused") return "paused";
  if (turn === undefined || turn.clock.dueAt === null) return "later";
  const due = new Date(turn.clock.dueAt);
  if (turn.clock.state === "late" || due <= now) return "late";
  const today = shanghaiDay(now);
  const dueDay = shanghaiDay(new Date(due.getTime() - 1));
  if (dueDay <= today) return "today";
  const sunday = dayText(dayNumber(today) + 7 - weekdayOf(dayNumber(today)));
  return dueDay <= sunday ? "week" : "later";
}

export interface DueRow {
  head: MatterHead;
  turn: Turn | undefined;
}
export interface DueSection {
  group: DueGroup;
  rows: DueRow[];
}

/** A work list as it is shown: sections that hold something, each by time left. Equal times keep the newer number last. */
export function groupByDue(heads: readonly MatterHead[], now: Date): DueSection[] {
  const rows = heads.map((head) => ({ head, turn: findLeadTurn(head.turns) }));
  rows.sort((a, b) => {
    if (a.turn === undefined || b.turn === undefined)
      return Number(a.turn === undefined) - Number(b.turn === undefined);
    return compareTurns(a.turn, b.turn) || a.head.id - b.head.id;
  });
  return dueGroups
    .map((group) => ({ group, rows: rows.filter((row) => groupOf(row.turn, now) === group) }))
    .filter((section) => section.rows.length > 0);
}
