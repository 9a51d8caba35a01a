import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { procedures } from "#capabilities/index.ts";
import { contract } from "#matters/contract.ts";
import { checkProcedure } from "#matters/engine/check.ts";
import { operations } from "#server/registry.ts";
import { deskOf } from "#test/fixture/desk.ts";
import { textFaults } from "#test/fixture/procedure-texts.ts";
import { relay } from "#test/fixture/relay/procedure.ts";
import { bothSnapshots } from "#test/fixture/rows.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { isTest, listSources, root } from "#test/sources.ts";

/** A block of the page: what it says it is, and its lines. */
interface Block {
  readonly language: string;
  readonly file: string;
  readonly text: string;
}

const page = readFileSync(join(import.meta.dirname, "add-a-service.md"), "utf8");
const blocks: Block[] = [...page.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
  ([, language = "", file = "", text = ""]) => ({
    language,
    file,
    text,
  }),
);
/** The page's folder of the service is the fixture's. */
const built = (file: string) => join(root, file.replace("capabilities/relay/", "test/fixture/relay/"));
const read = (file: string) => readFileSync(built(file), "utf8");
const lines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
const blocksOf = (file: string) => blocks.filter((block) => block.file === file);

describe("the page", () => {
  it("names every file of the folder, and no other", () => {
    const named = lines(blocks.find((block) => block.language === "files")?.text ?? "");
    expect(named.map((file) => file.replace("capabilities/relay/", "")).toSorted()).toEqual(
      readdirSync(join(root, "test/fixture/relay")).toSorted(),
    );
  });

  it("builds the declaration that the tests use: its blocks, put together, are the file", () => {
    const parts = blocksOf("capabilities/relay/procedure.ts");
    expect(parts.length).toBeGreaterThan(5);
    const kept = (text: string) => text.split("\n").filter((line) => line !== "");
    expect(parts.flatMap((part) => kept(part.text))).toEqual(kept(read("capabilities/relay/procedure.ts")));
  });

  it.each(["zh-CN", "en"])("quotes the texts as they are (%s)", (locale) => {
    const file = `capabilities/relay/messages.${locale}.json`;
    const texts = JSON.parse(read(file)) as Record<string, string>;
    const quoted = blocksOf(file).flatMap((block) =>
      Object.entries(JSON.parse(`{${block.text.trim().replace(/,$/, "")}}`) as object),
    );
    expect(quoted.length).toBeGreaterThan(10);
    expect(quoted.filter(([key, text]) => texts[key] !== text)).toEqual([]);
  });

  it("quotes the test as it is", () => {
    const test = lines(read("capabilities/relay/relay.test.ts")).join("\n");
    for (const block of blocksOf("capabilities/relay/relay.test.ts"))
      expect(test).toContain(lines(block.text).join("\n"));
    expect(blocksOf("capabilities/relay/relay.test.ts").length).toBeGreaterThan(0);
  });

  it("names a list that the line fits into", () => {
    const [line] = blocksOf("capabilities/index.ts");
    expect(line?.text.trim()).toBe('+import { relay } from "./relay/procedure.ts";');
    expect(readFileSync(join(root, "capabilities/index.ts"), "utf8")).toMatch(
      /^export const procedures: readonly Procedure\[\] = \[/m,
    );
  });

  it("names places that are there", () => {
    const places = [...page.matchAll(/`((?:access|capabilities|kernel|matters|test|web)\/[\w./-]+\.ts)`/g)].map(
      ([, place = ""]) => place,
    );
    const missing = places.filter(
      (place) => !place.includes("relay") && !listSources(".ts").some(({ path }) => path === place),
    );
    expect(missing).toEqual([]);
    expect(places.length).toBeGreaterThan(4);
  });
});

describe("the service that the page builds", async () => {
  const house = await forTheseTests(startHarness({ procedures: [...procedures, relay] }));
  const desk = deskOf(house);

  it("is sound and speaks both languages", () => {
    const messages = (locale: string) =>
      JSON.parse(read(`capabilities/relay/messages.${locale}.json`)) as Record<string, string>;
    expect(checkProcedure(relay)).toEqual([]);
    expect(textFaults(relay, { "zh-CN": messages("zh-CN"), en: messages("en") })).toEqual([]);
  });

  it("needs no code anywhere else: no migration, route, screen, rule or audit", () => {
    const mentions = listSources(".ts", ".tsx", ".sql", ".json").filter(
      ({ path, text }) => !isTest(path) && /\brelay\b/i.test(text),
    );
    expect(mentions.map(({ path }) => path)).toEqual([]);
    expect(operations.filter(({ id, path }) => /relay/i.test(`${id} ${path}`))).toEqual([]);
  });

  it("goes its whole way through the pipeline, with lists, rights, clocks, audit and history", async () => {
    desk.at("2026-10-12 09:00");
    const words = { text: "随便写一句话" };
    const id = await desk.open("liaison", {
      procedure: "relay",
      projectId: house.town.projects.bridge,
      title: "两边一起准备",
      topic: "traffic",
      form: { wish: { text: "请两边一起准备" }, remark: {} },
    });
    await desk.sql(
      "insert into principal (kind, ref_id, duty) values ('matter', $1, 'sideA'), ('matter', $1, 'sideB')",
      [id],
    );
    await desk.sql(
      `insert into matter_party (matter_id, capacity, account_id, valid_from)
       values ($1, 'sideA', $2, '2025-01-01'), ($1, 'sideB', $3, '2025-01-01')`,
      [id, house.town.people.security, house.town.people.otherLiaison],
    );
    await desk.step("officerA", id, "start", words);
    await desk.step("security", id, "prepareA", words);
    const mine = await house.as("otherLiaison")(contract["matter.list"], { view: "mine", procedure: "relay" });
    expect(mine.items.map((item) => [item.id, item.turns.map((turn) => turn.kind)])).toEqual([[id, ["prepareB"]]]);
    await desk.step("otherLiaison", id, "prepareB", words);

    await desk.runTo("2026-10-13 09:00");
    await desk.step("officerA", id, "propose", words);
    await desk.step("chief", id, "release");
    const closed = await desk.step("liaison", id, "accept", { verdict: "SOLVED" });
    expect(closed).toMatchObject({ state: "CLOSED", phase: "closed" });
    expect(await desk.story(id)).toEqual([
      "10-12 09:00 open wish → DRAWN",
      "10-12 09:00 section remark",
      "10-12 09:00 step start → PREPARING",
      "10-12 09:00 step prepareA",
      "10-12 09:00 step prepareB → JOINING",
      "10-12 14:15 reminder join 50",
      "10-12 16:30 reminder join 80",
      "10-13 09:00 climb join deputy",
      "10-13 09:00 step propose → CHECKING",
      "10-13 09:00 publication propose",
      "10-13 09:00 step release → OFFERED",
      "10-13 09:00 step accept → CLOSED",
    ]);
    const { rows, replayed } = await bothSnapshots(house.platform, id);
    expect(replayed).toEqual(rows);

    const { readers } = await house.as("officerA")(contract["matter.readers"], { id });
    expect(readers.find((reader) => reader.duty === "sideA")?.audiences.toSorted()).toEqual(["shared", "sideA"]);
    const audit = await desk.sql<{ operation: string; n: number }>(
      "select operation, count(*)::int as n from audit where object = $1 and status = 200 group by 1 order by 1",
      [`matter:${id}`],
    );
    expect(audit).toEqual([
      { operation: "matter.open", n: 1 },
      { operation: "matter.readers", n: 1 },
      { operation: "matter.step", n: 6 },
    ]);
  });
});
