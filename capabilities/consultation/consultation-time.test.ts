import { describe, expect, it } from "vitest";
import { contract } from "#matters/contract.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { answerForm, questionOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";

const house = await forTheseTests(startHarness());
const desk = deskOf(house);

const question = (more: Record<string, unknown> = {}) => questionOf(house.town, more);
const words = { text: "再说两句" };
/** The clocks of the open tasks as the officer reads them: kind, state, minutes used. */
const clocks = async (id: number) =>
  (await desk.view("officerA", id)).turns.map(({ kind, clock }) => [
    kind,
    clock.state,
    clock.limitMinutes - clock.remainingMinutes,
  ]);

describe("an officer who sleeps (decisions 13 and 15, to the minute)", () => {
  const expected = [
    "10-09 16:00 open question → ROUTED",
    "10-10 09:00 reminder firstReply 50",
    "10-10 10:12 reminder firstReply 80",
    "10-10 11:00 climb firstReply deputy",
    "10-10 14:30 climb firstReply stationChief",
    "10-10 16:30 climb firstReply programOffice",
    "10-12 09:30 climb firstReply leader",
  ];

  it("is reminded, then the others have it too, over a weekend with a make-up Saturday", async () => {
    desk.at("2026-10-09 16:00");
    const id = await desk.open("liaison", question());
    const mine = async (person: "officerA" | "officerB" | "chief" | "office" | "leader") =>
      (await house.as(person)(contract["matter.list"], { view: "mine" })).items.some((item) => item.id === id);
    const steps = [
      ["2026-10-10 08:59", 1, []],
      ["2026-10-10 09:00", 2, []],
      ["2026-10-10 10:12", 3, []],
      ["2026-10-10 10:59", 3, []],
      ["2026-10-10 11:00", 4, ["officerB"]],
      ["2026-10-10 14:30", 5, ["officerB", "chief"]],
      ["2026-10-10 16:30", 6, ["officerB", "chief", "office"]],
      ["2026-10-12 09:29", 6, ["officerB", "chief", "office"]],
      ["2026-10-12 09:30", 7, ["officerB", "chief", "office", "leader"]],
    ] as const;
    for (const [moment, entries, also] of steps) {
      await desk.runTo(moment);
      expect(await desk.story(id), moment).toEqual(expected.slice(0, entries));
      const have = [];
      for (const person of ["officerB", "chief", "office", "leader"] as const)
        if (await mine(person)) have.push(person);
      expect(have, moment).toEqual(also);
      expect(await mine("officerA")).toBe(true);
    }
    // Once the last has it nothing more happens, and whoever has it may end it.
    await desk.runTo("2026-11-30 12:00");
    expect(await desk.story(id)).toEqual(expected);
    const { turns } = await desk.view("officerA", id);
    expect(turns).toMatchObject([{ kind: "firstReply", holder: { dutyName: "李警官" }, clock: { state: "late" } }]);
    await desk.step("leader", id, "answer", answerForm);
    expect((await desk.view("liaison", id)).entries.at(-1)).toMatchObject({ actor: "蒋局长", capacity: "leader" });
  });

  it("gets the same history when the platform was closed across every due minute", async () => {
    desk.at("2026-10-09 16:00");
    const id = await desk.open("liaison", question());
    await desk.runTo("2026-10-13 09:00");
    expect(await desk.story(id)).toEqual(expected);
    const fired = await desk.sql<{ late: boolean }>(
      "select bool_and(fired_at = $2) as late from due where matter_id = $1",
      [id, house.clock.now()],
    );
    expect(fired).toEqual([{ late: true }]);
  });

  it("gets it also when a call comes before the job, and what comes then stands behind it", async () => {
    desk.at("2026-10-09 16:00");
    const id = await desk.open("liaison", question());
    desk.at("2026-10-10 11:30");
    await desk.step("officerB", id, "acknowledge", words);
    expect(await desk.story(id)).toEqual([...expected.slice(0, 4), "10-10 11:30 step acknowledge → ANSWERING"]);
    // B has had the first reply; the answer is the officer's own again.
    expect((await desk.view("officerA", id)).turns).toMatchObject([{ kind: "answer", alsoWith: [] }]);
    expect(await refusalOf(desk.step("officerB", id, "answer", answerForm))).toBe("forbidden");
    await desk.step("officerA", id, "answer", answerForm);
    await desk.step("liaison", id, "confirm");
  });

  it("writes reminders for the handlers only, and tells those who have the task", async () => {
    desk.at("2026-10-09 16:00");
    const id = await desk.open("liaison", question());
    await desk.runTo("2026-10-10 10:30");
    const hers = await desk.view("liaison", id);
    expect(hers.entries.map((entry) => entry.kind)).toEqual(["open"]);
    const kinds = (await desk.view("officerA", id)).entries.map((entry) => [entry.kind, entry.audience]);
    expect(kinds).toEqual([
      ["open", "shared"],
      ["reminder", "handlers"],
      ["reminder", "handlers"],
    ]);
    const told = await desk.sql<{ percent: number; who: string[] }>(
      `select (event->>'percent')::int as percent,
              (select array_agg(p.kind || '/' || p.duty order by p.id) from principal p where p.id = any (o.readers)) as who
         from outbox o where event->>'name' = 'taskReminded' and (event->>'matter')::bigint = $1 order by id`,
      [id],
    );
    expect(told).toEqual([
      { percent: 50, who: ["project/a"] },
      { percent: 80, who: ["project/a"] },
    ]);
  });
});

describe("pauses", () => {
  it("keep what was used: the clock stands still while the firm is asked", async () => {
    desk.at("2026-09-22 09:00");
    const id = await desk.open("liaison", question());
    desk.at("2026-09-22 10:00");
    await desk.step("officerA", id, "acknowledge", words);
    // 1 wd from 10:00: 120 minutes in the morning, 240 in the afternoon, due 90 minutes into the next day.
    expect((await desk.view("officerA", id)).turns).toMatchObject([{ clock: { dueAt: "2026-09-23T02:00:00.000Z" } }]);

    desk.at("2026-09-22 14:30");
    await desk.step("officerA", id, "askBack", words);
    expect(await clocks(id)).toEqual([
      ["answer", "paused", 180],
      ["supply", "running", 0],
    ]);
    await desk.runTo("2026-09-24 16:00");
    expect(await clocks(id)).toEqual([
      ["answer", "paused", 180],
      ["supply", "running", 990],
    ]);
    await desk.step("liaison", id, "supply", words);
    expect(await clocks(id)).toEqual([["answer", "running", 180]]);
    // 270 minutes are left: 90 on Thursday, then the Mid-Autumn Friday and the weekend, 180 on Monday.
    const [turn] = (await desk.view("officerA", id)).turns;
    expect(turn?.clock).toMatchObject({ dueAt: "2026-09-28T03:30:00.000Z", remainingMinutes: 270 });

    // 50 % were not reached before the pause, so they are told after it; nothing is told twice.
    await desk.runTo("2026-09-28 11:30");
    expect((await desk.story(id)).slice(-4)).toEqual([
      "09-24 16:00 step supply → ANSWERING",
      "09-24 16:45 reminder answer 50",
      "09-28 10:00 reminder answer 80",
      "09-28 11:30 climb answer deputy",
    ]);
    desk.at("2026-09-28 11:40");
    await desk.step("officerA", id, "askBack", words);
    await desk.step("liaison", id, "supply", words);
    await desk.runTo("2026-09-28 13:31");
    expect((await desk.story(id)).filter((line) => line.includes("reminder answer"))).toHaveLength(2);
    expect(await clocks(id)).toEqual([["answer", "late", 450 + 31]]);
  });

  it("end by themselves when no details come: two reminders to her, and work goes on", async () => {
    desk.at("2026-09-22 09:00");
    const id = await desk.open("liaison", question());
    await desk.step("officerA", id, "askBack", words);
    await desk.runTo("2026-10-31 12:00");
    // 10 wd from Tuesday 09-22 09:00: the Mid-Autumn Friday and the National Day week are free, 10-10 is worked.
    expect((await desk.story(id)).filter((line) => /supply|resume/.test(line))).toEqual([
      "09-30 09:00 reminder supply 50",
      "10-10 09:00 reminder supply 80",
      "10-13 09:00 step resume → ANSWERING",
    ]);
    const reminders = (await desk.view("liaison", id)).entries.filter((entry) => entry.kind === "reminder");
    expect(reminders.map((entry) => entry.audience)).toEqual(["shared", "shared"]);
    // The answer's clock began anew with what it had, at the due minute and not when the job came.
    expect((await desk.story(id)).slice(-6)).toEqual([
      "10-13 14:15 reminder answer 50",
      "10-13 16:30 reminder answer 80",
      "10-14 09:00 climb answer deputy",
      "10-14 14:15 climb answer stationChief",
      "10-15 09:00 climb answer programOffice",
      "10-15 14:15 climb answer leader",
    ]);
  });
});

describe("silence", () => {
  it("closes as unrated after 10 working days, with two reminders to her", async () => {
    desk.at("2026-10-12 16:00");
    const id = await desk.open("liaison", question());
    await desk.step("officerA", id, "answer", answerForm);
    await desk.runTo("2026-10-26 15:59");
    expect(await desk.row(id)).toMatchObject({ state: "ANSWERED" });
    await desk.runTo("2026-10-27 08:00");
    expect((await desk.story(id)).slice(2)).toEqual([
      "10-19 16:00 reminder confirm 50",
      "10-22 16:00 reminder confirm 80",
      "10-26 16:00 step closeUnrated → UNRATED",
    ]);
    expect(await desk.row(id)).toMatchObject({
      outcome: "UNRATED",
      closed_at: new Date("2026-10-26T16:00:00+08:00"),
    });
    const told = await desk.sql<{ duties: string[] }>(
      `select (select array_agg(p.kind || '/' || p.duty order by p.kind) from principal p where p.id = any (o.readers)) as duties
         from outbox o where event->>'name' = 'taskReminded' and (event->>'matter')::bigint = $1`,
      [id],
    );
    expect(told).toEqual([
      { duties: ["account/self", "enterprise/desk"] },
      { duties: ["account/self", "enterprise/desk"] },
    ]);
    const closing = (await desk.view("liaison", id)).entries.at(-1);
    expect(closing).toMatchObject({ name: "closeUnrated", capacity: "system", actor: "", toState: "UNRATED" });
  });

  it("is over when she speaks in the last minute, and not a minute later", async () => {
    desk.at("2026-10-12 16:00");
    const [first, second] = [await desk.open("liaison", question()), await desk.open("liaison", question())];
    for (const id of [first, second]) await desk.step("officerA", id, "answer", answerForm);
    desk.at("2026-10-26 15:59");
    expect(await desk.step("liaison", first, "confirm")).toMatchObject({ state: "CLOSED" });
    desk.at("2026-10-26 16:00");
    // The matter has closed by itself in this minute, so her page is an old one.
    expect(await refusalOf(desk.step("liaison", second, "confirm"))).toBe("stale-version");
    await house.platform.settleDue();
    expect(await desk.row(second)).toMatchObject({ state: "UNRATED" });
  });
});

describe("a year without calendar (decision 16)", () => {
  it("gives provisional due times, and reminds and climbs by plain weekends", async () => {
    desk.at("2026-12-31 16:00");
    const id = await desk.open("liaison", question());
    const [turn] = (await desk.view("liaison", id)).turns;
    // 90 minutes on Thursday; 2027-01-01 is a plain Friday until its holiday is known.
    expect(turn?.clock).toMatchObject({ dueAt: "2027-01-01T03:00:00.000Z", provisional: true });
    await desk.runTo("2027-01-04 09:00");
    expect(await desk.story(id)).toEqual([
      "12-31 16:00 open question → ROUTED",
      "01-01 09:00 reminder firstReply 50",
      "01-01 10:12 reminder firstReply 80",
      "01-01 11:00 climb firstReply deputy",
      "01-01 14:30 climb firstReply stationChief",
      "01-01 16:30 climb firstReply programOffice",
    ]);
  });
});
