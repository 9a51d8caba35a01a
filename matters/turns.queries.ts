import { sql } from "kysely";
import type { z } from "zod";
import type { Context } from "#directory/context.ts";
import { labelsOf, type PrincipalLabel } from "#directory/labels.queries.ts";
import { limitMinutes, type LimitClock, remainingMinutes } from "#kernel/working-time.ts";
import type { turn } from "./contract.ts";
import { taskOf } from "./store.queries.ts";

export type Turn = z.output<typeof turn>;

const nobody: PrincipalLabel = { duty: "unknown", unitName: null, dutyName: null };

/** Whose turn it is in each of these matters: the open tasks that the actor may know of, by number. */
export async function turnsOf(ctx: Context, matterIds: readonly number[]): Promise<Map<number, Turn[]>> {
  if (matterIds.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom("task")
    .selectAll()
    .where("matter_id", "=", sql<number>`any(${[...matterIds]}::bigint[])`)
    .where("state", "=", "open")
    .orderBy("matter_id")
    .orderBy("no")
    .execute();
  const labels = await labelsOf(ctx, [...new Set(rows.flatMap((row) => [row.holder, ...row.added]))]);
  const held = new Set(ctx.actor.principals);
  const byMatter = new Map<number, Turn[]>();
  for (const row of rows) {
    const task = taskOf(row);
    const turns = byMatter.get(row.matter_id) ?? [];
    turns.push({
      taskNo: task.no,
      kind: task.kind,
      holder: labels.get(task.holder) ?? nobody,
      // The opener beside his firm's desk has not joined later: he asked.
      alsoWith: task.added.map((principal) => labels.get(principal) ?? nobody).filter((label) => label.duty !== "self"),
      mine: [task.holder, ...task.added].some((principal) => held.has(principal)),
      clock: clockView(ctx, task.clock),
    });
    byMatter.set(row.matter_id, turns);
  }
  return byMatter;
}

function clockView(ctx: Context, clock: LimitClock): Turn["clock"] {
  const remaining = remainingMinutes(ctx.calendar, clock, ctx.now);
  const paused = clock.runningSince === null;
  return {
    state: paused ? "paused" : clock.dueAt !== null && new Date(clock.dueAt) <= ctx.now ? "late" : "running",
    dueAt: clock.dueAt === null ? null : new Date(clock.dueAt).toISOString(),
    limit: { amount: clock.limit.amount, unit: clock.limit.unit },
    extendedFrom: clock.extensions ? { amount: clock.originalLimit.amount, unit: clock.originalLimit.unit } : null,
    limitMinutes: limitMinutes(clock.limit),
    remainingMinutes: Math.round(remaining),
    pausedReason: clock.pausedReason,
    provisional: clock.provisional,
  };
}
