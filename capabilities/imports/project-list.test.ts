import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { execute } from "#server/pipeline.ts";
import { readSheet } from "#sheets/read.ts";
import { business, creditCodeOf, heads, type ImportDesk, line, openImportDesk } from "#test/import-desk.ts";
import { openContact } from "./contacts.ts";
import { projectSheet } from "./project-list.ts";

let desk: ImportDesk;
beforeEach(async () => {
  desk = await openImportDesk();
});
afterEach(() => desk.close());

describe("a list of projects", () => {
  it("is shown first and written then; the firm is made, or found by its credit code", async () => {
    const before = await desk.whole(business);
    const { id, counts } = await desk.upload("office", [
      heads,
      line(1),
      line(2, { 统一社会信用代码: creditCodeOf(1), 项目单位: "企业1" }),
    ]);
    expect(counts).toEqual({ new: 2, changed: 0, same: 0, wrong: 0 });
    expect(await desk.whole(business)).toEqual(before);
    expect(await desk.apply("office", id)).toEqual({ written: 2, failed: 0 });
    const { rows } = await desk.admin.query(
      `select p.code, p.name, p.stage, p.stage_since, p.investment_wan::float8 as wan, p.import_batch_id as batch, e.uscc, p.id as project, c.phone,
              (select count(*)::int from principal pr where pr.kind = 'project' and pr.ref_id = p.id) as principals
         from project p join project_enterprise pe on pe.project_id = p.id join enterprise e on e.id = pe.enterprise_id
         join project_contact c on c.project_id = p.id where p.code like 'K-%' order by p.code`,
    );
    const opened = rows.map((one) => ({
      ...one,
      phone: openContact(desk.house.platform.vault, one.project, one.phone),
    }));
    expect(opened).toMatchObject([
      {
        code: "K-1",
        name: "项目1（示例）",
        stage: "SIGNED",
        wan: 1001,
        batch: id,
        uscc: creditCodeOf(1),
        phone: "0546-8012345",
        principals: 5,
      },
      { code: "K-2", uscc: creditCodeOf(1) },
    ]);
    expect((await desk.admin.query("select from enterprise where uscc = $1", [creditCodeOf(1)])).rowCount).toBe(1);
  });

  it("the same file twice changes nothing: no row, no version, no event", async () => {
    const rows = [heads, line(1), line(2)];
    await desk.apply("office", (await desk.upload("office", rows)).id);
    const before = await desk.whole([...business, "outbox"]);
    const again = await desk.upload("office", rows);
    expect(again.counts).toEqual({ new: 0, changed: 0, same: 2, wrong: 0 });
    expect((await desk.preview("office", again.id)).sameFileAt).not.toBeNull();
    expect(await desk.apply("office", again.id)).toEqual({ written: 0, failed: 0 });
    expect(await desk.whole([...business, "outbox"])).toEqual(before);
  });

  it("leaves an audit row for each record that it changes, by applying and by taking back, and none the second time", async () => {
    const rows = [heads, line(1), line(2, { 统一社会信用代码: creditCodeOf(1), 项目单位: "企业1" })];
    const audits = async (operation: string) =>
      (
        await desk.admin.query<{ object: string; within: string | null }>(
          "select split_part(object, ':', 1) as object, detail->>'within' as within from audit where operation = $1 order by id",
          [operation],
        )
      ).rows;
    const { id } = await desk.upload("office", rows);
    await desk.apply("office", id);
    const within = `import:${id}`;
    // That it was asked for, that it was done, and each record.
    const list = { object: "import", within: null };
    const each = [
      list,
      list,
      { object: "enterprise", within },
      { object: "project", within },
      { object: "project", within },
    ];
    expect(await audits("import.apply")).toEqual(each);
    await desk.apply("office", (await desk.upload("office", rows)).id);
    expect(await audits("import.apply")).toEqual([...each, list, list]);
    await desk.undo("office", id);
    expect(await audits("import.undo")).toEqual(expect.arrayContaining(each));
  });

  it("changes what it says differently, field by field, and leaves alone where it says nothing", async () => {
    await desk.apply("office", (await desk.upload("office", [heads, line(1)])).id);
    const { id, counts } = await desk.upload("office", [
      [...heads, "项目阶段", "阶段日期"],
      [...line(1, { "总投资（万元）": "1.5亿元", 联系人: null, 建设地点: "新路 2 号" }), "落地", "2026年9月22日"],
    ]);
    expect(counts.changed).toBe(1);
    expect((await desk.preview("office", id)).rows[0]?.changes).toEqual([
      { column: "address", from: "示例路 9 号", to: "新路 2 号" },
      { column: "investment", from: 1001, to: 15_000 },
      { column: "stage", from: "SIGNED", to: "LANDED" },
    ]);
    await desk.apply("office", id);
    const { rows } = await desk.admin.query(
      `select stage, address, investment_wan::float8 as wan, p.id, c.name from project p join project_contact c on c.project_id = p.id where code = 'K-1'`,
    );
    const [{ id: project, name, ...row }] = rows;
    expect(row).toEqual({ stage: "LANDED", address: "新路 2 号", wan: 15_000 });
    expect(openContact(desk.house.platform.vault, project, name)).toBe("周某");
  });

  it("without codes knows a project by its firm and name, and numbers a new one", async () => {
    const rows = [heads.slice(1), line(1).slice(1), line(2).slice(1)];
    await desk.apply("office", (await desk.upload("office", rows)).id);
    const { rows: made } = await desk.admin.query("select code from project where name like '项目%' order by 1");
    expect(made).toEqual([{ code: "ZD-370522-0001" }, { code: "ZD-370522-0002" }]);
    expect((await desk.upload("office", rows)).counts).toEqual({ new: 0, changed: 0, same: 2, wrong: 0 });
  });

  it("two rows for one project are both wrong, a project without a firm too; the others are written", async () => {
    const { id, counts } = await desk.upload("office", [
      heads,
      line(1),
      line(2),
      line(1, { 项目名称: "另一个名字" }),
      line(3, { 项目单位: null, 统一社会信用代码: null }),
    ]);
    expect(counts).toEqual({ new: 1, changed: 0, same: 0, wrong: 3 });
    expect(await desk.wrongOf("office", id)).toEqual([
      [2, "null rowTwice"],
      [4, "null rowTwice"],
      [5, "firm required", "creditCode required"],
    ]);
    expect(await desk.apply("office", id)).toEqual({ written: 1, failed: 0 });
    expect((await desk.admin.query("select code from project where code like 'K-%'")).rows).toEqual([{ code: "K-2" }]);
  });

  it("has a point where the list has one; half of one, one the wrong way round and words are told", async () => {
    const columns = [...heads, "纬度", "经度（WGS84）"];
    const { id, counts } = await desk.upload("office", [
      columns,
      [...line(1), 37.432_156_2, "118.301245°"],
      [...line(2), null, null],
      [...line(3), 37.4, null],
      [...line(4), 118.3, 37.4],
      [...line(5), "北边", 118.3],
    ]);
    expect(counts).toEqual({ new: 2, changed: 0, same: 0, wrong: 3 });
    expect(await desk.wrongOf("office", id)).toEqual([
      [4, "lng placeHalf"],
      [5, "lat pointSwapped"],
      [6, "lat cellNotDegrees"],
    ]);
    await desk.apply("office", id);
    const places = async () =>
      (await desk.admin.query("select code, lat, lng from project where code like 'K-%' order by code")).rows;
    expect(await places()).toEqual([
      { code: "K-1", lat: 37.432_156, lng: 118.301_245 },
      { code: "K-2", lat: null, lng: null },
    ]);
    const moved = await desk.upload("office", [
      columns,
      [...line(1), 37.432_156, 118.301_245],
      [...line(2), 37.5, 118.4],
    ]);
    expect(moved.counts).toEqual({ new: 0, changed: 1, same: 1, wrong: 0 });
    await desk.apply("office", moved.id);
    expect((await places())[1]).toEqual({ code: "K-2", lat: 37.5, lng: 118.4 });
  });

  it("merged cells inside the table are wrong, cell by cell", async () => {
    const { id } = await desk.upload("office", [heads, line(1), line(2), line(3)], "projects", ["E2:E3"]);
    expect(await desk.wrongOf("office", id)).toEqual([
      [2, "unit cellMerged"],
      [3, "unit cellMerged"],
    ]);
  });

  it("a firm under another name, an unknown station, a day to come, an earlier stage are told", async () => {
    await desk.apply(
      "office",
      (
        await desk.upload("office", [
          [...heads, "阶段"],
          [...line(1), "在建"],
        ])
      ).id,
    );
    const { id } = await desk.upload("office", [
      [...heads, "阶段", "阶段日期"],
      line(2, { 统一社会信用代码: creditCodeOf(1) }),
      line(3, { 派出所: "没有派出所" }),
      [...line(4), "签约", "2027-01-01"],
      [...line(1), "签约"],
      line(5, { 派出所: "县局" }),
    ]);
    expect(await desk.wrongOf("office", id)).toEqual([
      [2, "firm firmNameDiffers"],
      [3, "unit unitUnknown"],
      [4, "stageSince dayToCome"],
      [5, "stage stageBackwards"],
      [6, "unit unitNoStation"],
    ]);
  });

  it("gives its wrong rows back as a workbook that is read again once it is corrected", async () => {
    const { id } = await desk.upload("office", [
      heads,
      line(1, { 电话: "12" }),
      line(2),
      line(3, { 项目名称: null, 建设地点: "=1+1" }),
    ]);
    const answer = await execute(
      desk.house.platform,
      "import.errors",
      { id },
      {
        account: { accountId: desk.house.town.people.office, enterpriseId: null },
        device: "desk",
      },
    );
    if (!answer.file) throw new Error("no file");
    const found = await readSheet(await buffer(answer.file.stream), projectSheet);
    expect(found.unknown).toEqual([]);
    expect(found.rows.map(({ cells, issues }) => [cells.code, cells.address, issues.map(({ code }) => code)])).toEqual([
      ["K-1", "示例路 9 号", ["phone"]],
      ["K-3", "=1+1", ["required"]],
    ]);
  });
});
