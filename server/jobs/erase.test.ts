import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, it } from "vitest";
import { contract as holds } from "#capabilities/retention/contract.ts";
import { procedures } from "#capabilities/index.ts";
import { contract as matters } from "#matters/contract.ts";
import { ErasedMatter, loadEntries, openDoor } from "#matters/store.queries.ts";
import { contract as search } from "#capabilities/search/contract.ts";
import { execute } from "#server/pipeline.ts";
import { arrivalOf } from "#server/upload.ts";
import { doneOrWaiting } from "#test/at-once.ts";
import { type Desk, deskOf, refusalOf } from "#test/fixture/desk.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { eraseExpired } from "./erase.ts";

let house: Harness;
let desk: Desk;
beforeEach(async () => {
  house = await startHarness({ at: "2026-09-22T09:00:00+08:00" });
  desk = deskOf(house);
});
afterEach(() => house.close());

async function closedQuestion(): Promise<number> {
  const { people, firms, projects } = house.town;
  const caller = {
    account: { accountId: people.liaison, enterpriseId: firms.east },
    device: "desk",
    idempotencyKey: "upload-key-1",
  } as const;
  const arrival = arrivalOf(
    Readable.from([Buffer.from("附件\n")]),
    "note.txt",
    "text/plain",
    AbortSignal.timeout(20_000),
  );
  const { body } = await execute(house.platform, "file.upload", {}, { ...caller, arrival });
  const id = await desk.open("liaison", {
    procedure: "consultation",
    projectId: projects.bridge,
    title: "欧阳示例的渣土车",
    topic: "traffic",
    form: { question: { text: "欧阳示例问：渣土车能走北门吗？" } },
    files: [(body as { id: string }).id],
  });
  await desk.step("officerA", id, "answer", { text: "可以，错峰到九点以后更好。", source: "示例办法 第 7 条" });
  await desk.step("liaison", id, "confirm", {});
  await house.platform.runEffects();
  return id;
}

/** Everything of a matter in any table of its own, as text. */
async function whatIsLeft(id: number): Promise<string> {
  const rows = await desk.sql<{ t: string }>(
    `select to_jsonb(m)::text as t from matter m where id = $1 union all select to_jsonb(e)::text from entry e where matter_id = $1
     union all select to_jsonb(f)::text from file f where matter_id = $1
     union all select to_jsonb(s)::text from matter_search s where matter_id = $1
     union all select to_jsonb(n)::text from notice n where matter_id = $1`,
    [id],
  );
  return rows.map(({ t }) => t).join("\n");
}

async function storedFiles(): Promise<number> {
  let count = 0;
  for await (const { key } of house.platform.storage.list()) if (key !== "") count += 1;
  return count;
}

it("knows a retention for every kind of matter", async () => {
  const rows = await desk.sql<{ kind: string }>("select kind from retention_rule");
  const known = new Set(rows.map(({ kind }) => kind));
  expect(procedures.filter(({ id }) => !known.has(id)).map(({ id }) => id)).toEqual([]);
});

it("erases a matter on the day its time is over, not a day before: words, files, index and persons go, a stone stays", async () => {
  const id = await closedQuestion();
  expect(await storedFiles()).toBe(1);
  desk.at("2028-09-21 09:00");
  expect(await eraseExpired(house.platform)).toEqual({});
  desk.at("2028-09-22 09:00");
  expect(await eraseExpired(house.platform)).toEqual({ consultation: 1 });
  const left = await whatIsLeft(id);
  for (const word of ["欧阳示例", "渣土车", "错峰", "周联络", "note.txt", 'sealed": "\\\\x'])
    expect(left, word).not.toContain(word);
  expect(await storedFiles()).toBe(0);
  expect(await desk.sql("select kind, ref_id::int from tombstone where kind = 'matter'")).toEqual([
    { kind: "matter", ref_id: id },
  ]);
  for (const person of ["liaison", "officerA", "office", "cityOffice"] as const)
    expect(await refusalOf(house.as(person)(matters["matter.get"], { id })), person).toBe("not-found");
  expect((await house.as("officerA")(search["search.find"], { q: "渣土车" })).matters).toEqual([]);
  expect(await desk.sql("select kind, count from erasure_run where kind <> 'account'")).toEqual([
    { kind: "consultation", count: 1 },
  ]);
  // A second night finds nothing to do.
  expect(await eraseExpired(house.platform)).toEqual({});
});

it("leaves the figures as they were", async () => {
  await closedQuestion();
  const source =
    "select kind, step, to_state, closes, outcome, side, first from app.figure_entries('2026-09-01', '2026-10-01') order by at, step";
  const limits = "select task, due_at, in_time from app.figure_limits('2026-09-01', '2026-12-01') order by 1, 2";
  const look = async () => [await asSystem(source), await asSystem(limits)];
  const before = await look();
  expect(JSON.stringify(before)).toContain("confirm");
  desk.at("2028-09-22 09:00");
  await eraseExpired(house.platform);
  expect(await look()).toEqual(before);
});

it("says of a replay that the matter is erased", async () => {
  const id = await closedQuestion();
  desk.at("2028-09-22 09:00");
  await eraseExpired(house.platform);
  const replaying = house.platform.asSystem(async (tx) => {
    await openDoor(tx, id);
    return loadEntries(tx, id);
  });
  await expect(replaying).rejects.toBeInstanceOf(ErasedMatter);
});

it("is stopped by a legal hold of one person for ten days, of two until its day, and goes on when it is lifted", async () => {
  const id = await closedQuestion();
  const { number } = await desk.row(id);
  desk.at("2028-09-21 09:00");
  const place = { number, reason: "检察机关调取", until: "2029-03-01" };
  const { id: hold } = await house.as("dataProtection")(holds["hold.place"], place);
  desk.at("2028-09-22 09:00");
  expect(await eraseExpired(house.platform)).toEqual({});
  expect(await refusalOf(house.as("dataProtection")(holds["hold.confirm"], { id: hold }))).toBe("forbidden");
  await house.as("inspector")(holds["hold.confirm"], { id: hold });
  desk.at("2028-12-01 09:00");
  expect(await eraseExpired(house.platform)).not.toHaveProperty("consultation");
  expect((await house.as("inspector")(holds["hold.list"], {})).holds).toMatchObject([
    { number, reason: "检察机关调取", until: "2029-03-01", placedBy: "顾专员", confirmedBy: "韩督察", lifted: false },
  ]);
  const lift = (person: "inspector" | "dataProtection", id = hold) =>
    house.as(person)(holds["hold.lift"], { id, reason: "调取已完成" });
  expect(await lift("inspector")).toEqual({ lifted: false });
  expect(await refusalOf(lift("inspector"))).toBe("forbidden");
  const seen = await house.as("auditor")(holds["hold.list"], {});
  expect(seen.holds[0]).toMatchObject({
    liftAskedBy: "韩督察",
    liftReason: "调取已完成",
    active: true,
    mayLift: false,
  });
  expect(seen.due).toEqual([{ kind: "consultation", past: 0, soon: 0, held: 1 }]);
  expect(await eraseExpired(house.platform)).not.toHaveProperty("consultation");
  expect(await lift("dataProtection")).toEqual({ lifted: true });
  expect(await refusalOf(lift("inspector"))).toBe("not-found");
  expect(await eraseExpired(house.platform)).toHaveProperty("consultation", 1);
});

it("waits a week after a restore: holds that were placed since the backup are not in it", async () => {
  await closedQuestion();
  desk.at("2028-09-22 09:00");
  const restored = "insert into operation_run (kind, started_at, ended_at, outcome) values ('RESTORE', $1, $1, 'DONE')";
  await house.admin.query(restored, [house.clock.now()]);
  expect(await eraseExpired(house.platform)).toEqual({});
  desk.at("2028-09-29 08:59");
  expect(await eraseExpired(house.platform)).toEqual({});
  desk.at("2028-09-29 09:00");
  expect(await eraseExpired(house.platform)).toHaveProperty("consultation", 1);
});

it("an unconfirmed hold ends by itself after ten days, and wrong numbers and other people hold nothing", async () => {
  const id = await closedQuestion();
  const { number } = await desk.row(id);
  desk.at("2028-09-21 09:00");
  const place = { number, reason: "核实情况", until: "2029-03-01" };
  for (const person of ["officerA", "liaison", "office", "systemAdmin"] as const)
    expect(await refusalOf(house.as(person)(holds["hold.place"], place)), person).toBe("forbidden");
  const wrong = house.as("dataProtection")(holds["hold.place"], { ...place, number: "ZX-000000-20260101-0001" });
  expect(await refusalOf(wrong)).toBe("invalid number:unknownMatter");
  const past = house.as("dataProtection")(holds["hold.place"], { ...place, until: "2028-09-20" });
  expect(await refusalOf(past)).toBe("invalid until:dayIsOver");
  await house.as("dataProtection")(holds["hold.place"], place);
  desk.at("2028-10-01 08:59");
  expect(await eraseExpired(house.platform)).toEqual({});
  desk.at("2028-10-01 09:00");
  expect(await eraseExpired(house.platform)).toHaveProperty("consultation", 1);
});

it("a hold that comes while a matter is being erased finds no matter, and says so", async () => {
  const id = await closedQuestion();
  const { number } = await desk.row(id);
  desk.at("2028-09-22 09:00");
  await desk.sql("begin");
  await desk.sql("select app.enter_system()");
  await desk.sql("select app.erase_matter($1, $2)", [id, house.clock.now()]);
  const place = { number, reason: "检察机关调取", until: "2029-03-01" };
  const placing = refusalOf(house.as("dataProtection")(holds["hold.place"], place));
  await doneOrWaiting(house.platform.pool, placing);
  await desk.sql("commit");
  expect(await placing).toBe("invalid number:unknownMatter");
});

it("forgets who stood behind an account three years after it was closed, and keeps the others", async () => {
  const { security } = house.town.people;
  await desk.sql("update account set closed_at = $2 where id = $1", [security, house.clock.now()]);
  desk.at("2029-09-21 09:00");
  await eraseExpired(house.platform);
  const name = () =>
    desk.sql<{ duty_name: string; login: string }>("select duty_name, login from account where id = $1", [security]);
  expect(await name()).toEqual([{ duty_name: "何安保", login: "security" }]);
  desk.at("2029-09-22 09:00");
  expect(await eraseExpired(house.platform)).toEqual({ account: 1 });
  expect(await name()).toEqual([{ duty_name: "—", login: `-${security}` }]);
  expect(await desk.sql("select duty_name from account where login = 'liaison'")).toEqual([{ duty_name: "周联络" }]);
});

async function asSystem(text: string): Promise<unknown[]> {
  await desk.sql("begin");
  await desk.sql("select app.enter_system()");
  const rows = await desk.sql(text);
  await desk.sql("rollback");
  return rows;
}
