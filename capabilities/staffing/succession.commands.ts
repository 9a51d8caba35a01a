import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import {
  findOfficer,
  fits,
  isActive,
  lockOfficer,
  lockProject,
  late,
  type Place,
  type ProjectRow,
  readersOf,
  refused,
  settingOf,
} from "./store.queries.ts";

export interface Succession {
  readonly project: ProjectRow;
  readonly kind: Place;
  readonly accountId: number;
  /** When the new one begins and the old one ends. */
  readonly from: Date;
  readonly orderNo: string | null;
  readonly reason: string;
  /** Where in the input the successor stands, for what is said about him. */
  readonly path: string;
}

/**
 * Puts somebody in a place; whoever had it ends in the same instant and the same transaction, so that no instant is
 * without (decision 20). Refuses whoever has the place or the other one, and whoever carries as many projects as one may.
 * @returns the new assignment's id
 */
export async function succeed(ctx: Context, next: Succession): Promise<number> {
  const { project, kind, accountId, from } = next;
  await lockProject(ctx, project.id);
  await demandFree(ctx, next);
  const rows = await ctx.db
    .selectFrom("assignment")
    .select(["id", "account_id", "kind", "valid_from", "valid_to", "tier"])
    .where("project_id", "=", project.id)
    .where("kind", "=", kind)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", from)]))
    .execute();
  if (rows.some((row) => row.account_id === accountId)) throw refused(next.path, "alreadyInPlace");
  const tier = kind === "SPONSOR" ? await tierOf(ctx, accountId) : null;
  const before = rows.filter((row) => isOfficer(kind) || (kind === "SPONSOR" && row.tier === tier));
  // Somebody is to follow already: two plans for one place are settled by people, not by the order of their clicks.
  if (before.some((row) => row.valid_from >= from)) throw late("plannedAlready");
  for (const row of before) {
    await ctx.db
      .updateTable("assignment")
      .set({ valid_to: from, end_reason: next.reason })
      .where("id", "=", row.id)
      .execute();
  }
  const made = await ctx.db
    .insertInto("assignment")
    .values({
      project_id: project.id,
      account_id: accountId,
      kind,
      valid_from: from,
      order_no: next.orderNo,
      reason: next.reason,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  // What was being handed over has another successor now.
  if (kind === "A" || kind === "B") {
    await ctx.db
      .updateTable("handover")
      .set({ state: "WITHDRAWN", decided_by: ctx.actor.accountId, decided_at: ctx.now })
      .where("project_id", "=", project.id)
      .where("kind", "=", kind)
      .where("state", "in", ["REQUESTED", "PENDING"])
      .execute();
  }
  // Asked here and not at the end, so that what the database refuses is an answer and no crash.
  await sql`set constraints staffed immediate`.execute(ctx.db);
  if (from.getTime() <= ctx.now.getTime()) await tellChange(ctx, project.id);
  return made.id;
}

function isOfficer(kind: Place): boolean {
  return kind === "A" || kind === "B";
}

/**
 * Refuses whoever cannot take a place from an instant on: unknown, leaving, without the role, already on the project as
 * A or B, or with as many projects as an officer may carry; that refusal names both figures. Holds the officer's lock.
 */
export async function demandFree(
  ctx: Context,
  next: Pick<Succession, "kind" | "accountId" | "from" | "path"> & { project: Pick<ProjectRow, "id" | "stage"> },
): Promise<void> {
  const { project, kind, accountId, from, path } = next;
  if (!isActive(project)) throw late("projectOver");
  await lockOfficer(ctx, accountId);
  const account = await findOfficer(ctx, accountId);
  if (!account) throw refused(path, "unknownOfficer");
  if (account.closedAt !== null) throw refused(path, "officerLeaves");
  if (!(await fits(ctx, kind, accountId, from))) throw refused(path, "notForPlace");
  if (!isOfficer(kind)) {
    if (await hasPlace(ctx, project.id, kind, accountId, from)) throw refused(path, "alreadyInPlace");
    return;
  }
  const held = await sql<{ project_id: number; kind: string }>`
    select project_id, kind from app.places_of(${accountId}, ${from})`.execute(ctx.db);
  const here = held.rows.find((row) => row.project_id === project.id);
  if (here) throw refused(path, here.kind === kind ? "alreadyInPlace" : "sameOfficer");
  const cap = await settingOf(ctx, "officerProjects");
  const count = new Set(held.rows.map((row) => row.project_id)).size;
  if (count >= cap) throw refused(path, "officerFull", { count, cap });
}

async function hasPlace(ctx: Context, project: number, kind: Place, account: number, from: Date): Promise<boolean> {
  const row = await ctx.db
    .selectFrom("assignment")
    .select("id")
    .where("project_id", "=", project)
    .where("kind", "=", kind)
    .where("account_id", "=", account)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", from)]))
    .executeTakeFirst();
  return row !== undefined;
}

async function tierOf(ctx: Context, accountId: number): Promise<string> {
  const found = await sql<{ tier: string }>`select app.tier_of(${accountId}) as tier`.execute(ctx.db);
  return found.rows[0]?.tier ?? "BRANCH";
}

/** Everybody concerned hears that another one is responsible now. */
export async function tellChange(ctx: Context, projectId: number): Promise<void> {
  await ctx.emit({ name: "responsibilityChanged", project: projectId }, await readersOf(ctx, projectId));
}
