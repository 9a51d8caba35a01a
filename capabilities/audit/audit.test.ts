import { beforeAll, expect, it } from "vitest";
import { contract as matters } from "#matters/contract.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";

let id: number;

const house = await forTheseTests(startHarness());
beforeAll(async () => {
  const opened = await house.as("liaison")(matters["matter.open"], {
    procedure: "consultation",
    projectId: house.town.projects.bridge,
    title: "进场路线",
    form: { question: { text: "渣土车能走北门吗？" } },
  });
  id = opened.id;
});

it("has who read a matter, who wrote it, and who tried in vain", async () => {
  await house.as("officerA")(matters["matter.get"], { id });
  await expect(house.as("otherLiaison")(matters["matter.get"], { id })).rejects.toMatchObject({ code: "not-found" });
  const { items } = await house.as("auditor")(contract["audit.list"], { object: `matter:${id}` });
  expect(
    items.map(({ who, operation, status, unitName, enterpriseName }) => [
      who,
      operation,
      status,
      unitName ?? enterpriseName,
    ]),
  ).toEqual([
    ["吴联络", "matter.get", 404, "润海材料（示例）"],
    ["李警官", "matter.get", 200, "北宋派出所"],
    ["周联络", "matter.open", 200, "东岸路桥（示例）"],
  ]);
  expect(items.every((item) => item.intact)).toBe(true);
});

it("names a row that the database's owner has altered", async () => {
  await house.admin.query("update audit set status = 200 where status = 404 and object = $1", [`matter:${id}`]);
  const { items } = await house.as("auditor")(contract["audit.list"], { object: `matter:${id}` });
  expect(items.map((item) => item.intact)).toEqual([false, true, true]);
});

it("is for audit administrators only, and lists by filter and page", async () => {
  for (const person of ["officerA", "cityOffice", "systemAdmin", "liaison"] as const) {
    await expect(house.as(person)(contract["audit.list"], {})).rejects.toMatchObject({ code: "forbidden" });
  }
  for (let look = 0; look < 60; look += 1) await house.as("officerB")(matters["matter.list"], { phase: "open" });
  const kept = await house.admin.query("select distinct detail from audit where operation = 'matter.list'");
  expect(kept.rows).toEqual([{ detail: { query: { view: "all", phase: "open", limit: 20 } } }]);
  const first = await house.as("auditor")(contract["audit.list"], { operation: "matter.list" });
  expect(first.items).toHaveLength(50);
  expect(first.items[0]?.count).toBe(1);
  const rest = await house.as("auditor")(contract["audit.list"], {
    operation: "matter.list",
    cursor: first.nextCursor,
  });
  expect(rest.items).toHaveLength(10);
  expect(rest.nextCursor).toBeNull();
});

it("finds a file by the beginning of its identifier, as the page names it, and no other file", async () => {
  const { rows } = await house.admin.query("select id from audit where operation = 'matter.list' order by id limit 2");
  for (const [at, object] of [
    "file:3f2a91c0-5b1d-4c7e-9a53-0d1f2e3a4b5c",
    "file:3f2a91c1-0000-4000-8000-3f2a91c03f2a",
  ].entries())
    await house.admin.query("update audit set object = $1 where id = $2", [object, rows[at].id]);
  const found = async (object: string) =>
    (await house.as("auditor")(contract["audit.list"], { object })).items.map(({ id: row }) => row);
  expect(await found("file:3f2a91c0")).toEqual([Number(rows[0].id)]);
  expect(await found("file:3f2a91c0-5b1d-4c7e-9a53-0d1f2e3a4b5c")).toEqual([Number(rows[0].id)]);
  expect(await found("file:3f2a91")).toEqual([]);
});
