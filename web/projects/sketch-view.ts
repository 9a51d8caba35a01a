/** The sketch of the city: points on plain paper, no map. Pure: what is where, at which scale. */

export interface Spot {
  readonly lat: number;
  readonly lng: number;
}

/** The part of the earth that is shown: its middle, and how many degrees of latitude a pixel is. */
export interface View {
  readonly lat: number;
  readonly lng: number;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const kmPerDegree = 111.2;
/** Nobody needs to see less than some hundred metres, or more than the country. */
const scales = { least: 0.000_02, most: 0.2 } as const;

/** A degree of longitude is shorter the further north. */
const narrow = (lat: number) => Math.cos((lat * Math.PI) / 180);

/** Everything in view, with a margin; of one point a few kilometres around it. */
export function viewOf(spots: readonly Spot[], { width, height }: Size): View {
  if (spots.length === 0) return { lat: 37.5, lng: 118.5, scale: 0.003 };
  const lats = spots.map(({ lat }) => lat);
  const lngs = spots.map(({ lng }) => lng);
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const [west, east] = [Math.min(...lngs), Math.max(...lngs)];
  const lat = (south + north) / 2;
  const margin = 48;
  const scale = Math.max(
    (north - south) / Math.max(1, height - 2 * margin),
    ((east - west) * narrow(lat)) / Math.max(1, width - 2 * margin),
    0.000_05,
  );
  return { lat, lng: (west + east) / 2, scale: bounded(scale) };
}

const bounded = (scale: number) => Math.min(scales.most, Math.max(scales.least, scale));

/** Where a spot stands on the paper, in pixels from its upper left. */
export function toPaper(view: View, { width, height }: Size, { lat, lng }: Spot): { x: number; y: number } {
  return {
    x: width / 2 + ((lng - view.lng) * narrow(view.lat)) / view.scale,
    y: height / 2 - (lat - view.lat) / view.scale,
  };
}

/** The spot below a place on the paper, to six decimals. */
export function toSpot(view: View, { width, height }: Size, x: number, y: number): Spot {
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
  return {
    lat: round(view.lat - (y - height / 2) * view.scale),
    lng: round(view.lng + ((x - width / 2) * view.scale) / narrow(view.lat)),
  };
}

/** The same middle, so many times nearer; or from another place on the paper, which stays where it is. */
export function zoomed(view: View, times: number): View {
  return { ...view, scale: bounded(view.scale / times) };
}

/** Moved by so many pixels: what was to the right comes in when `dx` is positive. */
export function moved(view: View, dx: number, dy: number): View {
  return {
    ...view,
    lat: view.lat - dy * view.scale,
    lng: view.lng + (dx * view.scale) / narrow(view.lat),
  };
}

export interface Cluster<T> {
  readonly x: number;
  readonly y: number;
  readonly items: readonly T[];
}

/** So close that two could not be told apart by a finger: they stand as one. */
export const touch = 40;

/** Points on the paper, those that lie close together as one; what lies outside is left out. */
export function clusters<T extends Spot>(view: View, size: Size, items: readonly T[]): Cluster<T>[] {
  const cells = new Map<string, { x: number; y: number; items: T[] }>();
  for (const item of items) {
    const { x, y } = toPaper(view, size, item);
    if (x < 0 || y < 0 || x > size.width || y > size.height) continue;
    // Cells of the earth, not of the paper: a cluster stays one while the paper moves.
    const width = touch * view.scale;
    const key = `${Math.floor(item.lat / width)} ${Math.floor((item.lng * narrow(view.lat)) / width)}`;
    const cell = cells.get(key) ?? { x: 0, y: 0, items: [] };
    cell.x += x;
    cell.y += y;
    cell.items.push(item);
    cells.set(key, cell);
  }
  return [...cells.values()].map(({ x, y, items: some }) => ({ x: x / some.length, y: y / some.length, items: some }));
}

/** A round length that takes up at most so many pixels, for the scale at the edge. */
export function scaleBar(view: View, most: number): { km: number; pixels: number } {
  const kmPerPixel = view.scale * kmPerDegree;
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
  const km = steps.findLast((step) => step / kmPerPixel <= most) ?? 0.1;
  return { km, pixels: km / kmPerPixel };
}

/** Lines of whole parts of a degree that cross the paper, so that it can be told where one is. */
export function grid(view: View, { width, height }: Size): { lats: number[]; lngs: number[] } {
  const step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10].find((one) => one / view.scale >= 90) ?? 10;
  const lines = (middle: number, half: number) => {
    const first = Math.ceil((middle - half) / step);
    const count = Math.max(0, Math.floor((middle + half) / step) - first + 1);
    return Array.from({ length: count }, (_, index) => Math.round((first + index) * step * 1e6) / 1e6);
  };
  return {
    lats: lines(view.lat, (height / 2) * view.scale),
    lngs: lines(view.lng, ((width / 2) * view.scale) / narrow(view.lat)),
  };
}
