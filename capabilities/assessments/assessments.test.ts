import { beforeEach, describe, expect, it } from "vitest";
import { statusContract } from "#capabilities/administration/status-contract.ts";
import { procedures } from "#capabilities/index.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";
import { modulesBeside } from "./modules.ts";

const house = await forTheseTests(startHarness({ at: "2026-10-12T09:00:00+08:00" }));
const desk = deskOf(house);
beforeEach(() => desk.at("2026-10-12 09:00"));

const list = () => house.as("dataProtection")(contract["assessment.list"], {});
const over = async () => (await house.as("systemAdmin")(statusContract["status.get"], {})).assessmentsOver;
const given = {
  module: "appeal",
  purpose: "办理企业诉求",
  fields: "诉求内容、来电人姓名和电话",
  law: "个人信息保护法第13条",
  dangers: "不愿公开身份的人被认出",
  measures: "只有承办人看到姓名，其他人只见掩码",
  validUntil: "2027-12-31",
};

describe("the register of impact assessments", () => {
  it("has one for every module with personal fields; a new kind of matter without one is found", async () => {
    const { items } = await list();
    expect(items.map(({ module }) => module)).toEqual([...procedures.map(({ id }) => id), ...modulesBeside]);
    expect(items.filter(({ state }) => state !== "VALID")).toEqual([]);
    expect(await over()).toEqual([]);
    await desk.sql("delete from assessment where module = 'conduct'");
    expect((await list()).items.filter(({ state }) => state === "MISSING").map(({ module }) => module)).toEqual([
      "conduct",
    ]);
    expect(await over()).toEqual(["conduct"]);
  });

  it("warns when one is nearly over, and when it is; a new one takes its place and the old one stays", async () => {
    const stateOf = async () => (await list()).items.find(({ module }) => module === "appeal")?.state;
    desk.at("2027-08-01 09:00");
    expect(await stateOf()).toBe("ENDS_SOON");
    desk.at("2027-09-01 09:00");
    expect(await stateOf()).toBe("OVER");
    expect(await over()).toContain("appeal");
    await house.as("dataProtection")(contract["assessment.record"], given);
    expect(await stateOf()).toBe("VALID");
    expect((await list()).items.find(({ module }) => module === "appeal")).toMatchObject({ assessedBy: "顾专员" });
    expect(await desk.sql("select from assessment where module = 'appeal'")).toHaveLength(2);
  });

  it("is kept by the desk, read by the auditor, and takes no unknown module and no day that is over", async () => {
    const record = (person: keyof Harness["town"]["people"], more: Record<string, unknown> = {}) =>
      refusalOf(house.as(person)(contract["assessment.record"], { ...given, ...more }));
    for (const person of ["auditor", "officerA", "systemAdmin", "liaison"] as const)
      expect(await record(person), person).toBe("forbidden");
    expect(await record("dataProtection", { module: "unheard" })).toBe("invalid module:notAChoice");
    expect(await record("dataProtection", { validUntil: "2026-10-12" })).toBe("invalid validUntil:dayIsOver");
    expect(await refusalOf(house.as("auditor")(contract["assessment.list"], {}))).toBe("accepted");
  });
});

describe("what was passed on", () => {
  const record = (person: keyof Harness["town"]["people"], more: Record<string, unknown> = {}) =>
    house.as(person)(contract["disclosure.record"], {
      onDay: "2026-10-09",
      recipient: "示例区人民法院",
      what: "一件诉求的办理记录",
      law: "民事诉讼法第70条",
      ...more,
    });

  it("stands with recipient, content, law and day, and who put it down", async () => {
    await record("dataProtection");
    const { items } = await house.as("auditor")(contract["disclosure.list"], {});
    expect(items).toMatchObject([
      { onDay: "2026-10-09", recipient: "示例区人民法院", law: "民事诉讼法第70条", number: null, notedBy: "顾专员" },
    ]);
  });

  it("is not put down for a day to come, for a matter that there is not, or by anybody else; nobody changes it", async () => {
    expect(await refusalOf(record("dataProtection", { onDay: "2026-10-13" }))).toBe("invalid onDay:dayToCome");
    const unknown = { number: "ZX-000000-20260101-0001" };
    expect(await refusalOf(record("dataProtection", unknown))).toBe("invalid number:unknownMatter");
    for (const person of ["auditor", "officerA", "liaison"] as const)
      expect(await refusalOf(record(person)), person).toBe("forbidden");
    const rights = await desk.sql(
      `select from information_schema.table_privileges where table_name = 'disclosure'
        and privilege_type in ('UPDATE', 'DELETE') and grantee not in (select tableowner from pg_tables where tablename = 'disclosure')`,
    );
    expect(rights).toEqual([]);
  });
});
