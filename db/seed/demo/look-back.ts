import { AppError } from "#kernel/errors.ts";
import { contract } from "#matters/contract.ts";
import { type City, idOf } from "./directory.ts";
import type { CityPlan } from "./plan.ts";
import type { Caller, Stage } from "./stage.ts";

/** What has come so shortly before the present lies on somebody's desk still. */
const freshDays = 10;

/**
 * What comes some time after matters were closed: return visits are opened and answered, and the inspectorate looks at low
 * ratings. Which matters are visited is drawn under the key of this city, so it differs from one seeding to the next.
 */
export async function lookBack(stage: Stage, city: City, plan: CityPlan, at: Date, now: Date): Promise<void> {
  stage.setClock(at);
  const isFresh = now.getTime() - at.getTime() < freshDays * 86_400_000;
  const staff = (login: string): Caller => ({ accountId: idOf(city.accounts, login), enterpriseId: null });
  if (!isFresh) await readRatings(stage, staff("yan"));
  await answerVisits(stage, staff("wei"), liaisonsOf(city, plan), isFresh);
  // Those that are opened now are answered the next time.
  await stage.openVisits();
}

/** Whoever speaks for each firm, by the firm's id. */
function liaisonsOf(city: City, plan: CityPlan): ReadonlyMap<number, Caller> {
  const liaisons = new Map<number, Caller>();
  for (const { login, grants } of plan.people) {
    for (const [role, firm] of grants) {
      if (role !== "ENT_LIAISON") continue;
      const enterpriseId = idOf(city.firms, firm);
      if (!liaisons.has(enterpriseId))
        liaisons.set(enterpriseId, { accountId: idOf(city.accounts, login), enterpriseId });
    }
  }
  return liaisons;
}

async function answerVisits(
  stage: Stage,
  office: Caller,
  liaisons: ReadonlyMap<number, Caller>,
  isFresh: boolean,
): Promise<void> {
  const visits = await stage.call(
    contract["matter.list"],
    { procedure: "returnVisit", state: "ASKED", limit: 100 },
    office,
  );
  for (const { id, version, enterprise } of visits.items) {
    const liaison = enterprise && liaisons.get(enterprise.id);
    // Some of the newest have not been answered yet, and some of those are to be called.
    if (!liaison || (isFresh && id % 2 === 0)) continue;
    await stage.call(contract["matter.step"], { id, version, ...answerTo(id, isFresh) }, liaison).catch(skipRefused);
  }
}

/** Whoever has left since, or came too late, answers nothing: the visit goes on without him. */
function skipRefused(error: unknown): void {
  if (!(error instanceof AppError) || error.code === "internal" || error.code === "unavailable") throw error;
}

function answerTo(id: number, isFresh: boolean): { step: string; form: Record<string, unknown> } {
  if (isFresh && id % 5 === 0) return { step: "answerNotSolved", form: { text: "过了几天又和从前一样了，请再看看。" } };
  if (id % 12 === 0) return { step: "decline", form: {} };
  if (id % 7 === 0) {
    return {
      step: "answer",
      form: { verdict: "PARTLY", satisfied: "NOT_SATISFIED", text: "解决了一半，剩下的还在等。" },
    };
  }
  const text = id % 3 === 0 ? { text: "后来没有再发生，谢谢。" } : {};
  return { step: "answer", form: { verdict: "SOLVED", satisfied: "SATISFIED", ...text } };
}

async function readRatings(stage: Stage, inspector: Caller): Promise<void> {
  const open = await stage.call(
    contract["matter.list"],
    { procedure: "inquiry", phase: "open", limit: 100 },
    inspector,
  );
  for (const { id, version, state } of open.items) {
    const take = (step: string, form: Record<string, unknown>) =>
      stage.call(contract["matter.step"], { id, version, step, form }, inspector);
    if (state === "INQUIRING") await take("conclude", { finding: "ADVICE", text: "答复拖得久，已提醒改进值守安排。" });
    else if (id % 3 === 0) await take("inquire", { text: "调看答复经过，看看为什么久等。" });
    else await take("note", { text: "是对规定本身不满意，办理没有问题。" });
  }
}
