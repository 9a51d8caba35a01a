import { describe, expect, it } from "vitest";
import { purposes, retentions } from "#access/personal-field.ts";
import { procedures } from "#capabilities/index.ts";
import { duplicateRule } from "#capabilities/duplicates/pair.queries.ts";
import { sampleRule } from "#capabilities/look-samples/draw.ts";
import { unusualRules } from "#capabilities/audit/unusual.ts";
import { contract as matters } from "#matters/contract.ts";
import { execute } from "#server/pipeline.ts";
import { publishFigures } from "#server/jobs/openness.ts";
import { operations } from "#server/registry.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { openDoorTo } from "#test/door.ts";
import { placesIn } from "#test/access/words.ts";
import { dataRequest, questionOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { texts as chinese } from "#web/i18n/texts.zh-CN.ts";
import type { Operation, OutputOf } from "#kernel/operation.ts";
import { contract } from "./contract.ts";
import { monthsShown, openFigures } from "./figures.ts";

const house = await forTheseTests(startHarness({ at: "2026-09-22T09:00:00+08:00" }));
const desk = deskOf(house);

/** As somebody without a session. */
async function ask<Op extends Operation>(operation: Op): Promise<OutputOf<Op>> {
  const { body } = await execute(house.platform, operation.id, {}, { device: "phone" });
  return body as OutputOf<Op>;
}
async function cell(id: string, month: string) {
  const { months, figures } = await ask(contract["openness.figures"]);
  return figures.find((one) => one.id === id)?.series[months.indexOf(month)];
}
async function complain(times: number): Promise<void> {
  for (let at = 0; at < times; at += 1)
    await desk.open("liaison", {
      procedure: "conduct",
      projectId: house.town.projects.bridge,
      title: "态度不好",
      form: { facts: { whom: "值班民警", text: "打电话去问，被挂断了两次。" } },
    });
}

describe("what is published by month", () => {
  it("is counted once when the month is over, without the small counts, and stays as it was published", async () => {
    await complain(5);
    const id = await desk.open("liaison", questionOf(house.town));
    for (let at = 0; at < 7; at += 1) await house.as("officerA")(matters["matter.get"], { id });
    for (let at = 0; at < 4; at += 1) await refusalOf(house.as("otherA")(matters["matter.get"], { id }));
    // What a firm looks at is no look of the police.
    await house.as("liaison")(matters["matter.get"], { id });
    expect(await publishFigures(house.platform)).toBe(0);
    expect(await cell("looks.records", "2026-08")).toEqual({ shown: null, hidden: false });
    desk.at("2026-10-01 00:50");
    expect(await publishFigures(house.platform)).toBe(1);
    expect(await publishFigures(house.platform)).toBe(0);
    expect(await cell("looks.records", "2026-09")).toEqual({ shown: 7, hidden: false });
    expect(await cell("complaints.received", "2026-09")).toEqual({ shown: 5, hidden: false });
    expect(await cell("complaints.closed", "2026-09")).toEqual({ shown: 0, hidden: false });
    // Four of them: neither given nor kept.
    expect(await cell("looks.refused", "2026-09")).toEqual({ shown: null, hidden: true });
    const rows = await desk.sql("select from open_figure where counted between 1 and 4");
    expect(rows).toEqual([]);
    // Whatever happens to what was counted.
    await desk.sql("update matter set opened_at = opened_at - interval '40 days' where procedure = 'conduct'");
    await publishFigures(house.platform);
    expect(await cell("complaints.received", "2026-09")).toEqual({ shown: 5, hidden: false });
  });

  it("says how many requests about one's own data were answered in time, and counts the unanswered as late", async () => {
    const request = () => desk.open("liaison", dataRequest());
    desk.at("2026-10-12 09:00");
    const ids = [];
    for (let at = 0; at < 10; at += 1) ids.push(await request());
    desk.at("2026-10-13 09:00");
    for (const id of ids.slice(0, 5)) await desk.step("dataProtection", id, "giveCopy");
    await desk.runTo("2026-12-01 00:50");
    expect(await publishFigures(house.platform)).toBe(2);
    expect(await cell("rights.received", "2026-10")).toEqual({ shown: 10, hidden: false });
    const inTime = [await cell("rights.inTime", "2026-10"), await cell("rights.inTime", "2026-11")];
    expect(inTime).toContainEqual({ shown: 0.5, hidden: false });
  });

  it("is of the last closed months, each figure with its definition in words", async () => {
    const { months, figures } = await ask(contract["openness.figures"]);
    expect(months).toHaveLength(monthsShown);
    expect(months.at(-1)).toBe("2026-11");
    expect(figures.map(({ id }) => id)).toEqual(openFigures.map(({ id }) => id));
    for (const { id, series } of figures) {
      expect(series).toHaveLength(monthsShown);
      expect(chinese).toHaveProperty([`openness.figure.${id}.definition`]);
      expect(chinese).toHaveProperty([`openness.figure.${id}`]);
    }
    // A small share is hidden from both sides.
    expect(figures.flatMap(({ series }) => series).filter(({ shown, hidden }) => hidden && shown !== null)).toEqual([]);
  });

  it("can be changed by nobody: the application may write a row once and take none back", async () => {
    const { rows } = await house.platform.pool.query<{ can: boolean }>(
      "select has_table_privilege('open_figure', 'update') or has_table_privilege('open_figure', 'delete') as can",
    );
    expect(rows).toEqual([{ can: false }]);
  });
});

describe("the registers", () => {
  it("are shown as they are: each module with its assessment, its months and who reads it", async () => {
    const { modules, register } = await ask(contract["openness.data"]);
    expect(modules.map(({ module }) => module)).toEqual([
      ...procedures.map(({ id }) => id),
      "accounts",
      "notices",
      "audit",
      "imports",
    ]);
    const consultation = modules.find(({ module }) => module === "consultation");
    expect(consultation).toMatchObject({ months: 24, purpose: "答复企业咨询", assessedOn: "2026-09-01" });
    expect(modules.find(({ module }) => module === "accounts")?.months).toBe(36);
    expect(consultation?.readers).toContain("handler");
    expect(modules.find(({ module }) => module === "conduct")?.readers.toSorted()).toEqual(["inspector", "requester"]);
    for (const { module, months } of modules.filter(({ texts }) => texts > 0))
      expect(months, module).toBeGreaterThan(0);
    await desk.sql("update retention_rule set months = 18 where kind = 'consultation'");
    const again = (await ask(contract["openness.data"])).modules.find(({ module }) => module === "consultation");
    expect(again?.months).toBe(18);
    for (const { purpose, retention } of register) {
      expect(Object.keys(purposes)).toContain(purpose);
      expect(Object.keys(retentions)).toContain(retention);
    }
    for (const key of [
      ...Object.keys(purposes).map((one) => `purpose.${one}`),
      ...Object.keys(retentions).map((one) => `retention.${one}`),
    ])
      expect(chinese).toHaveProperty([`openness.${key}`]);
  });

  it("show of an assessment neither dangers nor who made it", async () => {
    const text = JSON.stringify(await ask(contract["openness.data"]));
    const [row] = await desk.sql<{ dangers: string }>("select dangers from assessment where module = 'consultation'");
    expect(row?.dangers.length).toBeGreaterThan(3);
    expect(text).not.toContain(row?.dangers);
  });
});

describe("the rules", () => {
  it("are those by which the platform acts, in the version that is in force", async () => {
    const rules = await ask(contract["openness.rules"]);
    expect(rules).toMatchObject({
      lookSamples: sampleRule,
      duplicates: duplicateRule,
      unusualLooks: unusualRules,
      returnVisits: { version: 1 },
    });
    const accept = (some: typeof rules) =>
      some.limits.find(({ procedure, task, option }) => procedure === "appeal" && task === "accept" && option === null);
    expect(accept(rules)).toMatchObject({ source: "D" });
    await desk.sql(
      "insert into limit_rule (key, amount, unit, source, valid_from) values ('appeal.accept', 1, 'wh', 'P', '2026-11-01')",
    );
    expect(accept(await ask(contract["openness.rules"]))).toMatchObject({
      limit: { amount: 1, unit: "wh" },
      source: "P",
    });
    await desk.sql(
      `insert into limit_rule (key, amount, unit, source, law, article, valid_from)
       values ('appeal.accept', 30, 'min', 'L', '某法', '第1条', '2026-11-01')`,
    );
    expect(accept(await ask(contract["openness.rules"]))).toMatchObject({ source: "L", law: "某法", article: "第1条" });
  });
});

describe("the public page as a whole", () => {
  const open = Object.values<Operation>(contract);

  it("needs no session, takes nothing, puts nothing on record, and may be kept for a while on the way", () => {
    for (const operation of open) {
      expect(operation).toMatchObject({ open: true, kind: "read", audit: "none", method: "GET" });
      expect(Object.keys(operation.input.shape)).toEqual([]);
      expect(operation.shared).toBeGreaterThan(0);
    }
    // Whatever is kept on the way is the same for everybody.
    const shared = operations.filter((one) => one.shared !== undefined);
    expect(shared.map(({ id }) => id).toSorted()).toEqual(open.map(({ id }) => id).toSorted());
  });

  it("comes through the door for a stranger, to be kept on the way, and so often a minute from one address", async () => {
    const door = await openDoorTo(house, { rates: { session: 0, address: 12 }, trustProxy: ["127.0.0.1"] });
    const from = { "x-forwarded-for": "203.0.113.7" };
    const statuses = [];
    for (let at = 0; at < 9; at += 1) {
      const { status, headers } = await door.stranger().send("GET", "/api/open/figures", undefined, from);
      expect(headers.get("cache-control")).toBe(status === 200 ? "public, max-age=600" : "no-store");
      statuses.push(status);
    }
    expect(statuses.slice(0, 6)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(statuses).toContain(429);
    expect((await door.stranger().send("GET", "/api/open/data?x=1")).headers.get("cache-control")).toBe("no-store");
    await door.close();
  });

  it("says the same to whoever asks, and names no person, unit, firm or matter", async () => {
    const words = ["警官", "韩督察", "周联络", "派出所", "县局", "东岸", "大桥项目", "GX-", "TS-"];
    for (const operation of open) {
      const nobody = JSON.stringify(await ask(operation));
      for (const person of ["liaison", "inspector", "auditor", "systemAdmin"] as const)
        expect(JSON.stringify(await house.as(person)(operation, {})), operation.id).toBe(nobody);
      for (const word of words) expect(nobody, operation.id).not.toContain(word);
      const names = placesIn(operation.output, operation.id, "output").map(({ path }) => path.split(".").at(-1) ?? "");
      expect(names.filter((name) => /account|unit(Id|Name)|who|person|number|enterprise|matter/i.test(name))).toEqual(
        [],
      );
    }
  });
});
