import { beforeEach, describe, expect, it } from "vitest";
import { noticeVersion } from "#access/privacy-notice.ts";
import { contract as directory } from "#directory/contract.ts";
import { contract as members } from "#capabilities/members/contract.ts";
import { contract as search } from "#capabilities/search/contract.ts";
import { checkProcedure } from "#matters/engine/check.ts";
import { contract as matters } from "#matters/contract.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { complaintOf, dataRequest, questionOf } from "#test/fixture/openings.ts";
import { textFaults } from "#test/fixture/procedure-texts.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";
import english from "./messages.en.json" with { type: "json" };
import chinese from "./messages.zh-CN.json" with { type: "json" };
import { rightsRequest } from "./procedure.ts";

type Person = keyof Harness["town"]["people"];

const house = await forTheseTests(startHarness({ at: "2026-10-12T09:00:00+08:00" }));
const desk = deskOf(house);
beforeEach(() => desk.at("2026-10-12 09:00"));

const ask = (person: Person, kind?: string, text?: string) => desk.open(person, dataRequest(kind, text));
const question = (person: Person) =>
  desk.open(person, questionOf(house.town, { form: { question: { text: "我家在示例路，渣土车能走北门吗？" } } }));
const sees = (person: Person, id: number) => refusalOf(house.as(person)(matters["matter.get"], { id }));
const looksAt = async (person: Person, of: "me" | "firm" = "me") =>
  (await house.as(person)(contract["myData.looks"], { of })).items;
const phoneSeenBy = async (person: Person) => {
  if (person === "liaison" || person === "legalRep" || person === "security") {
    const { items } = await house.as(person)(members["member.list"], {});
    return items.find(({ dutyName }) => dutyName === "周联络")?.phone;
  }
  const firm = await house.as(person)(directory["enterprise.get"], { id: house.town.firms.east });
  return firm.members.find(({ dutyName }) => dutyName === "周联络")?.phone;
};

describe("a request about one's own data", () => {
  it("is sound, and every word of it has its text", () => {
    expect(checkProcedure(rightsRequest)).toEqual([]);
    expect(textFaults(rightsRequest, { chinese, english })).toEqual([]);
  });

  it("is read by whoever asks and the data protection officer, by nobody else, whatever the page asks for", async () => {
    const id = await desk.open("liaison", { ...dataRequest("EXPLAIN", "为什么保存我的电话？"), private: false });
    for (const person of Object.keys(house.town.people) as Person[]) {
      const expected = person === "liaison" || person === "dataProtection" ? "accepted" : "not-found";
      expect(await sees(person, id), person).toBe(expected);
    }
    const list = await house.as("dataProtection")(matters["matter.list"], { view: "mine" });
    expect(list.items.map((item) => item.id)).toContain(id);
  });

  it("is answered within 15 working days; late, it climbs to the inspectorate", async () => {
    const id = await ask("liaison", "DELETE", "请删除我的旧电话。");
    const [task] = await desk.sql<{ due_at: Date }>(
      "select due_at from task where matter_id = $1 and kind = 'answer'",
      [id],
    );
    // The fifteenth working day after Monday 12 October, at the minute in which it is used up.
    expect(task?.due_at.toISOString()).toBe("2026-11-02T01:00:00.000Z");
    expect(await sees("inspector", id)).toBe("not-found");
    await desk.runTo("2026-11-02 09:00");
    expect(await sees("inspector", id)).toBe("accepted");
    await desk.step("dataProtection", id, "answer", { result: "DELETED", text: "旧电话已删除。" });
    expect(await desk.row(id)).toMatchObject({ state: "DONE", outcome: "DELETED" });
  });

  it("is refused with ground, reasons, where to go and the remedy; once more it may be looked at", async () => {
    const id = await ask("liaison", "DELETE", "请删除全部咨询。");
    expect(await refusalOf(desk.step("dataProtection", id, "refuse", { ground: "LEGAL_DUTY" }))).toContain("invalid");
    await desk.step("dataProtection", id, "refuse", {
      ground: "LEGAL_DUTY",
      text: "咨询记录依法保存两年，到期自动删除。",
      whereTo: "市局数据保护专员",
      remedy: "可以向市网信部门投诉，也可以依法起诉",
    });
    await desk.step("liaison", id, "reopen", { text: "没有说是哪部法律。" });
    await desk.step("dataProtection", id, "answer", { result: "EXPLAINED", text: "依据已附上。" });
    expect(await refusalOf(desk.step("liaison", id, "reopen", { text: "再看" }))).toBe("illegal-step reopenedOnce");
    expect(await refusalOf(desk.step("officerA", id, "giveCopy"))).toBe("not-found");
  });

  it("is all that its officer sees: no matter, no firm, no project, nothing by searching", async () => {
    const id = await question("liaison");
    await house.platform.runEffects();
    expect(await sees("dataProtection", id)).toBe("not-found");
    const as = house.as("dataProtection");
    const { items } = await as(matters["matter.list"], { view: "all" });
    expect(new Set(items.map(({ procedure }) => procedure))).toEqual(new Set(["rightsRequest"]));
    expect((await as(directory["project.list"], {})).items).toEqual([]);
    expect(await refusalOf(as(directory["project.get"], { id: house.town.projects.bridge }))).toBe("not-found");
    expect((await as(search["search.find"], { q: "渣土车" })).matters).toEqual([]);
  });
});

describe("the copy", () => {
  it("is there once the request is granted, for its own person, for 30 days", async () => {
    await question("security");
    const id = await ask("security");
    const fetch = (person: Person) => house.as(person)(contract["myData.copy"], { id });
    expect(await refusalOf(fetch("security"))).toBe("forbidden");
    await desk.step("dataProtection", id, "giveCopy");
    expect((await house.as("security")(contract["myData.get"], {})).copy?.requestId).toBe(id);
    const copy = await fetch("security");
    expect(copy.account).toMatchObject({ login: "security", dutyName: "何安保" });
    expect(copy.account.roles).toMatchObject([{ role: "ENT_SECURITY", to: null }]);
    for (const person of ["liaison", "legalRep", "officerA", "dataProtection"] as const)
      expect(await refusalOf(fetch(person)), person).toBe("forbidden");
    desk.at("2026-11-11 09:00");
    expect(await refusalOf(fetch("security"))).toBe("forbidden");
  });

  it("holds what its person wrote, and nobody else's words or names", async () => {
    const asked = await question("legalRep");
    await house.as("officerA")(matters["matter.comment"], {
      id: asked,
      audience: "shared",
      text: "已转交警大队核实。",
    });
    await question("liaison");
    const id = await ask("legalRep");
    await desk.step("dataProtection", id, "giveCopy");
    const text = JSON.stringify(await house.as("legalRep")(contract["myData.copy"], { id }));
    expect(text).toContain("我家在示例路");
    expect(text).not.toMatch(/已转交警大队核实|周联络|李警官/);
    expect(JSON.parse(text).matters).toHaveLength(2);
  });
});

describe("who looked at my data", () => {
  it("names the unit, the time and the purpose of each look at one's matters, and no officer", async () => {
    const id = await question("liaison");
    desk.at("2026-10-12 09:30");
    await desk.view("officerA", id);
    desk.at("2026-10-12 10:15");
    await desk.view("office", id);
    await desk.view("liaison", id);
    const looks = (await looksAt("liaison")).filter(({ what }) => what.kind === "matter" && what.id === id);
    expect(looks).toMatchObject([
      { at: "2026-10-12T02:15:00.000Z", purpose: "duty", operation: "matter.get" },
      { at: "2026-10-12T01:30:00.000Z", purpose: "duty", operation: "matter.get" },
    ]);
    const units = await desk.sql<{ short_name: string }>(
      "select short_name from unit where id = any ($1) order by id",
      [[house.town.units.branch, house.town.units.station]],
    );
    expect(looks.map(({ who }) => who)).toEqual(units.map(({ short_name }) => short_name));
    expect(JSON.stringify(looks)).not.toMatch(/李警官|钱主任/);
  });

  it("tells a firm's desk who looked at the firm and at its matters, nobody else of the firm", async () => {
    const id = await question("security");
    await desk.view("officerB", id);
    await house.as("officerB")(directory["enterprise.get"], { id: house.town.firms.east });
    const kinds = (await looksAt("legalRep", "firm")).map(({ what }) => what);
    expect(kinds).toContainEqual({ kind: "enterprise" });
    expect(kinds).toContainEqual(expect.objectContaining({ kind: "matter", id }));
    expect(await looksAt("security", "firm")).toEqual([]);
    expect(await looksAt("otherLiaison", "firm")).not.toContainEqual(
      expect.objectContaining({ what: { kind: "matter", id } }),
    );
    expect(await looksAt("officerA", "firm")).toEqual([]);
  });

  it("keeps from an officer that anybody looks at a complaint about him (decision 21)", async () => {
    const before = await looksAt("officerA");
    const id = await desk.open("liaison", complaintOf(house.town));
    await desk.view("inspector", id);
    expect(await looksAt("officerA")).toEqual(before);
    expect((await looksAt("liaison")).map(({ what }) => what)).toContainEqual(expect.objectContaining({ id }));
    // A private matter is not told to the firm either.
    expect((await looksAt("legalRep", "firm")).map(({ what }) => what)).not.toContainEqual(
      expect.objectContaining({ id }),
    );
  });

  it("comes a page at a time, each look once", async () => {
    const id = await question("otherLiaison").catch(() =>
      desk.open("otherLiaison", {
        procedure: "consultation",
        projectId: house.town.projects.plant,
        title: "停车",
        topic: "traffic",
        form: { question: { text: "门前能停车吗？" } },
      }),
    );
    for (let times = 0; times < 55; times += 1) await desk.view("otherA", id);
    const as = house.as("otherLiaison");
    const first = await as(contract["myData.looks"], {});
    const second = await as(contract["myData.looks"], { cursor: first.nextCursor });
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([50, 5, null]);
    expect(await refusalOf(as(contract["myData.looks"], { cursor: "abc" }))).toBe("invalid cursor:malformed");
  });
});

describe("what one keeps oneself", () => {
  it("a telephone is corrected by its own person, lies sealed, and is seen by those who need it", async () => {
    await house.as("liaison")(contract["myData.setPhone"], { phone: "138 0000 0009" });
    expect((await house.as("liaison")(contract["myData.get"], {})).phone).toBe("13800000009");
    expect(await phoneSeenBy("legalRep")).toBe("13800000009");
    expect(await phoneSeenBy("officerA")).toBe("13800000009");
    const rows = await desk.sql<{ duty_phone: string | null }>(
      "select duty_phone from account where login = 'liaison'",
    );
    expect(rows).toEqual([{ duty_phone: null }]);
    const wrong = house.as("liaison")(contract["myData.setPhone"], { phone: "12" });
    expect(await refusalOf(wrong)).toBe("invalid phone:phone");
    expect(await refusalOf(house.as("officerA")(contract["myData.setPhone"], { phone: null }))).toBe("forbidden");
  });

  it("a consent is taken back as easily as given, and no service is lost with it", async () => {
    await house.as("liaison")(contract["myData.setPhone"], { phone: "13800000009" });
    const set = (given: boolean) =>
      house.as("liaison")(contract["myData.setConsent"], { purpose: "contactShared", given });
    await set(false);
    expect(await phoneSeenBy("legalRep")).toBeNull();
    expect(await phoneSeenBy("officerA")).toBeNull();
    expect(await phoneSeenBy("liaison")).toBe("13800000009");
    expect(await sees("liaison", await question("liaison"))).toBe("accepted");
    await set(true);
    expect(await phoneSeenBy("legalRep")).toBe("13800000009");
    const { consents } = await house.as("liaison")(contract["myData.get"], {});
    expect(consents).toMatchObject([{ purpose: "contactShared", given: true, at: "2026-10-12T01:00:00.000Z" }]);
    expect(await desk.sql("select given, notice_version from consent order by id")).toEqual([
      { given: false, notice_version: noticeVersion },
      { given: true, notice_version: noticeVersion },
    ]);
  });

  it("the privacy notice is noted once in its version, and an older one is refused", async () => {
    const as = house.as("legalRep");
    expect((await as(contract["myData.get"], {})).notice).toEqual({ version: noticeVersion, shownAt: null });
    await as(contract["myData.noteNotice"], { version: noticeVersion });
    desk.at("2026-10-13 09:00");
    await as(contract["myData.noteNotice"], { version: noticeVersion });
    expect((await as(contract["myData.get"], {})).notice.shownAt).toBe("2026-10-12T01:00:00.000Z");
    expect(await refusalOf(as(contract["myData.noteNotice"], { version: noticeVersion - 1 }))).toBe("stale-version");
  });
});
