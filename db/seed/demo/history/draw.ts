import { addDays, dayNumber, shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import { addWorkingMinutes, isWorkingDay, nextWorkingMoment, type WorkCalendar } from "#kernel/work-calendar.ts";
import type { FullCity } from "../city/full.ts";
import type { Course, TimedAct } from "../course.ts";
import { createDice, type Dice } from "../dice.ts";
import { type Asking, createAsking } from "./ask.ts";
import { castFor, headOf } from "./cast.ts";
import { drawLife, type Part, type Step } from "./life.ts";
import { drawPresent } from "./present.ts";
import { createRoster, type Roster } from "./roster.ts";

/** How far back the city's consultations go, and how many there are about. */
const historyDays = 730;
const perWorkingDay = 2.35;
/** Of the hand-written stories' projects only what is older is drawn: their last two months are told. */
const toldDays = 80;
/** Who wrote in the last weeks has read before, as on the screen; the reading is on record. */
const readDays = 40;

/** Two years of consultations, and what stands at so many minutes before the present. */
export function drawHistory(city: FullCity, now: Date, calendar: WorkCalendar): Course[] {
  return [...drawPast(city, now, calendar), ...drawPresent(city, createRoster(city), now, calendar)];
}

/**
 * Two years up to today. Everything depends on the day alone: the hour decides only how much of today has happened yet.
 */
export function drawPast(city: FullCity, now: Date, calendar: WorkCalendar): Course[] {
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

function drawCourse(scene: Scene, at: Date, ask: Asking, dice: Dice): Course | undefined {
  const { roster, today } = scene;
  const daysAgo = dayNumber(today) - dayNumber(shanghaiDay(at));
  const site = roster.drawSite(dice, at, daysAgo < toldDays);
  if (!site) return undefined;
  const { project, stage, askers } = site;
  const alone = project.firm.startsWith("firm-") && dice.chance(0.07);
  const asked = ask(project.firm, alone ? null : stage);
  const by = dice.weighted(askers.map((login, index) => [index === 0 ? 6 : 1, login] as const));
  const cast = castFor(
    scene.city,
    roster,
    { project, branch: site.branch, alone, by, topic: asked.question.topic },
    dice,
  );
  const secret = asked.question.secret === true && dice.chance(0.6);
  return {
    ...headOf(asked, { at, by, secret, project, alone, branch: site.branch }, dice),
    acts: timeSteps(scene, at, drawLife(dice, asked, !alone), cast, daysAgo),
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
