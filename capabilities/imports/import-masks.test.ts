import { buffer } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { phone } from "#kernel/fields/phone.ts";
import { execute } from "#server/pipeline.ts";
import { importKinds } from "#server/registry.ts";
import { readSheet } from "#sheets/read.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { heads, line, openImportDesk } from "#test/import-desk.ts";
import { projectSheet } from "./project-list.ts";

// Telephones of persons in what is shown of a list: the number itself stays with whoever has sent it.

const number = "13912345678";
const desk = await forTheseTests(openImportDesk());

/** The telephones in the workbook of wrong rows, as somebody gets it. */
async function returned(person: "office" | "cityOffice", id: number) {
  const { file } = await execute(
    desk.house.platform,
    "import.errors",
    { id },
    { account: { accountId: desk.house.town.people[person], enterpriseId: null }, device: "desk" },
  );
  if (!file) throw new Error("no file");
  return (await readSheet(await buffer(file.stream), projectSheet)).rows.map(({ cells }) => cells.phone);
}

describe("a telephone of a person in a list", () => {
  it("is shown in part in its preview, however it was written; what is written is whole", async () => {
    const { id } = await desk.upload("office", [
      heads,
      line(1, { 电话: "139-1234 5678" }),
      line(2, { 电话: "转告门卫" }),
    ]);
    const { rows } = await desk.preview("office", id);
    expect(rows.map(({ cells }) => cells["phone"])).toEqual(["139****5678", "****"]);
    expect(rows[0]?.cells["contact"]).toBe("周某");
    await desk.apply("office", id);
    const again = await desk.upload("office", [heads, line(1, { 电话: "0546-8012345" })]);
    const preview = await desk.preview("office", again.id);
    expect(preview.rows[0]?.changes).toContainEqual({ column: "phone", from: "139****5678", to: "0546-****345" });
    expect(JSON.stringify(preview)).not.toContain(number);
    await desk.apply("office", again.id);
    const same = await desk.upload("office", [heads, line(1, { 电话: "0546-8012345" })]);
    expect(same.counts).toMatchObject({ same: 1 });
  });

  it("comes back whole in the workbook of wrong rows to whoever has sent it, and to nobody else", async () => {
    const { id } = await desk.upload("office", [heads, line(3, { 电话: number, 项目名称: null })]);
    expect(await returned("office", id)).toEqual([number]);
    expect(await returned("cityOffice", id)).toEqual(["139****5678"]);
  });

  it("has its mask in every kind of list", () => {
    const columns = [...importKinds.values()].flatMap((kind) =>
      kind.sheet.columns.map((column) => ({ ...column, kind: kind.id })),
    );
    const theirs = columns.filter(({ field, personal }) => field === phone && personal === true);
    expect(theirs.map(({ kind, key, mask }) => `${kind} ${key} ${mask}`).toSorted()).toEqual([
      "projects phone phone",
      "tickets callerPhone phone",
    ]);
  });
});
