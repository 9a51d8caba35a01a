import { describe, expect, test } from "vitest";
import { colours, cssVariables } from "#web/ui/theme.ts";
import { calendarFrom, pressureOf, remainingAt, type TurnClock, usedShare } from "#web/ui/clock.ts";
import { draftName, draftsOf, findDraft, keepDraft, sweepDrafts } from "#web/ui/draft-store.ts";
import { maxFileBytes, refusalOf, sizeWords, smallerSize } from "#web/ui/file-rules.ts";
import { dayOfStage, placeOnRail } from "#web/ui/stage.ts";

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function contrast(a: string, b: string): number {
  const light = (hex: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [darker = 0, lighter = 0] = [light(a), light(b)].toSorted((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

describe("the theme", () => {
  const { paper, ground, navyWash, goldWash, attentionWash, lateWash } = colours;
  test.each<readonly [name: string, text: string, back: string]>([
    ...(["ink", "soft", "navy", "gold", "good", "attention", "late"] as const).flatMap((text) => [
      [text, colours[text], paper] as const,
      [text, colours[text], ground] as const,
    ]),
    ["soft", colours.soft, navyWash],
    ["navy", colours.navy, navyWash],
    ["gold", colours.gold, goldWash],
    ["ink", colours.ink, goldWash],
    ["attention", colours.attention, attentionWash],
    ["late", colours.late, lateWash],
    ["good", colours.good, colours.goodWash],
    ["white on navy", paper, colours.navy],
    ["wash on navy", navyWash, colours.navy],
  ])("%s %s on %s can be read", (_name, text, back) => {
    expect(contrast(text, back)).toBeGreaterThanOrEqual(4.5);
  });

  test("edges of controls stand out from the ground", () => {
    expect(contrast(colours.edge, paper)).toBeGreaterThanOrEqual(3);
    expect(contrast(colours.edge, ground)).toBeGreaterThanOrEqual(3);
  });

  test("hands every token to the style sheets", () => {
    expect(cssVariables()).toMatchObject({
      ink: colours.ink,
      "navy-wash": navyWash,
      "size-base": "1rem",
      "space-2": "1rem",
    });
  });
});

describe("a clock on the screen", () => {
  const clock = (part: Partial<TurnClock> = {}): TurnClock => ({
    state: "running",
    dueAt: "2026-10-10T03:00:00.000Z",
    limit: { amount: 4, unit: "wh" },
    limitMinutes: 240,
    remainingMinutes: 240,
    extendedFrom: null,
    pausedReason: null,
    provisional: false,
    ...part,
  });
  // Decision 13's example: 4 wh from Friday 16:00 over a make-up Saturday.
  const calendar = calendarFrom([
    {
      year: 2026,
      official: true,
      source: null,
      days: [{ day: "2026-10-10", kind: "work", name: "国庆节调休" }],
      sessions: [
        { from: "08:30", to: "12:00" },
        { from: "13:30", to: "17:30" },
      ],
    },
  ]);
  const friday16 = new Date("2026-10-09T08:00:00Z");

  test.each([
    ["2026-10-09T08:00:00Z", 240],
    ["2026-10-09T09:30:00Z", 150],
    ["2026-10-09T15:00:00Z", 150],
    ["2026-10-10T01:00:00Z", 120],
    ["2026-10-10T02:12:00Z", 48],
    ["2026-10-10T03:00:00Z", 0],
    ["2026-10-10T03:25:00Z", -25],
  ])("at %s has %i working minutes left", (now, left) => {
    expect(remainingAt(clock(), friday16, new Date(now), calendar)).toBe(left);
  });

  test("stands still while it is paused, and without a calendar", () => {
    const later = new Date("2026-10-10T03:00:00Z");
    expect(remainingAt(clock({ state: "paused", remainingMinutes: 99 }), friday16, later, calendar)).toBe(99);
    expect(remainingAt(clock(), friday16, later, undefined)).toBe(240);
  });

  test("of calendar days runs through the night", () => {
    const days = clock({ limit: { amount: 10, unit: "cd" }, limitMinutes: 14_400, remainingMinutes: 600 });
    expect(remainingAt(days, friday16, new Date("2026-10-09T18:00:00Z"), calendar)).toBe(0);
  });

  test("says how pressing it is", () => {
    expect(pressureOf(clock(), 240)).toBe("calm");
    expect(pressureOf(clock(), 48)).toBe("soon");
    expect(pressureOf(clock(), 0)).toBe("late");
    expect(pressureOf(clock({ state: "paused" }), -5)).toBe("paused");
  });

  test("draws no more than a whole bar", () => {
    expect(usedShare(clock(), 60)).toBe(0.75);
    expect(usedShare(clock(), -100)).toBe(1);
    expect(usedShare(clock({ limitMinutes: 0 }), 0)).toBe(1);
  });
});

class FakeStorage {
  readonly #items = new Map<string, string>();
  full = false;
  get length() {
    return this.#items.size;
  }
  key(index: number) {
    return [...this.#items.keys()][index] ?? null;
  }
  getItem(name: string) {
    return this.#items.get(name) ?? null;
  }
  setItem(name: string, value: string) {
    if (this.full) throw new DOMException("full", "QuotaExceededError");
    this.#items.set(name, value);
  }
  removeItem(name: string) {
    this.#items.delete(name);
  }
}

describe("drafts", () => {
  const day = 86_400_000;

  test("belong to an account", () => {
    expect(draftName(1, "ask")).not.toBe(draftName(2, "ask"));
  });

  test("come back within two weeks and are swept afterwards", () => {
    const store = new FakeStorage();
    store.setItem("other", "stays");
    expect(keepDraft(store, draftName(1, "a"), { text: "𠮷😀" }, 0)).toBe(true);
    expect(keepDraft(store, draftName(1, "b"), { text: "new" }, 10 * day)).toBe(true);
    expect(findDraft(store, draftName(1, "a"), 14 * day)).toEqual({ text: "𠮷😀" });
    sweepDrafts(store, 15 * day);
    expect(findDraft(store, draftName(1, "a"), 0)).toBeUndefined();
    expect(findDraft(store, draftName(1, "b"), 15 * day)).toEqual({ text: "new" });
    expect(store.getItem("other")).toBe("stays");
  });

  test("of one account are found, of others not", () => {
    const store = new FakeStorage();
    keepDraft(store, draftName(1, "a"), "x", 0);
    keepDraft(store, draftName(12, "a"), "x", 0);
    expect(draftsOf(store, 1)).toEqual([draftName(1, "a")]);
  });

  test("do without a store that is full, and without one that holds rubbish", () => {
    const store = new FakeStorage();
    store.setItem(draftName(1, "a"), "{");
    expect(findDraft(store, draftName(1, "a"), 0)).toBeUndefined();
    store.full = true;
    expect(keepDraft(store, draftName(1, "b"), "x", 0)).toBe(false);
  });
});

describe("files before they travel", () => {
  test.each([
    [{ size: 0, type: "image/jpeg", name: "a.jpg" }, "file.empty"],
    [{ size: maxFileBytes + 1, type: "application/pdf", name: "a.pdf" }, "file.tooLarge"],
    [{ size: 10, type: "image/gif", name: "a.gif" }, "file.kind"],
    [{ size: 10, type: "", name: "a.docx" }, undefined],
    [{ size: maxFileBytes, type: "image/png", name: "a.png" }, undefined],
  ] as const)("%o: %s", (file, refusal) => {
    expect(refusalOf(file)).toBe(refusal);
  });

  test("large photos become smaller, small and very long ones stay", () => {
    expect(smallerSize({ width: 4000, height: 3000, bytes: 5_000_000 })).toEqual({ width: 2560, height: 1920 });
    expect(smallerSize({ width: 3000, height: 4000, bytes: 5_000_000 })).toEqual({ width: 1920, height: 2560 });
    expect(smallerSize({ width: 4000, height: 3000, bytes: 500_000 })).toBeUndefined();
    expect(smallerSize({ width: 1080, height: 9000, bytes: 5_000_000 })).toBeUndefined();
  });

  test("sizes as people read them", () => {
    expect([1, 2048, 5_000_000].map(sizeWords)).toEqual(["1 KB", "2 KB", "4.8 MB"]);
  });
});

test("a project's place on the rail and the day of its stage", () => {
  expect(placeOnRail("CONSTRUCTION")).toBe(2);
  expect(placeOnRail("FOLLOW_UP")).toBe(3);
  expect(placeOnRail("SUSPENDED")).toBeUndefined();
  expect(dayOfStage("2026-01-01", new Date("2026-01-01T01:00:00Z"))).toBe(1);
  expect(dayOfStage("2025-12-31", new Date("2026-01-01T16:30:00Z"))).toBe(3);
});
