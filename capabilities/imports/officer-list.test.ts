import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accountContract as accounts } from "#capabilities/administration/account-contract.ts";
import { business, type ImportDesk, openImportDesk } from "#test/import-desk.ts";
import type { BookCell } from "#test/workbooks.ts";

let desk: ImportDesk;
beforeEach(async () => {
  desk = await openImportDesk();
});
afterEach(() => desk.close());

describe("a list of officers", () => {
  const titles = ["警号", "姓名", "单位", "值班电话", "角色", "专业领域"];
  const officers = (...rows: BookCell[][]) => [titles, ...rows];

  it("makes accounts that cannot sign in yet, with their parts; specialists at the department of their field", async () => {
    const { id, counts } = await desk.upload(
      "cityOffice",
      officers(
        ["051001", "丁警官", "北宋派出所", "0546-8000001", "项目警长", null],
        ["051002", "戊专员", "县局", null, "政策专员", "交警"],
        ["051003", "己局长", "县局", null, "包靠领导", null],
      ),
      "officers",
    );
    expect(counts).toEqual({ new: 3, changed: 0, same: 0, wrong: 0 });
    await desk.apply("cityOffice", id);
    const { rows } = await desk.admin.query(
      `select a.login, a.duty_name, a.password_hash, u.code, g.role, g.unit_id = a.unit_id as home from account a
         join unit u on u.id = a.unit_id join access_grant g on g.account_id = a.id where a.police_number like '0510%' order by 1`,
    );
    expect(rows).toEqual([
      { login: "051001", duty_name: "丁警官", password_hash: null, code: "370522-1", role: "OFFICER", home: true },
      { login: "051002", duty_name: "戊专员", password_hash: null, code: "370522-3", role: "SPECIALIST", home: true },
      { login: "051003", duty_name: "己局长", password_hash: null, code: "370522", role: "LEADER", home: true },
    ]);
  });

  it("names leaders for the city's office only, also where the database is asked past the list", async () => {
    const rows = officers(["051003", "己局长", "县局", null, "包靠领导", null]);
    const { id } = await desk.upload("office", rows, "officers");
    expect(await desk.wrongOf("office", id)).toEqual([[2, "part leaderByCity"]]);
    const { people, units } = desk.house.town;
    const grant = (accountId: number) =>
      desk.house.platform.db.transaction().execute(async (tx) => {
        await sql`select app.enter(${accountId}, null, ${desk.house.clock.now()})`.execute(tx);
        const grants = { account_id: people.officerA, role: "LEADER", unit_id: units.branch, valid_from: new Date() };
        await tx.insertInto("access_grant").values(grants).execute();
      });
    await expect(grant(people.office)).rejects.toThrow("row-level security");
    await expect(grant(people.cityOffice)).resolves.toBeUndefined();
  });

  it("moves an officer: his part at the old station ends as the new one begins; twice changes nothing; undone is as before", async () => {
    const before = await desk.whole(business);
    const rows = officers(["officerA", "李警官", "盐窝派出所", "0546-8000009", "警长", null]);
    const { id } = await desk.upload("office", rows, "officers");
    expect((await desk.preview("office", id)).rows[0]?.changes.map(({ column }) => column)).toEqual(["phone", "unit"]);
    await desk.apply("office", id);
    const { rows: parts } = await desk.admin.query(
      "select unit_id, valid_to = $2 as ends_now from access_grant where account_id = $1 order by id",
      [desk.house.town.people.officerA, desk.house.clock.now()],
    );
    expect(parts).toEqual([
      { unit_id: desk.house.town.units.station, ends_now: true },
      { unit_id: desk.house.town.units.otherStation, ends_now: null },
    ]);
    expect((await desk.upload("office", rows, "officers")).counts.same).toBe(1);
    await desk.undo("office", id);
    expect(await desk.whole(business)).toEqual(before);
  });

  it("writes a number and its login in one form, whatever the cell says, and knows it again", async () => {
    const row = (number: string) => officers([number, "丁警官", "北宋派出所", null, "警长", null]);
    const { id } = await desk.upload("cityOffice", row("ｓL-2001"), "officers");
    await desk.apply("cityOffice", id);
    const { rows } = await desk.admin.query("select login, police_number from account where duty_name = '丁警官'");
    expect(rows).toEqual([{ login: "sl-2001", police_number: "SL-2001" }]);
    expect((await desk.upload("cityOffice", row("SL-2001"), "officers")).counts.same).toBe(1);
  });

  it("says what to do about a number that somebody of a firm signs in by, and nobody is mistaken for him", async () => {
    await desk.admin.query("update account set login = '051020' where login = 'liaison'");
    const list = officers(
      ["051020", "丁警官", "北宋派出所", null, "警长", null],
      ["051021", "戊警官", "北宋派出所", null, "警长", null],
    );
    const { id, counts } = await desk.upload("office", list, "officers");
    expect(counts).toMatchObject({ new: 1, wrong: 1 });
    expect(await desk.wrongOf("office", id)).toEqual([[2, "number numberIsLogin"]]);
    await desk.house.as("securityAdmin")(accounts["staff.create"], {
      policeNumber: "051020",
      login: "ding.jing",
      dutyName: "丁警官",
      unitId: desk.house.town.units.station,
    });
    const again = await desk.upload("office", list, "officers");
    expect(again.counts).toMatchObject({ new: 1, changed: 1, wrong: 0 });
  });

  it("an officer twice, oneself, a closed account, another bureau's officer, a field that does not fit are wrong", async () => {
    await desk.admin.query("update account set closed_at = '2026-09-01' where login = 'otherB'");
    const { id } = await desk.upload(
      "office",
      officers(
        ["officerA", "李警官", "北宋派出所", null, "警长", null],
        ["officerA", "李警官", "盐窝派出所", null, "警长", null],
        ["office", "钱主任", "县局", null, "领导", null],
        ["otherB", "陈警官", "盐窝派出所", null, "警长", null],
        ["lawyer", "沈专员", "县局", null, "专员", "交警"],
        ["051009", "庚专员", "交警大队", null, "专员", "网安"],
        ["051010", "辛所长", "北宋派出所", null, "所长", null],
      ),
      "officers",
    );
    expect(await desk.wrongOf("office", id)).toEqual([
      [2, "null rowTwice"],
      [3, "null rowTwice"],
      [4, "number notYourself"],
      [5, "number officerClosed"],
      [6, "number officerForeign"],
      [7, "department departmentDiffers"],
      [8, "part notAChoice"],
    ]);
  });
});
