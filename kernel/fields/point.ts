import { z } from "zod";
import { refusal } from "./refusal.ts";

/** The rectangle around the country, in degrees. */
export const country = { south: 3, north: 54, west: 73, east: 136 } as const;

/** Six decimals are a hand's breadth; more would only look exact. */
const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6;

/**
 * A point on the sketch of the city: WGS 84, in degrees. Numbers the wrong way round, which look just as right to
 * whoever types them, lie outside the country and are refused in those words.
 */
export const point = z
  .strictObject({ lat: z.number().min(-90).max(180), lng: z.number().min(-180).max(180) })
  .superRefine(({ lat, lng }, ctx) => {
    const say = (path: "lat" | "lng", code: Parameters<typeof refusal>[0]) =>
      ctx.addIssue({ code: "custom", path: [path], ...refusal(code), message: code });
    if (isInside(lat, lng)) return;
    if (isInside(lng, lat)) say("lat", "pointSwapped");
    else if (lat < country.south || lat > country.north) say("lat", "latitude");
    else say("lng", "longitude");
  })
  .transform(({ lat, lng }) => ({ lat: rounded(lat), lng: rounded(lng) }));
export type Point = z.output<typeof point>;

function isInside(lat: number, lng: number): boolean {
  return lat >= country.south && lat <= country.north && lng >= country.west && lng <= country.east;
}
