import { describe, expect, it } from "vitest";
import { compareTurns, findLeadTurn, groupByDue, groupOf, type MatterHead, type Turn } from "./due-groups.ts";

// Friday 9 October 2026, 16:00 in Shanghai.
const now = new Date("2026-10-09T08:00:00Z");

function turnOf(
  dueAt: string | null,
  more: { mine?: boolean; paused?: boolean; late?: boolean; left?: number } = {},
): Turn {
  const state = more.paused === true ? "paused" : more.late === true ? "late" : "running";
  return {
    taskNo: 1,
    kind: "answer",
    holder: { dutyName: null, unitName: null, duty: "a" },
    alsoWith: [],
    mine: more.mine ?? true,
    clock: {
      state,
      dueAt,
      limit: { amount: 1, unit: "wd" },
      limitMinutes: 450,
      remainingMinutes: more.left ?? 60,
      extendedFrom: null,
      pausedReason: null,
      provisional: false,
    },
  };
}

function headOf(id: number, turns: Turn[]): MatterHead {
  return {
    id,
    number: `ZX-370522-20261009-000${id}`,
    procedure: "consultation",
    title: "工地大门口渣土车拥堵",
    topic: null,
    state: "ANSWERING",
    phase: "open",
    outcome: null,
    version: 1,
    openedAt: "2026-10-09T00:00:00Z",
    closedAt: null,
    enterprise: null,
    project: null,
    private: false,
    anonymous: false,
    channel: "web",
    onBehalf: false,
    turns,
  };
}

describe("groupOf", () => {
  it.each([
    ["2026-10-09T08:00:00Z", "late", "the minute itself is used up"],
    ["2026-10-09T08:01:00Z", "today", "one minute left"],
    ["2026-10-09T15:59:00Z", "today", "23:59 in Shanghai"],
    // As it is written: a limit in days ends at 24:00 of its last day.
    ["2026-10-09T16:00:00Z", "today", "24:00 of Friday"],
    ["2026-10-09T16:01:00Z", "week", "Saturday"],
    ["2026-10-11T15:59:00Z", "week", "Sunday night"],
    ["2026-10-11T16:00:00Z", "week", "24:00 of Sunday"],
    ["2026-10-11T16:01:00Z", "later", "Monday"],
  ])("puts %s under %s: %s", (dueAt, group) => {
    expect(groupOf(turnOf(dueAt), now)).toBe(group);
  });

  it("on a Sunday the week ends today", () => {
    const sunday = new Date("2026-10-11T02:00:00Z");
    expect(groupOf(turnOf("2026-10-11T09:00:00Z"), sunday)).toBe("today");
    expect(groupOf(turnOf("2026-10-12T01:00:00Z"), sunday)).toBe("later");
  });

  it("a paused clock is neither late nor due", () => {
    expect(groupOf(turnOf("2026-10-01T00:00:00Z", { paused: true }), now)).toBe("paused");
    expect(groupOf(turnOf(null, { paused: true }), now)).toBe("paused");
  });

  it("says late when the server says so", () => {
    expect(groupOf(turnOf("2026-10-09T09:00:00Z", { late: true }), now)).toBe("late");
  });

  it("keeps what has no due time for later", () => {
    expect(groupOf(turnOf(null), now)).toBe("later");
    expect(groupOf(undefined, now)).toBe("later");
  });
});

describe("findLeadTurn", () => {
  it("takes the reader's own task even when another is more pressing", () => {
    const own = turnOf("2026-10-12T01:00:00Z");
    expect(findLeadTurn([turnOf("2026-10-09T09:00:00Z", { mine: false }), own])).toBe(own);
  });

  it("takes the most pressing one of others, and nothing of nothing", () => {
    const first = turnOf("2026-10-09T09:00:00Z", { mine: false });
    expect(findLeadTurn([turnOf("2026-10-12T01:00:00Z", { mine: false }), first])).toBe(first);
    expect(findLeadTurn([])).toBeUndefined();
  });
});

describe("compareTurns", () => {
  it("orders running before undated before paused", () => {
    const running = turnOf("2026-12-01T00:00:00Z");
    const undated = turnOf(null);
    const paused = turnOf(null, { paused: true });
    expect([paused, undated, running].toSorted(compareTurns)).toEqual([running, undated, paused]);
  });

  it("orders paused ones by what is left", () => {
    const little = turnOf(null, { paused: true, left: 10 });
    const much = turnOf(null, { paused: true, left: 400 });
    expect([much, little].toSorted(compareTurns)).toEqual([little, much]);
  });
});

describe("groupByDue", () => {
  it("keeps every matter once, in sections by time left, without empty sections", () => {
    const heads = [
      headOf(1, [turnOf("2026-10-20T01:00:00Z")]),
      headOf(2, []),
      headOf(3, [turnOf("2026-10-09T09:00:00Z")]),
      headOf(4, [turnOf("2026-10-09T07:00:00Z")]),
      headOf(5, [turnOf("2026-10-09T08:30:00Z")]),
      headOf(6, [turnOf(null, { paused: true })]),
    ];
    const shown = groupByDue(heads, now).map((section) => [section.group, section.rows.map((row) => row.head.id)]);
    expect(shown).toEqual([
      ["late", [4]],
      ["today", [5, 3]],
      ["later", [1, 2]],
      ["paused", [6]],
    ]);
  });

  it("is empty for an empty list", () => {
    expect(groupByDue([], now)).toEqual([]);
  });
});
