import { contract as hotline } from "#capabilities/hotline/contract.ts";
import { AppError } from "#kernel/errors.ts";
import { addDays, shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import { contract } from "#matters/contract.ts";
import type { Asking, Course, PassedOn, TimedAct } from "./course.ts";
import { type City, idOf } from "./directory.ts";
import { drawPicture, type Picture } from "./pictures.ts";
import type { CityPlan } from "./plan.ts";
import type { Caller, Stage } from "./stage.ts";

interface Happening {
  readonly what: string;
  readonly at: Date;
  readonly area: string;
  readonly course: Course;
  run(stage: Stage): Promise<void>;
}

/** What has happened, and the drawn courses that the engine did not let go on. */
export interface Played {
  readonly matters: number;
  readonly acts: number;
  readonly abandoned: readonly string[];
}

/** What happened so many days before the end is still news. */
const newsDays = 7;
/** In the last of them everything happens strictly one after the other, as the newest lists show it. */
const strictDays = 2;
/** Before that, areas go side by side and wait for each other at the end of so many days. */
const windowDays = 7;

/**
 * Lets the courses happen in the order of time, whatever is due in between included, and leaves the clocks at `now`.
 * What would happen later than that has not happened yet. An area's matters happen one after the other, so that their
 * numbers and rows are the same from run to run; different areas have nothing in common but the people.
 */
export async function play(
  stages: readonly Stage[],
  city: City,
  plan: CityPlan,
  courses: readonly Course[],
  now: Date,
): Promise<Played> {
  const firmsOf = new Map(
    plan.people.map(({ login, staff, grants }) => [login, staff ? [] : grants.map(([, at]) => at)]),
  );
  const happenings = courses
    .flatMap((course) => tell(city, firmsOf, course))
    .filter(({ at }) => at < now)
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
  const abandoned = new Map<Course, string>();
  const strictFrom = shanghaiMoment(addDays(shanghaiDay(now), -strictDays));
  const newsFrom = shanghaiMoment(addDays(shanghaiDay(now), -newsDays));
  const [first] = stages;
  if (!first) throw new Error("the demo city needs a stage");
  const settle = async (at: Date) => {
    first.setClock(at);
    await first.settleDue();
  };
  let heard = false;
  const hearFrom = async (at: Date) => {
    if (heard || at < newsFrom) return;
    heard = true;
    await first.hear();
  };
  const old = happenings.filter(({ at }) => at < strictFrom);
  for (const { until, part } of windowsOf(stages.length > 1 ? old : [], strictFrom)) {
    await hearFrom(until);
    await playAreas(stages, part, abandoned);
    await settle(until);
  }
  for (const happening of stages.length > 1 ? happenings.slice(old.length) : happenings) {
    await hearFrom(happening.at);
    await settle(happening.at);
    await perform(first, happening, abandoned);
  }
  await settle(now);
  await first.finish();
  const matters = courses.filter(({ opening }) => opening.at < now).length;
  return { matters, acts: happenings.length, abandoned: [...abandoned.values()] };
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

/** Areas side by side, one at each stage; the one with the most to do begins. */
async function playAreas(
  stages: readonly Stage[],
  happenings: readonly Happening[],
  abandoned: Map<Course, string>,
): Promise<void> {
  const areas = [...Map.groupBy(happenings, ({ area }) => area).values()].toSorted(
    (one, other) => other.length - one.length,
  );
  const ended = await Promise.allSettled(
    stages.map(async (stage) => {
      for (let area = areas.shift(); area; area = areas.shift()) {
        for (const happening of area) {
          stage.setClock(happening.at);
          await perform(stage, happening, abandoned);
        }
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
async function perform(stage: Stage, happening: Happening, abandoned: Map<Course, string>): Promise<void> {
  const { course, what } = happening;
  if (abandoned.has(course)) return;
  try {
    await happening.run(stage);
  } catch (error) {
    if (course.drawn && error instanceof AppError && !faults.has(error.code))
      abandoned.set(course, `${what} (${error.message})`);
    else throw new Error(`The demo city cannot go on: ${what} (${String(error)})`, { cause: error });
  }
}

/** A silence after which the clock may have moved the matter on: no limit that ends by itself is shorter. */
const longSilence = 9 * 86_400_000;

/** What one course lets happen, each at its time. */
function tell(city: City, firmsOf: ReadonlyMap<string, readonly string[]>, course: Course): Happening[] {
  const callerOf = (login: string): Caller => {
    const own = firmsOf.get(login) ?? [];
    const firm = own.find((one) => one === course.opening.firm) ?? own[0];
    return {
      accountId: idOf(city.accounts, login),
      enterpriseId: firm === undefined ? null : idOf(city.firms, firm),
    };
  };
  const { area, opening, title } = course;
  let matter: Known | undefined;
  const steps = course.acts.map((act): Happening => ({
    what: `${act.by}, ${JSON.stringify(act.does)} in “${title}”`,
    at: act.at,
    area,
    course,
    run: async (stage) => {
      if (!matter) throw new Error(`“${title}” goes on before it was asked`);
      matter = await take(stage, callerOf(act.by), matter, act);
    },
  }));
  const opens: Happening = {
    what: `${opening.by} asks “${title}”`,
    at: opening.at,
    area,
    course,
    run: async (stage) => {
      const by = callerOf(opening.by);
      const id = await (opening.procedure === "hotline"
        ? receive(stage, city, by, title, opening)
        : open(stage, city, by, title, opening));
      matter = { id, version: 1, at: opening.at };
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
