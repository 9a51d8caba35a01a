import { absenceContract as absences } from "#capabilities/staffing/contract.ts";
import { handoverContract as handovers } from "#capabilities/staffing/handover-contract.ts";
import { addDays, shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import { branches } from "../city/units.ts";
import { idOf } from "../directory.ts";
import { createDice, type Dice } from "../dice.ts";
import type { Errand } from "../errand.ts";
import type { AbsencePlan, ProjectPlan } from "../plan.ts";
import { type Scene, later, threadOf } from "./scene.ts";

type Assigned = ProjectPlan["people"][number];

const items = [
  { kind: "PROMISE", text: "答应企业下个月前再看一次进出路口（示例）" },
  { kind: "CONTACT", text: "联络员和门卫的值班电话见联系卡" },
  { kind: "PAPER", text: "服务方案、踏勘记录各一份" },
] as const;

/** A's place that has passed on: the one who had it, and the one who has it since. */
export function passedOn({ people }: ProjectPlan): { from: Assigned; to: Assigned } | undefined {
  const from = people.find(({ place, to }) => place === "A" && to !== null);
  const to = people.find(({ place, to: until, from: since }) => place === "A" && until === null && since > new Date(0));
  return from && to && to.from.getTime() === from.to?.getTime() ? { from, to } : undefined;
}

/** The hand-over by which a place passed on: named by the office, accepted by the successor, now and then late. */
export function drawHandover(scene: Scene, project: ProjectPlan, dice: Dice): Errand[] {
  const passed = passedOn(project);
  if (!passed) return [];
  const thread = threadOf(scene, project);
  const day = shanghaiDay(passed.to.from);
  // Three working days are given: after nine days they are over, after two there is time.
  const minutes = dice.between(20, 200);
  const before = (days: number) => later(scene, shanghaiMoment(addDays(day, -days)), minutes);
  const soon = before(dice.chance(0.15) ? 9 : 2);
  // Behind a long holiday two days are no time at all.
  const prepared = soon < passed.to.from ? soon : before(12);
  const orderNo = `示例任〔${day.slice(0, 4)}〕${dice.between(3, 60)} 号`;
  let id = 0;
  return [
    thread.errand(`“${project.name}”: hand-over`, prepared, scene.roster.office(thread.branch), async (call, city) => {
      const { ids } = await call(handovers["handover.prepare"], {
        fromAccountId: idOf(city.accounts, passed.from.who),
        places: [
          { projectId: idOf(city.projects, project.key), kind: "A", toAccountId: idOf(city.accounts, passed.to.who) },
        ],
        orderNo,
        note: "岗位调整（示例）。",
        items: [...items],
      });
      id = ids[0] ?? 0;
      return [];
    }),
    thread.errand(`“${project.name}”: taken over`, passed.to.from, passed.to.who, async (call) => {
      await call(handovers["handover.accept"], { id });
      return [];
    }),
  ];
}

/** What stands open today: hand-overs that wait, one of them too long, and one that nobody is named for yet. */
export function drawOpenHandovers(scene: Scene, projects: readonly ProjectPlan[]): Errand[] {
  const dice = createDice("open hand-overs");
  const { posts } = scene.city;
  const load = new Map<string, number>();
  for (const { people } of scene.city.plan.projects)
    for (const { place, who } of people) if (place === "A" || place === "B") load.set(who, (load.get(who) ?? 0) + 1);
  const today = shanghaiDay(scene.now);
  const chosen = dice
    .shuffled(projects.filter((project) => project.people.length < 6 && !passedOn(project)))
    .flatMap((project) => {
      const pair = project.people.filter(({ place }) => place === "A" || place === "B").map(({ who }) => who);
      const to = (posts.officers.get(project.station) ?? []).find(
        (one) => one.startsWith("staff-") && !pair.includes(one) && (load.get(one) ?? 0) < 4,
      );
      return to === undefined ? [] : [{ project, to }];
    })
    .slice(0, 5);
  return chosen.map(({ project, to }, index) => {
    const thread = threadOf(scene, project);
    const asked = index === 4;
    const at = later(scene, shanghaiMoment(addDays(today, [-8, -1, -2, -1, -3][index] ?? -1)), 100 + index * 35);
    const [from = ""] = project.people.filter(({ place }) => place === "A").map(({ who }) => who);
    return thread.errand(
      `“${project.name}”: hand-over waits`,
      at,
      asked ? from : scene.roster.office(thread.branch),
      async (call, city) => {
        await call(handovers["handover.prepare"], {
          ...(!asked && { fromAccountId: idOf(city.accounts, from) }),
          places: [
            {
              projectId: idOf(city.projects, project.key),
              kind: "A",
              toAccountId: asked ? null : idOf(city.accounts, to),
            },
          ],
          orderNo: asked ? null : `示例任〔${today.slice(0, 4)}〕${70 + index} 号`,
          note: asked ? "下月借调，请安排接手人（示例）。" : "岗位调整（示例）。",
          items: [...items],
        });
        return [];
      },
    );
  });
}

/** So many days back people have written down themselves when they are away; what is older was taken over. */
const recordedDays = 45;

export function isRecorded({ from }: AbsencePlan, today: string): boolean {
  return from > shanghaiMoment(addDays(today, -recordedDays));
}

/** Leave is written down the day before, in office hours. */
export function drawAbsence(scene: Scene, absence: AbsencePlan, dice: Dice): Errand[] {
  const station = scene.city.plan.people.find(({ login }) => login === absence.who)?.staff?.unit ?? "";
  const area = branches.find(({ key }) => station.startsWith(`${key}-`))?.area;
  if (area === undefined) return [];
  const at = later(scene, shanghaiMoment(addDays(shanghaiDay(absence.from), -4)), dice.between(30, 400));
  return [
    {
      what: `${absence.who} will be away`,
      at: at < absence.from ? at : new Date(absence.from.getTime() - 3_600_000),
      by: absence.who,
      firm: null,
      area,
      thread: { drawn: true },
      run: async (call) => {
        await call(absences["absence.record"], { from: absence.from.toISOString(), to: absence.to.toISOString() });
        return [];
      },
    },
  ];
}
