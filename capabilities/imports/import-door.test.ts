import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { heads, type ImportDesk, line, openImportDesk, refused } from "#test/import-desk.ts";
import { book } from "#test/workbooks.ts";
import { contract } from "./contract.ts";

let desk: ImportDesk;
beforeEach(async () => {
  desk = await openImportDesk();
});
afterEach(() => desk.close());

describe("whose list it is", () => {
  async function otherBranch() {
    await desk.admin.query(
      `insert into unit (code, name, short_name, tier, parent_id, area_code, duty_phone, valid_from)
       values ('370502', '东营分局', '东营分局', 'BRANCH', $1, '370502', '0546-1', '2025-01-01')`,
      [desk.house.town.units.city],
    );
    await desk.admin.query(
      `insert into unit (code, name, short_name, tier, parent_id, area_code, duty_phone, valid_from)
       values ('370502-1', '文汇派出所', '文汇所', 'STATION', (select id from unit where code = '370502'), '370502', '0546-2', '2025-01-01')`,
    );
  }

  it("a branch office imports neither into a foreign unit nor over another branch's project", async () => {
    await otherBranch();
    await desk.apply("cityOffice", (await desk.upload("cityOffice", [heads, line(1, { 派出所: "文汇派出所" })])).id);
    const { id } = await desk.upload("office", [heads, line(1), line(2, { 派出所: "文汇所" })]);
    expect(await desk.wrongOf("office", id)).toEqual([
      [2, "code projectForeign"],
      [3, "unit unitForeign"],
    ]);
    // The row policies refuse it to a handler that would try.
    const app = new pg.Client({ connectionString: desk.house.database.appUrl });
    await app.connect();
    await app.query("begin");
    await app.query(`select app.enter(${desk.house.town.people.office}, null, '2026-09-22T01:00:00Z')`);
    await expect(
      app.query(`insert into project (code, name, stage, stage_since, key_level, address, area_code, station_id, created_at)
        select 'X', 'x', 'SIGNED', '2026-01-01', 'CITY', 'x', area_code, id, '2026-01-01' from unit where code = '370502-1'`),
    ).rejects.toThrow("row-level security");
    await app.end();
  });

  it("nobody else uploads, sees, applies or takes back: not an officer, a chief, a firm, an administrator", async () => {
    const { id } = await desk.upload("office", [heads, line(1)]);
    for (const person of ["officerA", "chief", "leader", "liaison", "systemAdmin", "auditor", "specialist"] as const) {
      const call = desk.house.as(person);
      expect(await refused(call(contract["import.list"], {})), person).toBe("forbidden");
      expect(await refused(call(contract["import.template"], { kind: "projects" })), person).toBe("forbidden");
      expect(await refused(call(contract["import.preview"], { id })), person).toBe("not-found");
      expect(await refused(call(contract["import.errors"], { id })), person).toBe("not-found");
      expect(await refused(desk.apply(person, id)), person).toBe("not-found");
      expect(await refused(desk.undo(person, id, 1)), person).toBe("not-found");
    }
    const fileId = await desk.send("office", await book([heads, line(1)]));
    expect(await refused(desk.house.as("officerA")(contract["import.upload"], { kind: "projects", fileId }))).toBe(
      "forbidden",
    );
    // Another's file is none of the city office's.
    expect(await refused(desk.house.as("cityOffice")(contract["import.upload"], { kind: "projects", fileId }))).toBe(
      "invalid unknownFile",
    );
  });
});

describe("the door refuses, each with its sentence,", () => {
  const uploadFile = (bytes: Uint8Array, name: string) => refused(desk.send("office", bytes, name));

  it("a renamed .csv, an old .xls, a macro file", async () => {
    expect(await uploadFile(Buffer.from("项目名称,项目单位\n一,二\n"), "清单.xlsx")).toBe(
      "file-refused file-content-mismatch",
    );
    expect(await uploadFile(Buffer.from("项目名称,项目单位\n一,二\n"), "清单.csv")).toBe(
      "file-refused file-type-not-allowed",
    );
    const cfb = Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(600)]);
    expect(await uploadFile(cfb, "清单.xls")).toBe("file-refused file-legacy-office");
    const macros = await book([heads, line(1)], { extra: { "xl/vbaProject.bin": "x" } });
    expect(await uploadFile(macros, "清单.xlsm")).toBe("file-refused file-has-macros");
  });

  it("a workbook bomb, 0 rows, 200 columns, a list of something else, a PDF", async () => {
    const uploaded = (bytes: Uint8Array, name?: string) => refused(desk.uploadBook("office", bytes, "projects", name));
    const bomb = await book([heads, line(1)], { padding: 64 * 1024 * 1024 });
    expect(await uploaded(bomb)).toBe("file-refused sheet-too-large");
    expect(await uploaded(await book([heads]))).toBe("file-refused sheet-empty");
    const wide = Array.from({ length: 200 }, (_, at) => heads[at] ?? `列${at}`);
    expect(await uploaded(await book([wide, wide]))).toBe("file-refused sheet-too-many-columns");
    expect(
      await uploaded(
        await book([
          ["车牌", "车型"],
          ["鲁E12345", "货车"],
        ]),
      ),
    ).toBe("file-refused sheet-no-headings");
    expect(await uploaded(Buffer.from("只是一段话"), "清单.txt")).toBe("file-refused sheet-not-xlsx");
    // Whoever has closed the browser meanwhile finds the sentence beside the list; nothing of it was kept.
    const { items } = await desk.house.as("office")(contract["import.list"], {});
    expect(items.map(({ state, problem }) => [state, problem?.code])).toEqual([
      ["REFUSED", "sheet-no-headings"],
      ["REFUSED", "sheet-too-many-columns"],
      ["REFUSED", "sheet-empty"],
      ["REFUSED", "sheet-too-large"],
    ]);
    expect((await desk.admin.query("select from import_row")).rowCount).toBe(0);
  });
});
