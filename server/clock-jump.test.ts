import { join } from "node:path";
import { expect, it } from "vitest";
import { sealAudit } from "#server/audit/seal.ts";
import { verifyAudit } from "#server/audit/verify.ts";
import { openDoorTo } from "#test/door.ts";
import { deskOf } from "#test/fixture/desk.ts";
import { questionOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";

// The machine's clock is set wrong and right again while people work: short form of the leg `clock` of `npm run faults`.

const house = await forTheseTests(startHarness());
const desk = deskOf(house);
const door = await forTheseTests(openDoorTo(house));
const { admin } = house;

const question = () => questionOf(house.town);
const seal = async () => {
  await house.platform.witness?.turn();
  await sealAudit(house.platform, { most: 10 });
};

it("two hours forward and back: what is due happens once, the audit stays in order, work goes on", async () => {
  desk.at("2026-10-12 09:00");
  const id = await desk.open("liaison", question());
  await seal();
  // Forward: half of four working hours are over.
  await desk.runTo("2026-10-12 11:05");
  const forward = await desk.story(id);
  expect(forward).toEqual(["10-12 09:00 open question → ROUTED", "10-12 11:00 reminder firstReply 50"]);
  await seal();
  // Back to where it was: nothing is undone, nothing comes twice, people write on.
  await desk.runTo("2026-10-12 09:06");
  expect(await desk.story(id)).toEqual(forward);
  await desk.step("officerA", id, "answer", { text: "可以，错峰到九点以后更好。", source: "示例办法 第 7 条" });
  const second = await desk.open("liaison", question());
  await seal();
  await desk.runTo("2026-10-12 11:06");
  const reminders = (await desk.story(id)).filter((line) => line.includes("reminder"));
  expect(reminders).toEqual(["10-12 11:00 reminder firstReply 50"]);
  expect((await desk.story(second)).filter((line) => line.includes("reminder"))).toEqual([
    "10-12 11:06 reminder firstReply 50",
  ]);
  await seal();
  const report = await verifyAudit({
    session: admin,
    crypto: house.platform.crypto,
    anchorsDir: join(house.folder, "audit-anchors"),
    now: house.clock.now(),
  });
  expect(report.faults).toEqual([]);
  // What was written before, and after the jump back; nobody called anything in between.
  expect([report.batches, report.open]).toEqual([2, 0]);
});

it("a session ends two hours ahead as if nobody had worked, one begun ahead goes on when the clock is set back", async () => {
  desk.at("2026-10-13 09:00");
  const early = await door.visitor("officerA");
  expect((await early.send("GET", "/api/session")).status).toBe(200);
  desk.at("2026-10-13 11:00");
  expect((await early.send("GET", "/api/session")).status).toBe(401);
  const late = await door.visitor("officerA");
  expect((await late.send("GET", "/api/session")).status).toBe(200);
  desk.at("2026-10-13 09:05");
  expect((await late.send("GET", "/api/session")).status).toBe(200);
  expect((await late.send("GET", "/api/matters?limit=5")).status).toBe(200);
  // Looks from before that instant add nothing: idle counts from the wrong one at the latest.
  desk.at("2026-10-13 11:16");
  expect((await late.send("GET", "/api/session")).status).toBe(401);
});
