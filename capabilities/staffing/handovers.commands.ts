import { sql } from "kysely";
import type { handoverRules, PreparationSubject } from "#access/rules/staffing.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { isConstraint } from "#directory/refusals.ts";
import type { InputOf } from "#kernel/operation.ts";
import { dueAt, startClock } from "#kernel/working-time.ts";
import type { handoverContract } from "./handover-contract.ts";
import { findHandovers } from "./handovers.queries.ts";
import {
  findOfficer,
  findProject,
  isActive,
  late,
  lockProject,
  officeOf,
  type ProjectRow,
  refused,
  selfOf,
  settingOf,
} from "./store.queries.ts";
import { demandFree, tellChange } from "./succession.commands.ts";

type Ids = "handover.prepare" | "handover.approve" | "handover.accept" | "handover.withdraw";
type Preparation = InputOf<(typeof handoverContract)["handover.prepare"]>;
type Place = Preparation["places"][number];

/** A place passes from one officer to the next: prepared with its sheet, the successor named, accepted. */
export const handoverCommands: Pick<Handlers<typeof handoverContract, typeof handoverRules>, Ids> = {
  "handover.prepare": async (ctx, input) => {
    const fromId = input.fromAccountId ?? ctx.actor.accountId;
    const from = await findOfficer(ctx, fromId);
    if (!from) return undefined;
    const projects: ProjectRow[] = [];
    for (const place of input.places) {
      const project = await findProject(ctx, place.projectId);
      if (!project) return undefined;
      projects.push(project);
    }
    ctx.about(`account:${fromId}`);
    const subject: PreparationSubject = {
      accountId: fromId,
      unitId: from.unitId,
      stations: projects.map((project) => project.stationId),
      named: input.orderNo !== null || input.places.some((place) => place.toAccountId !== null),
    };
    return {
      subject,
      run: async () => {
        const ids: number[] = [];
        for (const [index, place] of input.places.entries()) {
          const project = projects[index];
          if (project) ids.push(await prepare(ctx, input, fromId, place, project, `places.${index}`));
        }
        return { ids };
      },
    };
  },

  "handover.approve": async (ctx, input) => {
    ctx.about(`handover:${input.id}`);
    const row = (await findHandovers(ctx, input.id))[0];
    if (!row) return undefined;
    return {
      subject: row,
      run: async () => {
        if (input.toAccountId === row.from) throw refused("toAccountId", "alreadyInPlace");
        await demandFree(ctx, {
          project: { id: row.projectId, stage: row.stage },
          kind: row.kind,
          accountId: input.toAccountId,
          from: ctx.now,
          path: "toAccountId",
        });
        const due = await acceptBy(ctx);
        const changed = await ctx.db
          .updateTable("handover")
          .set({ state: "PENDING", to_account: input.toAccountId, order_no: input.orderNo, ...due })
          .where("id", "=", row.id)
          .where("state", "in", ["REQUESTED", "PENDING"])
          .executeTakeFirst();
        if (changed.numUpdatedRows === 0n) throw late("handoverDecided");
        await tellOffered(ctx, row.id, row.projectId, input.toAccountId);
        return { dueAt: due.due_at.toISOString() };
      },
    };
  },

  "handover.accept": async (ctx, input) => {
    ctx.about(`handover:${input.id}`);
    const row = (await findHandovers(ctx, input.id))[0];
    if (!row) return undefined;
    return {
      subject: row,
      run: async () => {
        await lockProject(ctx, row.projectId);
        const fresh = (await findHandovers(ctx, input.id))[0];
        if (fresh?.state !== "PENDING") throw late("handoverDecided");
        await demandFree(ctx, {
          project: { id: row.projectId, stage: row.stage },
          kind: row.kind,
          accountId: ctx.actor.accountId,
          from: ctx.now,
          path: "id",
        });
        const taken = await sql<{ id: number | null }>`select app.take_over(${row.id}, ${ctx.now}) as id`.execute(
          ctx.db,
        );
        if ((taken.rows[0]?.id ?? null) === null) throw late("handoverDecided");
        await sql`set constraints staffed immediate`.execute(ctx.db);
        await tellChange(ctx, row.projectId);
        return { at: ctx.now.toISOString() };
      },
    };
  },

  "handover.withdraw": async (ctx, input) => {
    ctx.about(`handover:${input.id}`);
    const row = (await findHandovers(ctx, input.id))[0];
    if (!row) return undefined;
    return {
      subject: row,
      run: async () => {
        const changed = await ctx.db
          .updateTable("handover")
          .set({ state: "WITHDRAWN", decided_by: ctx.actor.accountId, decided_at: ctx.now })
          .where("id", "=", row.id)
          .where("state", "in", ["REQUESTED", "PENDING"])
          .executeTakeFirst();
        if (changed.numUpdatedRows === 0n) throw late("handoverDecided");
        return {};
      },
    };
  },
};

/** One place with its sheet; with a successor it is pending at once, without one it waits for the office to name him. */
async function prepare(
  ctx: Context,
  input: Preparation,
  fromId: number,
  place: Place,
  project: ProjectRow,
  path: string,
): Promise<number> {
  if (!isActive(project)) throw late("projectOver");
  await lockProject(ctx, project.id);
  const held = await ctx.db
    .selectFrom("assignment")
    .select("id")
    .where("project_id", "=", project.id)
    .where("account_id", "=", fromId)
    .where("kind", "=", place.kind)
    .where("valid_from", "<=", ctx.now)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", ctx.now)]))
    .executeTakeFirst();
  if (!held) throw refused(`${path}.projectId`, "notHisPlace");
  const { toAccountId: to } = place;
  if (to !== null) {
    if (to === fromId) throw refused(`${path}.toAccountId`, "alreadyInPlace");
    if (input.orderNo === null) throw refused("orderNo", "required");
    await demandFree(ctx, { project, kind: place.kind, accountId: to, from: ctx.now, path: `${path}.toAccountId` });
  }
  const id = await insertHandover(ctx, input, fromId, place, project, path);
  if (input.items.length > 0) {
    await ctx.db
      .insertInto("handover_item")
      .values(
        input.items.map((item, index) => ({
          handover_id: id,
          no: index + 1,
          kind: item.kind,
          text: item.text,
          due_on: item.dueOn,
        })),
      )
      .execute();
  }
  await noteMatters(ctx, id, project.id);
  if (to !== null) await tellOffered(ctx, id, project.id, to);
  return id;
}

async function insertHandover(
  ctx: Context,
  input: Preparation,
  fromId: number,
  place: Place,
  project: ProjectRow,
  path: string,
): Promise<number> {
  const named = place.toAccountId !== null;
  try {
    const row = await ctx.db
      .insertInto("handover")
      .values({
        project_id: project.id,
        station_id: project.stationId,
        kind: place.kind,
        from_account: fromId,
        to_account: place.toAccountId,
        state: named ? "PENDING" : "REQUESTED",
        note: input.note,
        order_no: named ? input.orderNo : null,
        prepared_by: ctx.actor.accountId,
        prepared_at: ctx.now,
        ...(named && (await acceptBy(ctx))),
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    return row.id;
  } catch (error) {
    if (isConstraint(error, "handover_open")) throw refused(`${path}.projectId`, "handoverOpen");
    throw error;
  }
}

/**
 * The open matters as whoever prepares the sheet sees them: number and limit. A matter that is kept from anybody is not
 * on it at all, so that a sheet never tells of a complaint.
 */
async function noteMatters(ctx: Context, handoverId: number, projectId: number): Promise<void> {
  await sql`
    insert into handover_matter (handover_id, matter_id, number, procedure, due_at)
    select ${handoverId}::int, m.id, m.number, m.procedure,
           (select min(t.due_at) from task t where t.matter_id = m.id and t.state = 'open')
      from matter m where m.project_id = ${projectId} and m.phase <> 'closed' and m.barred = '{}'`.execute(ctx.db);
}

/** Three working days (P3); the figure is data. The clock is kept beside the time, which moves with the calendar. */
async function acceptBy(ctx: Context): Promise<{ due_at: Date; accept_clock: string }> {
  const limit = { amount: await settingOf(ctx, "handoverDays"), unit: "wd" } as const;
  const clock = startClock(ctx.calendar, { at: ctx.now, limit });
  return { due_at: dueAt(ctx.calendar, ctx.now, limit).at, accept_clock: JSON.stringify(clock) };
}

async function tellOffered(ctx: Context, handover: number, project: number, successor: number): Promise<void> {
  const readers = [...(await selfOf(ctx, successor)), ...(await officeOf(ctx, project))];
  await ctx.emit({ name: "handoverOffered", project, handover }, readers);
}
