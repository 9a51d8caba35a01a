import { contract as hotline } from "#capabilities/hotline/contract.ts";
import { AppError } from "#kernel/errors.ts";
import { addDays, shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import { contract } from "#matters/contract.ts";
import type { Asking, Course, PassedOn, TimedAct } from "./course.ts";
import { type City, idOf } from "./directory.ts";
import type { Errand } from "./errand.ts";
import { lookBack } from "./look-back.ts";
import { drawPicture, type Picture } from "./pictures.ts";
import type { CityPlan } from "./plan.ts";
import type { Caller, Stage } from "./stage.ts";

/** What depends on each other: the acts of a course, the errands of a project. */
type Thread = object & { readonly drawn: boolean };

interface Happening {
  readonly what: string;
  readonly at: Date;
  readonly area: string;
  readonly thread: Thread;
  run(stage: Stage): Promise<void>;
}

/** What has happened, and the drawn courses that the engine did not let go on. */
export interface Played {
  readonly matters: number;
  readonly acts: number;
  readonly abandoned: readonly string[];
}

const oneDay = 86_400_000;
const tenInTheMorning = 10 * 3_600_000;
/** What happened so many days before the end is still news. */
const newsDays = 7;
/** In the last of them everything happens strictly one after the other, as the newest lists show it. */
const strictDays = 2;
/** So often somebody asks how matters that were closed are by now. */
const lookBackDays = 3;
/** Before that, areas go side by side and wait for each other at the end of so many days. */
const windowDays = 7;

/**
 * Lets the courses happen in the order of time, whatever is due in between included, and leaves the clocks at `now`.
 * What would happen later than that has not happened yet. An area's matters happen one after the other, so that their
 * numbers and rows are the same from run to run; different areas have nothing in common but the people.
 * @param reached called before each part of a few days: when it ends, and how many there were before it
 */
export async function play(
  stages: readonly Stage[],
  city: City,
  plan: CityPlan,
  courses: readonly Course[],
  errands: readonly Errand[],
  now: Date,
  reached: (until: Date, windows: number) => Promise<unknown>,
): Promise<Played> {
  const firmsOf = new Map(
    plan.people.map(({ login, staff, grants }) => [login, staff ? [] : grants.map(([, at]) => at)]),
  );
  // Of every matter that was opened.
  const areas = new Map<number, string>();
  const happenings = [
    ...courses.flatMap((course) => tell(city, firmsOf, course, areas)),
    ...errands.map((errand) => errandOf(city, firmsOf, errand, areas)),
  ]
    .filter(({ at }) => at < now)
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
  const abandoned = new Map<Thread, string>();
  const strictFrom = shanghaiMoment(addDays(shanghaiDay(now), -strictDays));
  const newsFrom = shanghaiMoment(addDays(shanghaiDay(now), -newsDays));
  const [first] = stages;
  if (!first) throw new Error("the demo city needs a stage");
  const settle = async (at: Date) => {
    first.setClock(at);
    await first.settleDue();
  };
  let lookedBack = Number.NEGATIVE_INFINITY;
  const ask = async (at: Date) => {
    if (at.getTime() - lookedBack < lookBackDays * oneDay) return;
    lookedBack = at.getTime();
    await lookBack(first, city, plan, at, now);
  };
  let heard = false;
  const hearFrom = async (at: Date) => {
    if (heard || at < newsFrom) return;
    heard = true;
    await first.hear();
  };
  const old = happenings.filter(({ at }) => at < strictFrom);
  for (const [index, { until, part }] of windowsOf(stages.length > 1 ? old : [], strictFrom).entries()) {
    await reached(until, index);
    await hearFrom(until);
    await sideBySide(stages, Map.groupBy(part, ({ area }) => area).values(), async (stage, happening) => {
      stage.setClock(happening.at);
      await perform(stage, happening, abandoned);
    });
    for (const daysBefore of [5, 2]) await ask(new Date(until.getTime() - daysBefore * oneDay + tenInTheMorning));
    // What is due belongs to the areas too; what is left of it follows.
    first.setClock(until);
    const due = await first.findDue();
    await sideBySide(stages, Map.groupBy(due, (id) => areas.get(id) ?? "").values(), async (stage, id) => {
      stage.setClock(until);
      await stage.settleDue(id);
    });
    await settle(until);
  }
  for (const happening of stages.length > 1 ? happenings.slice(old.length) : happenings) {
    await hearFrom(happening.at);
    await settle(happening.at);
    // The few hand-written stories stay as they are told.
    if (stages.length > 1) await ask(happening.at);
    await perform(first, happening, abandoned);
  }
  await settle(now);
  await first.finish();
  return { matters: areas.size, acts: happenings.length, abandoned: [...abandoned.values()] };
}

/** Parts of the same few days, each with the instant at which it ends. */
function windowsOf(happenings: readonly Happening[], end: Date): { until: Date; part: Happening[] }[] {
  const windows: { until: Date; part: Happening[] }[] = [];
  for (const happening of happenings) {
    let last = windows.at(-1);
    if (!last || happening.at >= last.until) {
      const until = shanghaiMoment(addDays(shanghaiDay(happening.at), windowDays));
      last = { until: until < end ? until : end, part: [] };
      windows.push(last);
    }
    last.part.push(happening);
  }
  return windows;
}

/** Groups side by side, one at each stage; the one with the most to do begins. */
async function sideBySide<T>(
  stages: readonly Stage[],
  groups: Iterable<readonly T[]>,
  work: (stage: Stage, one: T) => Promise<void>,
): Promise<void> {
  const waiting = [...groups].toSorted((one, other) => other.length - one.length);
  const ended = await Promise.allSettled(
    stages.map(async (stage) => {
      for (let group = waiting.shift(); group; group = waiting.shift()) {
        for (const one of group) await work(stage, one);
      }
    }),
  );
  // All have ended before the first error goes on, so that nobody works on while the stages close.
  const failed = ended.find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
}

/** What is no answer of the engine's to a step that does not fit, but a fault. */
const faults = new Set(["internal", "unavailable"]);

/**
 * A hand-written course has to go as it is told. A drawn one that meets an unforeseen turn on some day of some year
 * stays as it is then: no reason to have no city at all.
 */
async function perform(stage: Stage, happening: Happening, abandoned: Map<Thread, string>): Promise<void> {
  const { thread, what } = happening;
  if (abandoned.has(thread)) return;
  try {
    await happening.run(stage);
  } catch (error) {
    if (thread.drawn && error instanceof AppError && !faults.has(error.code))
      abandoned.set(thread, `${what} (${error.message})`);
    else throw new Error(`The demo city cannot go on: ${what} (${String(error)})`, { cause: error });
  }
}

/** A silence after which the clock may have moved the matter on: no limit that ends by itself is shorter. */
const longSilence = 9 * 86_400_000;

/** Somebody, for the firm that it is about where he is of it. */
function callerFor(
  city: City,
  firmsOf: ReadonlyMap<string, readonly string[]>,
  login: string,
  about: string | null,
): Caller {
  const own = firmsOf.get(login) ?? [];
  const firm = own.find((one) => one === about) ?? own[0];
  return {
    accountId: idOf(city.accounts, login),
    enterpriseId: firm === undefined ? null : idOf(city.firms, firm),
  };
}

function errandOf(
  city: City,
  firmsOf: ReadonlyMap<string, readonly string[]>,
  { what, at, area, thread, by, firm, run }: Errand,
  areas: Map<number, string>,
): Happening {
  return {
    what: `${by}: ${what}`,
    at,
    area,
    thread,
    run: async (stage) => {
      const caller = callerFor(city, firmsOf, by, firm);
      const opened = await run((operation, input) => stage.call(operation, input, caller), city);
      for (const id of opened) areas.set(id, area);
    },
  };
}

/** What one course lets happen, each at its time. */
function tell(
  city: City,
  firmsOf: ReadonlyMap<string, readonly string[]>,
  course: Course,
  areas: Map<number, string>,
): Happening[] {
  const callerOf = (login: string) => callerFor(city, firmsOf, login, course.opening.firm);
  const { area, opening, title } = course;
  let matter: Known | undefined;
  const steps = course.acts.map((act): Happening => ({
    what: `${act.by}, ${JSON.stringify(act.does)} in “${title}”`,
    at: act.at,
    area,
    thread: course,
    run: async (stage) => {
      if (!matter) throw new Error(`“${title}” goes on before it was asked`);
      matter = await take(stage, callerOf(act.by), matter, act);
    },
  }));
  const opens: Happening = {
    what: `${opening.by} asks “${title}”`,
    at: opening.at,
    area,
    thread: course,
    run: async (stage) => {
      const by = callerOf(opening.by);
      const id = await (opening.procedure === "hotline"
        ? receive(stage, city, by, title, opening)
        : open(stage, city, by, title, opening));
      matter = { id, version: 1, at: opening.at };
      areas.set(id, area);
    },
  };
  return [opens, ...steps];
}

/** A matter as it was left. */
interface Known {
  readonly id: number;
  readonly version: number;
  readonly at: Date;
}

/** Takes over a ticket of the hotline. */
async function receive(stage: Stage, city: City, by: Caller, title: string, passed: PassedOn): Promise<number> {
  const { receivedAt, ...ticket } = passed.ticket;
  const { id } = await stage.call(
    hotline["ticket.receive"],
    {
      ...ticket,
      title,
      unitId: idOf(city.units, passed.unit),
      projectId: passed.project === null ? null : idOf(city.projects, passed.project),
      receivedAt: receivedAt.toISOString(),
    },
    by,
  );
  return id;
}

async function open(stage: Stage, city: City, by: Caller, title: string, opening: Asking): Promise<number> {
  const files: string[] = [];
  for (const picture of opening.pictures) files.push(await photograph(stage, by, picture));
  const { id } = await stage.call(
    contract["matter.open"],
    {
      procedure: opening.procedure,
      channel: opening.channel,
      onBehalfOf: opening.channel === "web" ? null : idOf(city.firms, opening.firm),
      projectId: opening.project === null ? null : idOf(city.projects, opening.project),
      title,
      topic: opening.topic,
      private: opening.private,
      form: opening.form,
      files,
    },
    by,
  );
  return id;
}

async function photograph(stage: Stage, by: Caller, picture: Picture): Promise<string> {
  return stage.upload(by, "现场照片.jpg", await drawPicture(picture));
}

async function take(stage: Stage, by: Caller, matter: Known, { does, at, reads }: TimedAct): Promise<Known> {
  const { id } = matter;
  if (does.kind === "intrude") {
    await intrude(stage, by, id);
    return matter;
  }
  if (does.kind === "export") {
    await exportReplies(stage, by);
    return matter;
  }
  const silent = at.getTime() - matter.at.getTime() >= longSilence;
  if (silent) await stage.settleDue(id);
  const seen = reads || silent ? await stage.call(contract["matter.get"], { id }, by) : matter;
  if (does.kind === "comment") {
    await stage.call(contract["matter.comment"], { id, audience: does.audience, text: does.text }, by);
  }
  if (does.kind !== "step") return { id, version: seen.version, at };
  const { step, form } = does;
  const { version } = await stage.call(contract["matter.step"], { id, step, version: seen.version, form }, by);
  if (step !== "convert" || form["target"] !== "appeal") return { id, version, at };
  // The course goes on in the appeal that the question has become.
  const { links } = await stage.call(contract["matter.get"], { id }, by);
  return { id: links[0]?.id ?? id, version: 1, at };
}

/** Another ticket's export may have taken all that waited along. */
async function exportReplies(stage: Stage, by: Caller): Promise<void> {
  try {
    await stage.call(hotline["ticket.export"], {}, by);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "illegal-step") throw error;
  }
}

/** Tries a matter that is not his to see: answered as if there were nothing, and on record. */
async function intrude(stage: Stage, by: Caller, matter: number): Promise<void> {
  const answer = await stage.call(contract["matter.get"], { id: matter }, by).catch((error: unknown) => error);
  if (!(answer instanceof AppError) || answer.code !== "not-found") {
    throw new Error(`account ${by.accountId} was not turned away from matter ${matter}`, { cause: answer });
  }
}
