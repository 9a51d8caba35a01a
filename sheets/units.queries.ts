import type { Context } from "#directory/context.ts";
import { plainWords } from "./cells.ts";
import type { CellValue } from "./sheet.ts";

export interface KnownUnit {
  readonly id: number;
  readonly tier: string;
  readonly department: string | null;
  readonly areaCode: string;
  readonly names: readonly string[];
  /** Arranged by the actor's program office. */
  readonly arranged: boolean;
}

export type FoundUnit =
  | { readonly unit: KnownUnit }
  | { readonly code: "unitUnknown" | "unitAmbiguous" | "unitForeign" };

/** The units of now, by the names that lists use for them. */
export async function loadUnits(ctx: Context): Promise<readonly KnownUnit[]> {
  const rows = await ctx.db
    .selectFrom("unit")
    .select(["id", "code", "name", "short_name", "tier", "department", "area_code"])
    .where("valid_from", "<=", ctx.now)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", ctx.now)]))
    .orderBy("id")
    .execute();
  const arranged = new Set(ctx.actor.offices);
  return rows.map((row) => ({
    id: row.id,
    tier: row.tier,
    department: row.department,
    areaCode: row.area_code,
    names: [row.code, row.name, row.short_name].map(nameWords),
    arranged: arranged.has(row.id),
  }));
}

/**
 * The unit that a list means, among those that come into question. Stations of two counties may have one name: then the
 * one that the actor arranges is meant, or the one in the row's area; what is still open is asked back.
 */
export function findUnit(units: readonly KnownUnit[], name: string, areaCode: string | null): FoundUnit {
  const wanted = nameWords(name);
  const named = units.filter((unit) => unit.names.includes(wanted));
  const there = named.filter((unit) => unit.areaCode === areaCode);
  const nearest = there.length > 0 ? there : named;
  const own = nearest.filter((unit) => unit.arranged);
  const meant = own.length > 0 ? own : nearest;
  const [unit] = meant;
  if (!unit) return { code: "unitUnknown" };
  if (meant.length > 1) return { code: "unitAmbiguous" };
  return unit.arranged ? { unit } : { code: "unitForeign" };
}

/** The only station of an area, for lists that name none. */
function findOnlyStation(units: readonly KnownUnit[], areaCode: string): FoundUnit {
  const stations = units.filter((unit) => unit.tier === "STATION" && unit.areaCode === areaCode);
  const [station] = stations;
  if (!station || stations.length > 1) return { code: "unitAmbiguous" };
  return station.arranged ? { unit: station } : { code: "unitForeign" };
}

/** The area that a row names by its code, or by the county or branch that keeps it. */
function findArea(units: readonly KnownUnit[], text: string): string | undefined {
  const wanted = nameWords(text);
  const byCode = units.find((unit) => unit.areaCode === wanted);
  if (byCode) return byCode.areaCode;
  // `利津县` is meant where the branch is called `利津县公安局`.
  return units.find((unit) => unit.tier === "BRANCH" && unit.names.some((name) => areaFits(name, wanted)))?.areaCode;
}

/** The unit that a row names by its area, its unit, or both; null: it names none. A complaint says of which cell it is. */
export function findNamedUnit(
  units: readonly KnownUnit[],
  { area, unit }: { readonly area: CellValue; readonly unit: CellValue },
): { readonly unit: KnownUnit } | { readonly column: "area" | "unit"; readonly code: string } | null {
  const areaCode = area === null ? null : (findArea(units, String(area)) ?? undefined);
  if (areaCode === undefined) return { column: "area", code: "areaUnknown" };
  if (unit === null && areaCode === null) return null;
  const found = unit === null ? findOnlyStation(units, String(areaCode)) : findUnit(units, String(unit), areaCode);
  return "code" in found ? { column: unit === null ? "area" : "unit", code: found.code } : found;
}

function areaFits(branch: string, area: string): boolean {
  return area.length >= 2 && (branch === area || branch.includes(area.replace(/[县区市]$/u, "")));
}

/** A name without remarks in brackets, which one list writes and another does not. */
function nameWords(text: string): string {
  return plainWords(text).replaceAll(/\([^)]*\)/g, "");
}
