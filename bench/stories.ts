import type pg from "pg";
import { principalsOf } from "#access/capacities.ts";
import { consultation } from "#capabilities/consultation/procedure.ts";
import type { Capacity } from "#kernel/procedure.ts";
import { localMinute, momentOf } from "#kernel/shanghai-time.ts";
import { afterWorked, workedBetween } from "#kernel/work-calendar.ts";
import { settleDue } from "#matters/due.commands.ts";
import { openMatter } from "#matters/opening.commands.ts";
import { takeStep } from "#matters/steps.commands.ts";
import type { LoadedMatter } from "#matters/store.queries.ts";
import type { Author, EngineContext } from "#matters/write.commands.ts";
import type { Platform } from "#server/platform.ts";
import { type Act, closedLives, freshLives, type Life, openLives, type Player } from "./lives.ts";
import { createRandom } from "./measure.ts";
import { benchNow } from "./place.ts";

/** A place that a matter can belong to, with the account of everybody who acts there. */
export interface Relation {
  readonly project: number | null;
  readonly enterprise: number;
  readonly station: number;
  readonly branch: number;
  readonly topic: string;
  readonly accounts: Readonly<Record<Player, number>>;
}

/** One matter that the engine itself has led through a life: the pattern of many others. */
export interface Story {
  readonly matter: number;
  readonly kind: "closed" | "open" | "fresh";
  /** Which of `freshLives`, for the step that is measured on it. */
  readonly life: number;
  readonly reviewed: boolean;
  /** Principals by their place: what stands at the same place in another matter takes their part. */
  readonly places: readonly number[];
  readonly relation: Relation;
}

interface Plan {
  readonly kind: Story["kind"];
  readonly life: number;
  readonly course: Life;
  readonly start: Date;
  readonly private: boolean;
  readonly relation: Relation;
}

const label: Record<Player, string> = {
  requester: "周联络",
  handler: "李警官",
  specialist: "赵专员",
  stationChief: "孙所长",
};

/** How many patterns of each kind; every clone of one was asked in the same minute. */
const patterns = { closed: 700, open: 150, fresh: 40 } as const;
/** The past that the closed matters fill: thirty months of working time, except the last month. */
const oldest = 155_000;
const youngest = 10_000;
/** Earlier than the oldest matter: from here working minutes are counted. */
const beginning = new Date("2023-06-01T00:00:00+08:00");

/** Leads the patterns through the engine, several at a time. Gives what cloning has to know of each. */
export async function liveStories(platform: Platform, admin: pg.Client): Promise<Story[]> {
  const plans = planStories(platform, await readRelations(admin));
  const stories: Story[] = [];
  let next = 0;
  const workers = Array.from({ length: 6 }, async () => {
    for (let plan = plans[next++]; plan !== undefined; plan = plans[next++]) stories.push(await live(platform, plan));
  });
  await Promise.all(workers);
  return stories;
}

function planStories(platform: Platform, relations: ReadonlyMap<string, readonly Relation[]>): Plan[] {
  const random = createRandom(7);
  const calendar = platform.calendar();
  const origin = localMinute(beginning);
  const worked = workedBetween(calendar, origin, localMinute(benchNow));
  const before = (minutes: number) => momentOf(afterWorked(calendar, origin, worked - Math.round(minutes)));
  const planned = (kind: Story["kind"], life: number, course: Life, minutesAgo: number): Plan => {
    const reviewed = course.reviewed ?? false;
    const family = relations.get(`${random() < 0.6 ? "project" : "firm"}:${reviewed}`) ?? [];
    const relation = family[Math.floor(random() * family.length)];
    if (!relation) throw new Error("the city has no place for a matter");
    return { kind, life, course, start: before(minutesAgo), private: random() < 0.03, relation };
  };
  const pick = <L extends Life>(lives: readonly L[]): L => {
    let left = random() * lives.reduce((sum, life) => sum + life.weight, 0);
    return lives.find((life) => (left -= life.weight) < 0) ?? (lives[0] as L);
  };
  const plans: Plan[] = [];
  for (let n = 0; n < patterns.closed; n += 1) {
    const ago = oldest - ((oldest - youngest) * n) / patterns.closed;
    plans.push(planned("closed", 0, pick(closedLives), ago));
  }
  for (let n = 0; n < patterns.open; n += 1) {
    const life = pick(openLives);
    plans.push(planned("open", 0, life, life.ago * (0.7 + 0.6 * random())));
  }
  for (let n = 0; n < patterns.fresh; n += 1) {
    const at = n % freshLives.length;
    const life = freshLives[at];
    if (life) plans.push(planned("fresh", at, life, life.ago));
  }
  return plans.toSorted((left, right) => left.start.getTime() - right.start.getTime());
}

async function live(platform: Platform, plan: Plan): Promise<Story> {
  const { relation, course } = plan;
  const calendar = platform.calendar();
  const random = createRandom(plan.start.getTime() / 60_000);
  const author = (player: Player): Author => ({
    accountId: relation.accounts[player],
    label: label[player],
    capacity: player,
  });
  return platform.asSystem(async (tx) => {
    const at = (now: Date): EngineContext => ({
      db: tx,
      now,
      calendar,
      emit: async () => undefined,
      vault: platform.vault,
    });
    const relations = {
      projectId: relation.project,
      enterpriseId: relation.enterprise,
      stationId: relation.station,
      branchId: relation.branch,
      openedBy: relation.accounts.requester,
      private: plan.private,
      onBehalf: false,
      topic: relation.topic,
    };
    let now = plan.start;
    let matter: LoadedMatter = await openMatter(at(now), {
      procedure: consultation,
      relations,
      title: "大件运输进出工地的手续",
      form: { question: { text: questionText, urgency: "normal", tradeSecret: false } },
      files: [],
      author: author("requester"),
      at: now,
    });
    const principals = await principalsOf(tx, { ...relations, id: matter.id });
    for (const act of course.acts) {
      const length = Math.max(1, Math.round(lengthOf(act, plan, random)));
      now = momentOf(afterWorked(calendar, localMinute(now), length));
      matter = await settleDue(at(now), platform.procedures, matter);
      const request = { step: act.step, form: act.form, files: [], at: now };
      matter = await takeStep(at(now), platform.procedures, matter, principals, author(act.by), request);
    }
    matter = await settleDue(at(benchNow), platform.procedures, matter);
    if ((matter.snapshot.phase === "closed") !== (plan.kind === "closed")) {
      throw new Error(`a ${plan.kind} story ended as ${matter.snapshot.state}`);
    }
    return {
      matter: matter.id,
      kind: plan.kind,
      life: plan.life,
      reviewed: course.reviewed ?? false,
      places: await placesOf(tx, principals, relation),
      relation,
    };
  });
}

const questionText =
  "我公司的预制梁下周开始运输，长二十八米，宽三米，途经北宋镇和盐窝镇，请问需要办理哪些手续，夜间能否通行，是否需要警车引导。";

/** What is not to be late keeps its time exactly; else people are a third quicker or slower. */
function lengthOf(act: Act, plan: Plan, random: () => number): number {
  return plan.kind === "fresh" ? act.after : act.after * (0.67 + 0.66 * random());
}

/** The order of places, which `clone.ts` writes again for every clone. */
export const placeOrder: readonly Capacity[] = [
  "handler",
  "deputy",
  "specialist",
  "stationChief",
  "programOffice",
  "leader",
];

async function placesOf(
  db: EngineContext["db"],
  principals: Readonly<Record<Capacity, readonly number[]>>,
  relation: Relation,
): Promise<number[]> {
  const desks = await db
    .selectFrom("principal")
    .select(["kind", "id"])
    .where((eb) =>
      eb.or([
        eb.and({ kind: "enterprise", ref_id: relation.enterprise, duty: "desk" }),
        eb.and({ kind: "account", ref_id: relation.accounts.requester, duty: "self" }),
      ]),
    )
    .execute();
  const own = (kind: string) => desks.find((desk) => desk.kind === kind)?.id ?? 0;
  return [own("enterprise"), own("account"), ...placeOrder.map((capacity) => principals[capacity][0] ?? 0)];
}

/** A handful of places of each family: with a project or without, for topics with review and without. */
async function readRelations(admin: pg.Client): Promise<Map<string, Relation[]>> {
  const { rows } = await admin.query<{
    family: string;
    project_id: number | null;
    enterprise_id: number;
    station_id: number;
    branch_id: number;
    topic: string;
    actors: number[];
  }>(
    `select (case when r.project_id is null then 'firm' else 'project' end) || ':' || t.reviewed as family,
            r.project_id, r.enterprise_id, r.station_id, r.branch_id, d.topic,
            array[r.requester, coalesce(r.officer, d.handler), d.specialist, r.chief] as actors
       from bench.relation r join bench.department d on d.branch_id = r.branch_id join topic t on t.code = d.topic
      where r.place < 40 order by r.no, d.topic`,
  );
  const families = new Map<string, Relation[]>();
  for (const row of rows) {
    const [requester = 0, handler = 0, specialist = 0, stationChief = 0] = row.actors;
    const family = families.get(row.family) ?? [];
    family.push({
      project: row.project_id,
      enterprise: row.enterprise_id,
      station: row.station_id,
      branch: row.branch_id,
      topic: row.topic,
      accounts: { requester, handler, specialist, stationChief },
    });
    families.set(row.family, family);
  }
  return families;
}
