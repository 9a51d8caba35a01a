import { beforeEach, describe, expect, it } from "vitest";
import { contract as search } from "#capabilities/search/contract.ts";
import { contract as metrics } from "#metrics/contract.ts";
import { contract as matters } from "#matters/contract.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { dataRequest } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";

type Person = keyof Harness["town"]["people"];

const house = await forTheseTests(startHarness({ at: "2026-10-12T09:00:00+08:00" }));
const desk = deskOf(house);
beforeEach(() => desk.at("2026-10-12 09:00"));

const ask = (person: Person, kind?: string, text?: string) => desk.open(person, dataRequest(kind, text));
const sees = (person: Person, id: number) => refusalOf(house.as(person)(matters["matter.get"], { id }));
const requestsOf = async (person: Person) => (await house.as(person)(contract["myData.get"], {})).requests;
const staff = ["officerA", "chief", "office", "cityOffice", "leader", "specialist", "inspector"] as const;
const administrators = ["auditor", "systemAdmin", "securityAdmin"] as const;

describe("a member of the staff and his own data", () => {
  it.each([...staff, ...administrators])(
    "%s asks, finds his request, and nobody sees it but himself and the data protection officer",
    async (asker) => {
      const id = await ask(asker, "CORRECT", "我的值班电话已经换了。");
      expect((await requestsOf(asker)).map((one) => one.id)).toContain(id);
      for (const person of Object.keys(house.town.people) as Person[]) {
        const expected = person === asker || person === "dataProtection" ? "accepted" : "not-found";
        expect(await sees(person, id), person).toBe(expected);
      }
      expect((await requestsOf("dataProtection")).map((one) => one.id)).not.toContain(id);
      await desk.step("dataProtection", id, "answer", { result: "CORRECTED", text: "已经更正。" });
      const { entries } = await desk.view(asker, id);
      expect(entries.at(-1)).toMatchObject({ name: "answer", form: { text: "已经更正。" } });
    },
  );

  it("opens to an administrator nothing else, and to nobody more than his own request", async () => {
    const id = await ask("systemAdmin", "EXPLAIN", "为什么保存我的登录记录？");
    const as = house.as("systemAdmin");
    expect(await refusalOf(as(matters["matter.list"], { view: "all" }))).toBe("forbidden");
    expect(await refusalOf(as(search["search.find"], { q: "我的信息" }))).toBe("forbidden");
    await desk.step("dataProtection", id, "askBack", { text: "是哪一项？" });
    expect(await refusalOf(desk.step("securityAdmin", id, "withdraw"))).toBe("not-found");
    await desk.step("systemAdmin", id, "supply", { text: "登录时间。" });
    await desk.step("dataProtection", id, "answer", { result: "EXPLAINED", text: "依法保存登录日志。" });
    expect(await desk.row(id)).toMatchObject({ state: "DONE", outcome: "EXPLAINED" });
    const { bridge } = house.town.projects;
    expect(await refusalOf(desk.open("officerA", { ...dataRequest(), projectId: bridge }))).toBe(
      "invalid projectId:notAllowed",
    );
    const question = {
      procedure: "consultation",
      title: "停车",
      topic: "traffic",
      form: { question: { text: "能停吗？" } },
    };
    for (const person of ["officerA", "systemAdmin"] as const)
      expect(await refusalOf(desk.open(person, question)), person).toBe("forbidden");
  });

  it("is in no figure of his unit, by which its leaders would learn that somebody asks", async () => {
    const stuck = async (person: "office" | "leader") => {
      const { serverTime: _, ...figures } = await house.as(person)(metrics["metric.stuck"], {});
      return figures;
    };
    const before = await Promise.all([stuck("office"), stuck("leader")]);
    const id = await ask("officerA", "EXPLAIN", "为什么？");
    expect(await Promise.all([stuck("office"), stuck("leader")])).toEqual(before);
    // Nor does the number tell where he works.
    const rows = await desk.sql("select station_id, branch_id from matter where id = $1", [id]);
    expect(rows).toEqual([{ station_id: house.town.units.city, branch_id: house.town.units.city }]);
  });

  it("is answered by nobody himself: the desk's own officer is answered by the inspectorate, and the other way round", async () => {
    const desks = await ask("dataProtection", "EXPLAIN", "谁看过我的登录记录？");
    const answer = { result: "EXPLAINED", text: "没有别人看过。" };
    expect(await refusalOf(desk.step("dataProtection", desks, "answer", answer))).toBe("forbidden");
    expect((await desk.view("dataProtection", desks)).abilities.steps.map(({ id }) => id)).toEqual(["withdraw"]);
    await desk.step("inspector", desks, "answer", answer);
    const inspectors = await ask("inspector", "EXPLAIN", "谁看过我的登录记录？");
    await desk.runTo("2026-11-02 09:00");
    // It has climbed to the inspectorate, which he is himself.
    expect(await refusalOf(desk.step("inspector", inspectors, "answer", answer))).toBe("forbidden");
    await desk.step("dataProtection", inspectors, "answer", answer);
  });

  it("is answered within 15 working days; late, it climbs to the inspectorate and not to his own leaders", async () => {
    const id = await ask("officerA", "DELETE", "请删除我的旧值班电话。");
    await desk.runTo("2026-11-02 09:00");
    expect(await sees("inspector", id)).toBe("accepted");
    for (const person of ["chief", "office", "leader", "cityOffice"] as const)
      expect(await sees(person, id), person).toBe("not-found");
  });
});

describe("his copy", () => {
  it("holds his number, unit, places, absences and loans, and nobody else's name", async () => {
    const { officerA, officerB } = house.town.people;
    await desk.sql(
      `insert into absence (account_id, from_at, to_at, recorded_at, recorded_by)
       values ($1, '2026-09-01T00:00:00+08:00', '2026-09-03T00:00:00+08:00', '2026-08-31T09:00:00+08:00', $2)`,
      [officerA, officerB],
    );
    await desk.sql(
      `insert into delegation (from_account, to_account, principal_id, valid_from, valid_to, reason)
       select $1, $2, id, '2026-09-01T00:00:00+08:00', '2026-09-03T00:00:00+08:00', '出差' from principal
        where kind = 'project' and ref_id = $3 and duty = 'a'`,
      [officerA, officerB, house.town.projects.bridge],
    );
    // A place that is over, on a project that he does not see any more.
    await desk.sql(
      `insert into assignment (project_id, account_id, kind, valid_from, valid_to)
       values ($2, $1, 'SPECIALIST', '2025-02-01T00:00:00+08:00', '2025-03-01T00:00:00+08:00')`,
      [officerA, house.town.projects.plant],
    );
    const id = await ask("officerA");
    await desk.step("dataProtection", id, "giveCopy");
    const copy = await house.as("officerA")(contract["myData.copy"], { id });
    expect(copy.account.roles).toMatchObject([{ role: "OFFICER", where: "北宋派出所", to: null }]);
    expect(copy.service).toEqual({
      policeNumber: "officerA",
      unit: "北宋派出所",
      places: [
        { project: "大桥项目（示例）", place: "A", from: "2024-12-31T16:00:00.000Z", to: null },
        {
          project: "新材料二期（示例）",
          place: "SPECIALIST",
          from: "2025-01-31T16:00:00.000Z",
          to: "2025-02-28T16:00:00.000Z",
        },
      ],
      absences: [{ from: "2026-08-31T16:00:00.000Z", to: "2026-09-02T16:00:00.000Z" }],
      loans: [{ given: true, from: "2026-08-31T16:00:00.000Z", to: "2026-09-02T16:00:00.000Z", reason: "出差" }],
    });
    expect(JSON.stringify(copy)).not.toMatch(/王警官|孙所长/);
    for (const person of ["chief", "dataProtection", "officerB", "systemAdmin"] as const)
      expect(await refusalOf(house.as(person)(contract["myData.copy"], { id })), person).toBe("forbidden");
  });

  it("is given to an administrator too, and has no such part for a firm's person", async () => {
    const admin = await ask("securityAdmin");
    await desk.step("dataProtection", admin, "giveCopy");
    const copy = await house.as("securityAdmin")(contract["myData.copy"], { id: admin });
    expect(copy.service).toMatchObject({ policeNumber: "securityAdmin", unit: "市局", places: [] });
    expect(copy.matters.length).toBeGreaterThan(0);
    const member = await ask("security");
    await desk.step("dataProtection", member, "giveCopy");
    expect((await house.as("security")(contract["myData.copy"], { id: member })).service).toBeNull();
  });
});

describe("who looked at a member of the staff", () => {
  it("names the desk that looked at his request", async () => {
    const id = await ask("officerA", "EXPLAIN", "为什么？");
    await desk.view("dataProtection", id);
    const { items } = await house.as("officerA")(contract["myData.looks"], {});
    expect(items).toContainEqual(
      expect.objectContaining({ who: "市局", what: expect.objectContaining({ kind: "matter", id }) }),
    );
  });
});
