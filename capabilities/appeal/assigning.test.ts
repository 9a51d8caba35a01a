import { expect, it } from "vitest";
import { checkProcedure } from "#matters/engine/check.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { bothSnapshots } from "#test/fixture/rows.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { appeal } from "./procedure.ts";

/** Decision 19: what was returned, reopened or has no project, the office gives to the one or the other. */
const house = await forTheseTests(startHarness({ at: "2026-10-12T09:00:00+08:00" }));
const desk = deskOf(house);

const open = (more: Record<string, unknown> = {}) =>
  desk.open("liaison", {
    procedure: "appeal",
    projectId: house.town.projects.bridge,
    title: "工地夜间被堵路",
    topic: "traffic",
    form: { demand: { text: "连续三晚有车堵住工地大门，请帮助处理。" } },
    ...more,
  });
const contacted = { how: "PHONE", text: "电话里说好明天上午到工地看。" };
const handled = { result: "DONE", text: "已与交警一起清理，大门外划了禁停线。" };

async function returned(): Promise<number> {
  const id = await open();
  await desk.step("officerA", id, "returnToOffice", { text: "这件事牵涉我经手的案件，请另派人。" });
  return id;
}
async function reopened(): Promise<number> {
  const id = await open();
  await desk.step("officerA", id, "accept");
  await desk.step("officerA", id, "contact", contacted);
  await desk.step("officerA", id, "handled", handled);
  await desk.step("liaison", id, "confirm", { verdict: "PARTLY" });
  await desk.step("liaison", id, "reopen", { text: "昨晚又被堵了。" });
  return id;
}
const holderOf = async (id: number, kind: string) =>
  (await desk.view("office", id)).turns.find((turn) => turn.kind === kind)?.holder;

it("a returned appeal goes to officer B when the office says so, and stays his to its end", async () => {
  const id = await returned();
  await desk.step("office", id, "assign", { to: "deputy", text: "请王警官办理。" });
  expect(await holderOf(id, "accept")).toMatchObject({ dutyName: "王警官", duty: "b" });
  // A has changed places with him: he assists, and handles it no more.
  expect(await refusalOf(desk.step("officerA", id, "accept"))).toBe("forbidden");
  await desk.step("officerB", id, "accept");
  await desk.step("officerB", id, "contact", contacted);
  expect(await holderOf(id, "handle")).toMatchObject({ dutyName: "王警官" });
  await desk.step("officerB", id, "handled", handled);
  await desk.step("liaison", id, "notSolved", { text: "晚上还是有人堵。" });
  expect(await holderOf(id, "handle")).toMatchObject({ dutyName: "王警官" });
  const { rows, replayed } = await bothSnapshots(house.platform, id);
  expect(rows.handledBy).toBe("deputy");
  expect(replayed).toEqual(rows);
});

it("the first added when he is late is officer A, in B's former place", async () => {
  const id = await returned();
  await desk.step("office", id, "assign", { to: "deputy" });
  await desk.runTo("2026-10-12 14:31");
  const turn = (await desk.view("office", id)).turns.find(({ kind }) => kind === "accept");
  expect(turn?.alsoWith.map(({ dutyName }) => dutyName)).toEqual(["李警官"]);
  desk.at("2026-10-12 09:00");
});

it("a reopened one too, and from B back to A", async () => {
  const id = await reopened();
  expect(await holderOf(id, "assign")).toMatchObject({ duty: "office" });
  await desk.step("office", id, "reassign", { to: "deputy" });
  expect(await holderOf(id, "handle")).toMatchObject({ dutyName: "王警官" });
  expect(await refusalOf(desk.step("officerA", id, "handled", handled))).toBe("forbidden");

  const other = await returned();
  await desk.step("office", other, "assign", { to: "deputy" });
  await desk.step("officerB", other, "accept");
  await desk.step("officerB", other, "contact", contacted);
  await desk.step("officerB", other, "handled", handled);
  await desk.step("liaison", other, "confirm");
  await desk.step("liaison", other, "reopen", { text: "还有一处没清。" });
  await desk.step("office", other, "reassign", { to: "handler" });
  expect(await holderOf(other, "handle")).toMatchObject({ dutyName: "李警官" });
  expect((await bothSnapshots(house.platform, other)).rows.handledBy).toBe("handler");
});

it("without a word it stays in the first place, as before", async () => {
  const id = await reopened();
  await desk.step("office", id, "reassign");
  expect(await holderOf(id, "handle")).toMatchObject({ dutyName: "李警官" });
});

it("without a project the topic's department handles it, or the station", async () => {
  const ofDepartment = await open({ projectId: null });
  await desk.step("office", ofDepartment, "assign", { to: "handler" });
  expect(await holderOf(ofDepartment, "accept")).toMatchObject({ unitName: "交警大队", duty: "desk" });
  const ofStation = await open({ projectId: null });
  await desk.step("office", ofStation, "assign", { to: "deputy" });
  expect(await holderOf(ofStation, "accept")).toMatchObject({ unitName: "北宋派出所", duty: "desk" });
});

const split = { title: "路面修补", text: "大门外的路面要另外修补。" };
/** The part that is split off by whoever handles the matter. */
async function partOf(id: number, person: "officerA" | "officerB"): Promise<number> {
  await desk.step(person, id, "split", split);
  const [link] = (await desk.view("office", id)).links;
  if (!link) throw new Error("nothing was split off");
  return link.id;
}

it("what is split off begins with whoever handles the matter, and is his to its end", async () => {
  const id = await returned();
  await desk.step("office", id, "assign", { to: "deputy" });
  await desk.step("officerB", id, "accept");
  const part = await partOf(id, "officerB");
  expect(await holderOf(part, "accept")).toMatchObject({ dutyName: "王警官", duty: "b" });
  expect(await refusalOf(desk.step("officerA", part, "accept"))).toBe("forbidden");
  await desk.step("officerB", part, "accept");
  await desk.step("officerB", part, "contact", contacted);
  expect(await holderOf(part, "handle")).toMatchObject({ dutyName: "王警官" });
  // A has B's former place in it: he reads it, and is the first added when it is late.
  expect((await desk.view("officerA", part)).abilities.steps.map(({ id: step }) => step)).not.toContain("handled");
  const { rows, replayed } = await bothSnapshots(house.platform, part);
  expect(rows.handledBy).toBe("deputy");
  expect(replayed).toEqual(rows);
});

it("what is split off of A's own begins with A, and is B's while A is away", async () => {
  const id = await open();
  await desk.step("officerA", id, "accept");
  const part = await partOf(id, "officerA");
  expect(await holderOf(part, "accept")).toMatchObject({ dutyName: "李警官", duty: "a" });
  await desk.sql("insert into absence (account_id, from_at, to_at) values ($1, '2026-10-12', '2026-10-14')", [
    house.town.people.officerA,
  ]);
  // B acts in A's place: of the whole, of the part, and of what he splits off himself, which is A's again later.
  await desk.step("officerB", part, "accept");
  await desk.step("officerB", id, "split", { ...split, title: "路灯" });
  const later = Math.max(...(await desk.view("office", id)).links.map((link) => link.id));
  expect(await holderOf(later, "accept")).toMatchObject({ duty: "a" });
  await desk.step("officerB", later, "accept");
  expect((await bothSnapshots(house.platform, later)).rows.handledBy).toBe("handler");
  desk.at("2026-10-14 09:00");
  await desk.step("officerA", later, "contact", contacted);
  desk.at("2026-10-12 09:00");
});

it("nobody else can be named, and only the office names", async () => {
  const id = await returned();
  expect(await refusalOf(desk.step("office", id, "assign", { to: "leader" }))).toMatch(/^invalid form.to/);
  expect(await refusalOf(desk.step("officerB", id, "assign", { to: "deputy" }))).toBe("forbidden");
  const { assign } = appeal.steps;
  const wrong: Procedure = { ...appeal, steps: { ...appeal.steps, assign: { ...assign, handsTo: "text" } } };
  expect(checkProcedure(wrong)).toEqual(["step assign hands the matter to somebody who has no place in it"]);
});
