import { describe, expect, test } from "vitest";
import { barsOf, type FigureData, tellingOf } from "#web/month/figure-words.ts";

function figure(id: string, part: Partial<FigureData> = {}): FigureData {
  return {
    id,
    version: 1,
    kind: "volume",
    measure: "count",
    better: "neither",
    mustBeWhole: false,
    beside: null,
    hidden: false,
    shown: 1,
    counted: 1,
    ofAll: null,
    previous: 1,
    lastYear: null,
    series: [],
    changedIn: null,
    correction: null,
    parts: [],
    units: [],
    hasRecords: false,
    ...part,
  };
}

const year = (...shown: (number | null)[]) =>
  shown.map((value, at) => ({ month: `2026-${String(at + 1).padStart(2, "0")}`, shown: value }));

describe("the bars of a year", () => {
  test("are drawn when several months are known and one of them is not zero", () => {
    expect(barsOf({ series: year(null, 2, 0, 1) })).toBe(true);
  });

  test.each([
    ["one month only, however high", year(null, null, null, 9)],
    ["two months, which the number and its change say already", year(null, null, 8, 9)],
    ["nothing but zeros", year(0, 0, 0, 0, 0)],
    ["nothing at all", year(null, null, null)],
  ])("are not drawn of %s", (_what, series) => {
    expect(barsOf({ series })).toBe(false);
  });
});

describe("what a leader is told first", () => {
  const whole = figure("a.whole", { measure: "share", mustBeWhole: true, shown: 0.9, previous: 0.9 });
  const worse = figure("b.worse", { better: "more", shown: 1, previous: 2 });
  const muchWorse = figure("b.muchWorse", { better: "less", shown: 9, previous: 1 });
  const better = figure("c.better", { better: "more", shown: 90, previous: 1 });
  const moved = figure("c.moved", { shown: 4, previous: 3 });
  const still = figure("d.still");
  const ids = (figures: readonly FigureData[], isComplete = true) => tellingOf(figures, isComplete).map(({ id }) => id);

  test("is what must be whole and is not, then what turned worse, the furthest first, then all else that moved", () => {
    expect(ids([still, moved, better, worse, whole, muchWorse])).toEqual([
      "a.whole",
      "b.muchWorse",
      "b.worse",
      "c.better",
      "c.moved",
    ]);
  });

  test("is five figures at most, and none that is not published", () => {
    const many = Array.from({ length: 9 }, (_, at) => figure(`m.${at}`, { shown: 2 + at }));
    expect(ids(many)).toEqual(["m.8", "m.7", "m.6", "m.5", "m.4"]);
    expect(ids([figure("h", { hidden: true, shown: null }), { ...worse, hidden: true }])).toEqual([]);
  });

  test("does not take half a month for a fall: only what is counted at an instant is compared while it runs", () => {
    const present = figure("p.now", { kind: "presence", shown: 3, previous: 5 });
    expect(ids([worse, present, whole], false)).toEqual(["a.whole", "p.now"]);
  });
});
