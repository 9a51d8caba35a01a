import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";

/** Decision 20, asked of the database itself: from its first A and B on a project is never without both. */

let other: pg.Client;

const begun = "2025-01-01T00:00:00+08:00";
const later = "2026-10-01T00:00:00+08:00";
const without = { code: "23514", constraint: "assignment_staffed" };

const house = await forTheseTests(startHarness());
const { admin } = house;
const { bridge } = house.town.projects;
beforeAll(async () => {
  other = new pg.Client({ connectionString: house.database.adminUrl });
  await other.connect();
});
afterEach(async () => {
  await Promise.all([admin.query("rollback"), other.query("rollback")]);
});
afterAll(() => other.end());

const end = (client: pg.Client, kind: "A" | "B", at: string) =>
  client.query("update assignment set valid_to = $3 where project_id = $1 and kind = $2 and valid_to is null", [
    bridge,
    kind,
    at,
  ]);
const follow = (client: pg.Client, account: number, kind: "A" | "B", from: string, to: string | null = null) =>
  client.query(
    "insert into assignment (project_id, account_id, kind, valid_from, valid_to) values ($1, $2, $3, $4, $5)",
    [bridge, account, kind, from, to],
  );
const holders = async (kind: string) =>
  (
    await admin.query<{ account_id: number }>(
      "select account_id from assignment where project_id = $1 and kind = $2 order by valid_from",
      [bridge, kind],
    )
  ).rows.map((row) => row.account_id);

describe("a project with its two officers", () => {
  it.each(["A", "B"] as const)("keeps %s: ending it is refused, now and in a hundred years", async (kind) => {
    await expect(end(admin, kind, later)).rejects.toMatchObject(without);
    await expect(end(admin, kind, "2126-01-01T00:00:00+08:00")).rejects.toMatchObject(without);
  });

  it("keeps both: deleting, moving to another project, and beginning later are refused", async () => {
    const { plant } = house.town.projects;
    for (const change of [
      "delete from assignment where project_id = $1 and kind = 'A'",
      "delete from assignment where project_id = $1",
      "update assignment set valid_from = '2026-01-01' where project_id = $1 and kind = 'B'",
      "update assignment set kind = 'SPECIALIST' where project_id = $1 and kind = 'B'",
    ])
      await expect(admin.query(change, [bridge]), change).rejects.toMatchObject(without);
    await admin.query("begin");
    await admin.query("update assignment set valid_to = $2 where project_id = $1 and kind = 'A'", [plant, later]);
    await admin.query("update assignment set project_id = $2, valid_from = $3 where project_id = $1 and kind = 'A'", [
      bridge,
      plant,
      later,
    ]);
    await expect(admin.query("commit")).rejects.toMatchObject(without);
  });

  it("takes a successor in the same transaction, in any order, and not one a second later", async () => {
    const { otherA } = house.town.people;
    await admin.query("begin");
    await end(admin, "A", later);
    await follow(admin, otherA, "A", "2026-10-01T00:00:01+08:00");
    await expect(admin.query("commit")).rejects.toMatchObject(without);
    await admin.query("begin");
    await end(admin, "A", later);
    await follow(admin, otherA, "A", later);
    await admin.query("commit");
    expect(await holders("A")).toEqual([house.town.people.officerA, otherA]);
  });

  it("needs the successor for ever, too: one with an end is none", async () => {
    await admin.query("begin");
    await end(admin, "B", later);
    await follow(admin, house.town.people.otherB, "B", later, "2027-01-01T00:00:00+08:00");
    await expect(admin.query("commit")).rejects.toMatchObject(without);
  });

  it("is left with both by two changes at once", async () => {
    const { lawyer, specialist } = house.town.people;
    const from = "2026-11-01T00:00:00+08:00";
    await admin.query("begin");
    await end(admin, "B", from);
    await follow(admin, lawyer, "B", from);
    await other.query("begin");
    // Waits for the first, and then looks at what it has left.
    const second = other.query(
      "update assignment set valid_to = '2026-10-15' where project_id = $1 and kind = 'B' and valid_from < '2026-01-01'",
      [bridge],
    );
    await admin.query("commit");
    await second;
    await expect(other.query("commit")).rejects.toMatchObject(without);
    await other.query("begin");
    await end(other, "B", "2026-12-01T00:00:00+08:00");
    await follow(other, specialist, "B", "2026-12-01T00:00:00+08:00");
    await other.query("commit");
    expect((await holders("B")).slice(-2)).toEqual([lawyer, specialist]);
  });

  it("needs them until it is archived, and again when it comes back", async () => {
    const { plant } = house.town.projects;
    await admin.query("begin");
    await admin.query("update project set stage = 'ARCHIVED', stage_since = '2026-09-01' where id = $1", [plant]);
    await admin.query("update assignment set valid_to = '2026-09-02' where project_id = $1", [plant]);
    await admin.query("commit");
    await expect(
      admin.query("update assignment set valid_to = '2026-08-01' where project_id = $1 and kind = 'A'", [plant]),
    ).rejects.toMatchObject(without);
    await expect(admin.query("update project set stage = 'PRODUCTION' where id = $1", [plant])).rejects.toMatchObject(
      without,
    );
  });
});

describe("a project that had never both", () => {
  it("may lose whom it has, until the second comes: then it keeps both, whoever came first", async () => {
    const { rows } = await admin.query<{ id: number }>(
      `insert into project (code, name, stage, stage_since, key_level, address, area_code, station_id, created_at)
       values ('P-9', '新项目（示例）', 'SIGNED', '2026-09-01', 'CITY', '示例镇', '370522', $1, $2) returning id`,
      [house.town.units.station, begun],
    );
    const id = rows[0]?.id;
    const add = (client: pg.Client, account: number, kind: string) =>
      client.query("insert into assignment (project_id, account_id, kind, valid_from) values ($1, $2, $3, $4)", [
        id,
        account,
        kind,
        begun,
      ]);
    const { otherA, otherB } = house.town.people;
    await add(admin, otherA, "A");
    await admin.query("delete from assignment where project_id = $1", [id]);
    // Two offices at once, each of which sees only its own half: the project is staffed all the same.
    await admin.query("begin");
    await other.query("begin");
    await add(admin, otherA, "A");
    await add(other, otherB, "B");
    await admin.query("commit");
    await other.query("commit");
    await expect(
      admin.query("delete from assignment where project_id = $1 and kind = 'B'", [id]),
    ).rejects.toMatchObject(without);
  });
});
