import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { metrics } from "#capabilities/metrics.ts";
import { checkMetric, defineMetric, type Metric } from "./metric.ts";
import chinese from "./messages.zh-CN.json" with { type: "json" };
import english from "./messages.en.json" with { type: "json" };
import { addMonths, monthsBetween, periodOf } from "./month.ts";
import { isPublic, median, shownOf } from "./shown.ts";

const textsOf = (id: string) =>
  [chinese, english].map((texts: Record<string, string>) => ({
    name: texts[`figure.${id}`],
    definition: texts[`figure.${id}.definition`],
  }));

const sound = defineMetric({
  id: "thing.received",
  version: 1,
  kind: "volume",
  better: "neither",
  measure: "count",
  source: "entries",
  counted: sql`true`,
});
const named = (name: string) => [{ name, definition: "说明" }];
const faultsOf = (changes: Partial<Metric>, name = "收到") =>
  checkMetric({ ...sound, ...changes } as Metric, [sound], named(name));

describe("GR-10: what a figure may be about", () => {
  it("every figure of this platform passes, with its texts in both languages", () => {
    expect(metrics.flatMap((metric) => checkMetric(metric, metrics, textsOf(metric.id)))).toEqual([]);
    expect(metrics.length).toBeGreaterThan(10);
  });

  it.each([
    ["arrests", { id: "case.arrests" }, "抓获人数"],
    ["fines", { id: "case.fines" }, "罚款金额"],
    ["penalties", { id: "site.penalties" }, "处罚次数"],
    ["inspections", { id: "site.inspections" }, "检查次数"],
    ["withdrawn complaints", { id: "appeal.withdrawn" }, "撤回件数"],
    ["arrests under another id", { id: "case.results" }, "抓获嫌疑人"],
  ])("refuses %s", (_what, changes, name) => {
    expect(faultsOf(changes, name)).toContainEqual(expect.stringContaining("GR-10"));
  });

  it("refuses to call little asked of us, or silence, good", () => {
    expect(faultsOf({ better: "less" })).toHaveLength(1);
    expect(
      faultsOf({ id: "appeal.unrated", kind: "verdict", measure: "share", of: sql`true`, better: "less" }),
    ).toEqual([expect.stringContaining("silence")]);
    expect(faultsOf({ kind: "verdict" })).toHaveLength(1);
  });

  it("refuses an unknown kind, a companion that is not there, a name that is missing, an id twice", () => {
    expect(faultsOf({ kind: "arrests" as Metric["kind"] })).toHaveLength(1);
    expect(faultsOf({ beside: "hotline.tickets" })).toHaveLength(1);
    expect(checkMetric(sound, [sound], [{ name: " ", definition: undefined }])).toHaveLength(1);
    expect(checkMetric(sound, [sound, sound], named("收到"))).toHaveLength(1);
    expect(faultsOf({})).toEqual([]);
  });
});

describe("months", () => {
  it("go over the end of a year", () => {
    expect(addMonths("2026-01", -1)).toBe("2025-12");
    expect(addMonths("2026-10", 15)).toBe("2028-01");
    expect(monthsBetween("2025-11", "2026-02")).toEqual(["2025-11", "2025-12", "2026-01", "2026-02"]);
    expect(monthsBetween("2026-02", "2026-01")).toEqual([]);
  });

  it("begin and end at midnight in Shanghai; one that runs ends now", () => {
    const now = new Date("2026-10-09T08:00:00Z");
    expect(periodOf("2026-09", now)).toEqual({
      month: "2026-09",
      from: new Date("2026-08-31T16:00:00Z"),
      to: new Date("2026-09-30T16:00:00Z"),
      at: new Date("2026-09-30T15:59:59.999Z"),
      complete: true,
    });
    expect(periodOf("2026-10", now)).toMatchObject({ to: now, at: now, complete: false });
    expect(periodOf("2026-11", now)).toBeUndefined();
    expect(periodOf("2026-10", new Date("2026-09-30T16:00:00Z"))?.complete).toBe(false);
    expect(periodOf("2026-09", new Date("2026-09-30T16:00:00Z"))?.complete).toBe(true);
  });
});

describe("what is shown", () => {
  it("is a count, a share or a middle; nothing of nothing is no figure", () => {
    const of = (counted: number, ofAll: number | null = null, value: number | null = null) => ({
      counted,
      ofAll,
      value,
    });
    expect(shownOf("count", of(0))).toBe(0);
    expect(shownOf("share", of(3, 4))).toBe(0.75);
    expect(shownOf("share", of(0, 0))).toBeNull();
    expect(shownOf("workingMinutes", of(3, null, 90))).toBe(90);
    expect(median([])).toBeNull();
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 6])).toBe(5.5);
  });

  it("hides from the public what is about fewer than five, also what could be reckoned back", () => {
    const isShown = (counted: number, ofAll: number | null) =>
      isPublic(ofAll === null ? "count" : "share", { counted, ofAll, value: null });
    expect([0, 1, 4, 5].map((count) => isShown(count, null))).toEqual([true, false, false, true]);
    expect(isShown(10, 12)).toBe(false);
    expect(isShown(10, 10)).toBe(true);
    expect(isShown(2, 20)).toBe(false);
    expect(isShown(6, 11)).toBe(true);
  });
});
