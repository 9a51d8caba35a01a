import { beforeEach, describe, expect, it } from "vitest";
import type { PlatformEvent } from "#kernel/event.ts";
import { contract as matters } from "#matters/contract.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { questionOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";

type Person = keyof Harness["town"]["people"];

const house = await forTheseTests(startHarness());
const desk = deskOf(house);
beforeEach(async () => {
  desk.at("2026-10-12 09:00");
  await desk.sql("delete from due");
  await desk.sql("delete from effect_pending");
  await desk.sql("delete from notice");
  await desk.sql("delete from absence");
});

const ask = (more: Record<string, unknown> = {}, person: Person = "liaison") =>
  desk.open(person, questionOf(house.town, more));
const list = async (person: Person, input: Record<string, unknown> = {}) =>
  (await house.as(person)(contract["notice.list"], input)).items;
/** What somebody was told, oldest first: `taskOpened firstReply`. */
const told = async (person: Person) =>
  (await list(person))
    .toReversed()
    .map(({ kind, params }) => [kind, params["task"] ?? params["state"]].filter(Boolean).join(" "));
const run = () => house.platform.runEffects();
const happened = async (event: PlatformEvent) => {
  await house.platform.asSystem((tx) =>
    tx
      .insertInto("outbox")
      .values({ at: house.clock.now(), event: JSON.stringify(event), readers: [] })
      .execute(),
  );
  await run();
};
const everybody = Object.keys as (people: Harness["town"]["people"]) => Person[];

describe("who is told what", () => {
  it("the officer in charge of a new question, and nobody else", async () => {
    const id = await ask();
    await run();
    expect(await list("officerA")).toMatchObject([
      {
        kind: "taskOpened",
        urgency: "normal",
        at: "2026-10-12T01:00:00.000Z",
        readAt: null,
        matter: { id, title: "渣土车进场路线", procedure: "consultation" },
        params: { procedure: "consultation", task: "firstReply" },
      },
    ]);
    for (const person of everybody(house.town.people).filter((one) => one !== "officerA")) {
      expect(await told(person), person).toEqual([]);
    }
  });

  it("who asked, of what concerns her: her turn rather than the state, and nothing that she did herself", async () => {
    const id = await ask();
    await desk.step("officerA", id, "acknowledge", { text: "已收到" });
    await run();
    expect(await told("liaison")).toEqual(["stateChanged ANSWERING"]);
    await desk.step("officerA", id, "askSpecialist", { text: "请给口径" });
    await run();
    expect(await told("liaison")).toEqual(["stateChanged ANSWERING"]);
    expect(await told("specialist")).toEqual(["taskOpened draft"]);
    await desk.step("officerA", id, "answer", { text: "可以，早高峰除外", source: "交通管制通告" });
    await run();
    expect(await told("liaison")).toEqual(["stateChanged ANSWERING", "taskOpened confirm"]);
    await desk.step("liaison", id, "confirm", { verdict: "SOLVED" });
    await run();
    expect(await told("liaison")).toHaveLength(2);
    // Colleagues of hers find it in their lists and are left alone.
    expect(await told("legalRep")).toEqual([]);
  });

  it("once, however many events led there", async () => {
    const id = await ask();
    await desk.step("officerA", id, "acknowledge", { text: "已收到" });
    await desk.step("officerA", id, "askBack", { text: "几号开始？" });
    await run();
    expect(await told("liaison")).toEqual(["taskOpened supply"]);
    // The first reply was over before anybody could be told of it.
    expect(await told("officerA")).toEqual([]);
    await desk.sql(
      "insert into effect_pending (consumer, outbox_id) select 'notices', id from outbox on conflict do nothing",
    );
    await run();
    expect(await told("liaison")).toEqual(["taskOpened supply"]);
  });

  it("of a remark whoever works on it or asked and may read it, never its author", async () => {
    const id = await ask();
    await run();
    await house.as("officerB")(matters["matter.comment"], { id, audience: "handlers", text: "内部情况" });
    await run();
    expect(await told("officerA")).toEqual(["taskOpened firstReply", "remarkAdded"]);
    expect(await told("liaison")).toEqual([]);
    await house.as("officerA")(matters["matter.comment"], { id, audience: "shared", text: "请看附件" });
    await run();
    expect(await told("liaison")).toEqual(["remarkAdded"]);
    expect(await told("officerA")).toHaveLength(2);
  });

  it("the holder of reminders, of the end of his limit urgently, and whom the ladder brings in", async () => {
    await ask();
    await run();
    // 4 wh from Monday 09:00: 50 % at 11:00, 80 % at 13:42, over at 14:30.
    await desk.runTo("2026-10-12 11:00");
    await run();
    await desk.runTo("2026-10-12 13:42");
    await run();
    await desk.runTo("2026-10-12 14:30");
    await run();
    expect(await told("officerA")).toEqual([
      "taskOpened firstReply",
      "taskReminded firstReply",
      "taskPressing firstReply",
      "limitOver firstReply",
    ]);
    expect((await list("officerA"))[0]?.urgency).toBe("urgent");
    expect(await told("officerB")).toEqual(["broughtIn firstReply"]);
    expect(await told("liaison")).toEqual([]);
  });

  it("a firm of no early reminder", async () => {
    const id = await ask();
    await desk.step("officerA", id, "askBack", { text: "几号开始？" });
    await run();
    // 10 wd from Monday 12 October: 50 % on the 19th, 80 % on the 22nd.
    await desk.runTo("2026-10-19 09:00");
    await run();
    expect(await told("liaison")).toEqual(["taskOpened supply"]);
    await desk.runTo("2026-10-22 09:00");
    await run();
    expect(await told("liaison")).toEqual(["taskOpened supply", "taskPressing supply"]);
  });

  it("who stands in instead of whoever is away", async () => {
    await desk.sql("insert into absence (account_id, from_at, to_at) values ($1, '2026-10-12', '2026-10-14')", [
      house.town.people.officerA,
    ]);
    await ask();
    await run();
    expect(await told("officerB")).toEqual(["taskOpened firstReply"]);
    expect(await told("officerA")).toEqual([]);
  });

  it("nobody of what is long past", async () => {
    await ask();
    desk.at("2026-10-20 09:00");
    await run();
    expect(await told("officerA")).toEqual([]);
  });

  it("the desks of a project's firms when somebody else is responsible", async () => {
    const { bridge } = house.town.projects;
    const { officerA, otherA } = house.town.people;
    // A sponsor or a specialist is no news to a firm.
    await happened({ name: "responsibilityChanged", project: bridge });
    expect(await told("liaison")).toEqual([]);
    // An officer hears of the work that his project's stage brings as soon as it has him, and of nothing else.
    expect(await told("officerA")).toEqual(["stageWorkOpened"]);
    const succeed = async (next: number) => {
      const at = house.clock.now();
      await desk.sql("begin");
      await desk.sql("update assignment set valid_to = $2 where project_id = $1 and kind = 'A' and valid_to is null", [
        bridge,
        at,
      ]);
      await desk.sql("insert into assignment (project_id, account_id, kind, valid_from) values ($1, $2, 'A', $3)", [
        bridge,
        next,
        at,
      ]);
      await desk.sql("commit");
    };
    desk.at("2026-10-12 07:00");
    await succeed(otherA);
    await desk.sql("update account set duty_phone = '0546-0000188' where id = $1", [otherA]);
    // Told once of the same pair, however often it is said.
    await happened({ name: "responsibilityChanged", project: bridge });
    await happened({ name: "responsibilityChanged", project: bridge });
    expect(await list("liaison")).toMatchObject([
      {
        kind: "responsibilityChanged",
        project: { id: bridge },
        responsible: [{ dutyName: expect.any(String), phone: "0546-0000188" }],
      },
    ]);
    expect(await told("legalRep")).toEqual(["responsibilityChanged"]);
    for (const person of ["security", "otherLiaison"] as const) expect(await told(person)).toEqual([]);
    // What he was told goes with the project.
    expect(await told("officerA")).toEqual([]);
    desk.at("2026-10-12 08:00");
    await succeed(officerA);
    await happened({ name: "responsibilityChanged", project: bridge });
    expect(await told("liaison")).toEqual(["responsibilityChanged", "responsibilityChanged"]);
  });

  it("the successor of a hand-over, the officer and the office when it is late, and nobody once it is accepted", async () => {
    const { bridge } = house.town.projects;
    const { officerA, otherA, office } = house.town.people;
    const [row] = await desk.sql<{ id: number }>(
      `insert into handover (project_id, station_id, kind, from_account, to_account, state, note, order_no, prepared_by, prepared_at, due_at)
       select p.id, p.station_id, 'A', $2, $3, 'PENDING', '', '1 号', $4, $5, $5 from project p where p.id = $1 returning id`,
      [bridge, officerA, otherA, office, house.clock.now()],
    );
    const handover = row?.id ?? 0;
    await happened({ name: "handoverOffered", project: bridge, handover });
    expect(await list("otherA")).toMatchObject([
      { kind: "handoverOffered", project: null, handover: { id: handover, projectName: "大桥项目（示例）" } },
    ]);
    for (const person of ["officerA", "office", "liaison"] as const) expect(await told(person)).toEqual([]);
    await happened({ name: "handoverLate", project: bridge, handover });
    await happened({ name: "handoverLate", project: bridge, handover });
    expect(await told("otherA")).toEqual(["handoverOffered", "handoverLate"]);
    for (const person of ["officerA", "office"] as const) expect(await told(person)).toEqual(["handoverLate"]);
    for (const person of ["leader", "liaison", "otherB"] as const) expect(await told(person)).toEqual([]);
    await desk.sql("delete from notice");
    await desk.sql(
      "update handover set state = 'WITHDRAWN', decided_by = from_account, decided_at = $2 where id = $1",
      [handover, house.clock.now()],
    );
    await happened({ name: "handoverLate", project: bridge, handover });
    expect(await told("otherA")).toEqual([]);
  });

  it("the offices of a project without its two officers, while it is without", async () => {
    const { bridge } = house.town.projects;
    await happened({ name: "projectUnstaffed", project: bridge });
    expect(await told("office")).toEqual([]);
    const [row] = await desk.sql<{ id: number }>(
      `insert into project (code, name, stage, stage_since, key_level, address, area_code, station_id, created_at)
       select 'P-9', '无人项目（示例）', stage, stage_since, key_level, address, area_code, station_id, created_at
         from project where id = $1 returning id`,
      [bridge],
    );
    const project = row?.id ?? 0;
    await happened({ name: "projectUnstaffed", project });
    await happened({ name: "projectUnstaffed", project });
    expect(await list("office")).toMatchObject([{ kind: "projectUnstaffed", project: { id: project } }]);
    expect(await told("cityOffice")).toEqual(["projectUnstaffed"]);
    for (const person of ["officerA", "otherA", "liaison"] as const) expect(await told(person)).toEqual([]);
  });
});

describe("what is kept from somebody", () => {
  it("is told to nobody whom it is kept from, though it be his task", async () => {
    const id = await ask();
    await desk.sql(
      `update matter set barred = array(select id from principal where kind = 'account' and ref_id = $2 and duty = 'self')
        where id = $1`,
      [id, house.town.people.officerA],
    );
    await run();
    expect(await told("officerA")).toEqual([]);
    expect(await desk.sql("select 1 from notice where account_id = $1", [house.town.people.officerA])).toEqual([]);
  });

  it("goes from the list and from the count with the access to it", async () => {
    const id = await ask();
    await run();
    expect(await house.as("officerA")(contract["notice.count"], {})).toEqual({ unread: 1 });
    await desk.sql(
      `update matter set barred = array(select id from principal where kind = 'account' and ref_id = $2 and duty = 'self')
        where id = $1`,
      [id, house.town.people.officerA],
    );
    expect(await told("officerA")).toEqual([]);
    expect(await house.as("officerA")(contract["notice.count"], {})).toEqual({ unread: 0 });
  });

  it('"only me" is told to her alone', async () => {
    const id = await ask({ private: true }, "security");
    await desk.step("officerA", id, "askBack", { text: "几号开始？" });
    await run();
    expect(await told("security")).toEqual(["taskOpened supply"]);
    for (const person of ["liaison", "legalRep"] as const) expect(await told(person)).toEqual([]);
  });

  it("says nothing in anybody's words", async () => {
    await ask();
    await run();
    const [row] = await desk.sql<{ text: string }>("select n::text as text from notice n");
    expect(row?.text).toContain("firstReply");
    for (const word of ["渣土车", "李警官", "周联络"]) expect(row?.text).not.toContain(word);
  });
});

describe("reading", () => {
  it("pages by the server's cursor", async () => {
    for (let count = 0; count < 5; count += 1) await ask();
    await run();
    const first = await house.as("officerA")(contract["notice.list"], { limit: 2 });
    const second = await house.as("officerA")(contract["notice.list"], { limit: 2, cursor: first.nextCursor });
    const third = await house.as("officerA")(contract["notice.list"], { limit: 2, cursor: second.nextCursor });
    const ids = [first, second, third].flatMap((page) => page.items.map(({ id }) => id));
    expect(new Set(ids).size).toBe(5);
    expect(ids).toEqual(ids.toSorted((one, other) => other - one));
    expect(third.nextCursor).toBeNull();
  });

  it("marks by id, by matter, and all up to one; only one's own", async () => {
    const read = (person: Person, input: Record<string, unknown>) => house.as(person)(contract["notice.read"], input);
    const ids = [await ask(), await ask(), await ask(), await ask()];
    await run();
    const notices = await list("officerA");
    const idOf = (matter: number | undefined) => notices.find((notice) => notice.matter?.id === matter)?.id ?? 0;
    expect(await read("otherA", { ids: notices.map(({ id }) => id) })).toEqual({ unread: 0 });
    expect(await read("officerA", { matter: ids[1] })).toEqual({ unread: 3 });
    expect(await read("officerA", { ids: [idOf(ids[3])] })).toEqual({ unread: 2 });
    expect(await list("officerA", { unread: true })).toHaveLength(2);
    expect(await read("officerA", { upTo: idOf(ids[0]) })).toEqual({ unread: 1 });
    expect((await list("officerA", { unread: true })).map(({ matter }) => matter?.id)).toEqual([ids[2]]);
  });

  it("tells the person's other screens", async () => {
    await ask();
    await run();
    await desk.sql("delete from effect_pending");
    const news = () => desk.sql("select 1 from outbox where event ->> 'name' = 'noticesChanged' and readers <> '{}'");
    const before = (await news()).length;
    const [notice] = await list("officerA");
    await house.as("officerA")(contract["notice.read"], { ids: [notice?.id] });
    await house.as("officerA")(contract["notice.read"], { ids: [notice?.id] });
    expect((await news()).length).toBe(before + 1);
  });

  it.each([
    ["nothing", {}, "invalid ids:required"],
    ["no ids", { ids: [] }, "invalid ids:tooShort"],
    ["too many", { ids: Array.from({ length: 101 }, (_, at) => at + 1) }, "invalid ids:tooLong"],
    ["a word", { upTo: "all" }, "invalid upTo:wrongType"],
    ["a foreign field", { account: 1 }, "invalid account:unknownField"],
  ])("refuses %s", async (_what, input, refusal) => {
    expect(await refusalOf(house.as("officerA")(contract["notice.read"], input))).toBe(refusal);
  });

  it("refuses a made-up cursor", async () => {
    expect(await refusalOf(house.as("officerA")(contract["notice.list"], { cursor: "bm8" }))).toBe(
      "invalid cursor:malformed",
    );
  });
});
