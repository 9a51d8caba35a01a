import { describe, expect, it } from "vitest";
import { readCell } from "./cells.ts";

describe("a day with its time of day", () => {
  it.each([
    [{ day: "2026-09-21" }, "2026-09-21"],
    [{ day: "2026-09-21", time: "08:30" }, "2026-09-21 08:30"],
    [46_286.354_166_666_664, "2026-09-21 08:30"],
    [46_286, "2026-09-21"],
    ["2026-9-1 8:05", "2026-09-01 08:05"],
    ["２０２６年９月２１日８时３０分", "2026-09-21 08:30"],
    ["2026年9月21日 18:30:59", "2026-09-21 18:30"],
    ["2026/9/21", "2026-09-21"],
    ["2026-09-21T08:30", "2026-09-21 08:30"],
    ["2026-09-21 24:00", "cellNotAMoment"],
    ["2026-02-30 08:00", "cellNotAMoment"],
    ["明天上午", "cellNotAMoment"],
    // A zone that is not ours must not be read as if it were.
    ["2026-09-21T08:30:00Z", "cellNotAMoment"],
  ] as const)("%j", (written, expected) => {
    const read = readCell(written, "moment");
    expect("code" in read ? read.code : read.value).toBe(expected);
  });

  it("keeps a day a day where a column asks for days", () => {
    expect(readCell({ day: "2026-09-21", time: "08:30" }, "day")).toEqual({ value: "2026-09-21" });
  });
});
