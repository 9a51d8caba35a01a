import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import type { Reach } from "./compute.queries.ts";

export interface Place {
  readonly id: number;
  readonly name: string;
  readonly tier: "CITY" | "BRANCH" | "STATION";
  readonly path: readonly number[];
}

/** The units whose figures the actor may know, each before those below it. */
export async function findPlaces(db: Context["db"]): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select id, short_name as name, tier, path from unit
     where id = any ((select app.figure_units())::int[]) and tier in ('CITY', 'BRANCH', 'STATION')
     order by path`.execute(db);
  return rows;
}

/** The one that is asked for, else the highest. */
export function placeOf(places: readonly Place[], unitId: number | undefined): Place | undefined {
  if (unitId !== undefined) return places.find(({ id }) => id === unitId);
  return places.toSorted((left, right) => left.path.length - right.path.length)[0];
}

/** Those right below a unit. */
export function below(places: readonly Place[], place: Place): Place[] {
  return places.filter(({ path }) => path.length === place.path.length + 1 && path.at(-2) === place.id);
}

/** What has to be counted for the page of one unit. */
export function reachOf(places: readonly Place[], place: Place): Reach {
  return {
    unitIds: [place.id, ...below(places, place).map(({ id }) => id)],
    rootId: place.tier === "CITY" ? place.id : null,
    only: { unitId: place.id, tier: place.tier },
  };
}

/** All units together, for taking figures. */
export function wholeReach(places: readonly Place[]): Reach {
  return { unitIds: places.map(({ id }) => id), rootId: places.find(({ tier }) => tier === "CITY")?.id ?? null };
}
