import { addDays, dayNumber, shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import {
  addWorkingMinutes,
  isWorkingDay,
  isWorkingTime,
  nextWorkingMoment,
  type WorkCalendar,
} from "#kernel/work-calendar.ts";
import type { FullCity } from "../city/full.ts";
import type { Asking, Course, TimedAct } from "../course.ts";
import { createDice, type Dice } from "../dice.ts";
import { drawAppealLife } from "./appeal-life.ts";
import { createAsking, createDemanding } from "./ask.ts";
import { castFor, headOf, sectionOf } from "./cast.ts";
import { drawLife, type Part, type Step } from "./life.ts";
import { drawPresent } from "./present.ts";
import { createRoster, type Roster } from "./roster.ts";

/** How far back the city's matters go, and how many there are about. */
export const historyDays = 730;
const perWorkingDay = { consultation: 1.75, appeal: 0.48 } as const;
/** Of the hand-written stories' projects only what is older is drawn: their last two months are told. */
const toldDays = 80;
/** Who wrote in the last weeks has read before, as on the screen; the reading is on record. */
export const readDays = 30;

/** Two years of matters, and what stands at so many minutes before the present. */
export function drawHistory(city: FullCity, now: Date, calendar: WorkCalendar): Course<Asking>[] {
  const past = drawPast(city, now, calendar);
  const recent = new Set(past.slice(-80).map(({ title }) => title));
  return [...past, ...drawPresent(city, createRoster(city), now, calendar, recent)];
}

/**
 * Two years up to today. Everything depends on the day alone: the hour decides only how much of today has happened yet.
 */
export function drawPast(city: FullCity, now: Date, calendar: WorkCalendar): Course<Asking>[] {
  const today = shanghaiDay(now);
  const roster = createRoster(city);
  const scene = { city, roster, calendar, today };
  const ask = createAsking(createDice("asking"));
  const demand = createDemanding(createDice("demanding"));
  const courses: Course<Asking>[] = [];
  for (let ago = historyDays; ago >= 0; ago -= 1) {
    const day = addDays(today, -ago);
    const moments = (kind: keyof typeof perWorkingDay, dice: Dice) =>
      momentsOf(day, perWorkingDay[kind] * growth(ago), calendar, dice);
    const asking = createDice(`day ${ago}`);
    for (const at of moments("consultation", asking)) courses.push(...drawConsultation(scene, at, ask, asking));
    const demanding = createDice(`day ${ago}: appeals`);
    for (const at of moments("appeal", demanding)) courses.push(...drawAppeal(scene, at, demand, demanding));
  }
  return courses;
}

export function growth(ago: number): number {
  return 0.55 + 0.9 * (1 - ago / historyDays);
}

/** When firms ask on a day: more from month to month, more when building is at its height, little on a rest day. */
export function momentsOf(day: string, usual: number, calendar: WorkCalendar, dice: Dice): Date[] {
  const working = isWorkingDay(calendar, day);
  const month = Number(day.slice(5, 7));
  const season = month <= 2 ? 0.6 : month >= 3 && month <= 6 ? 1.2 : month >= 9 && month <= 11 ? 1.15 : 1;
  const expected = usual * season * (working ? 1 : 0.06);
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

/** The project that asks, and who of its firm; nothing when it is one whose last months are told by hand. */
function drawPlace({ roster, today }: Scene, at: Date, dice: Dice) {
  const daysAgo = dayNumber(today) - dayNumber(shanghaiDay(at));
  const site = roster.drawSite(dice, at, daysAgo < toldDays);
  if (!site) return undefined;
  const { project, stage, branch, askers } = site;
  const alone = project.firm.startsWith("firm-") && dice.chance(0.07);
  const by = dice.weighted(askers.map((login, index) => [index === 0 ? 6 : 1, login] as const));
  return { daysAgo, place: { project, branch, alone, by }, liaison: askers[0] ?? by, stage: alone ? null : stage };
}

function drawConsultation(scene: Scene, at: Date, ask: ReturnType<typeof createAsking>, dice: Dice): Course<Asking>[] {
  const drawn = drawPlace(scene, at, dice);
  if (!drawn) return [];
  const { place, stage, daysAgo } = drawn;
  const asked = ask(place.project.firm, stage);
  const { topic } = asked.question;
  const secret = asked.question.secret === true && dice.chance(0.6);
  const cast = castFor(scene.city, scene.roster, { ...place, topic }, dice);
  const head = headOf({
    ...place,
    at,
    procedure: "consultation",
    channel: "web",
    title: asked.title,
    topic,
    private: secret && dice.chance(0.3),
    form: { question: sectionOf(asked.text, secret, dice) },
  });
  return [{ ...head, acts: timeSteps(scene, at, drawLife(dice, asked, !place.alone), cast, daysAgo) }];
}

function drawAppeal(scene: Scene, at: Date, demand: ReturnType<typeof createDemanding>, dice: Dice): Course<Asking>[] {
  const drawn = drawPlace(scene, at, dice);
  if (!drawn) return [];
  const { daysAgo, stage } = drawn;
  const filled = demand(drawn.place.project.firm, stage);
  const { topic } = filled.demand;
  // Some call their officer, who writes it down; at an hour when he is there.
  const noted = !drawn.place.alone && isWorkingTime(scene.calendar, at) && dice.chance(0.18);
  const place = noted ? { ...drawn.place, by: drawn.liaison } : drawn.place;
  const cast = castFor(scene.city, scene.roster, { ...place, topic }, dice);
  const head = headOf({
    ...place,
    by: noted ? cast("handler", at) : place.by,
    at,
    procedure: "appeal",
    channel: noted ? dice.pick(["phone", "phone", "visit"]) : "web",
    title: filled.title,
    topic,
    private: false,
    form: {
      demand: sectionOf(filled.text, false, dice),
      ...(noted && { caller: { name: scene.roster.nameOf(place.by) } }),
    },
  });
  return [{ ...head, acts: timeSteps(scene, at, drawAppealLife(dice, filled, !place.alone), cast, daysAgo) }];
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
