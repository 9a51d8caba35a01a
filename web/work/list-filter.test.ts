import { expect, it } from "vitest";
import type { MatterHead } from "#matters/due-groups.ts";
import { matchesWords } from "./list-filter.ts";

const head: MatterHead = {
  id: 1,
  number: "ZX-370522-20261009-0017",
  procedure: "consultation",
  title: "Tower crane 塔吊作业占道",
  topic: { code: "traffic", nameZh: "交通", nameEn: "Traffic" },
  state: "ROUTED",
  phase: "open",
  outcome: null,
  version: 1,
  openedAt: "2026-10-09T00:00:00Z",
  closedAt: null,
  enterprise: { id: 2, name: "润海新材料" },
  project: { id: 3, name: "润海二期" },
  private: false,
  anonymous: false,
  channel: "web",
  onBehalf: false,
  turns: [
    {
      taskNo: 1,
      kind: "firstReply",
      holder: { dutyName: "李警官", unitName: "北宋派出所", duty: "a" },
      alsoWith: [],
      mine: true,
      clock: {
        state: "running",
        dueAt: null,
        limit: { amount: 4, unit: "wh" },
        limitMinutes: 240,
        remainingMinutes: 10,
        extendedFrom: null,
        pausedReason: null,
        provisional: false,
      },
    },
  ],
};

it.each([
  ["", true],
  ["  ", true],
  ["0017", true],
  ["塔吊", true],
  ["TOWER 二期", true],
  ["塔吊 盛通", false],
  ["traffic", true],
  ["新材料", true],
])("%j is found: %s", (typed, found) => {
  expect(matchesWords(head, typed)).toBe(found);
});

it("does not find a matter by a person", () => {
  expect(matchesWords(head, "李警官")).toBe(false);
});
