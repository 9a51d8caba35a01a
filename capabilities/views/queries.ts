import type { viewRules } from "#access/rules/views.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { type BoardSettings, type contract, type MatterSettings } from "./contract.ts";

type Reads = "view.list";
type Settings = BoardSettings | MatterSettings;

export function viewQueries(
  procedures: ReadonlyMap<string, Procedure>,
): Handlers<Pick<typeof contract, Reads>, Pick<typeof viewRules, Reads>> {
  return {
    "view.list": async (ctx, { list }) => ({
      subject: {},
      run: async () => {
        const rows = await ctx.db
          .selectFrom("saved_view as v")
          .leftJoin("unit as u", "u.id", "v.unit_id")
          .select(["v.id", "v.name", "v.settings", "v.version", "v.unit_id", "v.is_default", "u.short_name"])
          .where("v.list", "=", list)
          .orderBy("v.unit_id", (order) => order.asc().nullsFirst())
          .orderBy("v.name")
          .execute();
        const known = await loadKnown(
          ctx,
          rows.map((row) => row.settings as Settings),
        );
        return {
          items: rows.map((row) => ({
            id: row.id,
            name: row.name,
            settings: row.settings as Settings,
            version: row.version,
            unitName: row.short_name,
            isDefault: row.is_default,
            keeps: row.unit_id === null || ctx.actor.offices.includes(row.unit_id),
            unknown: findUnknown(row.settings as Settings, procedures, known),
          })),
          sharesWith: await sharingUnit(ctx),
        };
      },
    }),
  };
}

/** What the views of a list name and the actor can see. */
interface Known {
  readonly projects: ReadonlySet<number>;
  readonly topics: ReadonlySet<string>;
  readonly units: ReadonlySet<number>;
  readonly officers: ReadonlySet<number>;
}

async function loadKnown(ctx: Context, all: readonly Settings[]): Promise<Known> {
  const numbers = (key: string) => [
    ...new Set(all.map((one) => (one as Record<string, unknown>)[key]).filter((value) => typeof value === "number")),
  ];
  const [projects, units, officers] = [numbers("project"), numbers("unit"), numbers("officer")];
  const topics = await ctx.db.selectFrom("topic").select("code").execute();
  return {
    topics: new Set(topics.map((topic) => topic.code)),
    projects: await seen(projects, () =>
      ctx.db.selectFrom("project").select("id").where("id", "in", projects).execute(),
    ),
    units: await seen(units, () =>
      ctx.db
        .selectFrom("unit")
        .select("id")
        .where("id", "in", units)
        .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", ctx.now)]))
        .execute(),
    ),
    officers: await seen(officers, () =>
      ctx.db
        .selectFrom("account")
        .select("id")
        .where("id", "in", officers)
        .where((eb) => eb.or([eb("closed_at", "is", null), eb("closed_at", ">", ctx.now)]))
        .execute(),
    ),
  };
}

async function seen(ids: readonly number[], ask: () => Promise<{ id: number }[]>): Promise<ReadonlySet<number>> {
  return new Set(ids.length === 0 ? [] : (await ask()).map(({ id }) => id));
}

/** Settings of an old view that say nothing any more: a kind or state that is gone, a project out of reach. */
function findUnknown(settings: Settings, procedures: ReadonlyMap<string, Procedure>, known: Known): string[] {
  if ("as" in settings) {
    return [
      ...(settings.unit !== undefined && !known.units.has(settings.unit) ? ["unit"] : []),
      ...(settings.officer !== undefined && !known.officers.has(settings.officer) ? ["officer"] : []),
    ];
  }
  const { kind, state, project, topic } = settings;
  const procedure = kind === undefined ? undefined : procedures.get(kind);
  return [
    ...(kind !== undefined && procedure === undefined ? ["kind"] : []),
    ...(state !== undefined && !Object.hasOwn(procedure?.states ?? {}, state) ? ["state"] : []),
    ...(project !== undefined && !known.projects.has(project) ? ["project"] : []),
    ...(topic !== undefined && !known.topics.has(topic) ? ["topic"] : []),
  ];
}

/** Where the actor's views go when he shares them: his own unit, if he arranges it. */
async function sharingUnit(ctx: Context): Promise<string | null> {
  const { unitId, offices } = ctx.actor;
  if (unitId === null || !offices.includes(unitId)) return null;
  const unit = await ctx.db.selectFrom("unit").select("short_name").where("id", "=", unitId).executeTakeFirst();
  return unit?.short_name ?? null;
}
