import { buffer } from "node:stream/consumers";
import readWorkbook from "read-excel-file/node";
import { beforeEach, describe, expect, it } from "vitest";
import { accountContract } from "#capabilities/administration/account-contract.ts";
import { contract as members } from "#capabilities/members/contract.ts";
import { contract as directory } from "#directory/contract.ts";
import { execute } from "#server/pipeline.ts";
import { operations } from "#server/registry.ts";
import { wordsIn } from "#test/access/words.ts";
import { deskOf } from "#test/fixture/desk.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";

type Person = keyof Harness["town"]["people"];

const house = await forTheseTests(startHarness({ at: "2026-10-12T09:00:00+08:00" }));
const desk = deskOf(house);
beforeEach(async () => {
  await desk.sql("delete from audit_open");
  await desk.sql("delete from audit");
  desk.at("2026-10-12 09:00");
});

const looksAt = async (person: Person) => (await house.as(person)(contract["myData.looks"], {})).items;
const firm = (person: Person) => house.as(person)(directory["enterprise.get"], { id: house.town.firms.east });

describe("who was shown in a list", () => {
  it("finds it by unit, purpose and day, once, with how often and when last", async () => {
    await firm("officerA");
    desk.at("2026-10-12 11:30");
    await firm("officerB");
    await firm("officerA");
    desk.at("2026-10-13 00:10");
    await firm("officerA");
    const station = { who: "北宋派出所", purpose: "duty", what: { kind: "list" } };
    expect(await looksAt("security")).toMatchObject([
      { ...station, at: "2026-10-12T16:10:00.000Z", times: 1 },
      { ...station, at: "2026-10-12T03:30:00.000Z", times: 3 },
    ]);
    expect(JSON.stringify(await looksAt("security"))).not.toMatch(/李警官|王警官/);
    expect(await looksAt("otherLiaison")).toEqual([]);
  });

  it("finds nothing where he was masked, or kept his telephone to himself", async () => {
    await firm("cityOffice");
    expect(await looksAt("security")).toEqual([]);
    const consent = { purpose: "contactShared", given: false };
    await house.as("security")(contract["myData.setConsent"], consent);
    await firm("officerA");
    await house.as("legalRep")(members["member.list"], {});
    expect(await looksAt("security")).toEqual([]);
    expect(await looksAt("liaison")).toMatchObject([
      { who: "东岸路桥（示例）", purpose: "colleagues", times: 1 },
      { who: "北宋派出所", purpose: "duty", times: 1 },
    ]);
    // His own looks are none.
    expect(await looksAt("legalRep")).toMatchObject([{ who: "北宋派出所" }]);
    await house.as("security")(contract["myData.setConsent"], { ...consent, given: true });
  });

  it("is one of the staff too, among the accounts that an administrator keeps", async () => {
    const as = house.as("securityAdmin");
    await as(accountContract["staff.list"], {});
    await as(accountContract["staff.list"], {});
    await as(accountContract["staff.get"], { id: house.town.people.officerA });
    expect(await looksAt("officerA")).toMatchObject([
      { who: "市局", operation: "staff.get", times: 1, what: { kind: "account" } },
      { who: "市局", times: 2, what: { kind: "list" } },
    ]);
  });

  it("stands on one page, however many looks of the day lie on another", async () => {
    const id = await desk.open("security", {
      procedure: "consultation",
      projectId: house.town.projects.bridge,
      title: "停车",
      topic: "traffic",
      form: { question: { text: "门前能停车吗？" } },
    });
    for (let times = 0; times < 30; times += 1) {
      await firm("officerA");
      await desk.view("officerA", id);
      await desk.view("officerB", id);
    }
    const as = house.as("security");
    const first = await as(contract["myData.looks"], {});
    const second = await as(contract["myData.looks"], { cursor: first.nextCursor });
    const lists = [...first.items, ...second.items].filter(({ what }) => what.kind === "list");
    expect(lists).toMatchObject([{ times: 30 }]);
    expect([first.items.length, second.items.length]).toEqual([50, 11]);
  });
});

/** How whoever an answer shows whole learns of it; or why it tells nothing that is his own. */
const told = "named in the audit row of the answer";
const look = "a look at his account";
const dutyLine = "the line of a unit or of an officer on duty, which everybody may call";
const agreed = "what both sides of a service plan have written into it for each other";
const own = "goes to the person himself";
/** The same for what is given out as a file. */
const files: Readonly<Record<string, string>> = {
  "grantReview.export": told,
  "matter.export": "nobody: who has it now by his place",
  "project.export": "officers by the names of their duty, as everybody sees them; no line, no number",
  "metric.export": "nobody: figures",
  "hotlineExport.get": "nobody of the platform: numbers of tickets and replies, as the hotline wants them",
  "import.template": "nobody: headings and an invented row",
  "import.errors": "the rows that the office itself has uploaded, as they came",
  "file.get": "what was attached to a matter, whose record says who opened it",
};
const answers: Readonly<Record<string, string>> = {
  "enterprise.get.members.phone": told,
  "member.list.items.phone": told,
  "staff.list.items.policeNumber": told,
  "grant.list.items.account.policeNumber": told,
  "grantReview.get.items.policeNumber": told,
  "staff.get.policeNumber": look,
  "staff.get.login": look,
  "staff.get.dutyPhone": look,
  "staff.get.proposals.account.policeNumber": look,
  "project.list.items.station.dutyPhone": dutyLine,
  "project.list.items.people.phone": dutyLine,
  "project.get.station.dutyPhone": dutyLine,
  "project.get.people.phone": dutyLine,
  "enterprise.get.station.dutyPhone": dutyLine,
  "access.card.station.dutyPhone": dutyLine,
  "access.card.projects.officers.phone": dutyLine,
  "unit.tree.items.dutyPhone": dutyLine,
  "notice.list.items.responsible.phone": dutyLine,
  "plan.get.project.station.dutyPhone": dutyLine,
  "plan.get.shown.content.contacts.dutyPhone": agreed,
  "plan.get.shown.content.emergency.phone": agreed,
  "plan.get.before.content.contacts.dutyPhone": agreed,
  "plan.get.before.content.emergency.phone": agreed,
  "factor.get.login": own,
  "myData.get.login": own,
  "myData.get.phone": own,
  "myData.copy.account.login": own,
  "myData.copy.account.phone": own,
  "myData.copy.service.policeNumber": own,
};

describe("no list shows somebody without his learning of it", () => {
  it("each telephone, login, number or caller in an answer is told to whom it belongs, or there is a reason", () => {
    const personal = /(phone|login|policeNumber|caller\w*|mail\w*)$/i;
    const found = operations
      .filter(({ kind }) => kind === "read")
      .flatMap((operation) => wordsIn(operation.output, operation.id, "output").filter((path) => personal.test(path)));
    expect(found.filter((path) => !(path in answers))).toEqual([]);
    expect(Object.keys(answers).filter((path) => !found.includes(path))).toEqual([]);
  });

  it("what is given out as a file is judged like that, too", () => {
    const found = operations.flatMap(({ id, reply }) => (reply === "file" ? [id] : []));
    expect(found.toSorted()).toEqual(Object.keys(files).toSorted());
  });

  it.each([
    ["grantReview.export", "securityAdmin", {}, true],
    ["grantReview.export", "leader", {}, true],
    ["project.export", "cityOffice", {}, false],
    ["project.export", "officerA", {}, false],
    ["matter.export", "cityOffice", { view: "all" }, false],
    ["matter.export", "otherLiaison", { view: "all" }, false],
    ["metric.export", "leader", { month: "2026-09" }, false],
  ] as const)(
    "%s names in its audit row everybody whom it shows whole to %s",
    async (operation, person, input, shows) => {
      await desk.sql(
        `update account set duty_phone = '0546-77' || lpad(id::text, 5, '0'),
              police_number = case kind when 'staff' then 'SL77' || lpad(id::text, 5, '0') end`,
      );
      const { people, firms } = house.town;
      await desk.open("liaison", {
        procedure: "consultation",
        projectId: house.town.projects.bridge,
        title: "停车",
        topic: "traffic",
        form: { question: { text: "门前能停车吗？" } },
      });
      const account = { accountId: people[person], enterpriseId: person === "otherLiaison" ? firms.run : null };
      const { file } = await execute(house.platform, operation, input, { account, device: "desk" });
      const sheets = file ? await readWorkbook(await buffer(file.stream)) : [];
      const cells = new Set(
        sheets.flatMap(({ data }) => data.flat().flatMap((cell) => (cell === null ? [] : [String(cell)]))),
      );
      const accounts = await desk.sql<{ id: number; login: string; line: string; number: string | null }>(
        "select id, login, duty_phone as line, police_number as number from account where id <> $1",
        [people[person]],
      );
      const whole = accounts.filter(({ login, line, number }) =>
        [login, line, number].some((one) => one !== null && cells.has(one)),
      );
      const [row] = await desk.sql<{ shown: number[] | null }>(
        "select detail -> 'shown' as shown from audit where operation = $1 order by id desc limit 1",
        [operation],
      );
      expect(whole.map(({ id }) => id).filter((id) => row?.shown?.includes(id) !== true)).toEqual([]);
      expect(whole.length > 0).toBe(shows);
      expect(cells.size).toBeGreaterThan(3);
    },
  );
});
