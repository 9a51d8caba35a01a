import { expect, test } from "vitest";
import { bruteDayIsWork, bruteWorked } from "#kernel/brute-calendar.test-kit.ts";
import { shanghaiMoment } from "#kernel/shanghai-time.ts";
import { createCalendar, officeSessions } from "#kernel/work-calendar.ts";
import { extendClock, milestones, startClock } from "#kernel/working-time.ts";
import { ahead, extendTask, look, newTask, tickTask } from "#test/fixture/clock-model.ts";

const source = { days: [], years: [2026], sessions: officeSessions };
const plan = { remind: [50, 80], levels: 4 };

test("after an extension the model of the walks has the whole ladder before it, whatever the first limit told", () => {
  const world = { worked: bruteWorked(source), dayIsWork: (day: string) => bruteDayIsWork(source, day) };
  const [first, longer] = [{ amount: 2, unit: "wd" } as const, { amount: 3, unit: "wd" } as const];
  const start = shanghaiMoment("2026-11-02", "09:00");
  const then = shanghaiMoment("2026-11-03", "16:30");
  const task = newTask(world, { no: 1, kind: "handle", holder: "a", added: [], limit: first }, start.getTime());
  for (let at = start.getTime(); at <= then.getTime(); at += 60_000) {
    const telling = look(task, at, plan, false);
    if (telling) task.told.add(telling.name);
    if (at < then.getTime()) tickTask(world, task, at);
  }
  expect([...task.told]).toEqual(["remind:50", "remind:80"]);
  extendTask(world, task, longer, then.getTime());

  const calendar = createCalendar(source);
  const clock = extendClock(calendar, startClock(calendar, { at: start, limit: first }), then, longer);
  const told = milestones(calendar, clock, plan).flatMap((milestone) =>
    milestone.kind === "due"
      ? []
      : [
          {
            name: milestone.kind === "remind" ? `remind:${milestone.percent}:1` : `climb:${milestone.level}`,
            at: milestone.at.getTime(),
          },
        ],
  );
  expect(ahead(world, task, then.getTime(), plan, false)).toEqual(told);
  expect(told.at(-1)?.name).toBe("climb:4");
});
