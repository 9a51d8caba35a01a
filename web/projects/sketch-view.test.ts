import { describe, expect, it } from "vitest";
import { clusters, grid, moved, scaleBar, toPaper, toSpot, viewOf, zoomed } from "./sketch-view.ts";

const size = { width: 800, height: 500 };
const spots = [
  { lat: 37.1, lng: 118.3 },
  { lat: 38.1, lng: 118.9 },
  { lat: 37.6, lng: 118.5 },
];

describe("the sketch", () => {
  it("shows everything with a margin, north above and east at the right", () => {
    const view = viewOf(spots, size);
    const paper = spots.map((spot) => toPaper(view, size, spot));
    for (const { x, y } of paper) {
      expect(x).toBeGreaterThanOrEqual(40);
      expect(x).toBeLessThanOrEqual(760);
      expect(y).toBeGreaterThanOrEqual(40);
      expect(y).toBeLessThanOrEqual(460);
    }
    expect(paper[1]?.y).toBeLessThan(paper[0]?.y ?? 0);
    expect(paper[1]?.x).toBeGreaterThan(paper[0]?.x ?? 0);
  });

  it("gives back the spot that was touched", () => {
    const view = viewOf(spots, size);
    for (const spot of spots) {
      const { x, y } = toPaper(view, size, spot);
      const back = toSpot(view, size, x, y);
      expect(back.lat).toBeCloseTo(spot.lat, 5);
      expect(back.lng).toBeCloseTo(spot.lng, 5);
    }
  });

  it("puts close points together, and takes them apart nearer by; nobody is lost or shown twice", () => {
    const many = Array.from({ length: 60 }, (_, n) => ({ lat: 37.5 + n * 0.0004, lng: 118.5 + (n % 7) * 0.0004, n }));
    const far = viewOf([...many, ...spots], size);
    const seen = clusters(far, size, many);
    expect(seen.length).toBeLessThan(8);
    expect(seen.flatMap(({ items }) => items.map(({ n }) => n)).toSorted((one, other) => one - other)).toEqual(
      many.map(({ n }) => n),
    );
    expect(clusters(viewOf(many, size), size, many).length).toBeGreaterThan(8);
  });

  it("moves and zooms within bounds, and leaves out what is beyond the edge", () => {
    const view = viewOf(spots, size);
    expect(moved(view, 100, 0).lng).toBeGreaterThan(view.lng);
    expect(moved(view, 0, 100).lat).toBeLessThan(view.lat);
    expect(clusters(moved(view, 5000, 0), size, spots)).toEqual([]);
    let near = view;
    for (let turn = 0; turn < 60; turn += 1) near = zoomed(near, 2);
    expect(near.scale).toBeGreaterThan(0);
    expect(zoomed(near, 2)).toEqual(near);
  });

  it("one point, or none, is no reason to divide by nought", () => {
    for (const some of [[], spots.slice(0, 1)]) {
      const view = viewOf(some, size);
      expect(Number.isFinite(view.scale) && view.scale > 0).toBe(true);
    }
  });

  it("has a scale and lines that fit the paper", () => {
    const view = viewOf(spots, size);
    const { km, pixels } = scaleBar(view, 120);
    expect(pixels).toBeLessThanOrEqual(120);
    expect(km / pixels).toBeCloseTo(view.scale * 111.2, 6);
    const { lats, lngs } = grid(view, size);
    expect(lats.length + lngs.length).toBeGreaterThan(4);
    for (const lat of lats)
      expect(Math.abs(toPaper(view, size, { lat, lng: view.lng }).y - 250)).toBeLessThanOrEqual(250);
  });
});
