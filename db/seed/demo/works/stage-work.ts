import { contract as projects } from "#capabilities/projects/contract.ts";
import { addDays, shanghaiMoment } from "#kernel/shanghai-time.ts";
import { contract as matters } from "#matters/contract.ts";
import { idOf } from "../directory.ts";
import type { Dice } from "../dice.ts";
import type { Errand } from "../errand.ts";
import type { ProjectPlan } from "../plan.ts";
import { type ItemWords, moveNotes, notNow, offerWords, stageItems, wishWords } from "./items.ts";
import { type Scene, later, type Thread, threadOf } from "./scene.ts";

/** Stages that the office itself moves a project into, in the order of time; what came before was taken over. */
export function playedStages(project: ProjectPlan): ProjectPlan["stages"] {
  const suspended = project.stages.at(-1)?.stage === "SUSPENDED";
  return project.stages.slice(suspended ? -2 : -1);
}

/** A project comes to its present stage: the office moves it there, its work is opened, the officers do it. */
export function drawStageWork(scene: Scene, project: ProjectPlan, dice: Dice): Errand[] {
  const thread = threadOf(scene, project);
  const office = scene.roster.office(thread.branch);
  const errands: Errand[] = [];
  let before = project.stages.length - playedStages(project).length;
  // As it was taken over, and then as each move leaves it.
  let version = 1;
  for (const { stage, since } of playedStages(project)) {
    const at = later(scene, shanghaiMoment(addDays(since, 1)), dice.between(20, 420));
    const ids = new Map<string, number>();
    const isFirst = before === 0;
    before += 1;
    const note = dice.pick(moveNotes[stage] ?? ["已核对（示例）。"]);
    errands.push(
      thread.errand(`“${project.name}” comes to ${stage}`, at, office, async (call, city) => {
        const id = idOf(city.projects, project.key);
        const change = { id, version, day: since, note };
        const moved =
          stage === "SUSPENDED"
            ? await call(projects["project.suspend"], change)
            : isFirst
              ? await call(projects["project.openWork"], { id })
              : await call(projects["project.moveStage"], { ...change, to: stage as "LANDED" });
        version = moved.version;
        const { items } = await call(projects["project.checklist"], { id });
        for (const { code, matter } of items) if (matter) ids.set(code, matter.id);
        return [...ids.values()];
      }),
    );
    if (stage === "SUSPENDED") return errands.filter((one) => one.at <= at);
    for (const words of stageItems[stage] ?? [])
      errands.push(...drawItem(scene, project, thread, words, at, ids, dice));
  }
  return errands;
}

/** One piece of work: most are done in good time, a few late, a few not yet. */
function drawItem(
  scene: Scene,
  project: ProjectPlan,
  thread: Thread,
  words: ItemWords,
  opened: Date,
  ids: ReadonlyMap<string, number>,
  dice: Dice,
): Errand[] {
  const limit = words.limit * 450;
  if (dice.chance(0.03)) return [];
  const step = (at: Date, by: string, name: string, form: Readonly<Record<string, unknown>>, version: number) =>
    thread.errand(`“${project.name}”: ${words.code}, ${name}`, at, by, async (call) => {
      const id = ids.get(words.code);
      if (id === undefined) throw new Error(`“${project.name}” has no ${words.code}`);
      await call(matters["matter.step"], { id, step: name, version, form });
      return [];
    });
  const officer = (at: Date) => scene.roster.officer(project.key, at);
  const late = dice.chance(0.04);
  const result = dice.pick(words.results);
  if (words.voluntary && dice.chance(0.25)) {
    const asked = later(scene, opened, dice.between(60, 900));
    const answered = later(scene, asked, dice.between(120, 2200));
    const offer = step(asked, officer(asked), "offer", { text: dice.pick(offerWords) }, 1);
    const firm = thread.firm;
    if (dice.chance(0.35)) return [offer, step(answered, firm, "decline", { text: dice.pick(notNow) }, 2)];
    const done = later(scene, answered, dice.between(300, 1800));
    return [
      offer,
      step(answered, firm, "accept", { text: dice.pick(wishWords) }, 2),
      step(done, officer(done), "done", { text: result }, 3),
    ];
  }
  const done = later(scene, opened, Math.round(limit * (late ? 1.05 + dice.next() * 0.3 : 0.06 + dice.next() * 0.4)));
  return [step(done, officer(done), "done", { text: result }, 1)];
}
