import { expect, test } from "vitest";
import { deskOf } from "#test/fixture/desk.ts";
import { questionOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";

const house = await forTheseTests(startHarness());
const desk = deskOf(house);

const ask = () => desk.open("liaison", questionOf(house.town));

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
