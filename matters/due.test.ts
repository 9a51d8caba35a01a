import { afterAll, beforeAll, expect, test } from "vitest";
import { type Desk, openDesk } from "#test/fixture/desk.ts";
import { type Harness, startHarness } from "#test/harness.ts";

let house: Harness;
let desk: Desk;
beforeAll(async () => {
  house = await startHarness();
  desk = await openDesk(house);
});
afterAll(async () => {
  await desk.close();
  await house.close();
});

const ask = () =>
  desk.open("liaison", {
    procedure: "consultation",
    projectId: house.town.projects.bridge,
    title: "渣土车进场路线",
    topic: "traffic",
    form: { question: { text: "每天七点到八点半渣土车能走北门吗？" } },
  });

test("matters that cannot be settled keep nobody else waiting, however many things are due for them", async () => {
  desk.at("2026-10-12 09:00");
  const [broken, whole] = [await ask(), await ask()];
  // A procedure that is no more, and more due rows than one look takes, all of them older than the other's.
  await desk.sql("update matter set procedure = 'gone' where id = $1", [broken]);
  await desk.sql(
    `insert into due (matter_id, task_no, name, at)
     select $1, 1, 'remind:' || n, '2026-10-12 09:01+08' from generate_series(200, 999) n`,
    [broken],
  );
  await desk.runTo("2026-10-12 11:00");
  expect(await desk.story(whole)).toEqual(["10-12 09:00 open question → ROUTED", "10-12 11:00 reminder firstReply 50"]);
  expect(await desk.story(broken)).toHaveLength(1);
  // And once it can be settled again, it is.
  await desk.sql("delete from due where matter_id = $1 and name like 'remind:___'", [broken]);
  await desk.sql("update matter set procedure = 'consultation' where id = $1", [broken]);
  await house.platform.settleDue();
  expect(await desk.story(broken)).toEqual(await desk.story(whole));
});
