import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contract } from "#matters/contract.ts";
import { type Harness, startHarness } from "#test/harness.ts";

let house: Harness;
beforeAll(async () => {
  house = await startHarness();
});
afterAll(() => house.close());

const question = (more: Record<string, unknown> = {}) => ({
  procedure: "consultation",
  projectId: house.town.projects.bridge,
  title: "渣土车进场路线",
  topic: "traffic",
  form: { question: { text: "每天七点到八点半渣土车能走北门吗？" } },
  ...more,
});
const answerForm = { text: "可以，错峰到九点以后更好。", source: "示例办法 第 7 条" };

describe("a consultation", () => {
  it("goes from the liaison to officer A, to the specialist and back, and closes by her word", async () => {
    house.clock.set("2026-09-22T09:00:00+08:00");
    const opened = await house.as("liaison")(contract["matter.open"], question());
    expect(opened.number).toMatch(/^ZX-370522-20260922-\d{4}$/);
    expect(opened.turns[0]?.holder.dutyName).toBe("李警官");
    expect(opened.turns[0]?.clock.dueAt).toBe("2026-09-22T06:30:00.000Z");

    const list = await house.as("officerA")(contract["matter.list"], { view: "mine" });
    expect(list.items.map((item) => item.id)).toContain(opened.id);

    const { id } = opened;
    await house.as("officerA")(contract["matter.step"], { id, step: "askSpecialist", version: 1, form: { text: "请给口径" } });
    const specialist = await house.as("specialist")(contract["matter.list"], { view: "mine" });
    expect(specialist.items.map((item) => item.id)).toEqual([id]);
    expect((await house.as("specialist")(contract["matter.list"], {})).items.map((item) => item.id)).toEqual([id]);

    const hers = await house.as("liaison")(contract["matter.get"], { id });
    expect(hers.turns.map((turn) => turn.kind)).toEqual(["firstReply"]);
    expect(hers.entries.map((entry) => entry.name)).toEqual(["question"]);
    expect(hers.version).toBe(1);

    await house.as("specialist")(contract["matter.step"], { id, step: "submitDraft", version: 1, form: answerForm });
    await house.as("officerA")(contract["matter.step"], { id, step: "answer", version: 1, form: answerForm });
    await house.as("liaison")(contract["matter.step"], { id, step: "followUp", version: 2, form: { text: "周末呢？" } });
    await house.as("officerA")(contract["matter.step"], { id, step: "answer", version: 3, form: answerForm });
    const closed = await house.as("liaison")(contract["matter.step"], {
      id,
      step: "confirm",
      version: 4,
      form: { verdict: "SOLVED", stars: 5 },
    });
    expect(closed).toEqual({ id, version: 5, state: "CLOSED", phase: "closed" });
    const seen = await house.as("officerA")(contract["matter.get"], { id });
    expect(seen.outcome).toBe("SOLVED");
    expect(JSON.stringify(seen.entries)).not.toContain("stars");
  });
});
