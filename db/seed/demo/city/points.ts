import type { Point } from "#kernel/fields/point.ts";
import { createDice } from "../dice.ts";

/**
 * Rough rectangles in which the demo city's stations are drawn, by area: [south, north, west, east] in degrees. Nobody's
 * borders, only where on the sketch a district is looked for (示例).
 */
const rectangles: Readonly<Record<string, readonly [number, number, number, number]>> = {
  370502: [37.22, 37.5, 118.4, 118.7],
  370503: [37.82, 38.08, 118.38, 118.8],
  370505: [37.5, 37.78, 118.5, 119.05],
  370522: [37.42, 37.8, 118.14, 118.5],
  370523: [36.96, 37.2, 118.3, 118.7],
  370571: [37.38, 37.5, 118.66, 118.9],
  370572: [38.02, 38.14, 118.86, 119.02],
  370599: [37.12, 37.32, 118.64, 118.92],
};

const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5;

/** Where a station of the demo city is; null where no rectangle is known. */
export function stationPoint(key: string, area: string): Point | null {
  const rectangle = rectangles[area];
  if (rectangle === undefined) return null;
  const [south, north, west, east] = rectangle;
  const dice = createDice(`place of ${key}`);
  return { lat: round(south + dice.next() * (north - south)), lng: round(west + dice.next() * (east - west)) };
}

/** Where a project is: some kilometres around its station; of a few drawn ones nobody has said it yet. */
export function projectPoint(key: string, station: string, area: string): Point | null {
  const middle = stationPoint(station, area);
  const dice = createDice(`place of ${key}`);
  if (middle === null || (key.startsWith("project-") && dice.chance(0.04))) return null;
  // The sum of three throws lies mostly near the middle.
  const away = (reach: number) => (dice.next() + dice.next() + dice.next() - 1.5) * reach;
  return { lat: round(middle.lat + away(0.05)), lng: round(middle.lng + away(0.06)) };
}
