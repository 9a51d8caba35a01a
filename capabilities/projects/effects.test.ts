import { beforeAll, describe, expect, it } from "vitest";
import { contract as notices } from "#capabilities/notices/contract.ts";
import type { CallInputOf } from "#kernel/operation.ts";
import { contract as matters } from "#matters/contract.ts";
import { emitter } from "#server/outbox.ts";
import { deskOf } from "#test/fixture/desk.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";

const house = await forTheseTests(startHarness());
const desk = deskOf(house);
beforeAll(async () => {
  desk.at("2026-09-22 09:00");
});

const run = () => house.platform.runEffects();
const moved = (project: number, ...more: number[]) =>
  house.platform.asSystem(async (tx) => {
    for (const one of [project, ...more]) {
      await emitter(tx, house.clock.now())({ name: "projectMoved", project: one }, []);
    }
  });
const work = async (id: number) =>
  (await house.as("office")(contract["project.checklist"], { id })).items.flatMap(({ code, matter }) =>
    matter ? [{ code, ...matter }] : [],
  );
const itemOf = async (id: number, code: string) => {
  const found = (await work(id)).find((item) => item.code === code);
  if (!found) throw new Error(`no ${code}`);
  return found.id;
};
const taskOf = async (matter: number) =>
  (
    await desk.sql<{ running: boolean; due: Date | null }>(
      `select clock ->> 'runningSince' is not null as running, due_at as due from task
        where matter_id = $1 and kind = 'do' and state = 'open'`,
      [matter],
    )
  )[0];
const told = async (person: Parameters<Harness["as"]>[0]) =>
  (await house.as(person)(notices["notice.list"], {})).items.map(({ kind }) => kind);
const act = async (verb: "suspend" | "resume" | "terminate", id: number) => {
  const { version } = await house.as("office")(contract["project.life"], { id });
  const operation = contract[`project.${verb}`];
  const day = new Date(house.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  const input: CallInputOf<typeof operation> = { id, version, day, note: "资金调整，停工" };
  return house.as("office")(operation, input);
};

describe("the work of a stage, when somebody else has put the project there", () => {
  it("is opened by itself, once however often it is told, and its officer hears of it once", async () => {
    const { bridge } = house.town.projects;
    expect(await work(bridge)).toEqual([]);
    await moved(bridge, bridge);
    await run();
    await moved(bridge);
    await run();
    expect((await work(bridge)).map(({ code }) => code)).toEqual([
      "openingLesson",
      "residenceDrive",
      "explosives",
      "patrolRoute",
    ]);
    expect(await told("officerA")).toEqual(["stageWorkOpened"]);
    for (const person of ["officerB", "liaison", "legalRep", "chief"] as const) {
      expect(await told(person), person).toEqual([]);
    }
    const seen = await house.as("liaison")(matters["matter.get"], { id: await itemOf(bridge, "openingLesson") });
    expect(seen).toMatchObject({ state: "DUE", title: "开工第一课" });
  });

  it("waits for the first officer where there is none, so that nobody's time runs", async () => {
    const made = await desk.sql<{ id: number }>(
      `insert into project (code, name, stage, stage_since, key_level, address, area_code, station_id, created_at)
       select 'L-1', '清单项目（示例）', 'SIGNED', '2026-09-01', 'CITY', '示例镇', area_code, station_id, created_at
         from project where id = $1 returning id`,
      [house.town.projects.bridge],
    );
    const id = made[0]?.id ?? 0;
    await moved(id);
    await run();
    expect(await work(id)).toEqual([]);
    await desk.sql("insert into assignment (project_id, account_id, kind, valid_from) values ($1, $2, 'A', $3)", [
      id,
      house.town.people.officerA,
      house.clock.now(),
    ]);
    await house.platform.asSystem((tx) =>
      emitter(tx, house.clock.now())({ name: "responsibilityChanged", project: id }, []),
    );
    await run();
    expect((await work(id)).map(({ code }) => code)).toEqual(["firstContact", "contactCard", "servicePlan"]);
  });

  it("of a project that is no more is nothing, and holds nothing up", async () => {
    await moved(999_999);
    await run();
    expect(await desk.sql("select 1 from effect_pending where consumer = 'projects'")).toEqual([]);
  });
});

describe("a project that stands still", () => {
  it("takes its open work along: clocks stand, nobody is reminded, and what was left runs on", async () => {
    const { plant } = house.town.projects;
    desk.at("2026-10-12 09:00");
    await moved(plant);
    await run();
    const lesson = await itemOf(plant, "openingLesson");
    const before = await taskOf(lesson);
    expect(before).toMatchObject({ running: true });
    await desk.step("otherA", await itemOf(plant, "residenceDrive"), "offer", { text: "要不要集中办居住证？" });
    await desk.step("otherA", await itemOf(plant, "patrolRoute"), "done", { text: "已排进夜巡路线。" });
    await run();
    const heard = [await told("otherA"), await told("otherLiaison")];

    await act("suspend", plant);
    await run();
    await run();
    expect((await work(plant)).map(({ code, state }) => [code, state])).toEqual([
      ["openingLesson", "SUSPENDED"],
      ["residenceDrive", "OFFER_SUSPENDED"],
      ["explosives", "SUSPENDED"],
      ["patrolRoute", "DONE"],
    ]);
    expect(await taskOf(lesson)).toMatchObject({ running: false });
    await desk.runTo("2026-11-30 09:00");
    expect((await work(plant)).filter(({ late }) => late)).toEqual([]);

    await act("resume", plant);
    await run();
    expect((await work(plant)).map(({ state }) => state)).toEqual(["DUE", "OFFERED", "DUE", "DONE"]);
    // Ten working days of which nothing was used, from the day on which it goes on.
    expect(await taskOf(lesson)).toEqual({ running: true, due: new Date("2026-12-14T09:00:00+08:00") });
    expect([await told("otherA"), await told("otherLiaison")]).toEqual(heard);
  });

  it("may have its work declined meanwhile, as at any time", async () => {
    const { plant } = house.town.projects;
    await act("terminate", plant);
    await run();
    const offered = await itemOf(plant, "residenceDrive");
    expect(await desk.step("otherLiaison", offered, "decline")).toMatchObject({ state: "DECLINED" });
    await act("resume", plant);
    await run();
    expect((await work(plant)).map(({ state }) => state)).toEqual(["DUE", "DECLINED", "DUE", "DONE"]);
  });
});
