import { addDays, dayNumber, shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import { addWorkingMinutes, isWorkingDay, nextWorkingMoment, type WorkCalendar } from "#kernel/work-calendar.ts";
import type { FullCity } from "../city/full.ts";
import { branches, departmentOf } from "../city/units.ts";
import type { Course, TimedAct } from "../course.ts";
import { createDice, type Dice } from "../dice.ts";
import { topics } from "../places.ts";
import { type Asked, createAsking } from "./ask.ts";
import { drawLife, type Part, type Step } from "./life.ts";
import { createRoster, type Roster } from "./roster.ts";

/** How far back the city's consultations go, and how many there are about. */
const historyDays = 730;
const perWorkingDay = 2.35;
/** Of the hand-written stories' projects only what is older is drawn: their last two months are told. */
const toldDays = 80;
/** Who wrote in the last weeks has read before, as on the screen; the reading is on record. */
const readDays = 40;

/**
 * Two years of consultations, from an even start to today. Everything depends on the day alone: the hour decides only
 * how much of today has happened yet.
 */
export function drawHistory(city: FullCity, now: Date, calendar: WorkCalendar): Course[] {
  const today = shanghaiDay(now);
  const roster = createRoster(city);
  const ask = createAsking(createDice("asking"));
  const courses: Course[] = [];
  for (let ago = historyDays; ago >= 0; ago -= 1) {
    const day = addDays(today, -ago);
    const dice = createDice(`day ${ago}`);
    for (const at of momentsOf(day, ago, calendar, dice)) {
      const course = drawCourse({ city, roster, calendar, today }, at, ask, dice);
      if (course) courses.push(course);
    }
  }
  return courses;
}

/** When firms ask on a day: more from month to month, more when building is at its height, little on a rest day. */
function momentsOf(day: string, ago: number, calendar: WorkCalendar, dice: Dice): Date[] {
  const working = isWorkingDay(calendar, day);
  const growth = 0.55 + 0.9 * (1 - ago / historyDays);
  const month = Number(day.slice(5, 7));
  const season = month <= 2 ? 0.6 : month >= 3 && month <= 6 ? 1.2 : month >= 9 && month <= 11 ? 1.15 : 1;
  const expected = perWorkingDay * growth * season * (working ? 1 : 0.06);
  const count = Math.floor(expected) + (dice.chance(expected % 1) ? 1 : 0);
  const midnight = shanghaiMoment(day);
  return Array.from({ length: count }, () => {
    // In office hours, but some write in the evening; on a rest day at any hour of it.
    if (!working) return minutesAfter(midnight, dice.between(9 * 60, 20 * 60));
    if (dice.chance(0.06)) return minutesAfter(midnight, dice.between(18 * 60, 21 * 60));
    return nextWorkingMoment(calendar, addWorkingMinutes(calendar, midnight, dice.between(1, 440)).at);
  }).toSorted((one, other) => one.getTime() - other.getTime());
}

function minutesAfter(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * 60_000);
}

interface Scene {
  readonly city: FullCity;
  readonly roster: Roster;
  readonly calendar: WorkCalendar;
  readonly today: string;
}

function drawCourse(scene: Scene, at: Date, ask: (stage: string | null) => Asked, dice: Dice): Course | undefined {
  const { roster, today } = scene;
  const daysAgo = dayNumber(today) - dayNumber(shanghaiDay(at));
  const site = roster.drawSite(dice, at, daysAgo < toldDays);
  if (!site) return undefined;
  const { project, stage, askers } = site;
  const alone = project.firm.startsWith("firm-") && dice.chance(0.07);
  const asked = ask(alone ? null : stage);
  const by = dice.weighted(askers.map((login, index) => [index === 0 ? 6 : 1, login] as const));
  const secret = asked.question.secret === true && dice.chance(0.6);
  const branch = branches.find(({ key }) => key === site.branch);
  if (!branch) throw new Error(`no branch ${site.branch}`);
  const department = departmentOf(branch, topics[asked.question.topic].department);
  const experts = scene.city.posts.specialists.get(department) ?? [];
  const parts = {
    roster,
    project: alone ? null : project,
    branch: branch.key,
    by,
    experts,
    expert: dice.pick(experts),
  };
  return {
    title: asked.title,
    drawn: true,
    area: branch.area,
    opening: {
      at,
      by,
      firm: project.firm,
      project: alone ? null : project.key,
      topic: asked.question.topic,
      private: secret && dice.chance(0.3),
      form: {
        question: { text: asked.text, urgency: dice.chance(0.12) ? "soon" : "normal", tradeSecret: secret },
      },
      pictures: [],
    },
    acts: timeSteps(scene, at, drawLife(dice, asked, !alone), (part, when) => castOf(parts, part, when), daysAgo),
  };
}

/** Each step at its minute of office hours, by whoever has the part then. */
function timeSteps(
  { calendar }: Scene,
  opened: Date,
  steps: readonly Step[],
  cast: (part: Part, at: Date) => string,
  daysAgo: number,
): TimedAct[] {
  let at = opened;
  return steps.map(({ after, by, does }) => {
    at = nextWorkingMoment(calendar, addWorkingMinutes(calendar, at, after).at);
    return { at, by: cast(by, at), does, reads: daysAgo < readDays };
  });
}

interface Parts {
  readonly roster: Roster;
  readonly project: { readonly key: string; readonly station: string } | null;
  readonly branch: string;
  readonly by: string;
  /** Of the topic's department; the first keeps its desk. */
  readonly experts: readonly string[];
  readonly expert: string;
}

function castOf({ roster, project, branch, by, experts, expert }: Parts, part: Part, at: Date): string {
  switch (part) {
    case "asker":
      return by;
    case "specialist":
      return expert;
    case "office":
      return roster.office(branch);
    case "handler":
      return project ? roster.officer(project.key, at) : (experts[0] ?? expert);
    case "deputy":
      return project ? roster.deputy(project.key, at) : (experts[0] ?? expert);
    case "chief":
      return project ? roster.chief(project.station) : (experts[0] ?? expert);
  }
}
