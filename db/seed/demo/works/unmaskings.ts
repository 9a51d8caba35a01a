import { contract } from "#capabilities/unmask/contract.ts";
import { addDays, mondayOf, shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import { idOf } from "../directory.ts";
import { createDice } from "../dice.ts";
import type { Errand } from "../errand.ts";
import type { ProjectPlan } from "../plan.ts";
import { type Scene, later, threadOf } from "./scene.ts";

/** What a specialist or a project's leader wrote when they had to see a telephone whole that is masked to them. */
const whys = [
  { purpose: "callBack", reason: "联络员留言请警种部门回电，平台消息说不清" },
  { purpose: "check", reason: "核对联络卡上的号码是否有误" },
  { purpose: "personAsked", reason: "联络员当面要求核对预留的电话" },
  { purpose: "callBack", reason: "道路临时管制，提前电话通知企业车队" },
  { purpose: "check", reason: "督办前先电话核实企业是否收到答复" },
  { purpose: "emergency", reason: "暴雨红色预警，逐家通知在建工地" },
  { purpose: "callBack", reason: "政策答复后企业追问，约时间当面说明" },
  { purpose: "personAsked", reason: "企业来电请求更正登记的手机号" },
  { purpose: "check", reason: "看看电话" },
  { purpose: "check", reason: "岗位交接，核对联络员是否换人" },
] as const;

/** The looks at masked telephones of the last whole week: specialists and projects' leaders, in office hours, each with its reason. */
export function drawUnmaskings(scene: Scene, projects: readonly ProjectPlan[]): Errand[] {
  const dice = createDice("unmaskings");
  const monday = addDays(mondayOf(shanghaiDay(scene.now)), -7);
  return dice
    .shuffled(projects)
    .flatMap((project) => {
      const held = (place: "SPECIALIST" | "SPONSOR") =>
        project.people.find((one) => one.place === place && one.to === null && one.from < shanghaiMoment(monday))?.who;
      const [specialist, sponsor] = [held("SPECIALIST"), held("SPONSOR")];
      return specialist === undefined ? [] : [{ project, specialist, sponsor }];
    })
    .slice(0, whys.length)
    .map(({ project, specialist, sponsor }, index) => {
      const why = whys[index] ?? whys[0];
      const thread = threadOf(scene, project);
      const at = later(scene, shanghaiMoment(addDays(monday, index % 5)), dice.between(15, 420));
      return thread.errand(
        `“${project.name}”: a telephone is shown whole`,
        at,
        sponsor ?? specialist,
        async (call, city) => {
          const [id, accountId] = [idOf(city.firms, project.firm), idOf(city.accounts, thread.firm)];
          await call(contract["enterprise.unmask"], { id, accountId, ...why });
          return [];
        },
      );
    });
}
