import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  type BruteCalendar,
  bruteDayIsWork,
  bruteWorked,
  calendars,
  floorMinute,
  moments,
} from "./brute-calendar.test-kit.ts";
import { createCalendar } from "./work-calendar.ts";
import {
  elapsedMinutes,
  extendClock,
  type Limit,
  type LimitClock,
  milestones,
  pauseClock,
  remainingMinutes,
  resumeClock,
  startClock,
} from "./working-time.ts";

const minute = 60_000;
const plan = { remind: [50, 80, 33], levels: 3 };

/** What happens to the clock `after` so many minutes. */
interface Happening {
  readonly after: number;
  readonly extension: number | null;
}

const limits: fc.Arbitrary<Limit> = fc.oneof(
  fc.record({ amount: fc.integer({ min: 1, max: 12 }), unit: fc.constant("wh" as const) }),
  fc.record({ amount: fc.integer({ min: 1, max: 2 }), unit: fc.constant("wd" as const) }),
  fc.record({ amount: fc.integer({ min: 1, max: 300 }), unit: fc.constant("min" as const) }),
  fc.record({ amount: fc.integer({ min: 1, max: 30 }), unit: fc.constant("h" as const) }),
  fc.record({
    amount: fc.integer({ min: 1, max: 4 }),
    unit: fc.constantFrom("d" as const, "cd" as const),
    startExcluded: fc.boolean(),
    rollForward: fc.boolean(),
  }),
);

const happenings: fc.Arbitrary<Happening[]> = fc.array(
  fc.record({
    after: fc.oneof(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 4000 })),
    // An extension by so many units, or a change between running and standing still.
    extension: fc.oneof(
      { weight: 5, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) },
    ),
  }),
  { maxLength: 7 },
);

const dayOf = (ms: number) => new Date(ms + 8 * 60 * minute).toISOString().slice(0, 10);
const endOf = (day: string) => Date.parse(`${day}T24:00:00+08:00`);

/** 24:00 of the day in which the last of `left` minutes lies, or of a later working day. */
function bruteEnd(source: BruteCalendar, limit: Limit, from: number, left: number): number {
  let day = dayOf(from + Math.max(0, left - 1) * minute);
  const rolls = "rollForward" in limit && limit.rollForward === true;
  if (rolls) while (!bruteDayIsWork(source, day)) day = dayOf(endOf(day));
  return endOf(day);
}

/** The law of pauses, reminders and the ladder, walked minute by minute. */
function bruteStory(source: BruteCalendar, start: number, first: Limit, story: readonly Happening[]) {
  const worked = bruteWorked(source);
  const inWork = first.unit === "wh" || first.unit === "wd";
  const sizes = { wh: 60, wd: 450, min: 1, h: 60, d: 1440, cd: 1440 };
  const climb = Math.max(60, (first.amount * sizes[first.unit]) / 2);
  const told: string[] = [];
  const states: { used: number; late: boolean }[] = [];
  let limit = first;
  let now = start;
  let used = 0;
  let total = 0;
  let running = true;
  let due = 0;
  let late = false;
  let said = new Set<string>();
  const begin = () => {
    used = 0;
    late = false;
    said = new Set();
    total = limit.amount * sizes[limit.unit];
    if (limit.unit === "d" || limit.unit === "cd") {
      const days = limit.startExcluded === false ? limit.amount - 1 : limit.amount;
      total =
        (bruteEnd(source, limit, Date.parse(`${dayOf(now)}T00:00:00+08:00`) + days * 1440 * minute, 1) - now) / minute;
    }
  };
  const run = () => {
    running = true;
    if (!late)
      due = limit.unit === "d" || limit.unit === "cd" ? bruteEnd(source, limit, now, total - used) : Number.NaN;
  };
  const say = (name: string, reached: boolean) => {
    if (!reached || said.has(name)) return;
    said.add(name);
    told.push(`${name} ${new Date(now).toISOString()}`);
  };
  const look = () => {
    if (!running) return;
    if (!late && (Number.isNaN(due) ? used >= total : now >= due)) {
      late = true;
      used = total;
    }
    for (const percent of plan.remind) say(`remind ${percent}`, used * 100 >= total * percent);
    say("due", late);
    for (let level = 1; level <= plan.levels; level += 1) {
      say(`climb ${level}`, late && used >= total + (level - 1) * climb);
    }
  };
  const tick = () => {
    if (running && (!inWork || worked(now))) used += 1;
    // The hours won by rounding days to 24:00 use nothing.
    if (running && !late && !Number.isNaN(due)) used = Math.min(used, total);
    now += minute;
  };

  begin();
  run();
  for (const { after, extension } of story) {
    for (let step = 0; step < after; step += 1) {
      look();
      tick();
    }
    look();
    states.push({ used, late });
    if (extension !== null) {
      limit = { ...limit, amount: extension };
      begin();
      if (running) run();
    } else if (running) running = false;
    else run();
  }
  if (!running) run();
  while (said.size < plan.remind.length + 1 + plan.levels) {
    look();
    tick();
  }
  return { told, states };
}

test("a clock with pauses and extensions tells each thing once, in its minute", () => {
  fc.assert(
    fc.property(calendars, moments, limits, happenings, (source, from, limit, story) => {
      const calendar = createCalendar(source);
      const expected = bruteStory(source, floorMinute(from.getTime()), limit, story);

      let now = from;
      let clock: LimitClock = startClock(calendar, { at: from, limit });
      const told: string[] = [];
      const tell = (until: Date | null) => {
        for (const milestone of milestones(calendar, clock, plan)) {
          if (until !== null && milestone.at > until) continue;
          const { kind } = milestone;
          const name = kind === "remind" ? ` ${milestone.percent}` : kind === "climb" ? ` ${milestone.level}` : "";
          told.push(`${kind}${name} ${milestone.at.toISOString()}`);
        }
      };
      const states = story.map(({ after, extension }) => {
        now = new Date(now.getTime() + after * minute);
        const left = remainingMinutes(calendar, clock, now);
        const state = {
          used: elapsedMinutes(calendar, clock, now),
          late: clock.dueAt !== null && new Date(clock.dueAt) <= now,
        };
        expect(left <= 0 || !state.late).toBe(true);
        tell(now);
        if (extension !== null) clock = extendClock(calendar, clock, now, { ...clock.limit, amount: extension });
        else if (clock.runningSince === null) clock = resumeClock(calendar, clock, now);
        else clock = pauseClock(calendar, clock, now, "等待");
        expect(JSON.parse(JSON.stringify(clock))).toEqual(clock);
        return state;
      });
      if (clock.runningSince === null) clock = resumeClock(calendar, clock, now);
      tell(null);

      expect(states).toEqual(expected.states);
      // The order within one minute carries no meaning.
      expect(told.toSorted()).toEqual(expected.told.toSorted());
    }),
    { numRuns: 150 },
  );
});
