import { expect, it } from "vitest";
import { openDoorTo } from "#test/door.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";

// What the database says when its disk is full; `npm run faults -- --only full` fills a real one.

const house = await forTheseTests(startHarness());
const door = await forTheseTests(openDoorTo(house));

it.each([
  ["53100", "no room on the disk"],
  ["53200", "no memory"],
  ["58030", "a disk that fails"],
])("%s, %s, is told as a passing fault, keeps nothing, and the same request goes through later", async (state) => {
  await house.admin.query(
    `create or replace function full_disk() returns trigger language plpgsql as
     $$ begin raise exception 'could not extend file' using errcode = '${state}'; end $$;
     create trigger full_disk before insert on entry execute function full_disk()`,
  );
  const liaison = await door.visitor("liaison");
  const body = {
    procedure: "consultation",
    projectId: house.town.projects.bridge,
    title: `磁盘满了${state}`,
    topic: "traffic",
    form: { question: { text: "磁盘满了还在吗？" } },
  };
  const key = { "idempotency-key": `full-disk-${state}` };
  const refused = await liaison.send("POST", "/api/matters", body, key);
  expect([refused.status, refused.body.code]).toEqual([503, "unavailable"]);
  expect(refused.headers.get("retry-after")).toBe("5");
  expect(JSON.stringify(refused.body)).not.toMatch(/extend|file/);
  // Reading goes on.
  const titles = async () =>
    (await liaison.send("GET", "/api/matters")).body as unknown as { items: { title: string }[] };
  expect((await titles()).items.filter(({ title }) => title === body.title)).toEqual([]);
  await house.admin.query("drop trigger full_disk on entry");
  expect((await liaison.send("POST", "/api/matters", body, key)).status).toBe(200);
  expect((await titles()).items.filter(({ title }) => title === body.title)).toHaveLength(1);
});
