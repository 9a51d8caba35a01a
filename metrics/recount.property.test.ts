/**
 * Every figure of consultations against a plain recount over drawn histories: entries and tasks read as a superuser and
 * counted by loops, knowing nothing of the functions and conditions that the platform counts with.
 */
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { AppError } from "#kernel/errors.ts";
import { contract as matters } from "#matters/contract.ts";
import { takeFigures } from "#server/jobs/figures.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";

interface EntryRow {
  matter: number;
  seq: number;
  at: Date;
  kind: string;
  name: string;
  from_state: string | null;
  to_state: string | null;
  capacity: string;
  outcome: string | null;
  station: number;
  opened: Date;
}
interface TaskRow {
  matter: number;
  kind: string;
  state: string;
  due: Date | null;
  closed: Date | null;
  closer: string | null;
  station: number;
  owner: string;
}

let started: Date;

const house = await forTheseTests(startHarness({ at: "2026-03-02T09:00:00+08:00" }));
const { admin } = house;
beforeAll(async () => {
  started = house.clock.now();
});

const words = { text: "把情况说清楚一些。", source: "示例办法 第 7 条" };
type Act = readonly [side: "A" | "firm", step: string, form: Record<string, unknown>];
const told = { text: words.text };
/** What can be done in a state, the likelier more than once. */
const acts: Readonly<Record<string, readonly Act[]>> = {
  ROUTED: [
    ["A", "acknowledge", told],
    ["A", "answer", words],
    ["A", "answer", words],
    ["A", "askBack", told],
    ["A", "notOurRemit", { ...told, whereTo: "住建局窗口", remedy: "可以申请复核" }],
    ["firm", "withdraw", told],
  ],
  ANSWERING: [["A", "answer", words]],
  WAITING_REQUESTER: [["firm", "supply", told]],
  ANSWERED: [
    ["firm", "followUp", told],
    ["firm", "notAnswered", told],
    ["firm", "notAnswered", told],
    ["firm", "confirm", { verdict: "SOLVED", stars: 5 }],
    ["firm", "confirm", { verdict: "PARTLY" }],
  ],
};
const afterwards: Act = ["firm", "reopen", told];
/** How many of the youngest matters something is done in; the others are left to the clock. */
const young = 5;

const move = fc.record({
  /** Minutes until it happens. */
  wait: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 300, max: 3 * 1440 })),
  opens: fc.integer({ min: 0, max: 3 }).map((drawn) => drawn === 0),
  plant: fc.boolean(),
  which: fc.nat(),
  act: fc.nat(),
});

const opened: { id: number; plant: boolean }[] = [];

type Move = { wait: number; opens: boolean; plant: boolean; which: number; act: number };

async function play(moves: readonly Move[]): Promise<void> {
  for (const { wait, opens, plant, which, act } of moves) {
    house.clock.forward(wait);
    await house.platform.settleDue();
    if (opens || opened.length === 0) {
      const { id } = await house.as(plant ? "otherLiaison" : "liaison")(matters["matter.open"], {
        procedure: "consultation",
        projectId: plant ? house.town.projects.plant : house.town.projects.bridge,
        title: "进场路线",
        form: { question: { text: "渣土车能走北门吗？" } },
      });
      opened.push({ id, plant });
      continue;
    }
    const matter = opened.slice(-young)[which % Math.min(young, opened.length)];
    if (!matter) continue;
    const firm = matter.plant ? "otherLiaison" : "liaison";
    const { version, state } = await house.as(firm)(matters["matter.get"], { id: matter.id });
    const possible = acts[state] ?? [afterwards];
    const [side, step, form] = possible[act % possible.length] ?? afterwards;
    const person = side === "firm" ? firm : matter.plant ? "otherA" : "officerA";
    try {
      await house.as(person)(matters["matter.step"], { id: matter.id, step, version, form });
    } catch (error) {
      // A step that the moment does not allow is part of life.
      if (!(error instanceof AppError && ["illegal-step", "forbidden", "invalid"].includes(error.code))) throw error;
    }
  }
}

async function readAll(): Promise<{ entries: EntryRow[]; tasks: TaskRow[] }> {
  const entries = await admin.query<EntryRow>(
    `select e.matter_id::int as matter, e.seq, e.at, e.kind, e.name, e.from_state, e.to_state, e.capacity,
            case when e.resolved ->> 'phase' = 'closed' then coalesce(e.resolved ->> 'outcome', '?') end as outcome,
            m.station_id as station, m.opened_at as opened
       from entry e join matter m on m.id = e.matter_id order by e.matter_id, e.seq`,
  );
  const tasks = await admin.query<TaskRow>(
    `select t.matter_id::int as matter, t.kind, t.state, t.due_at as due, c.at as closed, c.capacity as closer,
            m.station_id as station, p.kind as owner
       from task t join matter m on m.id = t.matter_id join principal p on p.id = t.holder
       left join entry c on c.matter_id = t.matter_id and c.seq = t.closed_seq`,
  );
  return { entries: entries.rows, tasks: tasks.rows };
}

/** The figures of a month as somebody with a pencil would find them. */
function recount({ entries, tasks }: Awaited<ReturnType<typeof readAll>>, month: string, now: Date, station?: number) {
  const [year, number] = month.split("-").map(Number);
  const from = Date.UTC(year ?? 0, (number ?? 1) - 1, 1) - 8 * 3_600_000;
  const end = Math.min(Date.UTC(year ?? 0, number ?? 1, 1) - 8 * 3_600_000, now.getTime());
  const inMonth = (at: Date | null) => at !== null && at.getTime() >= from && at.getTime() < end;
  const here = <T extends { station: number }>(rows: readonly T[]) =>
    rows.filter((row) => station === undefined || row.station === station);
  let received = 0;
  let answered = 0;
  let followed = 0;
  let responded = 0;
  const outcomes = new Map<string, number>();
  const wasAnswered = new Set<number>();
  for (const entry of here(entries)) {
    const isNow = inMonth(entry.at);
    if (entry.kind === "open" && isNow) received += 1;
    if (entry.kind !== "step") continue;
    if (entry.to_state === "ANSWERED" && !wasAnswered.has(entry.matter)) {
      wasAnswered.add(entry.matter);
      if (isNow) answered += 1;
    }
    if (!isNow) continue;
    if (["followUp", "notAnswered", "confirm", "closeUnrated"].includes(entry.name)) responded += 1;
    if (["followUp", "notAnswered"].includes(entry.name)) followed += 1;
    if (entry.outcome !== null) outcomes.set(entry.outcome, (outcomes.get(entry.outcome) ?? 0) + 1);
  }
  let replies = 0;
  let prompt = 0;
  for (const task of here(tasks)) {
    if (task.kind !== "firstReply" || !inMonth(task.due) || task.due === null) continue;
    const isDone = task.closed !== null && task.closed < task.due;
    if (isDone && (task.state !== "done" || task.closer === "requester" || task.closer === "system")) continue;
    replies += 1;
    if (isDone) prompt += 1;
  }
  // At the last instant of a month that is over, or now.
  const at = end === now.getTime() ? end : end - 1;
  const overdue = new Set(
    here(tasks)
      .filter(({ owner }) => owner === "project" || owner === "unit")
      .filter(({ due, closed }) => due !== null && due.getTime() <= at && (closed === null || closed.getTime() > at))
      .map(({ matter }) => matter),
  );
  const of = (outcome: string) => outcomes.get(outcome) ?? 0;
  const judged = of("SOLVED") + of("PARTLY") + of("NOT") + of("UNRATED");
  return {
    "consultation.received": [received, null],
    "consultation.answered": [answered, null],
    "consultation.closed": [[...outcomes.values()].reduce((sum, one) => sum + one, 0), null],
    "consultation.followedUp": [followed, responded],
    "consultation.solved": [of("SOLVED"), judged],
    "consultation.notSolved": [of("NOT"), judged],
    "consultation.unrated": [of("UNRATED"), judged],
    "consultation.firstReplyInTime": [prompt, replies],
    "consultation.overdue": [overdue.size, null],
  };
}

it("counts what a plain recount counts, month by month, for the city, the branch and each station", async () => {
  let compared = 0;
  const reached = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 25, maxLength: 40 }), async (moves) => {
      await play(moves);
      const now = house.clock.now();
      const rows = await readAll();
      const { city, branch, station, otherStation } = house.town.units;
      const places = [
        ["cityOffice", city, undefined],
        ["office", branch, undefined],
        ["leader", station, station],
        ["office", otherStation, otherStation],
      ] as const;
      for (let back = 0; back < 3; back += 1) {
        const first = new Date(now.getTime() + 8 * 3_600_000);
        const at = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() - back, 1));
        if (at.getTime() < started.getTime() - 31 * 86_400_000) continue;
        const month = at.toISOString().slice(0, 7);
        for (const [person, unitId, only] of places) {
          const page = await house.as(person)(contract["metric.month"], { month, unitId });
          const figures = Object.fromEntries(page.figures.map((one) => [one.id, [one.counted, one.ofAll]]));
          const expected = recount(rows, month, now, only);
          expect(figures, `${month} of unit ${unitId}`).toMatchObject(expected);
          for (const [id, [counted]] of Object.entries(expected))
            reached.set(id, Math.max(reached.get(id) ?? 0, counted ?? 0));
          compared += 1;
        }
      }
      // Each second run goes on with figures that were taken, which must be the same.
      if (moves.length % 2 === 0) await takeFigures(house.platform);
    }),
    { numRuns: 4, seed: 20_261_123, endOnFailure: true },
  );
  expect(compared).toBeGreaterThan(20);
  // Nothing was compared as nought with nought only.
  expect([...reached].filter(([, most]) => most === 0)).toEqual([]);
});
