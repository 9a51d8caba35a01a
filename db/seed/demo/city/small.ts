import { addDays, shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import type { WorkCalendar } from "#kernel/work-calendar.ts";
import { absences, members, staff } from "../people.ts";
import { firms, projects, units } from "../places.ts";
import type { CityPlan, Place } from "../plan.ts";
import { momentBefore } from "../time.ts";

/** The city of the hand-written stories, as it is told in `people.ts` and `places.ts`. */
export function smallCity(now: Date, calendar: WorkCalendar): CityPlan {
  const daysAgo = (days: number) => addDays(shanghaiDay(now), -days);
  return {
    units: Object.entries(units).map(([key, unit], index) => ({
      ...unit,
      key,
      department: "department" in unit ? unit.department : null,
      line: index + 1,
    })),
    firms: Object.entries(firms).map(([key, firm]) => ({ key, ...firm })),
    people: [
      ...Object.entries(staff).map(([login, { name, unit, grants }], index) => ({
        login,
        name,
        line: 101 + index,
        staff: { unit, number: `SL${101 + index}` },
        grants,
      })),
      ...Object.entries(members).map(([login, { name, grants }], index) => ({
        login,
        name,
        line: 501 + index,
        staff: null,
        grants,
      })),
    ],
    projects: Object.entries(projects).map(([key, project]) => {
      const stages = project.stages.map(([stage, days]) => ({ stage, since: daysAgo(days) }));
      const from = shanghaiMoment(stages[0]?.since ?? daysAgo(0));
      const people = Object.entries(project.people).map(([place, who]) => ({
        place: place as Place,
        who,
        from,
        to: null,
      }));
      return { ...project, key, stages, people };
    }),
    absences: absences.map(({ who, from, to }) => ({
      who,
      from: startOfDay(momentBefore(calendar, now, from)),
      to: startOfDay(momentBefore(calendar, now, to)),
    })),
  };
}

function startOfDay(at: Date): Date {
  return shanghaiMoment(shanghaiDay(at));
}
