import { afterEach, beforeEach, expect, it } from "vitest";
import { sweepImports } from "#server/jobs/sweeps.ts";
import { heads, type ImportDesk, line, openImportDesk, refused } from "#test/import-desk.ts";
import { openContact } from "./contacts.ts";

let desk: ImportDesk;
beforeEach(async () => {
  desk = await openImportDesk();
});
afterEach(() => desk.close());

const day = 24 * 60;

it("after thirty days nothing of persons is left of a list, and it is neither written nor taken back any more", async () => {
  const written = await desk.upload("office", [heads, line(1)]);
  await desk.apply("office", written.id);
  const waiting = await desk.upload("office", [heads, line(1, { 联系人: "吴某" }), line(2, { 电话: "12" })]);
  const before = await desk.whole(["import_batch", "import_row", "import_write"]);
  desk.house.clock.forward(29 * day);
  await sweepImports(desk.house.platform);
  expect(await desk.whole(["import_batch", "import_row", "import_write"])).toEqual(before);

  desk.house.clock.forward(2 * day);
  await sweepImports(desk.house.platform);
  const kept = JSON.stringify(await desk.whole(["import_batch", "import_row", "import_write"]));
  expect(kept).not.toMatch(/周某|吴某|0546-8012345/);
  expect(kept).toContain("示例路 9 号");
  const states = await desk.admin.query("select state from import_batch order by id");
  expect(states.rows).toEqual([{ state: "APPLIED" }, { state: "LAPSED" }]);
  expect((await desk.preview("office", written.id)).undoable).toBe(false);
  expect(await refused(desk.undo("office", written.id, 3))).toBe("illegal-step");
  expect(await refused(desk.apply("office", waiting.id, 2))).toBe("illegal-step");
  // The project keeps whom to call: that is not the list's.
  const { rows } = await desk.admin.query("select project_id, phone from project_contact");
  expect(rows.map((row) => openContact(desk.house.platform.vault, row.project_id, row.phone))).toEqual([
    "0546-8012345",
  ]);
});
