import { sql } from "kysely";
import { beforeEach, describe, expect, it } from "vitest";
import { contract as directory } from "#directory/contract.ts";
import { creditCodeCheck } from "#kernel/fields/credit-code.ts";
import type { CallInputOf, OutputOf } from "#kernel/operation.ts";
import { contract as matters } from "#matters/contract.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";

const house = await forTheseTests(startHarness());
const desk = deskOf(house);
beforeEach(() => {
  desk.at("2026-09-22 09:00");
});

type Create = CallInputOf<(typeof contract)["project.create"]>;
let codes = 0;
const draft = (more: Partial<Create> = {}): Create => ({
  code: `N-${(codes += 1)}`,
  name: "港区储罐项目（示例）",
  keyLevel: "CITY",
  address: "示例镇示例路 9 号",
  stationId: house.town.units.station,
  since: "2026-09-21",
  firm: { uscc: "91350100M000100Y43", name: "东岸路桥（示例）", address: "示例路 1 号" },
  note: "省发改委清单第 3 批",
  ...more,
});
const create = (more: Partial<Create> = {}) => house.as("office")(contract["project.create"], draft(more));
const change = (one: { id: number; version: number }, more: object = {}) => ({
  id: one.id,
  version: one.version,
  day: "2026-09-22",
  note: "现场核实，附照片",
  ...more,
});
const move = (one: { id: number; version: number }, to: string, more: object = {}) =>
  house.as("office")(contract["project.moveStage"], change(one, { to, ...more }));
const checklist = async (person: Parameters<Harness["as"]>[0], id: number) =>
  (await house.as(person)(contract["project.checklist"], { id })).items;
const opened = (items: OutputOf<(typeof contract)["project.checklist"]>["items"]) =>
  items.filter((item) => item.matter !== null).map((item) => item.code);

describe("a project that is taken in", () => {
  it("belongs to the office's unit and its firm, has a history, and its stage has opened its work", async () => {
    const made = await create();
    expect(made).toMatchObject({ version: 1, stage: "SIGNED", opened: 3 });
    const seen = await house.as("chief")(directory["project.get"], { id: made.id });
    expect(seen).toMatchObject({
      stage: "SIGNED",
      stageSince: "2026-09-21",
      stages: [{ stage: "SIGNED", since: "2026-09-21" }],
      enterprises: [{ id: house.town.firms.east }],
    });
    expect(opened(await checklist("chief", made.id))).toEqual(["firstContact", "contactCard", "servicePlan"]);
  });

  it("may be built by a firm that nobody knew, which is entered with it", async () => {
    const body = "91370599MA0QUAY01";
    const firm = { uscc: `${body}${creditCodeCheck(body)}`, name: "新企业（示例）", address: "示例路 7 号" };
    const first = await create({ firm });
    const second = await create({ firm: { ...firm, name: "别的名字" } });
    const [one, other] = await Promise.all(
      [first, second].map(({ id }) => house.as("office")(directory["project.get"], { id })),
    );
    expect(one?.enterprises).toEqual([{ id: expect.any(Number), name: "新企业（示例）" }]);
    expect(other?.enterprises).toEqual(one?.enterprises);
  });

  it.each<[string, Partial<Create>, string]>([
    ["a code that is taken", { code: "P-2" }, "invalid code:codeTaken"],
    ["a day that has not come", { since: "2026-09-23" }, "invalid since:dayAhead"],
    ["a unit that is no station", { stationId: 1 }, "invalid stationId:notAStation"],
    ["a unit that does not exist", { stationId: 999_999 }, "invalid stationId:notAStation"],
    ["a wrong credit code", { firm: { uscc: "123", name: "某企业", address: "某地" } }, "invalid firm.uscc:creditCode"],
    [
      "planned days in the wrong order",
      { planned: { landed: "2027-02-01", construction: "2027-01-01" } },
      "invalid planned.construction:plannedOrder",
    ],
    ["a place beyond the country", { place: { lat: 60, lng: 118 } }, "invalid place.lat:latitude"],
    ["a place the wrong way round", { place: { lat: 118.3, lng: 37.5 } }, "invalid place.lat:pointSwapped"],
    ["a stage that none begins in", { stage: "ARCHIVED" as "SIGNED" }, "invalid stage:notAChoice"],
  ])("is refused with %s, and nothing is half-written", async (_what, more, answer) => {
    const count = async () => (await desk.sql<{ n: number }>("select count(*)::int as n from project"))[0]?.n;
    const before = await count();
    expect(await refusalOf(create(more))).toBe(answer);
    expect(await count()).toBe(before);
  });

  it.each(["officerA", "chief", "leader", "liaison", "specialist", "systemAdmin"] as const)(
    "is not for %s to enter",
    async (person) => {
      expect(await refusalOf(house.as(person)(contract["project.create"], draft()))).toBe("forbidden");
    },
  );

  it("is for the city's office too, in every branch", async () => {
    const made = await house.as("cityOffice")(contract["project.create"], draft());
    expect(made.stage).toBe("SIGNED");
  });
});

describe("moving on", () => {
  it("opens the next stage's work by itself, for officer A, with the template's limit", async () => {
    const made = await create();
    const moved = await move(made, "LANDED");
    expect(moved).toMatchObject({ version: 2, stage: "LANDED", opened: 3 });
    const items = await checklist("office", made.id);
    expect(opened(items.filter((item) => item.stage === "LANDED"))).toEqual(["sitePlan", "routeSurvey", "openIssues"]);
    // Ten working days from Tuesday 22 September 09:00; the autumn's holidays and make-up days are in between.
    const [task] = await desk.sql<{ limit: object; holder: string }>(
      `select t.clock -> 'limit' as limit, p.kind || ':' || p.ref_id || '/' || p.duty as holder
         from task t join principal p on p.id = t.holder where t.matter_id = $1`,
      [items.find((item) => item.code === "sitePlan")?.matter?.id],
    );
    expect(task).toEqual({ limit: { amount: 10, unit: "wd" }, holder: `project:${made.id}/a` });
  });

  it("forth and back opens nothing twice, and keeps what was done", async () => {
    const made = await create();
    const landed = await move(made, "LANDED");
    const back = await move(landed, "SIGNED");
    const again = await move(back, "LANDED");
    expect([landed.opened, back.opened, again.opened]).toEqual([3, 0, 0]);
    const seen = await house.as("office")(directory["project.get"], { id: made.id });
    expect(seen.stages.map((one) => one.stage)).toEqual(["SIGNED", "LANDED", "SIGNED", "LANDED"]);
    const [rows] = await desk.sql<{ n: number }>("select count(*)::int as n from matter where project_id = $1", [
      made.id,
    ]);
    expect(rows?.n).toBe(6);
  });

  it.each([
    ["a leap", "CONSTRUCTION", {}, "illegal-step stageOrder"],
    ["the stage it is in", "SIGNED", {}, "illegal-step stageOrder"],
    ["a stage that is none", "BUILT", {}, "invalid to:notAChoice"],
    ["a day that has not come", "LANDED", { day: "2026-09-23" }, "invalid day:dayAhead"],
    ["a day before the present stage", "LANDED", { day: "2026-09-20" }, "invalid day:dayBeforeStage"],
    ["an old version", "LANDED", { version: 7 }, "stale-version"],
    ["no reason", "LANDED", { note: " " }, "invalid note:required"],
    ["a file of nobody", "LANDED", { files: ["0198c0de-0000-7000-8000-000000000000"] }, "invalid files.0:unknownFile"],
  ])("is refused: %s", async (_what, to, more, answer) => {
    const made = await create();
    expect(await refusalOf(move(made, to, more))).toBe(answer);
    const seen = await house.as("office")(directory["project.get"], { id: made.id });
    expect(seen.stage).toBe("SIGNED");
  });

  it("by two at once: one moves it, the other is told that it has moved, and the work is there once", async () => {
    const made = await create();
    const answers = await Promise.all([refusalOf(move(made, "LANDED")), refusalOf(move(made, "LANDED"))]);
    expect(answers.toSorted()).toEqual(["accepted", "stale-version"]);
    expect(opened(await checklist("office", made.id))).toHaveLength(6);
  });

  it("is refused to whoever sees the project but does not arrange it, and told as nothing to whoever does not", async () => {
    const made = await create();
    for (const person of ["chief", "leader"] as const) {
      const answer = await refusalOf(house.as(person)(contract["project.moveStage"], change(made, { to: "LANDED" })));
      expect(answer, person).toBe(person === "chief" ? "forbidden" : "not-found");
    }
    expect(await refusalOf(house.as("otherA")(contract["project.suspend"], change(made)))).toBe("not-found");
  });
});

describe("side states", () => {
  it("suspended, taken up again, given up, archived: each with its day, and illegal ones refused", async () => {
    const office = house.as("office");
    const made = await create();
    const suspended = await office(contract["project.suspend"], change(made));
    expect(suspended.stage).toBe("SUSPENDED");
    expect(await refusalOf(move(suspended, "LANDED"))).toBe("illegal-step stageOrder");
    expect(await refusalOf(office(contract["project.suspend"], change(suspended)))).toBe("illegal-step projectState");
    const resumed = await office(contract["project.resume"], change(suspended));
    expect(resumed).toMatchObject({ stage: "SIGNED", opened: 0 });
    expect(await refusalOf(office(contract["project.archive"], change(resumed)))).toBe("illegal-step projectState");
    const ended = await office(contract["project.terminate"], change(resumed));
    const archived = await office(contract["project.archive"], change(ended));
    expect(archived.stage).toBe("ARCHIVED");
    expect(await refusalOf(office(contract["project.resume"], change(archived)))).toBe("illegal-step projectState");
  });
});

describe("what is known of a project", () => {
  const facts = (more: object = {}) => ({
    name: "港区储罐项目（示例）",
    keyLevel: "PROVINCE",
    address: "示例镇示例路 9 号",
    stationId: house.town.units.station,
    place: { lat: 37.5, lng: 118.3 },
    planned: { landed: "2026-12-01", construction: null, production: null },
    ...more,
  });

  it("is changed with what it was before; the same again changes nothing", async () => {
    const made = await create();
    const office = house.as("office");
    const done = await office(contract["project.change"], { ...facts(), id: made.id, version: 1 });
    expect(done.version).toBe(2);
    const same = await office(contract["project.change"], { ...facts(), id: made.id, version: 2 });
    expect(same.version).toBe(2);
    const rows = await desk.sql<{ fields: object }>(
      "select fields from project_evidence where project_id = $1 and seq = 2",
      [made.id],
    );
    expect(rows).toEqual([
      {
        fields: {
          key_level: ["CITY", "PROVINCE"],
          planned_landed: [null, "2026-12-01"],
          lat: [null, 37.5],
          lng: [null, 118.3],
        },
      },
    ]);
    expect(await refusalOf(office(contract["project.change"], { ...facts(), id: made.id, version: 1 }))).toBe(
      "stale-version",
    );
  });

  it("its evidence, with its files, is for the police side: the firm does not read it", async () => {
    const made = await create();
    const seen = (account: number, firm: number | null) =>
      house.platform.db.transaction().execute(async (tx) => {
        await sql`select app.enter(${account}, ${firm}, ${house.clock.now()})`.execute(tx);
        const rows = await tx.selectFrom("project_evidence").select("note").where("project_id", "=", made.id).execute();
        const changes = await tx
          .selectFrom("project_change")
          .select("kind")
          .where("project_id", "=", made.id)
          .execute();
        return [changes.length, rows.length];
      });
    const { people, firms } = house.town;
    expect(await seen(people.liaison, firms.east)).toEqual([1, 0]);
    expect(await seen(people.chief, null)).toEqual([1, 1]);
    expect(await seen(people.otherLiaison, firms.run)).toEqual([0, 0]);
    expect(await seen(people.systemAdmin, null)).toEqual([0, 0]);
  });
});

describe("the work of a stage", () => {
  const itemOf = async (id: number, code: string) => {
    const found = (await checklist("office", id)).find((item) => item.code === code)?.matter;
    if (!found) throw new Error(`no ${code}`);
    return found.id;
  };

  it("is read by the firm where it concerns it, and hidden where it is inner work", async () => {
    const made = await move(await create(), "LANDED");
    const firm = await checklist("liaison", made.id);
    expect(opened(firm)).toEqual(["firstContact", "contactCard", "servicePlan", "sitePlan", "routeSurvey"]);
    const inner = await itemOf(made.id, "openIssues");
    expect(await refusalOf(house.as("liaison")(matters["matter.get"], { id: inner }))).toBe("not-found");
    expect(await refusalOf(house.as("otherLiaison")(matters["matter.get"], { id: inner }))).toBe("not-found");
    expect(await refusalOf(house.as("liaison")(contract["project.checklist"], { id: house.town.projects.plant }))).toBe(
      "not-found",
    );
  });

  it("is done by the chief while nobody is assigned, and reads as done for the firm", async () => {
    const made = await create();
    const id = await itemOf(made.id, "firstContact");
    const done = await desk.step("chief", id, "done", { text: "已电话联系，约定每周二上午沟通。" });
    expect(done).toMatchObject({ state: "DONE", phase: "closed" });
    const item = (await checklist("liaison", made.id)).find((one) => one.code === "firstContact");
    expect(item?.matter).toMatchObject({ state: "DONE", late: false });
  });

  it("may be declined by the firm without a reason, asked for later, and the rest stays as it was (GR-12)", async () => {
    const made = await create();
    const others = async () => (await checklist("office", made.id)).filter((item) => item.code !== "servicePlan");
    const before = await others();
    const id = await itemOf(made.id, "servicePlan");
    expect(await desk.step("liaison", id, "decline")).toMatchObject({ state: "DECLINED" });
    expect(await others()).toEqual(before);
    expect(await desk.step("liaison", id, "wanted", { text: "下个月再谈" })).toMatchObject({ state: "DUE" });
    expect(await others()).toEqual(before);
  });

  it("is offered; silence ends it as no reply and nothing else", async () => {
    const made = await create();
    const id = await itemOf(made.id, "servicePlan");
    await desk.step("chief", id, "offer", { text: "服务方案初稿已备好，需要吗？" });
    await desk.runTo("2026-10-30 09:00");
    expect(await desk.row(id)).toMatchObject({ state: "NO_REPLY", outcome: "NO_REPLY" });
  });

  it("of a project that was taken over in its stage is opened by its office, once, however often it asks", async () => {
    const { plant } = house.town.projects;
    const open = () => house.as("office")(contract["project.openWork"], { id: plant });
    const answers = await Promise.all([open(), open()]);
    expect(answers.map((answer) => answer.opened).toSorted((one, other) => one - other)).toEqual([0, 4]);
    expect(opened(await checklist("office", plant))).toHaveLength(4);
    expect(await refusalOf(house.as("otherA")(contract["project.openWork"], { id: plant }))).toBe("forbidden");
    const made = await house.as("office")(contract["project.suspend"], change(await create()));
    expect(await refusalOf(house.as("office")(contract["project.openWork"], { id: made.id }))).toBe(
      "illegal-step projectState",
    );
  });

  it("that the firm does not read cannot be offered to it", async () => {
    const made = await move(await create(), "LANDED");
    const inner = await itemOf(made.id, "openIssues");
    expect(await refusalOf(desk.step("chief", inner, "offer", { text: "要不要？" }))).toBe("illegal-step noFirm");
  });
});
