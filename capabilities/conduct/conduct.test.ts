import { beforeAll, describe, expect, it } from "vitest";
import { contract } from "#matters/contract.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { complaintOf, questionOf } from "#test/fixture/openings.ts";
import { expectUnheard, itLeavesNoTrace, lendParts, lineOfOfficerA } from "#test/fixture/traceless.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";

type Person = keyof Harness["town"]["people"];

const house = await forTheseTests(startHarness({ at: "2026-10-12T09:00:00+08:00" }));
const desk = deskOf(house);

const complain = (more: Record<string, unknown> = {}, person: Person = "liaison") =>
  desk.open(person, complaintOf(house.town, more));
const seenBy = (person: Person, id: number) => refusalOf(house.as(person)(contract["matter.get"], { id }));

describe("a complaint", () => {
  it("is the complainant's and the inspectorate's alone, whatever the page asks for", async () => {
    const id = await complain({ private: false });
    for (const person of Object.keys(house.town.people) as Person[]) {
      const expected = person === "liaison" || person === "inspector" ? "accepted" : "not-found";
      expect(await seenBy(person, id), person).toBe(expected);
    }
    const list = await house.as("inspector")(contract["matter.list"], { view: "mine" });
    expect(list.items.map((one) => one.id)).toContain(id);
  });

  it("is accepted, looked into, answered, judged; reviewed once; then closed as not agreed, honestly", async () => {
    const id = await complain();
    await desk.step("inspector", id, "accept");
    await desk.step("inspector", id, "answer", { finding: "NOT_FOUNDED", text: "查看了执法记录，没有训斥。" });
    await desk.step("liaison", id, "askReview", { text: "在场的人没有问。" });
    await desk.step("inspector", id, "answerReview", { finding: "PARTLY", text: "问了在场的人，语气确实不当。" });
    await desk.step("liaison", id, "askReview", { text: "还是不认可。" });
    expect(await desk.row(id)).toMatchObject({ state: "NOT_SOLVED", outcome: "NOT", phase: "closed" });
    expect(await refusalOf(desk.step("liaison", id, "confirm", {}))).toBe("illegal-step notInThisState");
  });

  it("closes as not judged when nobody judges, never as agreed", async () => {
    desk.at("2026-10-12 09:00");
    const id = await complain();
    await desk.step("inspector", id, "accept");
    await desk.step("inspector", id, "answer", { finding: "FOUNDED", text: "属实，已经批评教育。" });
    await desk.runTo("2026-10-30 09:00");
    expect(await desk.row(id)).toMatchObject({ state: "UNRATED", outcome: "UNRATED" });
    desk.at("2026-10-12 09:00");
  });

  it("climbs past the line when the inspectorate is late", async () => {
    desk.at("2026-10-12 09:00");
    const id = await complain();
    await desk.runTo("2026-10-16 09:00");
    expect(await desk.story(id)).toContain("10-15 09:00 climb accept cityLeader");
    for (const person of ["chief", "office", "leader", "cityOffice"] as const)
      expect(await seenBy(person, id)).toBe("not-found");
    desk.at("2026-10-12 09:00");
  });

  it("names only people of that project, and only a complaint names anybody", async () => {
    const { people, projects } = house.town;
    expect(await refusalOf(complain({ about: [people.otherA] }))).toBe("invalid about:notAChoice");
    expect(await refusalOf(complain({ about: [people.officerA], projectId: null }))).toBe("invalid about:notAChoice");
    expect(await refusalOf(complain({ projectId: projects.plant }))).toMatch(/^invalid projectId/);
    const question = { procedure: "consultation", form: { question: { text: "能走北门吗？" } } };
    expect(await refusalOf(complain(question))).toBe("invalid about:notAllowed");
    expect(await refusalOf(complain({ form: { facts: { whom: "", text: "" } } }))).toMatch(/^invalid/);
    for (const person of ["officerA", "inspector", "cityOffice"] as const)
      expect(await refusalOf(complain({ about: [], projectId: null }, person))).toBe("forbidden");
  });

  it("is kept from the line also when it names nobody, so that no figure counts it", async () => {
    const id = await complain({ about: [], projectId: null });
    const [row] = await desk.sql<{ barred: number[]; private: boolean }>(
      "select barred, private from matter where id = $1",
      [id],
    );
    expect(row?.private).toBe(true);
    expect(row?.barred.length).toBeGreaterThan(0);
    await expect(desk.sql("update matter set barred = '{}' where id = $1", [id])).rejects.toThrow(/conduct_is_kept/);
  });

  it("changes no priority: what the firm asks afterwards has the limits that it would have had", async () => {
    const clocks = async () => {
      const id = await desk.open("liaison", {
        procedure: "appeal",
        projectId: house.town.projects.bridge,
        title: "门口被堵",
        topic: "traffic",
        form: { demand: { text: "请来看看大门口的堵车。" } },
      });
      return desk.sql("select kind, holder, added, due_at, clock from task where matter_id = $1 order by no", [id]);
    };
    desk.at("2026-10-13 09:00");
    const before = await clocks();
    await complain();
    await complain({ about: [house.town.people.officerB] });
    expect(await clocks()).toEqual(before);
    desk.at("2026-10-12 09:00");
  });
});

describe("a statement that the inspectorate asks for", () => {
  it("goes to the chief without firm, project or complainant; not to whom it is about", async () => {
    const id = await complain();
    await desk.step("inspector", id, "accept");
    await desk.step("inspector", id, "askUnit", { text: "请说明 10 月 9 日下午工地门口的情况。" });
    const [found] = await desk.sql<{ id: number }>("select child_id::int as id from matter_link where parent_id = $1", [
      id,
    ]);
    const asked = found?.id ?? 0;
    const view = await desk.view("chief", asked);
    expect(view).toMatchObject({ enterprise: null, project: null, links: [], procedure: "statement" });
    expect(JSON.stringify(view)).not.toMatch(/周联络|东岸|大桥|TS-/);
    for (const person of ["officerA", "officerB", "office", "cityOffice", "liaison"] as const)
      expect(await seenBy(person, asked), person).toBe("not-found");
    expect(await seenBy("chief", id)).toBe("not-found");
    await desk.step("chief", asked, "explain", { text: "当时在劝离堵门的车辆。" });
    expect((await desk.view("inspector", asked)).state).toBe("EXPLAINED");
  });
});

describe("to whom it is about, his B, his chief, his delegate, his office and leaders", async () => {
  const house = await forTheseTests(startHarness({ at: "2026-10-12T09:00:00+08:00" }));
  const other = await forTheseTests(startHarness({ at: "2026-10-12T09:00:00+08:00" }));
  let complaintId: number;

  /** The same morning in both towns; in one of them somebody has complained meanwhile. */
  async function morning(where: Harness, complained: boolean): Promise<void> {
    const client = deskOf(where);
    client.at("2026-10-12 09:00");
    await lendParts(client, where.town);
    const ask = (title: string) => client.open("liaison", questionOf(where.town, { title }));
    await ask("进场路线");
    await ask("夜间施工");
    if (complained) {
      complaintId = await client.open("liaison", complaintOf(where.town));
      await client.step("inspector", complaintId, "accept");
      await where.as("inspector")(contract["matter.comment"], {
        id: complaintId,
        audience: "inspectors",
        text: "调取了记录",
      });
    }
    const [series] = await client.sql<{ last: number }>("select last from number_series where series like 'ZX-%'");
    expect(series?.last).toBe(2);
    await where.platform.runEffects();
  }

  beforeAll(async () => {
    await morning(other, false);
    await morning(house, true);
  });

  const tries = () => {
    const { bridge } = house.town.projects;
    return [
      {},
      ...[1, 2, 3, 4].map((id) => ({ id })),
      { id: bridge, kind: "A" },
      { projectId: bridge },
      { projectId: bridge, view: "all" },
      { view: "all", procedure: "conduct" },
      { view: "mine", procedure: "conduct" },
      { q: "说话难听" },
      { q: "TS-370522" },
      { month: "2026-10" },
      { month: "2026-10", metric: "appeal.received" },
      { year: 2026 },
      { whose: "mine" },
      { kind: "A" },
    ];
  };

  itLeavesNoTrace(lineOfOfficerA, () => ({ withIt: house, without: other }), tries);

  it("and none of them is written to, reminded or told of it in the stream", async () => {
    const events = await deskOf(house).sql<{ readers: number[]; barred: number[] }>(
      "select readers, barred from outbox where (event->>'matter')::bigint = $1",
      [complaintId],
    );
    await expectUnheard(house, lineOfOfficerA, events);
  });
});
