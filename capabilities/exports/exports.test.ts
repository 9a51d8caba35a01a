import { buffer } from "node:stream/consumers";
import readWorkbook from "read-excel-file/node";
import { beforeAll, describe, expect, it } from "vitest";
import { procedures } from "#capabilities/index.ts";
import { procedureTexts } from "#capabilities/procedure-texts.ts";
import { contract as projects } from "#capabilities/projects/contract.ts";
import { contract as matters } from "#matters/contract.ts";
import { execute } from "#server/pipeline.ts";
import { openDoorTo } from "#test/door.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import type { Town } from "#test/town.ts";

const house = await forTheseTests(startHarness());
const desk = deskOf(house);
beforeAll(async () => {
  desk.at("2026-09-22 09:00");
  await ask("liaison", house.town.projects.bridge, "=1+1 进场路线");
  desk.at("2026-09-22 09:10");
  const second = await ask("liaison", house.town.projects.bridge, "夜间施工");
  desk.at("2026-09-22 09:20");
  await ask("otherLiaison", house.town.projects.plant, "危化品运输");
  desk.at("2026-09-22 10:00");
  await desk.step("officerA", second, "answer", { text: "可以，错峰到九点以后。", source: "示例办法 第 7 条" });
});

type Person = keyof Town["people"];

const ask = (person: Person, projectId: number, title: string) =>
  desk.open(person, {
    procedure: "consultation",
    projectId,
    title,
    topic: "traffic",
    form: { question: { text: "想问一件事，请告知。" } },
  });

/** The rows of an export: what stands above the headings, the headings, and below them. */
async function exported(
  person: Person,
  operation: "matter.export" | "project.export",
  input: object = {},
  on = house.platform,
) {
  const firm = { liaison: house.town.firms.east, otherLiaison: house.town.firms.run }[person as string] ?? null;
  const { file } = await execute(on, operation, input, {
    account: { accountId: house.town.people[person], enterpriseId: firm },
    device: "desk",
  });
  if (!file) throw new Error("no file");
  const [sheet] = await readWorkbook(await buffer(file.stream));
  const lines = (sheet?.data ?? []).map((row) => row.map((cell) => (cell === null ? "" : String(cell))));
  const at = lines.findIndex((line) => line[1] !== undefined && line[1] !== "");
  const headings = lines[at] ?? [];
  return {
    name: file.name,
    notes: lines.slice(0, at).map(([note = ""]) => note),
    headings,
    rows: lines.slice(at + 1),
    column: (heading: string) => lines.slice(at + 1).map((line) => line[headings.indexOf(heading)]),
  };
}

describe("the list of matters as a workbook", () => {
  it("an export by somebody who sees half: his half and nothing else, and the count says so", async () => {
    const half = await exported("officerA", "matter.export");
    const whole = await exported("cityOffice", "matter.export");
    expect(whole.column("标题")).toEqual(["危化品运输", "夜间施工", "'=1+1 进场路线"]);
    expect(half.column("标题")).toEqual(["夜间施工", "'=1+1 进场路线"]);
    expect(half.notes).toEqual([
      "由 北宋派出所 李警官 于 2026-09-22 10:00 导出，共 2 条。只含导出人有权查看的内容，请妥善保管。",
    ]);
    expect(half.rows.flat().join()).not.toContain("润海");
  });

  it("holds the rows of the screen in its order, under the same filters", async () => {
    for (const input of [{}, { phase: "waiting" }, { view: "mine" }, { projectId: house.town.projects.plant }]) {
      const { items } = await house.as("officerA")(matters["matter.list"], input);
      expect((await exported("officerA", "matter.export", input)).column("编号"), JSON.stringify(input)).toEqual(
        items.map(({ number }) => number),
      );
    }
  });

  it("what was narrowed on the screen leaves alone, and rows of others do not come in by it", async () => {
    const ids = (await house.as("cityOffice")(matters["matter.list"], {})).items.map(({ id }) => id);
    expect((await exported("cityOffice", "matter.export", { only: `${ids[1]}` })).column("标题")).toEqual(["夜间施工"]);
    expect((await exported("officerA", "matter.export", { only: ids.join(",") })).column("标题")).toEqual([
      "夜间施工",
      "'=1+1 进场路线",
    ]);
  });

  it("says whose turn it is, what state and until when, in the words of the screen", async () => {
    const { headings, rows } = await exported("officerA", "matter.export");
    const first = Object.fromEntries(headings.map((heading, at) => [heading, rows[1]?.[at]]));
    expect(first).toMatchObject({
      类型: "咨询",
      主题: "交通",
      项目: "大桥项目（示例）",
      企业: "东岸路桥（示例）",
      状态: "等首次答复",
      轮到谁: "李警官",
      提出时间: "2026-09-22 09:00",
      结束时间: "",
    });
    expect(first["到期"]).toMatch(/^2026-09-22 \d\d:\d\d$/);
  });

  it("leaves one row in the audit, with the query and the count", async () => {
    await exported("officerA", "matter.export", { phase: "waiting" });
    const rows = await desk.sql(
      `select account_id, count, status, detail from audit where operation = 'matter.export' order by at desc, id desc limit 1`,
    );
    expect(rows).toEqual([
      {
        account_id: house.town.people.officerA,
        count: 1,
        status: 200,
        detail: { query: { view: "all", phase: "waiting" } },
      },
    ]);
  });

  it("marks what comes out of a demo, and is empty without an error", async () => {
    await desk.sql("insert into platform (key, value) values ('demo', 'true') on conflict do nothing");
    const demo = await house.another();
    await desk.sql("delete from platform where key = 'demo'");
    const { notes, rows } = await exported("leader", "matter.export", { topic: "law" }, demo);
    expect(notes[0]).toContain("示例数据");
    expect(notes[1]).toContain("共 0 条");
    expect(rows).toEqual([]);
  });

  it("refuses what it does not know, strangers and administrators", async () => {
    const door = await openDoorTo(house);
    const officer = await door.visitor("officerA");
    expect((await officer.send("GET", "/api/matter-export?phase=gone")).status).toBe(422);
    expect((await officer.send("GET", "/api/matter-export?limit=5")).status).toBe(422);
    expect((await officer.send("GET", "/api/matter-export?only=1,x")).status).toBe(422);
    expect((await door.stranger().send("GET", "/api/matter-export")).status).toBe(401);
    expect((await (await door.visitor("systemAdmin")).send("GET", "/api/matter-export")).status).toBe(403);
    const answer = await officer.send("GET", "/api/matter-export");
    expect(answer.headers.get("content-type")).toContain("spreadsheetml");
    await door.close();
  });
});

describe("the table of projects as a workbook", () => {
  it("holds what the table shows, narrowed and in its order, of his half only", async () => {
    const whole = await exported("office", "project.export", { order: "name", down: true });
    expect(whole.column("项目")).toEqual(["新材料二期（示例）", "大桥项目（示例）"]);
    expect(
      (await exported("office", "project.export", { only: `${house.town.projects.bridge}` })).column("项目"),
    ).toEqual(["大桥项目（示例）"]);
    expect((await exported("office", "project.export", { lateOnly: "true" })).rows).toEqual([]);
    const half = await exported("otherA", "project.export");
    expect(half.column("项目")).toEqual(["新材料二期（示例）"]);
    expect(half.column("警长 A")).toEqual(["刘警官"]);
    expect(half.column("包靠领导")).toEqual(["空缺"]);
    expect(half.notes[0]).toContain("共 1 条");
    const { cards } = await house.as("otherA")(projects["project.board"], {});
    expect(half.column("在办")).toEqual(cards.map(({ open }) => String(open)));
  });
});

describe("limits", () => {
  it("knows the name of every kind of matter", () => {
    for (const { id } of procedures) {
      expect(procedureTexts.zh[id]?.["name"], id).toBeTypeOf("string");
      expect(procedureTexts.en[id]?.["name"], id).toBeTypeOf("string");
    }
  });

  it("more than 10 000 rows are refused with a sentence, and nothing leaves", async () => {
    const columns = await desk.sql<{ name: string }>(
      `select attname as name from pg_attribute
        where attrelid = 'matter'::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attname not in ('id', 'number')`,
    );
    const names = columns.map(({ name }) => name).join(", ");
    await desk.sql(
      `insert into matter (id, number, ${names})
       select nextval('matter_id_seq'), 'ZZ-' || n, ${names} from (select * from matter order by id limit 1) one cross join generate_series(1, 10000) n`,
    );
    const refused = await refusalOf(exported("cityOffice", "matter.export"));
    expect(refused).toBe("invalid :exportTooMany");
    expect((await exported("otherA", "matter.export")).rows).toHaveLength(1);
  });
});
