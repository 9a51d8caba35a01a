import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runImports } from "#server/jobs/imports.ts";
import { business, creditCodeOf, heads, type ImportDesk, line, openImportDesk, refused } from "#test/import-desk.ts";
import { contract } from "./contract.ts";

let desk: ImportDesk;
/** Holds the firm of the last row of the list, so that whoever writes that row waits. */
let brake: pg.Client;

beforeEach(async () => {
  desk = await openImportDesk();
  brake = new pg.Client({ connectionString: desk.house.database.adminUrl });
  await brake.connect();
});
afterEach(async () => {
  await brake.end();
  await desk.close();
});

const within = { timeout: 20_000, interval: 20 };
const long = () => [heads, ...Array.from({ length: 201 }, (_, at) => line(at + 1))];
const progress = (id: number) => desk.house.as("office")(contract["import.progress"], { id });
const cancel = (id: number) => desk.house.as("office")(contract["import.cancel"], { id });

async function hold(): Promise<void> {
  await brake.query("begin");
  await brake.query(
    `insert into enterprise (uscc, name, address, area_code, station_id, created_at)
     values ($1, '企业201（示例）', '示例路', '370522', $2, '2026-09-01')`,
    [creditCodeOf(201), desk.house.town.units.station],
  );
}

/** The list is being written and stands at its second stretch. */
async function writing(id: number): Promise<void> {
  await desk.house.as("office")(contract["import.apply"], { id, version: 1 });
}
async function atSecondStretch(id: number): Promise<void> {
  await expect
    .poll(async () => (await progress(id)).work, within)
    .toEqual({ done: 200, total: 201, cancelling: false });
}

describe("a long list", () => {
  it("shows how far it is, and stops when somebody wants it: nothing of it remains", async () => {
    const { id } = await desk.upload("office", long());
    const before = await desk.whole(business);
    await hold();
    await writing(id);
    expect(await progress(id)).toEqual({
      state: "APPLYING",
      version: 2,
      work: { done: 0, total: null, cancelling: false },
    });
    const run = runImports(desk.house.platform);
    await atSecondStretch(id);
    // While it goes on it is neither written nor taken back a second time, and nobody waits for that answer.
    expect(await refused(desk.house.as("office")(contract["import.apply"], { id, version: 2 }))).toBe("illegal-step");
    expect(await refused(desk.house.as("office")(contract["import.undo"], { id, version: 2 }))).toBe("illegal-step");
    await cancel(id);
    expect(await refused(cancel(id))).toBe("illegal-step");
    await brake.query("rollback");
    expect(await run).toBe(1);
    expect(await desk.whole(business)).toEqual(before);
    expect((await desk.preview("office", id)).batch).toMatchObject({
      state: "CHECKED",
      version: 3,
      problem: { code: "importCancelled" },
    });
    // It can be written after all, and then there is nothing left to stop.
    expect(await desk.apply("office", id, 3)).toEqual({ written: 201, failed: 0 });
    expect(await refused(cancel(id))).toBe("illegal-step");
    expect((await desk.preview("office", id)).batch).toMatchObject({ state: "APPLIED", problem: null });
  });

  it("of a process that is killed leaves nothing half-written, and is begun anew by the next", async () => {
    const { id } = await desk.upload("office", long());
    const before = await desk.whole(business);
    await hold();
    await writing(id);
    const { database, folder, clock } = desk.house;
    const child = spawn(
      process.execPath,
      [
        fileURLToPath(new URL("../../test/import-child.ts", import.meta.url)),
        database.appUrl,
        folder,
        clock.now().toISOString(),
      ],
      { stdio: "inherit" },
    );
    const ended = once(child, "exit");
    await atSecondStretch(id);
    // Another process leaves alone what this one is at.
    expect(await runImports(desk.house.platform)).toBe(0);
    child.kill("SIGKILL");
    await ended;
    await brake.query("rollback");
    expect(await desk.whole(business)).toEqual(before);
    expect((await progress(id)).state).toBe("APPLYING");
    expect(await desk.settle("office", id)).toMatchObject({ state: "APPLIED", written: 201, failed: 0 });
  });

  it("is let go of when the server ends, and that is no attempt", async () => {
    const { id } = await desk.upload("office", long());
    await hold();
    await writing(id);
    const stopping = new AbortController();
    const run = runImports(desk.house.platform, stopping.signal);
    await atSecondStretch(id);
    stopping.abort();
    await brake.query("rollback");
    expect(await run).toBe(0);
    expect((await desk.admin.query("select attempts, done from import_work")).rows).toEqual([{ attempts: 0, done: 0 }]);
    expect(await desk.settle("office", id)).toMatchObject({ state: "APPLIED" });
  });

  it("waits while another of its kind is written; its own reading does not", async () => {
    const { id } = await desk.upload("office", long());
    const { id: other } = await desk.upload("cityOffice", [heads, line(900)]);
    await hold();
    await writing(id);
    const run = runImports(desk.house.platform);
    await atSecondStretch(id);
    await desk.house.as("cityOffice")(contract["import.apply"], { id: other, version: 1 });
    expect(await runImports(desk.house.platform)).toBe(0);
    expect((await desk.upload("office", [heads, line(901)])).counts.new).toBe(1);
    await brake.query("rollback");
    await run;
    expect(await desk.settle("cityOffice", other)).toMatchObject({ state: "APPLIED", written: 1 });
  });
});

describe("a list that cannot be done", () => {
  it("is not written for somebody who may no longer do it", async () => {
    const { id } = await desk.upload("office", [heads, line(1)]);
    await desk.house.as("office")(contract["import.apply"], { id, version: 1 });
    await desk.admin.query("update access_grant set valid_to = $2 where account_id = $1", [
      desk.house.town.people.office,
      desk.house.clock.now(),
    ]);
    await runImports(desk.house.platform);
    const { rows } = await desk.admin.query("select state, problem->>'code' as code from import_batch");
    expect(rows).toEqual([{ state: "CHECKED", code: "importNotAllowed" }]);
    expect((await desk.admin.query("select from project where code = 'K-1'")).rowCount).toBe(0);
  });

  it("is tried again with pauses, and then goes back to where it was", async () => {
    const { id } = await desk.upload("office", [heads, line(1)]);
    await desk.admin.query(
      `create function fail() returns trigger language plpgsql as $$ begin raise division_by_zero; end $$;
       create trigger fail before insert on import_write for each row execute function fail()`,
    );
    await desk.house.as("office")(contract["import.apply"], { id, version: 1 });
    expect(await runImports(desk.house.platform)).toBe(0);
    // Not before its time.
    expect(await runImports(desk.house.platform)).toBe(0);
    desk.house.clock.forward(1);
    expect(await runImports(desk.house.platform)).toBe(0);
    desk.house.clock.forward(1);
    expect(await runImports(desk.house.platform)).toBe(1);
    const { batch } = await desk.preview("office", id);
    expect(batch).toMatchObject({ state: "CHECKED", version: 3, problem: { code: "importFailed" } });
    await desk.admin.query("drop trigger fail on import_write");
    expect(await desk.apply("office", id, 3)).toEqual({ written: 1, failed: 0 });
  });

  it("is read no more once somebody has stopped it", async () => {
    const { id } = await desk.house.as("office")(contract["import.upload"], {
      kind: "projects",
      fileId: await desk.send("office", await desk.book([heads, line(1)])),
    });
    await cancel(id);
    await runImports(desk.house.platform);
    expect((await desk.preview("office", id)).batch).toMatchObject({
      state: "REFUSED",
      problem: { code: "importCancelled" },
    });
    expect((await desk.admin.query("select from import_row")).rowCount).toBe(0);
  });
});
