import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contract } from "#matters/contract.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { answerForm, questionOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";

const house = await forTheseTests(startHarness());
const desk = deskOf(house);
beforeEach(() => desk.at("2026-10-12 09:00"));

const question = (more: Record<string, unknown> = {}) => questionOf(house.town, more);
const words = { text: "再说两句" };
type Person = Parameters<Harness["as"]>[0];
const sees = async (person: Person, id: number) => (await refusalOf(desk.view(person, id))) === "accepted";
const lists = async (person: Person, id: number, view: "mine" | "all" = "all") =>
  (await house.as(person)(contract["matter.list"], { view })).items.some((item) => item.id === id);

describe("a private question (decision 21)", () => {
  it("is hidden from the firm's other people, and from nobody who works on it", async () => {
    const id = await desk.open("liaison", question({ private: true }));
    for (const person of ["liaison", "officerA", "officerB", "chief", "office"] as const) {
      expect(await sees(person, id), person).toBe(true);
    }
    for (const person of ["legalRep", "security", "otherLiaison", "cityOffice", "otherA", "specialist"] as const) {
      expect(await sees(person, id), person).toBe(false);
      expect(await lists(person, id), person).toBe(false);
      expect(await refusalOf(desk.step(person, id, "withdraw", words))).toBe("not-found");
    }
    await desk.step("officerA", id, "answer", answerForm);
    expect(await lists("legalRep", id, "mine")).toBe(false);
    expect(await lists("liaison", id, "mine")).toBe(true);
    await desk.step("liaison", id, "confirm");
  });

  it("an open one is the firm's: its desk sees it and speaks for it, its other people do not", async () => {
    const id = await desk.open("security", question());
    expect(await sees("security", id)).toBe(true);
    expect(await sees("liaison", id)).toBe(true);
    await desk.step("officerA", id, "answer", answerForm);
    await desk.step("legalRep", id, "confirm");
    const other = await desk.open("liaison", question());
    expect(await sees("security", other)).toBe(false);
  });
});

describe("a question without a project", () => {
  let handler: number;
  beforeAll(async () => {
    const [made] = await desk.sql<{ id: number }>(
      `insert into account (kind, login, duty_name, police_number, unit_id, duty_phone, created_at)
       values ('staff', 'handler', '何经办', 'handler', $1, '0546-0000000', '2025-01-01') returning id`,
      [house.town.units.traffic],
    );
    handler = made?.id ?? 0;
    await desk.sql(
      "insert into access_grant (account_id, role, unit_id, valid_from) values ($1, 'DEPT_HANDLER', $2, '2025-01-01')",
      [handler, house.town.units.traffic],
    );
  });

  it("goes to the desk of its topic's department, and climbs to the station's", async () => {
    const id = await desk.open("liaison", question({ projectId: null }));
    const [turn] = (await desk.view("liaison", id)).turns;
    expect(turn).toMatchObject({ holder: { duty: "desk", unitName: "交警大队" }, mine: false });
    expect(await lists(handler, id, "mine")).toBe(true);
    // The officers of her project have nothing to do with it.
    for (const person of ["officerA", "officerB", "specialist"] as const) expect(await sees(person, id)).toBe(false);

    await desk.runTo("2026-10-12 15:00");
    expect(await lists("chief", id, "mine")).toBe(true);
    expect((await desk.view("chief", id)).turns[0]?.alsoWith).toMatchObject([{ duty: "desk", unitName: "北宋派出所" }]);
    await desk.step(handler, id, "answer", answerForm);
    expect((await desk.view("liaison", id)).entries.at(-1)).toMatchObject({ actor: "何经办", capacity: "handler" });
  });

  it("goes to the city's department where the branch has none, and to the station without a topic", async () => {
    const law = await desk.open("liaison", question({ projectId: null, topic: "law" }));
    expect((await desk.view("liaison", law)).turns).toMatchObject([{ holder: { duty: "desk", unitName: "法制支队" } }]);
    const none = await desk.open("liaison", question({ projectId: null, topic: null }));
    expect((await desk.view("liaison", none)).turns).toMatchObject([
      { holder: { duty: "desk", unitName: "北宋派出所" } },
    ]);
    // Nobody is a specialist of no topic: said in words, nothing written.
    expect(await refusalOf(desk.step("chief", none, "askSpecialist", words))).toBe("illegal-step nobodyHolds");
    expect(await desk.row(none)).toMatchObject({ version: 1, entry_seq: 1 });
    await desk.step("chief", none, "answer", answerForm);
  });
});

describe("while officer A is away", () => {
  const absent = (from: string, to: string) =>
    desk.sql("insert into absence (account_id, from_at, to_at) values ($1, $2, $3)", [
      house.town.people.officerA,
      `${from}:00+08:00`,
      `${to}:00+08:00`,
    ]);

  it("B acts as A from the first minute, and no longer after the last", async () => {
    await absent("2026-10-13 10:00", "2026-10-13 15:00");
    desk.at("2026-10-13 09:30");
    const id = await desk.open("liaison", question());
    desk.at("2026-10-13 09:59");
    expect(await refusalOf(desk.step("officerB", id, "askSpecialist", words))).toBe("forbidden");
    expect((await desk.view("liaison", id)).turns).toMatchObject([{ holder: { dutyName: "李警官" } }]);

    desk.at("2026-10-13 10:00");
    expect((await desk.view("liaison", id)).turns).toMatchObject([{ holder: { dutyName: "王警官" } }]);
    expect(await lists("officerB", id, "mine")).toBe(true);
    await desk.step("officerB", id, "acknowledge", words);
    expect((await desk.view("liaison", id)).entries.at(-1)).toMatchObject({ actor: "王警官", capacity: "handler" });

    desk.at("2026-10-13 14:59");
    await desk.step("officerB", id, "askBack", words);
    desk.at("2026-10-13 15:00");
    await desk.step("liaison", id, "supply", words);
    expect(await refusalOf(desk.step("officerB", id, "answer", answerForm))).toBe("forbidden");
    expect(await lists("officerB", id, "mine")).toBe(false);
    expect((await desk.view("liaison", id)).turns).toMatchObject([{ holder: { dutyName: "李警官" } }]);
    await desk.step("officerA", id, "answer", answerForm);
  });
});

describe("whoever the ladder adds", () => {
  it("can do what the officer can while the task is late, reads what he reads, and nothing more", async () => {
    const id = await desk.open("liaison", question());
    await desk.step("officerA", id, "askSpecialist", { text: "内部：请给口径" });
    expect(await sees("leader", id)).toBe(false);
    expect(await refusalOf(desk.step("officerB", id, "acknowledge", words))).toBe("forbidden");

    await desk.runTo("2026-10-13 11:30");
    for (const person of ["officerB", "chief", "office", "leader"] as const) {
      const view = await desk.view(person, id);
      expect(view.abilities.steps.map((step) => step.id)).toEqual([
        "acknowledge",
        "answer",
        "askSpecialist",
        "sendToReview",
        "askBack",
        "convert",
        "notOurRemit",
      ]);
      expect(view.abilities.comment).toEqual(["shared", "handlers"]);
      expect(JSON.stringify(view.entries)).toContain("内部：请给口径");
      // Not the requester's steps, although they end the same task; not the specialist's.
      expect(await refusalOf(desk.step(person, id, "withdraw", words))).toBe("forbidden");
      expect(await refusalOf(desk.step(person, id, "submitDraft", answerForm))).toBe("forbidden");
    }
    await desk.step("leader", id, "sendToReview", answerForm);
    for (const person of ["leader", "chief", "officerA", "officerB", "office"] as const) {
      expect(await refusalOf(desk.step(person, id, "approve")), person).toBe("forbidden");
    }
    await desk.step("specialist", id, "returnDraft", words);
    // The first reply is done, and with it the ladder's help; who was there may go on reading.
    expect(await refusalOf(desk.step("leader", id, "answer", answerForm))).toBe("forbidden");
    expect(await sees("leader", id)).toBe(true);
  });

  it("is told that the page is old, not that he may not, when another was faster", async () => {
    const id = await desk.open("liaison", question());
    await desk.runTo("2026-10-12 15:00");
    const { version } = await desk.row(id);
    await desk.step("officerA", id, "acknowledge", words);
    const late = house.as("officerB")(contract["matter.step"], { id, step: "acknowledge", version, form: words });
    expect(await refusalOf(late)).toBe("stale-version");
  });
});
