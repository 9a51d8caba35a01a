import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { calendarContract } from "#capabilities/administration/calendar-contract.ts";
import { contract as lookSamples } from "#capabilities/look-samples/contract.ts";
import { contract as unmasking } from "#capabilities/unmask/contract.ts";
import { contract as matters } from "#matters/contract.ts";
import { recountCalendar } from "#server/jobs/calendar.ts";
import { drawLooks } from "#server/jobs/look-samples.ts";
import { type ImportDesk, openImportDesk, refused } from "#test/import-desk.ts";
import { heads, line } from "#test/ticket-book.ts";
import { book } from "#test/workbooks.ts";
import { contract } from "./contract.ts";

let desk: ImportDesk;
beforeEach(async () => {
  desk = await openImportDesk();
});
afterEach(() => desk.close());

/** Everything that a list of tickets may leave behind. */
const matterTables = ["matter", "matter_audience", "entry", "task", "turn", "due", "hotline_ticket", "matter_search"];
const kept = [...matterTables, "notice", "effect_pending"];
const upload = (rows: Parameters<ImportDesk["upload"]>[1], person: "office" | "cityOffice" = "office") =>
  desk.upload(person, rows, "tickets");
const listed = async () => (await desk.house.as("office")(contract["ticket.list"], {})).items;

describe("a list of tickets", () => {
  it("is shown first and taken over then, each row a matter with its own deadline", async () => {
    const before = await desk.whole(kept);
    const { id, counts } = await upload([
      heads,
      line(1, { 来电时间: { day: "2026-09-21", time: "08:30" }, 答复期限: "2026年9月23日10时00分" }),
      line(2, { 涉及项目: "大桥项目（示例）", 承办单位: null, 标题: null, 时限类别: null }),
      line(3, { 答复期限: "2026-09-24" }),
    ]);
    expect(counts).toEqual({ new: 3, changed: 0, same: 0, wrong: 0 });
    expect(await desk.whole(kept)).toEqual(before);
    expect(await desk.apply("office", id)).toEqual({ written: 3, failed: 0 });
    expect(await listed()).toMatchObject([
      {
        number: "DY-2026-1",
        receivedAt: "2026-09-21T00:30:00.000Z",
        dueAt: "2026-09-23T02:00:00.000Z",
        state: "RECEIVED",
      },
      // A day alone is over when it ends.
      { number: "DY-2026-3", dueAt: "2026-09-24T16:00:00.000Z" },
      // Seven days unless the list says otherwise; the first sentence stands for a title.
      { number: "DY-2026-2", class: "D7", title: "工地连续三晚施工到凌晨" },
    ]);
    const [one] = (
      await desk.admin.query("select project_id from matter where number like 'RX%' and project_id is not null")
    ).rows;
    expect(one).toEqual({ project_id: desk.house.town.projects.bridge });
  });

  it("twice changes nothing, and neither does a ticket that the interface has brought", async () => {
    const rows = [heads, line(1), line(2)];
    await desk.house.as("office")(contract["ticket.receive"], {
      number: "DY-2026-2",
      unitId: desk.house.town.units.station,
      title: "夜间施工噪声",
      text: "工地连续三晚施工到凌晨，请管一管。",
      subject: "噪声",
      place: "示例路 9 号",
      class: "D7",
      receivedAt: "2026-09-21T00:30:00Z",
    });
    const first = await upload(rows);
    expect(first.counts).toEqual({ new: 1, changed: 0, same: 1, wrong: 0 });
    await desk.apply("office", first.id);
    const before = await desk.whole([...kept, "outbox"]);
    const again = await upload(rows);
    expect(again.counts).toEqual({ new: 0, changed: 0, same: 2, wrong: 0 });
    expect(await desk.apply("office", again.id)).toEqual({ written: 0, failed: 0 });
    expect(await desk.whole([...kept, "outbox"])).toEqual(before);
  });

  it("brings the same deadline as the interface would for the same ticket", async () => {
    await desk.apply("office", (await upload([heads, line(1, { 时限类别: "复杂" })])).id);
    const given = {
      number: "DY-API",
      unitId: desk.house.town.units.station,
      title: "夜间施工噪声",
      text: "工地连续三晚施工到凌晨，请管一管。",
      subject: "噪声",
      class: "D15",
      receivedAt: "2026-09-21T00:30:00Z",
    };
    await desk.house.as("office")(contract["ticket.receive"], given);
    const [one, other] = await listed();
    expect(one?.dueAt).toBe(other?.dueAt);
  });

  it("keeps a confidential caller to those who handle the ticket", async () => {
    await desk.apply("office", (await upload([heads, line(1, { 涉及项目: "P-1" })])).id);
    const [ticket] = await listed();
    const id = ticket?.id ?? 0;
    const seen = await desk.house.as("officerA")(matters["matter.get"], { id });
    expect(seen.entries.find(({ name }) => name === "caller")?.form).toEqual({
      name: "周某",
      phone: "0546-8012345",
      confidential: true,
    });
    expect(await refused(desk.house.as("liaison")(matters["matter.get"], { id }))).toBe("not-found");
  });
});

describe("a wrong row", () => {
  it("says so at its cell and takes no other with it", async () => {
    const faults: readonly (readonly [Parameters<typeof line>[1], string])[] = [
      // The deadline is before the receipt.
      [{ 答复期限: "2026-09-20" }, "dueAt dueBeforeReceipt"],
      [{ 来电时间: "2026-12-01 08:00" }, "receivedAt receivedToCome"],
      [{ 来电时间: "昨天下午" }, "receivedAt cellNotAMoment"],
      [{ 来电内容: null }, "text required"],
      [{ 时限类别: "三个月" }, "class notAChoice"],
      // Nobody could call back.
      [{ 来电号码: null }, "callerPhone required"],
      [{ 来电号码: "12" }, "callerPhone phone"],
      [{ 承办单位: "月球派出所" }, "unit unitUnknown"],
      // A branch handles nothing itself.
      [{ 承办单位: "县局" }, "unit ticketUnitTooHigh"],
      [{ 承办单位: null }, "unit required"],
      [{ 涉及项目: "月球基地" }, "project projectUnknown"],
      [{ 工单编号: 2.026_09e17 }, "number cellDigitsLost"],
    ];
    const { id, counts } = await upload([heads, line(0), ...faults.map(([change], at) => line(at + 1, change))]);
    expect(counts).toEqual({ new: 1, changed: 0, same: 0, wrong: faults.length });
    expect(await desk.wrongOf("office", id)).toEqual(faults.map(([, complaint], at) => [at + 3, complaint]));
    expect(await desk.apply("office", id)).toEqual({ written: 1, failed: 0 });
    expect((await listed()).map(({ number }) => number)).toEqual(["DY-2026-0"]);
  });

  it("is each of two rows for one number", async () => {
    const { id } = await upload([heads, line(1), line(2), line(1, { 来电内容: "完全是另一件事。" })]);
    expect(await desk.wrongOf("office", id)).toEqual([
      [2, "null rowTwice"],
      [4, "null rowTwice"],
    ]);
  });

  it("is one whose number is here with other content, or at another branch", async () => {
    await desk.apply("office", (await upload([heads, line(1), line(2)])).id);
    await desk.admin.query(
      `insert into unit (code, name, short_name, tier, parent_id, area_code, duty_phone, valid_from)
       values ('370502', '东营分局', '东营分局', 'BRANCH', $1, '370502', '0546-1', '2025-01-01')`,
      [desk.house.town.units.city],
    );
    await desk.admin.query(
      "update hotline_ticket set branch_id = (select id from unit where code = '370502') where number = 'DY-2026-2'",
    );
    const { id } = await upload([heads, line(1, { 来电内容: "完全是另一件事。" }), line(2)]);
    expect(await desk.wrongOf("office", id)).toEqual([
      [2, "number ticketDiffers"],
      [3, "number ticketElsewhere"],
    ]);
  });

  it("is left out and told when the interface has brought its number between preview and writing", async () => {
    const { id } = await upload([heads, line(1), line(2)]);
    await desk.house.as("office")(contract["ticket.receive"], {
      number: "DY-2026-1",
      unitId: desk.house.town.units.station,
      title: "别的事",
      text: "完全是另一件事。",
      subject: "停车",
      class: "D7",
      receivedAt: "2026-09-21T00:30:00Z",
    });
    expect(await desk.apply("office", id)).toEqual({ written: 1, failed: 1 });
    expect(await desk.wrongOf("office", id)).toEqual([[2, "null rowChangedSince"]]);
    expect(await listed()).toHaveLength(2);
  });
});

describe("taking a list back", () => {
  it("leaves nothing of it, and the same list can come again", async () => {
    const before = await desk.whole(matterTables);
    const rows = [heads, line(1), line(2, { 涉及项目: "P-1" })];
    const { id } = await upload(rows);
    await desk.apply("office", id);
    await desk.house.platform.runEffects();
    expect((await desk.admin.query("select from notice where matter_id is not null")).rowCount).toBeGreaterThan(0);
    expect((await desk.admin.query("select from matter_search")).rowCount).toBe(2);
    expect(await desk.undo("office", id)).toEqual({ takenBack: 2 });
    expect(await desk.whole(matterTables)).toEqual(before);
    expect((await desk.admin.query("select from notice where matter_id is not null")).rowCount).toBe(0);
    await desk.house.platform.runEffects();
    expect((await desk.admin.query("select from effect_pending")).rowCount).toBe(0);
    expect((await upload(rows)).counts).toEqual({ new: 2, changed: 0, same: 0, wrong: 0 });
  });

  it("before anybody was told stops what would have followed", async () => {
    const { id } = await upload([heads, line(1)]);
    await desk.apply("office", id);
    await desk.undo("office", id);
    await desk.house.platform.runEffects();
    expect((await desk.admin.query("select from effect_pending")).rowCount).toBe(0);
    expect((await desk.admin.query("select from notice where matter_id is not null")).rowCount).toBe(0);
  });

  it("is refused as a whole once one of its tickets has been signed; the clock alone is no touch", async () => {
    const { id } = await upload([heads, line(1, { 涉及项目: "P-1" }), line(2, { 涉及项目: "P-1" })]);
    await desk.apply("office", id);
    desk.house.clock.forward(3 * 60);
    await desk.house.platform.settleDue();
    const [ticket] = await listed();
    const matter = ticket?.id ?? 0;
    const { version } = await desk.house.as("officerA")(matters["matter.get"], { id: matter });
    await desk.house.as("officerA")(matters["matter.step"], { id: matter, step: "sign", version, form: {} });
    expect(await refused(desk.undo("office", id))).toBe("invalid rowsTouched");
    expect(await listed()).toHaveLength(2);

    const other = await upload([heads, line(3)]);
    await desk.apply("office", other.id);
    desk.house.clock.forward(3 * 60);
    await desk.house.platform.settleDue();
    expect(await desk.undo("office", other.id)).toEqual({ takenBack: 1 });
  });

  it("is no touch either when a year's calendar moves its tickets", async () => {
    await desk.admin.query(
      "insert into limit_rule (key, amount, unit, source, valid_from) values ('hotline.class.D7', 75, 'wd', 'P', '2026-01-01')",
    );
    const { id } = await upload([heads, line(1)]);
    await desk.apply("office", id);
    const days = [{ day: "2027-01-01", kind: "rest" as const, name: "元旦" }];
    const { house } = desk;
    await house.as("systemAdmin")(calendarContract["workYear.set"], { year: 2027, source: "示例通知", days });
    expect(await recountCalendar(house.platform)).toBe(1);
    expect(await desk.undo("office", id)).toEqual({ takenBack: 1 });
  });

  it("keeps no week's sample from being drawn: who looked at one of them may be drawn still", async () => {
    const { house } = desk;
    const { id } = await upload([heads, line(1, { 涉及项目: "P-1" })]);
    await desk.apply("office", id);
    const [ticket] = await listed();
    const matter = ticket?.id ?? 0;
    const { entries } = await house.as("chief")(matters["matter.get"], { id: matter });
    const seq = entries.find(({ name }) => name === "caller")?.seq ?? 0;
    const asked = { id: matter, seq, field: "phone", purpose: "check", reason: "核实来电人是否得到答复" };
    await house.as("chief")(unmasking["matter.unmask"], asked);
    expect(await desk.undo("office", id)).toEqual({ takenBack: 1 });
    house.clock.forward(8 * 24 * 60);
    expect(await drawLooks(house.platform)).toBe(1);
    const { items } = await house.as("inspector")(lookSamples["lookSample.list"], {});
    expect(items).toMatchObject([{ operation: "matter.unmask", field: "caller.phone", number: null, mayJudge: true }]);
  });

  it("is for the office whose list it is", async () => {
    const { id } = await upload([heads, line(1)]);
    await desk.apply("office", id);
    for (const person of ["officerA", "chief", "leader", "liaison"] as const) {
      expect(await refused(desk.undo(person, id)), person).toBe("not-found");
    }
    expect(await listed()).toHaveLength(1);
  });
});

describe("the door", () => {
  const send = (bytes: Buffer, name?: string) => refused(desk.uploadBook("office", bytes, "tickets", name));

  it("refuses a bomb, a macro file, a renamed .csv, a list of something else, each with its sentence", async () => {
    expect(await send(await book([heads, line(1)], { padding: 64 * 1024 * 1024 }))).toBe(
      "file-refused sheet-too-large",
    );
    expect(await send(await book([heads, line(1)], { extra: { "xl/vbaProject.bin": "x" } }), "工单.xlsm")).toBe(
      "file-refused file-has-macros",
    );
    expect(await send(Buffer.from("工单编号,来电内容\n一,二\n"))).toBe("file-refused file-content-mismatch");
    expect(
      await send(
        await book([
          ["项目代码", "项目名称", "项目单位"],
          ["1", "2", "3"],
        ]),
      ),
    ).toMatch(/^file-refused sheet-/);
    expect((await desk.admin.query("select from import_row")).rowCount).toBe(0);
  });
});
