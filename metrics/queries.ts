import type { metricRules } from "#access/rules/metrics.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import type { InputOf, OutputOf } from "#kernel/operation.ts";
import { countedUntil, countFigures } from "./compute.queries.ts";
import type { contract } from "./contract.ts";
import type { Metric } from "./metric.ts";
import { addMonths, type Month, type Period, periodOf } from "./month.ts";
import { figuresOf, type Known } from "./page.ts";
import { recordsOf } from "./records.queries.ts";
import { correctMonth } from "./snapshots.commands.ts";
import { findTaken } from "./snapshots.queries.ts";
import { sponsoredBy, stuckIn } from "./stuck.queries.ts";
import { below, findPlaces, type Place, placeOf, reachOf } from "./units.queries.ts";

/** The operations that show figures, for the metrics that this city has. */
export function metricHandlers(metrics: readonly Metric[]): Handlers<typeof contract, typeof metricRules> {
  return {
    "metric.month": (ctx, input) => monthOf(ctx, metrics, input),

    "metric.records": async (ctx, input) => {
      const { place, subject } = await placed(ctx, input.unitId);
      const metric = metrics.find(({ id }) => id === input.metric);
      if (!metric) return undefined;
      return {
        subject,
        run: async () => {
          const records = await recordsOf(ctx, metric, periodAsked(input.month, ctx.now), getPlace(place), input.side);
          ctx.counted(records.matters.length + records.projects.length);
          return records;
        },
      };
    },

    "metric.stuck": async (ctx, input) => {
      const { places, place, subject } = await placed(ctx, input.unitId);
      return {
        subject,
        run: async () => {
          const stuck = await stuckIn(ctx, places, getPlace(place));
          ctx.counted(stuck.items.length);
          return { unit: unitView(getPlace(place)), ...stuck, serverTime: ctx.now.toISOString() };
        },
      };
    },

    "metric.sponsored": async (ctx) => ({
      subject: {},
      run: async () => {
        const items = await sponsoredBy(ctx);
        ctx.counted(items.length);
        return { items, serverTime: ctx.now.toISOString() };
      },
    }),

    "metric.correct": async (ctx, input) => {
      const root = await ctx.db
        .selectFrom("unit")
        .select("id")
        .where("parent_id", "is", null)
        .orderBy("id")
        .executeTakeFirst();
      ctx.about(`metric:${input.month}`);
      return {
        subject: { rootId: root?.id },
        run: async () => {
          if (!periodAsked(input.month, ctx.now).complete)
            throw new AppError("illegal-step", { params: { reason: "monthRuns" } });
          const changed = await correctMonth(ctx, metrics, input.month, input.note);
          if (changed === undefined) throw new AppError("illegal-step", { params: { reason: "monthNotTaken" } });
          return { changed };
        },
      };
    },
  };
}

type MonthInput = InputOf<(typeof contract)["metric.month"]>;
export type MonthPage = OutputOf<(typeof contract)["metric.month"]>;

/** The figures of a unit in a month: for the page, and for whoever takes the page out. */
export async function monthOf(ctx: Context, metrics: readonly Metric[], input: MonthInput) {
  const { places, place, subject } = await placed(ctx, input.unitId);
  return {
    subject,
    run: async (): Promise<MonthPage> => {
      const period = periodAsked(input.month, ctx.now);
      const known = await knownFigures(ctx, metrics, period, places, getPlace(place));
      const inside = below(places, getPlace(place)).map(({ id }) => id);
      const figures = figuresOf(metrics, known, {
        month: period.month,
        unitId: getPlace(place).id,
        below: inside,
        isPublic: input.version === "public",
      });
      ctx.about(`unit:${getPlace(place).id}`);
      ctx.counted(figures.length);
      const taken = known.filter((one) => one.month === period.month).flatMap((one) => one.takenAt ?? []);
      return {
        month: period.month,
        unit: unitView(getPlace(place)),
        units: places.map(unitView),
        complete: period.complete,
        until: countedUntil(period),
        takenAt: taken.toSorted((left, right) => right.getTime() - left.getTime())[0]?.toISOString() ?? null,
        figures,
        serverTime: ctx.now.toISOString(),
      };
    },
  };
}

/** The units that the actor may know figures of, and the one that he asks for. */
async function placed(ctx: Context, unitId: number | undefined) {
  const places = await findPlaces(ctx.db);
  const place = placeOf(places, unitId);
  return { places, place, subject: { units: places.map(({ id }) => id), unitId: place?.id } };
}

/** After the rule has let nobody pass without one. */
function getPlace(place: Place | undefined): Place {
  if (!place) throw new AppError("not-found");
  return place;
}

function unitView({ id, name, tier }: Place) {
  return { id, name, tier };
}

function periodAsked(month: Month, now: Date): Period {
  const period = periodOf(month, now);
  if (!period) throw new AppError("invalid", { issues: [{ path: "month", code: "notBegun" }] });
  return period;
}

/** The year's figures as they were taken; those of this month counted now where they were not taken yet. */
async function knownFigures(
  ctx: Context,
  metrics: readonly Metric[],
  period: Period,
  places: readonly Place[],
  place: Place,
): Promise<Known[]> {
  const { month } = period;
  const reach = reachOf(places, place);
  const year = Array.from({ length: 12 }, (_, back) => addMonths(month, -1 - back));
  const past = await findTaken(ctx.db, { unitIds: [place.id], months: year, whole: true });
  const present = period.complete ? await findTaken(ctx.db, { unitIds: reach.unitIds, months: [month] }) : [];
  const taken = new Set(present.map(({ metric, version }) => `${metric} ${version}`));
  const missing = metrics.filter(({ id, version }) => !taken.has(`${id} ${version}`));
  const counted = missing.length === 0 ? [] : await countFigures(ctx, missing, period, reach);
  return [
    ...past,
    ...present,
    ...counted.map((figure) => ({ ...figure, month, revision: 1, note: "", takenAt: null })),
  ];
}
