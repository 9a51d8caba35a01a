import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { contract as matters } from "#matters/contract.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";

type Person = keyof Harness["town"]["people"];

const house = await forTheseTests(startHarness({ at: "2026-10-12T09:00:00+08:00" }));
const desk = deskOf(house);
beforeAll(async () => {
  // Two firms build the bridge.
  await desk.sql("insert into project_enterprise values ($1, $2)", [house.town.projects.bridge, house.town.firms.run]);
});

const kinds = {
  consultation: { question: { text: "渣土车能走北门吗？" } },
  appeal: { demand: { text: "大门外连续三晚被堵，请帮助处理。" } },
} as const;
const open = (person: Person, more: Record<string, unknown> = {}) => {
  const procedure = (more["procedure"] ?? "appeal") as keyof typeof kinds;
  return desk.open(person, {
    procedure,
    projectId: house.town.projects.bridge,
    title: "大门外被堵",
    topic: "traffic",
    form: kinds[procedure],
    ...more,
  });
};
const list = (person: Person, id: number) => house.as(person)(contract["duplicate.list"], { id });
const decide = (person: Person, id: number, other: number, same: boolean) =>
  house.as(person)(contract["duplicate.decide"], { id, other, same });
const suggested = async (person: Person, id: number) => (await list(person, id)).suggested.map((one) => one.id);
const fresh = () => desk.sql("truncate matter, outbox, idempotency, number_series cascade");

describe("a suggestion", () => {
  it("rests on project, topic and time; not on words, person or firm", async () => {
    await fresh();
    desk.at("2026-10-12 09:00");
    const one = await open("liaison");
    const others = {
      topic: await open("liaison", { topic: "law" }),
      none: await open("liaison", { topic: null }),
      project: await open("liaison", { projectId: null }),
    };
    desk.at("2026-11-11 08:59");
    const near = await open("otherLiaison", { title: "夜里进不去", procedure: "consultation" });
    desk.at("2026-11-11 09:01");
    const far = await open("liaison");
    const found = await suggested("officerA", one);
    expect(found).toEqual([near]);
    expect((await list("officerA", one)).suggested[0]).toMatchObject({ days: 30, enterprise: "润海材料（示例）" });
    for (const other of [...Object.values(others), far]) expect(found).not.toContain(other);
  });

  it("is for whoever handles it: requesters of either firm are refused, strangers see nothing", async () => {
    await fresh();
    const one = await open("liaison");
    await open("otherLiaison");
    for (const person of ["liaison", "legalRep"] as const)
      expect(await refusalOf(list(person, one)), person).toBe("forbidden");
    for (const person of ["otherLiaison", "otherA", "inspector", "auditor", "systemAdmin"] as const)
      expect(await refusalOf(list(person, one)), person).toBe("not-found");
    for (const person of ["officerA", "officerB", "chief", "office"] as const)
      expect(await suggested(person, one), person).toHaveLength(1);
  });

  it("never names a complaint about conduct, nor what a hotline passed on", async () => {
    await fresh();
    const one = await open("liaison");
    await open("liaison", {
      procedure: "conduct",
      topic: "traffic",
      about: [house.town.people.officerA],
      form: { facts: { whom: "李警官", text: "在工地门口当众训斥我们的员工。" } },
    });
    for (const person of ["officerA", "chief", "office"] as const) expect(await suggested(person, one)).toEqual([]);
  });

  const openings = fc.array(
    fc.record({
      by: fc.constantFrom("liaison" as const, "security" as const, "otherLiaison" as const),
      procedure: fc.constantFrom("consultation" as const, "appeal" as const),
      topic: fc.constantFrom("traffic", "law", null),
      onProject: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
      private: fc.boolean(),
      after: fc.integer({ min: 0, max: 20 }),
    }),
    { minLength: 3, maxLength: 9 },
  );
  it("never reveals a matter that its reader cannot read, and leaves out none that he can", async () => {
    const people: Person[] = [
      "officerA",
      "officerB",
      "chief",
      "office",
      "leader",
      "specialist",
      "cityOffice",
      "otherA",
    ];
    let revealed = 0;
    await fc.assert(
      fc.asyncProperty(openings, fc.nat(), async (all, seed) => {
        await fresh();
        house.clock.set("2026-10-12T09:00:00+08:00");
        const made: { id: number; topic: string | null; project: number | null; at: number }[] = [];
        for (const { by, procedure, topic, onProject, private: secret, after } of all) {
          house.clock.set(new Date(house.clock.now().getTime() + after * 86_400_000));
          const project = onProject ? house.town.projects.bridge : null;
          const id = await open(by, { procedure, topic, private: secret, projectId: project });
          made.push({ id, topic, project, at: house.clock.now().getTime() });
        }
        // Somebody is kept from one of them.
        const kept = made[seed % made.length];
        await desk.sql(
          `update matter set barred = array(select id from principal where kind = 'project' and duty in ('a', 'officers'))
            where id = $1`,
          [kept?.id],
        );
        for (const person of people) {
          const reads = new Set<number>();
          for (const { id } of made) {
            if ((await refusalOf(house.as(person)(matters["matter.get"], { id }))) === "accepted") reads.add(id);
          }
          for (const one of made) {
            const answer = await list(person, one.id).catch(() => undefined);
            if (!answer) continue;
            const wanted = made.filter(
              (other) =>
                other.id !== one.id &&
                reads.has(other.id) &&
                one.project !== null &&
                other.project === one.project &&
                one.topic !== null &&
                other.topic === one.topic &&
                Math.abs(other.at - one.at) <= 30 * 86_400_000,
            );
            const found = answer.suggested.map(({ id }) => id);
            revealed += found.length;
            for (const id of found)
              expect(
                wanted.map((other) => other.id),
                person,
              ).toContain(id);
            expect(found, person).toHaveLength(Math.min(5, wanted.length));
          }
        }
      }),
      { seed: 3, numRuns: 8 },
    );
    expect(revealed).toBeGreaterThan(20);
  });
});

describe("a decision", () => {
  it("links the later to the earlier; both go on with their clocks, and neither firm sees the other's", async () => {
    await fresh();
    const one = await open("liaison");
    const two = await open("otherLiaison");
    const tasks = () => desk.sql("select matter_id, kind, state, due_at from task order by matter_id, no");
    const before = await tasks();
    await decide("officerA", two, one, true);
    expect(await tasks()).toEqual(before);
    const links = async (person: Person, id: number) =>
      (await desk.view(person, id)).links.map((link) => [link.id, link.kind, link.earlier]);
    expect(await links("officerA", two)).toEqual([[one, "DUPLICATE_OF", true]]);
    expect(await links("officerA", one)).toEqual([[two, "DUPLICATE_OF", false]]);
    expect(await links("liaison", one)).toEqual([]);
    expect(await links("otherLiaison", two)).toEqual([]);
    expect(JSON.stringify(await desk.view("otherLiaison", two))).not.toMatch(/东岸/);
    expect(await suggested("officerA", one)).toEqual([]);
    expect((await list("officerB", one)).decided).toMatchObject([{ id: two, same: true }]);
    // Each is handled and closed for itself.
    for (const [person, id] of [
      ["liaison", one],
      ["otherLiaison", two],
    ] as const) {
      await desk.step("officerA", id, "accept");
      await desk.step("officerA", id, "contact", { how: "PHONE", text: "电话里说好明天上午来看。" });
      await desk.step("officerA", id, "handled", { result: "DONE", text: "已清理，划了禁停线。" });
      expect(await desk.step(person, id, "confirm")).toMatchObject({ phase: "closed" });
    }
  });

  it("that they are not the same is remembered, for everybody, and can be taken back either way", async () => {
    await fresh();
    const one = await open("liaison");
    const two = await open("otherLiaison");
    await decide("officerA", one, two, false);
    for (const person of ["officerA", "officerB", "chief", "office"] as const) {
      expect(await suggested(person, one)).toEqual([]);
      expect(await suggested(person, two)).toEqual([]);
    }
    await decide("chief", two, one, true);
    expect((await desk.view("officerA", one)).links).toHaveLength(1);
    await decide("officerA", one, two, false);
    expect((await desk.view("officerA", one)).links).toEqual([]);
    expect((await list("office", two)).decided).toMatchObject([{ id: one, same: false }]);
  });

  it("at once by two is one decision", async () => {
    await fresh();
    const one = await open("liaison");
    const two = await open("otherLiaison");
    await Promise.all([decide("officerA", one, two, true), decide("officerB", two, one, true)]);
    expect(await desk.sql("select from matter_link")).toHaveLength(1);
    expect(await desk.sql("select from matter_duplicate where same")).toHaveLength(1);
  });

  it("is about what could be the same, and only by whoever handles both", async () => {
    await fresh();
    const one = await open("liaison");
    const two = await open("otherLiaison");
    const law = await open("liaison", { topic: "law" });
    const split = await open("liaison");
    await desk.step("officerA", split, "accept");
    await desk.step("officerA", split, "split", { title: "路面修补", text: "大门外的路面要另外修补。" });
    const part = (await desk.view("officerA", split)).links[0]?.id ?? 0;
    for (const other of [one, law, 999_999]) {
      expect(await refusalOf(decide("officerA", one, other, true))).toBe("invalid other:notAChoice");
    }
    expect(await refusalOf(decide("officerA", split, part, true))).toBe("invalid other:notAChoice");
    expect(await refusalOf(decide("liaison", one, two, true))).toBe("forbidden");
    expect(await refusalOf(decide("otherA", one, two, true))).toBe("not-found");
    // Kept from the officers: for them it is not there, and they learn nothing by asking.
    await desk.sql("update matter set barred = array(select id from principal where kind = 'project') where id = $1", [
      two,
    ]);
    expect(await refusalOf(decide("officerA", one, two, true))).toBe("invalid other:notAChoice");
    expect(await desk.sql("select from matter_duplicate")).toEqual([]);
  });
});
