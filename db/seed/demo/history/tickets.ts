import { addDays, shanghaiDay } from "#kernel/shanghai-time.ts";
import { addWorkingMinutes, nextWorkingMoment, type WorkCalendar } from "#kernel/work-calendar.ts";
import { branches } from "../city/units.ts";
import type { FullCity } from "../city/full.ts";
import type { Course, PassedOn } from "../course.ts";
import { createDice, type Dice } from "../dice.ts";
import { phoneLine, type ProjectPlan } from "../plan.ts";
import { momentBefore } from "../time.ts";
import { filler } from "./ask.ts";
import { growth, historyDays, momentsOf, readDays } from "./draw.ts";
import type { Part, Step } from "./life.ts";
import { reports } from "./pool/tickets.ts";
import { createRoster, type Roster } from "./roster.ts";
import { drawTicketLife } from "./ticket-life.ts";

/** A few tickets a month; far fewer than what firms bring here themselves. */
const perWorkingDay = 0.13;
/** Some are about a neighbourhood and no project: the station's own desk has them. */
const withoutProject = 0.15;

/** What waits today in the county of the hand-written stories: so many working minutes ago, with so many steps taken. */
const today = [
  // Not signed yet.
  { ago: 25, steps: [] },
  { ago: 180, steps: [160, 120] },
  // Over its seven days and not replied to.
  { ago: 3600, steps: [3560, 3300] },
  // Waits for its return call.
  { ago: 1500, steps: [1480, 1300, 200] },
] as const;

/** Two years of tickets of the hotline, and what stands today. The same on the same day. */
export function drawTickets(city: FullCity, now: Date, calendar: WorkCalendar): Course<PassedOn>[] {
  const roster = createRoster(city);
  const courses: Course<PassedOn>[] = [];
  for (let ago = historyDays; ago >= 0; ago -= 1) {
    const day = addDays(shanghaiDay(now), -ago);
    const dice = createDice(`day ${ago}: tickets`);
    for (const at of momentsOf(day, perWorkingDay * growth(ago), calendar, dice)) {
      const taken = nextWorkingMoment(calendar, at);
      // Of the hand-written stories' projects only what stands today.
      const site = roster.drawSite(dice, taken, true);
      if (!site) continue;
      const place = { project: site.project, branch: site.branch, alone: dice.chance(withoutProject) };
      const { head, life } = passOn(roster, place, taken, dice, courses.length);
      courses.push({ ...head, acts: timed(calendar, roster, place, taken, life, ago < readDays) });
    }
  }
  return [...courses, ...drawToday(city, roster, now, calendar)];
}

interface Place {
  readonly project: ProjectPlan;
  readonly branch: string;
  readonly alone: boolean;
}

/** A ticket as the branch's office takes it over, and how it goes on. */
function passOn(roster: Roster, { project, branch, alone }: Place, at: Date, dice: Dice, no: number) {
  const report = dice.pick(reports);
  const fill = filler(dice);
  const urgency = dice.weighted([
    [72, "D7"],
    [13, "D15"],
    [12, "H24"],
    [3, "H2"],
  ] as const);
  const delay = urgency === "H2" ? dice.between(5, 20) : dice.between(15, 240);
  const opening: PassedOn = {
    at,
    by: roster.office(branch),
    firm: null,
    procedure: "hotline",
    project: alone ? null : project.key,
    unit: project.station,
    ticket: {
      number: `示例-${shanghaiDay(at).replaceAll("-", "")}-${String(no).padStart(4, "0")}`,
      text: `${fill(dice.pick(report.texts))}（示例）`,
      subject: report.subject,
      place: fill(report.place),
      class: urgency,
      receivedAt: new Date(at.getTime() - delay * 60_000),
      caller: {
        phone: phoneLine(dice.between(9000, 9899)),
        confidential: dice.chance(0.3),
        ...(dice.chance(0.7) && { name: `${dice.pick(["王", "李", "张", "刘", "陈", "杨"])}某（示例）` }),
      },
    },
  };
  const head: Omit<Course<PassedOn>, "acts"> = {
    title: fill(dice.pick(report.titles)),
    drawn: true,
    area: areaOf(branch),
    opening,
  };
  return { head, life: drawTicketLife(dice, report, urgency, fill, !alone) };
}

/** Who has a part in a ticket; without a project the station's chief has its desk. */
function whoHas(roster: Roster, { project, branch, alone }: Place, part: Part, at: Date): string {
  if (part === "office") return roster.office(branch);
  if (part === "chief" || alone) return roster.chief(project.station);
  return part === "deputy" ? roster.deputy(project.key, at) : roster.officer(project.key, at);
}

function timed(
  calendar: WorkCalendar,
  roster: Roster,
  place: Place,
  opened: Date,
  life: readonly Step[],
  reads: boolean,
): Course["acts"] {
  let at = opened;
  return life.map(({ after, by, does }) => {
    at = nextWorkingMoment(calendar, addWorkingMinutes(calendar, at, after).at);
    return { at, by: whoHas(roster, place, by, at), does, reads };
  });
}

/** Each at its minute of working time, whatever the hour of the seeding. */
function drawToday(city: FullCity, roster: Roster, now: Date, calendar: WorkCalendar): Course<PassedOn>[] {
  const dice = createDice("tickets of today");
  const projects = city.plan.projects.filter(
    ({ key, stages }) =>
      city.sites.get(key)?.branch.key === "lijin" && (stages.at(-1)?.since ?? "") < addDays(shanghaiDay(now), -20),
  );
  return today.map(({ ago, steps }, index) => {
    const place = { project: dice.pick(projects), branch: "lijin", alone: false };
    const at = momentBefore(calendar, now, ago);
    const { head, life } = passOn(roster, place, at, dice, 9000 + index);
    const plain = life.filter(({ does }) => does.kind === "step" && ["sign", "contact", "reply"].includes(does.step));
    const ticket = { ...head.opening.ticket, class: "D7" as const };
    return {
      ...head,
      opening: { ...head.opening, ticket },
      acts: steps.flatMap((before, step) => {
        const taken = plain[step];
        const when = momentBefore(calendar, now, before);
        return taken === undefined
          ? []
          : [{ at: when, by: whoHas(roster, place, taken.by, when), does: taken.does, reads: true }];
      }),
    };
  });
}

function areaOf(key: string): string {
  const branch = branches.find((one) => one.key === key);
  if (!branch) throw new Error(`no branch ${key}`);
  return branch.area;
}
