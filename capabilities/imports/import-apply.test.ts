import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { business, creditCodeOf, heads, type ImportDesk, line, openImportDesk, refused } from "#test/import-desk.ts";

let desk: ImportDesk;
beforeEach(async () => {
  desk = await openImportDesk();
});
afterEach(() => desk.close());

describe("applying", () => {
  it("two at once: one writes, the other is told that it is done", async () => {
    const { id } = await desk.upload("office", [heads, line(1), line(2)]);
    const both = await Promise.all([refused(desk.apply("office", id)), refused(desk.apply("office", id))]);
    expect(both.toSorted()).toEqual(["done", "illegal-step"]);
    expect((await desk.admin.query("select from project where code like 'K-%'")).rowCount).toBe(2);
  });

  it("two lists with the same new project at once make it once", async () => {
    const [one, two] = [
      await desk.upload("office", [heads, line(1)]),
      await desk.upload("cityOffice", [heads, line(1)]),
    ];
    await Promise.all([desk.apply("office", one.id), desk.apply("cityOffice", two.id)]);
    expect((await desk.admin.query("select from project where code = 'K-1'")).rowCount).toBe(1);
    expect((await desk.admin.query("select from import_row where verdict = 'wrong'")).rowCount).toBe(0);
  });

  it("leaves out what somebody has changed since the preview", async () => {
    await desk.apply("office", (await desk.upload("office", [heads, line(1), line(2)])).id);
    const { id } = await desk.upload("office", [heads, line(1, { 建设地点: "甲路" }), line(2, { 建设地点: "乙路" })]);
    await desk.admin.query("update project set address = '别处' where code = 'K-1'");
    expect(await desk.apply("office", id)).toEqual({ written: 1, failed: 1 });
    expect(await desk.wrongOf("office", id)).toEqual([[2, "null rowChangedSince"]]);
    expect((await desk.admin.query("select address from project where code like 'K-%' order by code")).rows).toEqual([
      { address: "别处" },
      { address: "乙路" },
    ]);
  });

  it("one row that the database refuses takes no other with it", async () => {
    await desk.admin.query("alter table project add constraint no_seven check (name not like '%7%')");
    const { id } = await desk.upload("office", [heads, line(6), line(7), line(8)]);
    expect(await desk.apply("office", id)).toEqual({ written: 2, failed: 1 });
    expect(await desk.wrongOf("office", id)).toEqual([[3, "null rowRefused"]]);
    expect((await desk.admin.query("select from enterprise where uscc = $1", [creditCodeOf(7)])).rowCount).toBe(0);
  });

  it("killed in the middle leaves nothing half-written", async () => {
    const { id } = await desk.upload("office", [heads, line(1), line(2)]);
    const before = await desk.whole(business);
    // The connection dies while the last table is being written.
    await desk.admin.query(
      `create function die() returns trigger language plpgsql security definer as
         $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;
       create trigger die before insert on import_write for each row execute function die()`,
    );
    await expect(desk.apply("office", id)).rejects.toThrow(/terminat|connection|ECONNRESET|EPIPE/i);
    await desk.admin.query("drop trigger die on import_write");
    expect(await desk.whole(business)).toEqual(before);
    expect((await desk.preview("office", id)).batch.state).toBe("APPLYING");
    expect(await desk.settle("office", id)).toMatchObject({ state: "APPLIED", written: 2, failed: 0 });
  });
});

describe("taking back", () => {
  it("undoes all of it while nobody has touched it, once", async () => {
    await desk.apply("office", (await desk.upload("office", [heads, line(1)])).id);
    const before = await desk.whole(business);
    const { id } = await desk.upload("office", [
      [...heads, "阶段"],
      [...line(1, { 建设地点: "新路", 电话: "0546-7654321" }), "在建"],
      line(2),
      line(3),
    ]);
    await desk.apply("office", id);
    expect(await desk.whole(business)).not.toEqual(before);
    expect(await desk.undo("office", id)).toEqual({ takenBack: 3 });
    expect(await desk.whole(business)).toEqual(before);
    const { rows: history } = await desk.admin.query(
      "select c.seq, c.kind, e.import_batch_id as batch, e.taken_back as back from project_change c join project_evidence e using (project_id, seq) order by 1",
    );
    expect(history).toEqual([
      { seq: 1, kind: "CREATED", batch: 1, back: false },
      { seq: 2, kind: "MOVED", batch: 2, back: false },
      { seq: 3, kind: "CHANGED", batch: 2, back: true },
    ]);
    expect(await refused(desk.undo("office", id, 3))).toBe("illegal-step");
    expect(await refused(desk.apply("office", id, 3))).toBe("illegal-step");
  });

  it("is refused with the rows that were touched, and then nothing is undone", async () => {
    const { id } = await desk.upload("office", [heads, line(1), line(2), line(3), line(4)]);
    await desk.apply("office", id);
    await desk.admin.query("update project set name = '改过' where code = 'K-1'");
    await desk.admin.query(
      "insert into assignment (project_id, account_id, kind, valid_from) values ((select id from project where code = 'K-3'), $1, 'SPONSOR', '2026-09-22')",
      [desk.house.town.people.leader],
    );
    const before = await desk.whole(business);
    expect(await refused(desk.undo("office", id))).toBe("invalid rowsTouched");
    expect((await desk.preview("office", id)).batch).toMatchObject({
      state: "APPLIED",
      version: 4,
      problem: { code: "rowsTouched", params: { rows: "2、4", count: 2 } },
    });
    expect(await desk.whole(business)).toEqual(before);
  });
});
