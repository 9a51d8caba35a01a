import { beforeAll, describe, expect, it } from "vitest";
import { contract as directory } from "#directory/contract.ts";
import { contract as matters } from "#matters/contract.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { questionOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";

const house = await forTheseTests(startHarness());
const desk = deskOf(house);
const { bridge } = house.town.projects;
beforeAll(async () => {
  desk.at("2026-09-22 09:00");
  await house.as("office")(contract["project.moveStage"], {
    id: bridge,
    version: 1,
    to: "PRODUCTION",
    day: "2026-09-20",
    note: "竣工备案表",
  });
  const id = await desk.open("liaison", questionOf(house.town, { title: "进场路线" }));
  desk.at("2026-09-22 10:00");
  await desk.step("officerA", id, "askSpecialist", { text: "请给口径，内部先商量" });
  await desk.step("officerA", id, "answer", { text: "可以，错峰到九点以后。", source: "示例办法 第 7 条" });
  await desk.open("liaison", {
    procedure: "consultation",
    projectId: bridge,
    title: "只给自己看的问题",
    private: true,
    form: { question: { text: "这件事只有我自己能看吗？" } },
  });
  await desk.sql("insert into absence (account_id, from_at, to_at) values ($1, '2026-09-21', '2026-09-22')", [
    house.town.people.officerA,
  ]);
});

type Person = Parameters<Harness["as"]>[0];
const timeline = (person: Person, more: object = {}) =>
  house.as(person)(contract["project.timeline"], { id: bridge, ...more });

describe("the line of time", () => {
  it("tells stages, people and matters, the newest first, and the police side on what a stage rests", async () => {
    const { items } = await timeline("chief");
    expect(items.map((item) => item.at)).toEqual(
      items
        .map((item) => item.at)
        .toSorted()
        .toReversed(),
    );
    expect(items.find((item) => item.what === "MOVED")).toMatchObject({
      fromStage: "CONSTRUCTION",
      toStage: "PRODUCTION",
      day: "2026-09-20",
      note: "竣工备案表",
      who: "钱主任",
    });
    const kinds = items.map((item) => `${item.kind} ${item.what} ${item.place ?? ""}`.trim());
    for (const kind of ["people assigned A", "people assigned B", "people away A", "stage ENTERED", "matter opened"])
      expect(kinds).toContain(kind);
  });

  it("tells a firm neither the note nor when officers were away", async () => {
    const { items } = await timeline("liaison");
    expect(items.find((item) => item.what === "MOVED")).toMatchObject({ note: null, files: [] });
    expect(items.some((item) => item.what === "away")).toBe(false);
    expect(items.some((item) => item.matter?.title === "只给自己看的问题")).toBe(true);
    // Another member of the firm does not read what is the liaison's alone.
    const others = await timeline("legalRep");
    expect(others.items.some((item) => item.matter?.title === "只给自己看的问题")).toBe(false);
  });

  it("read page by page is the same as read at once, and each kind is a part of it", async () => {
    const whole = await timeline("chief", { limit: 100 });
    const keys: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await timeline("chief", { limit: 3, ...(cursor !== null && { cursor }) });
      keys.push(...page.items.map((item) => item.key));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(keys).toEqual(whole.items.map((item) => item.key));
    for (const kind of ["stage", "people", "plan", "matter"] as const) {
      const part = await timeline("chief", { limit: 100, kind });
      expect(part.items).toEqual(whole.items.filter((item) => item.kind === kind));
    }
  });

  it.each(["bm90aGluZw", "MTIzNDU2", "x".repeat(200)])("refuses a cursor that nobody gave out: %s", async (cursor) => {
    expect(await refusalOf(timeline("chief", { cursor }))).toBe("invalid cursor:malformed");
  });
});

describe("the six lists", () => {
  const lists = async (person: Person, more: object = {}) =>
    (await house.as(person)(contract["project.sixLists"], { id: bridge, ...more })).items;

  it("say of each matter its category, issue, who is responsible, measure and result", async () => {
    const item = (await lists("chief", { limit: 100 })).find((one) => one.title === "进场路线");
    expect(item).toMatchObject({
      procedure: "consultation",
      topic: { nameZh: "交通" },
      state: "ANSWERED",
      measure: "可以，错峰到九点以后。",
      late: false,
    });
    expect(item?.responsible).toContain("东岸路桥");
  });

  it("show nobody a measure that he does not read, and no matter that he does not see", async () => {
    await house.as("officerA")(matters["matter.comment"], {
      id: (await lists("chief")).find((one) => one.title === "进场路线")?.id ?? 0,
      audience: "handlers",
      text: "内部意见",
    });
    for (const item of await lists("liaison", { limit: 100 })) expect(item.measure ?? "").not.toContain("内部");
    expect((await lists("legalRep")).some((one) => one.title === "只给自己看的问题")).toBe(false);
    expect(await refusalOf(house.as("otherLiaison")(contract["project.sixLists"], { id: bridge }))).toBe("not-found");
  });

  it("read page by page are the same as read at once", async () => {
    const whole = await house.as("chief")(contract["project.sixLists"], { id: bridge, limit: 100 });
    const first = await house.as("chief")(contract["project.sixLists"], { id: bridge, limit: 4 });
    const second = await house.as("chief")(contract["project.sixLists"], {
      id: bridge,
      limit: 100,
      cursor: first.nextCursor,
    });
    expect([...first.items, ...second.items]).toEqual(whole.items);
  });
});

describe("where a project stands", () => {
  it("how long each stage took, and only its office is offered the next one", async () => {
    const life = (person: Person) => house.as(person)(contract["project.life"], { id: bridge });
    expect(await life("office")).toMatchObject({
      version: 2,
      days: [
        { stage: "CONSTRUCTION", days: 354 },
        { stage: "PRODUCTION", days: 2 },
      ],
      abilities: { change: true, moves: ["FOLLOW_UP", "CONSTRUCTION"], acts: ["suspend", "terminate"] },
    });
    for (const person of ["chief", "officerA", "liaison"] as const)
      expect((await life(person)).abilities).toEqual({ change: false, stations: [], moves: [], acts: [] });
  });
});

describe("the board", () => {
  const board = (person: Person, more: Record<string, unknown> = {}) =>
    house.as(person)(contract["project.board"], more);

  it("names the stations for which somebody may enter a project: an office's, nobody else's", async () => {
    const named = async (person: Person) => (await board(person)).stations.map(({ name }) => name);
    expect(await named("office")).toEqual(["北宋派出所", "盐窝派出所"]);
    expect(await named("cityOffice")).toEqual(["北宋派出所", "盐窝派出所"]);
    for (const person of ["officerA", "chief", "leader", "liaison"] as const) {
      expect(await named(person), person).toEqual([]);
    }
    const life = (person: Person) => house.as(person)(contract["project.life"], { id: bridge });
    expect((await life("office")).abilities.stations).toHaveLength(2);
    expect((await life("chief")).abilities).toMatchObject({ change: false, stations: [] });
  });

  it("has a card for each project that somebody works with, with its people, gaps and open matters", async () => {
    const { cards } = await board("office");
    expect(cards.map((card) => card.id)).toEqual([house.town.projects.plant, bridge]);
    expect(cards.find((card) => card.id === bridge)).toMatchObject({
      stage: "PRODUCTION",
      firms: ["东岸路桥（示例）"],
      people: [{ place: "A", dutyName: "李警官" }, { place: "B" }],
      gaps: ["SPONSOR", "SPECIALIST"],
      open: 7,
      late: 0,
    });
    expect((await board("otherA")).cards.map((card) => card.id)).toEqual([house.town.projects.plant]);
    expect((await board("specialist")).cards).toEqual([]);
  });

  it("tells a sponsor how much there is, though he reads few of its matters, and nothing of complaints", async () => {
    await desk.sql(
      "insert into assignment (project_id, account_id, kind, valid_from) values ($1, $2, 'SPONSOR', '2026-09-01')",
      [bridge, house.town.people.leader],
    );
    const card = async () => (await board("leader")).cards.find(({ id }) => id === bridge);
    const { items } = await house.as("leader")(matters["matter.list"], { projectId: bridge, phase: "active" });
    expect(items.length).toBeLessThan(7);
    expect(await card()).toMatchObject({ open: 7, late: 0 });
    await desk.sql(
      "update matter set barred = '{1}' where id = (select max(id) from matter where project_id = $1 and phase <> 'closed')",
      [bridge],
    );
    expect((await card())?.open).toBe(6);
    expect((await board("office")).cards.find(({ id }) => id === bridge)?.open).toBe(6);
    await desk.sql("update matter set barred = '{}'");
    await desk.sql("delete from assignment where kind = 'SPONSOR'");
  });

  it("has where projects and stations are; only a station's office says where it is", async () => {
    const { station } = house.town.units;
    const place = { lat: 37.412_345_678, lng: 118.2 };
    for (const person of ["chief", "officerA", "liaison", "leader"] as const)
      expect(await refusalOf(house.as(person)(contract["station.place"], { id: station, place })), person).toBe(
        "forbidden",
      );
    expect(await refusalOf(house.as("office")(contract["station.place"], { id: 999_999, place }))).toBe("not-found");
    // A branch is no station.
    expect(
      await refusalOf(house.as("cityOffice")(contract["station.place"], { id: house.town.units.branch, place })),
    ).toBe("not-found");
    await house.as("office")(contract["station.place"], { id: station, place });
    const { policeStations, cards } = await board("otherA");
    expect(policeStations.map(({ id }) => id)).toEqual([house.town.units.otherStation]);
    expect(cards[0]?.place).toBeNull();
    const at = { lat: 37.412_346, lng: 118.2 };
    expect((await board("office")).policeStations).toContainEqual({ id: station, name: "北宋派出所", place: at });
    expect(await house.as("liaison")(contract["project.life"], { id: bridge })).toMatchObject({ stationPlace: at });
    await house.as("office")(contract["station.place"], { id: station, place: null });
    expect((await board("office")).policeStations.every((one) => one.place === null)).toBe(true);
  });

  it("counts as late what is over its limit", async () => {
    const now = house.clock.now();
    desk.at("2026-11-20 09:00");
    await house.platform.settleDue();
    const { cards } = await board("office");
    expect(cards.find((card) => card.id === bridge)?.late).toBeGreaterThanOrEqual(5);
    house.clock.set(now);
  });

  it("is filtered by stage, unit, officer and gap", async () => {
    const ids = async (more: Record<string, unknown>) => (await board("cityOffice", more)).cards.map((card) => card.id);
    const { plant } = house.town.projects;
    const { units, people } = house.town;
    expect(await ids({ stage: "PRODUCTION" })).toEqual([bridge]);
    expect(await ids({ unitId: units.otherStation })).toEqual([plant]);
    expect(await ids({ unitId: units.branch })).toEqual([plant, bridge]);
    expect(await ids({ officerId: people.officerB })).toEqual([bridge]);
    expect(await ids({ gap: "A" })).toEqual([]);
    expect(await ids({ gap: "SPONSOR" })).toEqual([plant, bridge]);
    expect(await refusalOf(board("office", { gap: "C" }))).toBe("invalid gap:notAChoice");
  });
});

describe("the list of projects", () => {
  it("comes a page at a time, and filtered by stage and unit", async () => {
    const list = (more: Record<string, unknown>) => house.as("cityOffice")(directory["project.list"], more);
    const first = await list({ limit: 1 });
    const second = await list({ limit: 1, cursor: first.nextCursor });
    expect([...first.items, ...second.items].map((one) => one.id)).toEqual([bridge, house.town.projects.plant]);
    expect(second.nextCursor).toBeNull();
    expect((await list({ stage: "PRODUCTION" })).items.map((one) => one.id)).toEqual([bridge]);
    expect((await list({ unitId: house.town.units.otherStation })).items).toHaveLength(1);
    expect(await refusalOf(list({ cursor: "eHl6" }))).toBe("invalid cursor:malformed");
  });
});
