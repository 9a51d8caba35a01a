import { beforeAll, describe, expect, it } from "vitest";
import { contract as plans } from "#capabilities/plan/contract.ts";
import { handoverContract as handovers } from "#capabilities/staffing/handover-contract.ts";
import { deskOf } from "#test/fixture/desk.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";

type Person = Parameters<Harness["as"]>[0];

const lines = async (person: Person, kind?: "people" | "plan") => {
  const { items } = await house.as(person)(contract["project.timeline"], {
    id: bridge,
    limit: 100,
    ...(kind && { kind }),
  });
  // The oldest first, as a story is told.
  return items.toReversed();
};
const told = (items: Awaited<ReturnType<typeof lines>>) =>
  items.map(({ what, who, other, place }) => [what, other, who, place].filter((part) => part !== null).join(" "));

const house = await forTheseTests(startHarness());
const desk = deskOf(house);
const { bridge } = house.town.projects;
beforeAll(async () => {
  const { otherA } = house.town.people;
  desk.at("2026-09-21 09:00");
  const { ids } = await house.as("officerA")(handovers["handover.prepare"], {
    places: [{ projectId: bridge, kind: "A" }],
    note: "钥匙在值班室",
    items: [],
  });
  desk.at("2026-09-21 10:00");
  await house.as("office")(handovers["handover.approve"], { id: ids[0] ?? 0, toAccountId: otherA, orderNo: "9 号" });
  // Three working days are over on Thursday at ten.
  desk.at("2026-09-24 11:00");
  await house.as("otherA")(handovers["handover.accept"], { id: ids[0] ?? 0 });
  desk.at("2026-09-25 09:00");
  const first = await house.as("otherA")(plans["plan.draft"], { projectId: bridge, from: "template" });
  await house.as("otherA")(plans["plan.withdraw"], { id: first.id });
  desk.at("2026-09-25 10:00");
  const { id, revision } = await house.as("otherA")(plans["plan.draft"], { projectId: bridge, from: "last" });
  desk.at("2026-09-25 11:00");
  await house.as("otherA")(plans["plan.propose"], { id, revision });
  desk.at("2026-09-25 14:00");
  await house.as("liaison")(plans["plan.answer"], { id, answer: "CONFIRM", text: "同意" });
  desk.at("2026-09-25 15:00");
  await house.as("otherA")(plans["plan.sign"], { id });
});

describe("the line of time of a project", () => {
  it("tells the office and the chief how a place passed on, each thing once and at its instant", async () => {
    for (const person of ["office", "chief", "otherA"] as const) {
      const items = await lines(person, "people");
      expect(told(items)).toEqual([
        "assigned 李警官 A",
        "assigned 王警官 B",
        "offered 李警官 刘警官 A",
        "late 李警官 刘警官 A",
        "accepted 李警官 刘警官 A",
      ]);
      expect(items.map(({ at }) => at).slice(2)).toEqual([
        "2026-09-21T01:00:00.000Z",
        "2026-09-24T02:00:00.000Z",
        "2026-09-24T03:00:00.000Z",
      ]);
      expect(items.at(-1)?.handover).toBeGreaterThan(0);
    }
  });

  it("tells B and the firm only who has the place: the hand-over is not theirs", async () => {
    for (const person of ["officerB", "liaison", "security"] as const) {
      const items = await lines(person, "people");
      expect(told(items)).toEqual(["assigned 李警官 A", "assigned 王警官 B", "assigned 刘警官 A", "ended 李警官 A"]);
      expect(items.every(({ handover }) => handover === null)).toBe(true);
    }
  });

  it("tells both sides what was said to each version of the plan, the firm nothing of drafts", async () => {
    const police = await lines("chief", "plan");
    expect(police.map(({ what, plan, who }) => `${plan} ${what} ${who}`)).toEqual([
      "1 drafted 刘警官",
      "1 WITHDRAW 刘警官",
      "2 drafted 刘警官",
      "2 PROPOSE 刘警官",
      "2 CONFIRM 周联络",
      "2 SIGN 刘警官",
    ]);
    const firm = await lines("liaison", "plan");
    expect(firm.map(({ what, plan, note }) => `${plan} ${what} ${note ?? ""}`.trim())).toEqual([
      "2 PROPOSE",
      "2 CONFIRM 同意",
      "2 SIGN",
    ]);
  });

  it("a draft that was dropped before it was proposed is nothing that the firm can open", async () => {
    const { versions } = await house.as("liaison")(plans["plan.get"], { projectId: bridge });
    expect(versions.map(({ no }) => no)).toEqual([2]);
    const { versions: all } = await house.as("chief")(plans["plan.get"], { projectId: bridge });
    expect(all.map(({ no }) => no)).toEqual([2, 1]);
  });
});
