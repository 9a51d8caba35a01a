import { sql } from "kysely";
import { arrangesAll, type projectRules } from "#access/rules/projects.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { boardOf, placeOf, policeStationsOf } from "./board.queries.ts";
import { checklistOf } from "./checklist.queries.ts";
import type { contract } from "./contract.ts";
import { exportBoard } from "./export.queries.ts";
import { actsFrom, movesFrom, stageDays, stages } from "./life-cycle.ts";
import { sixListsOf } from "./six-lists.queries.ts";
import { timelineOf } from "./timeline.queries.ts";

export type Reads =
  | "project.export"
  | "project.checklist"
  | "project.life"
  | "project.timeline"
  | "project.sixLists"
  | "project.board";

/** What can be read of a project's life; who sees which row is said by the row policies. */
export const projectQueries: Handlers<Pick<typeof contract, Reads>, Pick<typeof projectRules, Reads>> = {
  "project.checklist": async (ctx, input) =>
    (await isVisible(ctx, input.id)) ? { subject: {}, run: () => checklistOf(ctx, input.id) } : undefined,

  "project.life": async (ctx, input) =>
    (await isVisible(ctx, input.id)) ? { subject: {}, run: () => lifeOf(ctx, input.id) } : undefined,

  "project.timeline": async (ctx, input) =>
    (await isVisible(ctx, input.id)) ? { subject: {}, run: () => timelineOf(ctx, input) } : undefined,

  "project.sixLists": async (ctx, input) =>
    (await isVisible(ctx, input.id)) ? { subject: {}, run: () => sixListsOf(ctx, input) } : undefined,

  "project.board": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const board = await boardOf(ctx, input);
      ctx.counted(board.cards.length);
      const policeStations = await policeStationsOf(ctx, board.cards);
      return { ...board, policeStations, stations: await stationsOf(ctx) };
    },
  }),

  "project.export": async (ctx, input) => ({ subject: {}, run: () => exportBoard(ctx, input) }),
};

async function isVisible(ctx: Context, id: number): Promise<boolean> {
  const found = await sql`select from project where id = ${id}`.execute(ctx.db);
  if (found.rows.length === 0) return false;
  ctx.about(`project:${id}`);
  return true;
}

async function lifeOf(ctx: Context, id: number) {
  const row = await ctx.db.selectFrom("project").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const station = await ctx.db
    .selectFrom("unit")
    .select(["lat", "lng"])
    .where("id", "=", row.station_id)
    .executeTakeFirstOrThrow();
  const history = await ctx.db
    .selectFrom("project_stage")
    .select(["stage", "since"])
    .where("project_id", "=", id)
    .orderBy("since")
    .orderBy("seq")
    .execute();
  const days = stageDays(history, shanghaiDay(ctx.now));
  const arranged = arrangesAll(ctx.actor, { stationIds: [row.station_id] });
  return {
    id,
    version: row.version,
    stage: row.stage,
    stageSince: row.stage_since,
    suspendedFrom: row.suspended_from,
    planned: { landed: row.planned_landed, construction: row.planned_construction, production: row.planned_production },
    place: placeOf(row),
    stationPlace: placeOf(station),
    days: ([...stages, "SUSPENDED"] as const).flatMap((stage) => {
      const spent = days.get(stage);
      return spent === undefined ? [] : [{ stage, days: spent }];
    }),
    abilities: {
      change: arranged,
      stations: arranged ? await stationsOf(ctx) : [],
      moves: arranged ? movesFrom(row.stage) : [],
      acts: arranged ? actsFrom(row.stage) : [],
    },
  };
}

async function stationsOf({ db, actor, now }: Context): Promise<{ id: number; name: string }[]> {
  return db
    .selectFrom("unit")
    .select(["id", "short_name as name"])
    .where("tier", "=", "STATION")
    .where(sql<boolean>`id = any (${[...actor.offices]}::int[])`)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", now)]))
    .orderBy("code")
    .execute();
}
