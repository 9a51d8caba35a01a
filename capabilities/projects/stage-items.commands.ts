import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { openMatter } from "#matters/opening.commands.ts";
import { openDoor } from "#matters/store.queries.ts";
import type { Author, EngineContext } from "#matters/write.commands.ts";
import type { Stage } from "./life-cycle.ts";
import { stageItem } from "./procedure.ts";

/** Of two who would open or move the same project's work, the second waits and finds what the first has done. */
export async function lockStageWork({ db }: Pick<Context, "db">, projectId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(1213548618, ${projectId}::int)`.execute(db);
}

/** Whoever moved the project opens its work as program office. */
export function officeOf({ actor }: Context): Author {
  return { accountId: actor.accountId, label: actor.dutyName, capacity: "programOffice" };
}

/**
 * Opens the work that a stage brings and the project does not have yet, each piece a matter of its own for officer A.
 * Coming back to a stage opens nothing twice.
 * @param openedBy the account that stands as its opener; the clock has none of its own
 * @returns how many were opened
 */
export async function openStageItems(
  ctx: EngineContext,
  projectId: number,
  stage: Stage,
  author: Author,
  openedBy: number,
): Promise<number> {
  await lockStageWork(ctx, projectId);
  const items = await ctx.db
    .selectFrom("stage_item as i")
    .selectAll("i")
    .where("i.stage", "=", stage)
    .where("i.wanted", "=", true)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("project_stage_item as s")
            .select("s.code")
            .where("s.project_id", "=", projectId)
            .whereRef("s.code", "=", "i.code"),
        ),
      ),
    )
    .orderBy("i.position")
    .execute();
  if (items.length === 0) return 0;
  const project = await ctx.db
    .selectFrom("project as p")
    .innerJoin("unit as s", "s.id", "p.station_id")
    .select(["p.station_id", "s.parent_id"])
    .select((eb) =>
      eb
        .selectFrom("project_enterprise as e")
        .select("e.enterprise_id")
        .whereRef("e.project_id", "=", "p.id")
        .orderBy("e.enterprise_id")
        .limit(1)
        .as("enterprise_id"),
    )
    .where("p.id", "=", projectId)
    .executeTakeFirstOrThrow();
  for (const item of items) {
    const matter = await openMatter(ctx, {
      procedure: limited(item.limit_wd),
      relations: {
        projectId,
        // Without a firm nobody of a firm reads it.
        enterpriseId: item.with_firm ? project.enterprise_id : null,
        stationId: project.station_id,
        branchId: project.parent_id ?? project.station_id,
        openedBy,
        private: false,
        onBehalf: false,
        topic: null,
      },
      title: item.name_zh,
      form: { item: { text: item.text_zh, nature: item.voluntary ? "VOLUNTARY" : "DUTY" } },
      files: [],
      author,
      at: ctx.now,
    });
    await ctx.db
      .insertInto("project_stage_item")
      .values({ project_id: projectId, code: item.code, matter_id: matter.id })
      .execute();
  }
  await openDoor(ctx.db, null);
  // The one who hears of it is found when it is told: who holds the project's first place then.
  await ctx.emit({ name: "stageWorkOpened", project: projectId }, []);
  return items.length;
}

/** The procedure with the template's limit: it is copied into the clock when the task starts (decision 8). */
function limited(days: number): Procedure {
  const limit = { amount: days, unit: "wd" } as const;
  return { ...stageItem, tasks: { ...stageItem.tasks, do: { ...stageItem.tasks.do, limit } } };
}
