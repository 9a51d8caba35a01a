import { contract as plans } from "#capabilities/plan/contract.ts";
import type { Sector } from "#capabilities/plan/content.ts";
import { addDays, shanghaiMoment } from "#kernel/shanghai-time.ts";
import { idOf } from "../directory.ts";
import type { Dice } from "../dice.ts";
import type { Errand } from "../errand.ts";
import type { ProjectPlan } from "../plan.ts";
import { planRemarks } from "./items.ts";
import { type Scene, later, threadOf } from "./scene.ts";

/** By the city's own trades: whose prepared lines a plan begins with. */
const sectorOf: Readonly<Record<string, Sector>> = {
  chemicals: "CHEMICAL",
  rubber: "MANUFACTURING",
  equipment: "MANUFACTURING",
  energy: "ENERGY",
  logistics: "LOGISTICS",
  building: "TRANSPORT",
};

/** 一项目一方案: half of the projects have agreed on one, some at the second attempt; some wait, some want none. */
export function drawPlan(scene: Scene, project: ProjectPlan, dice: Dice): Errand[] {
  const stage = project.stages.at(-1);
  if (!stage || stage.stage === "SUSPENDED" || !dice.chance(0.55)) return [];
  const thread = threadOf(scene, project);
  const officer = (at: Date) => scene.roster.officer(project.key, at);
  const begun = later(scene, shanghaiMoment(addDays(stage.since, 2)), dice.between(100, 2600));
  const errands: Errand[] = [];
  const add = (what: string, at: Date, by: string, run: Errand["run"]) =>
    errands.push(thread.errand(`“${project.name}”: plan, ${what}`, at, by, run));
  // The version that is being worked on.
  let plan = { id: 0, revision: 1 };
  const propose = (at: Date, from: "template" | "last"): Date => {
    const sector = sectorOf[scene.city.sites.get(project.key)?.sector ?? ""] ?? "GENERAL";
    add("draft", at, officer(at), async (call, city) => {
      plan = await call(plans["plan.draft"], { projectId: idOf(city.projects, project.key), from, sector });
      return [];
    });
    const sent = later(scene, at, dice.between(30, 300));
    add("propose", sent, officer(sent), async (call) => {
      await call(plans["plan.propose"], { id: plan.id, revision: plan.revision });
      return [];
    });
    return sent;
  };
  const answer = (at: Date, kind: "CONFIRM" | "COMMENT" | "DECLINE", text: string) =>
    add(kind, at, thread.firm, async (call) => {
      await call(plans["plan.answer"], { id: plan.id, answer: kind, text });
      return [];
    });
  let sent = propose(begun, "template");
  const course = dice.weighted([
    [76, "agreed"],
    [12, "changed"],
    [5, "declined"],
    [7, "waits"],
  ] as const);
  if (course === "waits") return errands;
  let answered = later(scene, sent, dice.between(90, 2300));
  if (course === "declined") {
    answer(answered, "DECLINE", "目前不需要，有事我们会联系。");
    return errands;
  }
  if (course === "changed") {
    answer(answered, "COMMENT", dice.pick(planRemarks));
    sent = propose(later(scene, answered, dice.between(200, 1300)), "last");
    answered = later(scene, sent, dice.between(90, 1800));
  }
  answer(answered, "CONFIRM", "");
  const signed = later(scene, answered, dice.between(20, 400));
  add("sign", signed, officer(signed), async (call) => {
    await call(plans["plan.sign"], { id: plan.id });
    return [];
  });
  return errands;
}
