import { addWorkingMinutes, nextWorkingMoment, type WorkCalendar } from "#kernel/work-calendar.ts";
import type { FullCity } from "../city/full.ts";
import { branches } from "../city/units.ts";
import type { Errand } from "../errand.ts";
import type { Roster } from "../history/roster.ts";
import type { ProjectPlan } from "../plan.ts";

/** What the work on projects is drawn from. */
export interface Scene {
  readonly city: FullCity;
  readonly roster: Roster;
  readonly calendar: WorkCalendar;
  readonly now: Date;
}

/** The minute of office hours after which so many working minutes have passed. */
export function later({ calendar }: Scene, at: Date, minutes: number): Date {
  return nextWorkingMoment(calendar, addWorkingMinutes(calendar, at, minutes).at);
}

/** Errands of one project: where they happen, who is there, and that they depend on each other. */
export interface Thread {
  readonly branch: string;
  /** Whoever speaks for the firm. */
  readonly firm: string;
  errand(what: string, at: Date, by: string, run: Errand["run"]): Errand;
}

export function threadOf({ city }: Scene, project: ProjectPlan): Thread {
  const branch = city.sites.get(project.key)?.branch.key ?? "";
  const area = branches.find(({ key }) => key === branch)?.area ?? "";
  const thread = { drawn: true } as const;
  const [firm = ""] = city.askers.get(project.firm) ?? [];
  return {
    branch,
    firm,
    errand: (what, at, by, run) => ({ what, at, by, firm: project.firm, area, thread, run }),
  };
}
