import { buffer } from "node:stream/consumers";
import readWorkbook from "read-excel-file/node";
import { beforeAll, describe, expect, it } from "vitest";
import { handoverContract as handovers } from "#capabilities/staffing/handover-contract.ts";
import { contract as metrics } from "#metrics/contract.ts";
import { execute } from "#server/pipeline.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import type { Town } from "#test/town.ts";

const month = "2026-09";
type Person = keyof Town["people"];

const house = await forTheseTests(startHarness());
const desk = deskOf(house);
beforeAll(async () => {
  const { bridge, plant } = house.town.projects;
  const ask = (person: Person, projectId: number) =>
    desk.open(person, {
      procedure: "consultation",
      projectId,
      title: "=1+1 进场路线",
      topic: "traffic",
      form: { question: { text: "想问一件事，请告知。" } },
    });
  desk.at("2026-09-01 09:00");
  const first = await ask("liaison", bridge);
  await ask("otherLiaison", plant);
  desk.at("2026-09-01 10:00");
  await desk.step("officerA", first, "answer", { text: "可以，错峰到九点以后。", source: "示例办法 第 7 条" });
  // One place is taken over in time, the other after its three working days.
  const offer = async (projectId: number, by: Person, from: "officerA" | "otherA", to: "otherB" | "officerB") => {
    const { ids } = await house.as(by)(handovers["handover.prepare"], {
      places: [{ projectId, kind: "A", toAccountId: house.town.people[to === "otherB" ? "otherB" : "officerB"] }],
      fromAccountId: house.town.people[from],
      orderNo: "9 号",
      note: "岗位调整",
      items: [],
    });
    return ids[0] ?? 0;
  };
  desk.at("2026-09-07 09:00");
  const punctual = await offer(bridge, "office", "officerA", "otherB");
  const late = await offer(plant, "office", "otherA", "officerB");
  desk.at("2026-09-08 09:00");
  await house.as("otherB")(handovers["handover.accept"], { id: punctual });
  desk.at("2026-09-11 09:00");
  await house.as("officerB")(handovers["handover.accept"], { id: late });
  desk.at("2026-09-30 17:00");
  await house.platform.settleDue();
});

const page = (person: Person, more: object = {}) => house.as(person)(metrics["metric.month"], { month, ...more });

async function exported(person: Person, more: object = {}) {
  const { file } = await execute(
    house.platform,
    "metric.export",
    { month, ...more },
    { account: { accountId: house.town.people[person], enterpriseId: null }, device: "desk" },
  );
  if (!file) throw new Error("no file");
  const [sheet] = await readWorkbook(await buffer(file.stream));
  const lines = (sheet?.data ?? []).map((row) => row.map((cell) => (cell === null ? "" : String(cell))));
  const at = lines.findIndex((line) => line[1] !== undefined && line[1] !== "");
  const headings = lines[at] ?? [];
  const rows = lines
    .slice(at + 1)
    .map((line) => Object.fromEntries(headings.map((name, place) => [name, line[place]])));
  return { name: file.name, notes: lines.slice(0, at).map(([note = ""]) => note), rows };
}

describe("the month page as a workbook", () => {
  it("has every figure of the page with its number, its parts and its units, and nothing else", async () => {
    const { figures } = await page("leader");
    const { rows, notes, name } = await exported("leader");
    const whole = rows.filter((row) => row["分项或单位"] === "");
    expect(whole).toHaveLength(figures.length);
    for (const [index, figure] of figures.entries()) {
      const row = whole[index];
      const shown = figure.measure === "share" ? figure.shown && figure.shown * 100 : figure.shown;
      expect(row?.["数值"], figure.id).toBe(
        figure.hidden ? "不公布" : shown === null ? "" : String(Math.round(shown * 10) / 10),
      );
      expect(row?.["口径"]?.length, figure.id).toBeGreaterThan(5);
    }
    expect(rows).toHaveLength(
      figures.length + figures.reduce((sum, { parts, units }) => sum + parts.length + units.length, 0),
    );
    expect(rows.find((row) => row["指标"] === "收到咨询" && row["分项或单位"] === "交通")?.["数值"]).toBe("2");
    expect(notes[0]).toContain("蒋局长");
    expect(name).toContain("县局 2026-09");
  });

  it("hides what the public page hides, and has no units below", async () => {
    const { rows } = await exported("office", { version: "public" });
    expect(rows.find((row) => row["指标"] === "收到咨询")?.["数值"]).toBe("不公布");
    expect(rows.some((row) => row["分项或单位"] === "北宋派出所")).toBe(false);
    const inside = await exported("office");
    expect(inside.rows.some((row) => row["分项或单位"] === "北宋派出所")).toBe(true);
  });

  it("has hotline tickets beside appeals, wherever one of them is nought", async () => {
    const { rows } = await exported("office");
    expect(rows.find((row) => row["指标"] === "收到诉求")).toMatchObject({ 数值: "0", 对照: "收到 12345 工单 0" });
    const { figures } = await page("office");
    expect(figures.find(({ id }) => id === "appeal.received")?.beside).toBe("hotline.received");
  });

  it("is for those who may know the figures, and is on record with what was asked", async () => {
    for (const person of ["officerA", "chief", "specialist", "auditor"] as const)
      expect(await refusalOf(exported(person)), person).toBe("forbidden");
    expect(await refusalOf(exported("leader", { unitId: house.town.units.city }))).toBe("not-found");
    await exported("leader");
    const [row] = await desk.sql(
      "select account_id, count, detail from audit where operation = 'metric.export' and status = 200 order by id desc limit 1",
    );
    expect(row).toMatchObject({
      account_id: house.town.people.leader,
      detail: { query: { month, version: "internal" } },
    });
  });
});

describe("hand-overs in the figures", () => {
  it("counts those that were not accepted within their time, and shows whose projects they are", async () => {
    const { figures } = await page("leader");
    const of = (id: string) => figures.find((figure) => figure.id === id);
    expect(of("project.handoverInTime")).toMatchObject({ counted: 1, ofAll: 2, shown: 0.5 });
    expect(of("project.handoverLate")).toMatchObject({ shown: 1 });
    const records = await house.as("office")(metrics["metric.records"], { month, metric: "project.handoverLate" });
    expect(records).toMatchObject({ total: 1, visible: 1, projects: [{ id: house.town.projects.plant }] });
  });

  it("the coverage by both officers is to be whole, and says so", async () => {
    const { figures } = await page("leader");
    expect(figures.find(({ id }) => id === "project.covered")).toMatchObject({ mustBeWhole: true, shown: 1 });
    expect(figures.filter(({ mustBeWhole }) => mustBeWhole)).toHaveLength(1);
  });
});
