import { beforeAll, describe, expect, it } from "vitest";
import { contract as matters } from "#matters/contract.ts";
import { takeFigures } from "#server/jobs/figures.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";

type Person = Parameters<Harness["as"]>[0];

const house = await forTheseTests(startHarness({ at: "2026-09-01T09:00:00+08:00" }));
const { admin } = house;
beforeAll(async () => {
  await tellSeptember();
});

async function open(person: Person, project: number, at: string, topic: string | null = null): Promise<number> {
  house.clock.set(at);
  const { id } = await house.as(person)(matters["matter.open"], {
    procedure: "consultation",
    projectId: project,
    title: "进场路线",
    topic,
    form: { question: { text: "渣土车能走北门吗？" } },
  });
  return id;
}

async function step(person: Person, id: number, name: string, at: string, form: Record<string, unknown> = {}) {
  house.clock.set(at);
  await house.platform.settleDue();
  const { version } = await house.as(person)(matters["matter.get"], { id });
  await house.as(person)(matters["matter.step"], { id, step: name, version, form });
}

const answer = { text: "可以，错峰到九点以后。", source: "示例办法 第 7 条" };

/** Four questions in September: answered in time and solved, answered late and asked again, never answered, withdrawn. */
async function tellSeptember(): Promise<void> {
  const { bridge, plant } = house.town.projects;
  const first = await open("liaison", bridge, "2026-09-01T09:00:00+08:00", "traffic");
  await step("officerA", first, "answer", "2026-09-01T11:00:00+08:00", answer);
  await step("liaison", first, "confirm", "2026-09-02T09:00:00+08:00", { verdict: "SOLVED", stars: 5 });
  const second = await open("liaison", bridge, "2026-09-03T09:00:00+08:00");
  await step("officerA", second, "answer", "2026-09-04T15:30:00+08:00", answer);
  await step("liaison", second, "followUp", "2026-09-07T09:00:00+08:00", { text: "还有一个问题" });
  await open("otherLiaison", plant, "2026-09-10T09:00:00+08:00");
  const fourth = await open("otherLiaison", plant, "2026-09-11T09:00:00+08:00");
  await step("otherLiaison", fourth, "withdraw", "2026-09-11T09:30:00+08:00", { text: "已经自己解决" });
}

const page = (person: Person, month: string, unitId?: number) =>
  house.as(person)(contract["metric.month"], { month, ...(unitId !== undefined && { unitId }) });
type Page = Awaited<ReturnType<typeof page>>;
const figure = ({ figures }: Page, id: string) => {
  const found = figures.find((one) => one.id === id);
  if (!found) throw new Error(`no figure ${id}`);
  return found;
};

describe("a month that runs", () => {
  it("counts up to now, for the unit and those below it", async () => {
    house.clock.set("2026-09-21T10:00:00+08:00");
    const seen = await page("office", "2026-09");
    expect(seen).toMatchObject({ complete: false, until: "2026-09-21", takenAt: null });
    expect(seen.unit.name).toBe("县局");
    const received = figure(seen, "consultation.received");
    expect(received).toMatchObject({ shown: 4, previous: null, lastYear: null });
    expect(received.parts).toEqual([
      { part: "-", shown: 3, counted: 3, ofAll: null, hidden: false },
      { part: "traffic", shown: 1, counted: 1, ofAll: null, hidden: false },
    ]);
    const { station, otherStation } = house.town.units;
    expect(received.units.map(({ unitId, shown }) => [unitId, shown])).toEqual([
      [station, 2],
      [otherStation, 2],
    ]);
    expect(figure(seen, "consultation.answered").shown).toBe(2);
    // The withdrawn one asked for no reply any more; the silent one is not in time.
    expect(figure(seen, "consultation.firstReplyInTime")).toMatchObject({ counted: 1, ofAll: 3 });
    // 120 minutes, and a day of 450 with another 300.
    expect(figure(seen, "consultation.answerTime").shown).toBe((120 + 750) / 2);
    expect(figure(seen, "consultation.followedUp")).toMatchObject({ counted: 1, ofAll: 2 });
    expect(figure(seen, "consultation.solved")).toMatchObject({ counted: 1, ofAll: 1, shown: 1 });
    expect(figure(seen, "consultation.overdue").shown).toBe(2);
    expect(figure(seen, "consultation.stars")).toMatchObject({ shown: null, hidden: true, counted: null });
  });

  it("knows projects, officers counted once, specialists and coverage", async () => {
    const seen = await page("cityOffice", "2026-09");
    const shown = (id: string) => figure(seen, id).shown;
    expect([
      shown("project.active"),
      shown("project.officers"),
      shown("project.specialists"),
      shown("project.sponsored"),
      shown("project.covered"),
    ]).toEqual([2, 4, 2, 0, 1]);
    expect(figure(seen, "project.active").parts.map(({ part, counted }) => [part, counted])).toEqual([
      ["CONSTRUCTION", 2],
    ]);
  });
});

describe("who may know which figures", () => {
  it("offices and leaders, of their unit and what is below; nobody else, and of no other branch", async () => {
    const { city, branch, station } = house.town.units;
    expect((await page("cityOffice", "2026-09")).unit.id).toBe(city);
    expect((await page("leader", "2026-09")).units.map(({ id }) => id)).toContain(station);
    expect((await page("leader", "2026-09", station)).unit.id).toBe(station);
    await expect(page("office", "2026-09", city)).rejects.toMatchObject({ code: "not-found" });
    for (const person of ["officerA", "chief", "specialist", "inspector", "auditor", "systemAdmin", "liaison"] as const)
      await expect(page(person, "2026-09", branch)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("the sums of the units below are the figure above", async () => {
    const seen = await page("cityOffice", "2026-09");
    for (const { id, counted, units, measure } of seen.figures) {
      if (measure === "stars" || id === "project.officers" || id === "project.specialists") continue;
      expect(
        units.reduce((sum, one) => sum + (one.counted ?? 0), 0),
        id,
      ).toBe(counted);
    }
  });

  it("leaves out what is kept from somebody, whoever asks", async () => {
    await admin.query("update matter set barred = array[1] where id = (select min(id) from matter)");
    expect(figure(await page("cityOffice", "2026-09"), "consultation.received").shown).toBe(3);
    await admin.query("update matter set barred = '{}' where barred <> '{}'");
    expect(figure(await page("cityOffice", "2026-09"), "consultation.received").shown).toBe(4);
  });

  it("lists what was counted as far as the reader sees it, and says how much there is", async () => {
    const ask = (person: Person, metric: string, more = {}) =>
      house.as(person)(contract["metric.records"], { month: "2026-09", metric, ...more });
    const forLeader = await ask("leader", "consultation.received");
    expect(forLeader.total).toBe(4);
    // Two have climbed to the leader; the others he only counts.
    expect(forLeader.visible).toBe(forLeader.matters.length);
    expect(forLeader.visible).toBeLessThan(4);
    const forOffice = await ask("office", "consultation.received");
    expect([forOffice.total, forOffice.visible]).toEqual([4, 4]);
    expect((await ask("office", "consultation.firstReplyInTime", { side: "others" })).total).toBe(2);
    expect((await ask("office", "project.covered")).projects).toHaveLength(2);
    expect(await ask("office", "consultation.stars")).toMatchObject({ total: 0, visible: 0 });
    await expect(ask("office", "consultation.nothing")).rejects.toMatchObject({ code: "not-found" });
    await expect(ask("officerA", "consultation.received")).rejects.toMatchObject({ code: "forbidden" });
  });

  it("tells what is stuck, where and waiting for whom, and names what the reader may open", async () => {
    const stuck = await house.as("office")(contract["metric.stuck"], {});
    expect(stuck).toMatchObject({ open: 2, late: 2, still: 2, total: 2, visible: 2 });
    expect(stuck.waits).toEqual([{ waitsFor: "a", open: 2, late: 2 }]);
    expect(stuck.units.map(({ open, late }) => [open, late])).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(stuck.items[0]?.movedAt).toBe("2026-09-07T01:00:00.000Z");
  });

  it("shows a sponsor his projects, wherever they lie, and nobody else's", async () => {
    const { leader } = house.town.people;
    await admin.query(
      "insert into assignment (project_id, account_id, kind, valid_from) values ($1, $2, 'SPONSOR', '2026-09-01')",
      [house.town.projects.plant, leader],
    );
    const { items } = await house.as("leader")(contract["metric.sponsored"], {});
    expect(items).toMatchObject([{ id: house.town.projects.plant, open: 1, late: 1, nextDueAt: null }]);
    expect((await house.as("office")(contract["metric.sponsored"], {})).items).toEqual([]);
    await expect(house.as("liaison")(contract["metric.sponsored"], {})).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("bad input", () => {
  it.each([
    ["no month", "2026-13"],
    ["a day", "2026-09-01"],
    ["words", "september"],
  ])("refuses %s", async (_what, month) => {
    await expect(page("office", month)).rejects.toMatchObject({ code: "invalid" });
  });
  it("refuses a month that has not begun, and answers for one before everything with noughts", async () => {
    await expect(page("office", "2026-10")).rejects.toMatchObject({ code: "invalid" });
    const empty = await page("office", "2024-02");
    expect(empty.complete).toBe(true);
    expect(figure(empty, "consultation.received")).toMatchObject({ shown: 0, previous: null });
    expect(figure(empty, "consultation.solved")).toMatchObject({ shown: null, ofAll: 0, hidden: false });
    expect(figure(empty, "project.active").shown).toBe(0);
  });
});

describe("a month that is over", () => {
  it("is taken once on the first of the next, for every unit, and stays", async () => {
    house.clock.set("2026-10-01T00:30:00+08:00");
    const counted = await page("office", "2026-09");
    expect(counted.takenAt).toBeNull();
    expect(await takeFigures(house.platform)).toBe(1);
    expect(await takeFigures(house.platform)).toBe(0);
    const taken = await page("office", "2026-09");
    expect(taken).toMatchObject({ complete: true, takenAt: "2026-09-30T16:30:00.000Z" });
    expect(taken.figures).toEqual(counted.figures);
    // What happens afterwards belongs to the next month.
    const [late] = (await admin.query<{ id: string }>("select min(matter_id) as id from turn")).rows;
    await step("officerA", Number(late?.id), "answer", "2026-10-01T09:00:00+08:00", answer);
    expect((await page("office", "2026-09")).figures).toEqual(taken.figures);
    const october = await page("office", "2026-10");
    expect(figure(october, "consultation.received")).toMatchObject({ shown: 0, previous: 4 });
    expect(figure(october, "consultation.received").series.at(-2)).toEqual({ month: "2026-09", shown: 4 });
  });

  it("is never changed, by nobody; the application cannot even ask", async () => {
    await expect(admin.query("update metric_snapshot set counted = 99")).rejects.toThrow(/never changed/);
    await expect(admin.query("delete from metric_snapshot")).rejects.toThrow(/never changed/);
  });

  it("is taken again with a reason by the city's office only; what was taken before stays on record", async () => {
    const correct = (person: Person, input: object) =>
      house.as(person)(contract["metric.correct"], { month: "2026-09", note: "补录了一件漏登的咨询", ...input });
    for (const person of ["office", "leader", "officerA", "systemAdmin"] as const)
      await expect(correct(person, {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(correct("cityOffice", { note: "改" })).rejects.toMatchObject({ code: "invalid" });
    await expect(correct("cityOffice", { month: "2026-10" })).rejects.toMatchObject({
      code: "illegal-step",
      params: { reason: "monthRuns" },
    });
    await expect(correct("cityOffice", { month: "2024-01" })).rejects.toMatchObject({
      code: "illegal-step",
      params: { reason: "monthNotTaken" },
    });
    expect(await correct("cityOffice", {})).toEqual({ changed: 0 });
    await admin.query("update matter set barred = array[1] where id = (select min(id) from matter)");
    expect((await correct("cityOffice", {})).changed).toBeGreaterThan(3);
    const seen = figure(await page("leader", "2026-09"), "consultation.received");
    expect(seen).toMatchObject({ shown: 3, correction: { note: "补录了一件漏登的咨询" } });
    expect(seen.parts.map(({ part }) => part)).toEqual(["-"]);
    const { rows } = await admin.query(
      "select revision, counted from metric_snapshot where metric = 'consultation.received' and unit_id = $1 and part = '' and month = '2026-09-01' order by revision",
      [house.town.units.city],
    );
    expect(rows).toEqual([
      { revision: 1, counted: 4 },
      { revision: 2, counted: 3 },
    ]);
  });

  it("is not compared with another definition, and says since when the definition changed", async () => {
    await admin.query(
      `insert into metric_snapshot (month, metric, version, unit_id, counted, taken_at)
       values ('2026-08-01', 'consultation.answered', 7, $1, 50, '2026-09-01')`,
      [house.town.units.branch],
    );
    const answered = figure(await page("office", "2026-09"), "consultation.answered");
    expect(answered).toMatchObject({ previous: null, changedIn: "2026-09" });
    expect(answered.series.find(({ month }) => month === "2026-08")?.shown).toBeNull();
  });

  it("has a public version without small counts and without the units below", async () => {
    const open = await house.as("office")(contract["metric.month"], { month: "2026-09", version: "public" });
    expect(figure(open, "consultation.received")).toMatchObject({
      shown: null,
      counted: null,
      hidden: true,
      units: [],
    });
    expect(open.figures.every(({ units, hasRecords }) => units.length === 0 && !hasRecords)).toBe(true);
  });
});
