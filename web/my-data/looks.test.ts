import { expect, test } from "vitest";
import type { OutputFor } from "#web/operations.ts";
import { sameLooks } from "#web/my-data/looks.ts";

type Look = OutputFor<"myData.looks">["items"][number];

const look = (at: string, part: Partial<Look> = {}): Look => ({
  at,
  who: "北宋派出所",
  purpose: "duty",
  operation: "matter.get",
  times: 1,
  what: { kind: "matter", id: 7, number: "ZX-7" },
  ...part,
});
const told = (looks: readonly Look[]) => sameLooks(looks).map(({ at, times }) => [at, times]);

test("looks of one unit on one day for one purpose at one thing are one line, with how many and the newest time", () => {
  expect(
    told([
      look("2026-11-16T08:49:00.000Z"),
      look("2026-11-16T08:40:00.000Z", { operation: "matter.readers" }),
      look("2026-11-16T08:38:00.000Z", { times: 3 }),
    ]),
  ).toEqual([["2026-11-16T08:49:00.000Z", 5]]);
});

test("what differs in anything that is said stays a line of its own, and no look is lost", () => {
  const looks = [
    look("2026-11-16T16:30:00.000Z"), // The next day in Shanghai.
    look("2026-11-16T08:00:00.000Z"),
    look("2026-11-16T07:59:00.000Z", { who: "户政出入境支队" }),
    look("2026-11-16T07:58:00.000Z", { who: null }),
    look("2026-11-16T07:57:00.000Z", { purpose: "check" }),
    look("2026-11-16T07:56:00.000Z", { what: { kind: "matter", id: 8, number: "ZX-8" } }),
    look("2026-11-16T07:55:00.000Z", { what: { kind: "account" } }),
    look("2026-11-16T07:54:00.000Z"),
  ];
  expect(sameLooks(looks)).toHaveLength(7);
  expect(sameLooks(looks).reduce((sum, { times }) => sum + times, 0)).toBe(looks.length);
});
