import { shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import type { WorkCalendar } from "#kernel/work-calendar.ts";
import type { FullCity } from "../city/full.ts";
import { createDice } from "../dice.ts";
import type { Errand } from "../errand.ts";
import { createRoster } from "../history/roster.ts";
import type { CityPlan, ProjectPlan } from "../plan.ts";
import { drawAbsence, drawHandover, drawOpenHandovers, isRecorded, passedOn } from "./places.ts";
import { drawPlan } from "./plans.ts";
import { drawStageWork, playedStages } from "./stage-work.ts";
import { drawUnmaskings } from "./unmaskings.ts";

/** What is done to the drawn projects, and the city as it was before all of that. */
export interface Works {
  readonly plan: CityPlan;
  readonly errands: readonly Errand[];
}

/**
 * Draws the work on the drawn projects: the stage that they stand in with what it brings, service plans, hand-overs,
 * absences, looks at masked telephones. What of it lies before `since` is no errand and stays in the plan, as taken over.
 */
export function drawWorks(city: FullCity, now: Date, calendar: WorkCalendar, since: Date): Works {
  const scene = { city, roster: createRoster(city), calendar, now };
  const today = shanghaiDay(now);
  const errands: Errand[] = [];
  const load = new Map<string, number>();
  for (const { place, who } of city.plan.projects.flatMap(({ people }) => people))
    if (place === "A" || place === "B") load.set(who, (load.get(who) ?? 0) + 1);
  const projects = city.plan.projects.map((project): ProjectPlan => {
    if (!city.sites.has(project.key)) return project;
    let { stages, people } = project;
    const work = drawStageWork(scene, project, createDice(`work of ${project.key}`));
    // With a day to spare: who moves it on the day after it began does so within the time that is played.
    const begun = playedStages(project)[0];
    if (begun && shanghaiMoment(begun.since) > since) {
      errands.push(...work);
      const first = stages.length - playedStages(project).length;
      stages = stages.slice(0, Math.max(1, first));
      errands.push(...drawPlan(scene, project, createDice(`plan of ${project.key}`)));
    }
    const passed = passedOn(project);
    // Nobody takes over more than the rules let one officer carry.
    const fits = passed !== undefined && (load.get(passed.to.who) ?? 0) <= 6;
    if (fits && passed.to.from > new Date(since.getTime() + 14 * 86_400_000)) {
      errands.push(...drawHandover(scene, project, createDice(`hand-over of ${project.key}`)));
      people = people.flatMap((one) => (one === passed.to ? [] : [one === passed.from ? { ...one, to: null } : one]));
    }
    return { ...project, stages, people };
  });
  const absences = city.plan.absences.filter((absence) => {
    if (!absence.who.startsWith("staff-") || absence.from <= since || !isRecorded(absence, today)) return true;
    const drawn = drawAbsence(scene, absence, createDice(`absence of ${absence.who}`));
    errands.push(...drawn);
    return drawn.length === 0;
  });
  const drawnProjects = city.plan.projects.filter(({ key }) => city.sites.has(key));
  errands.push(...drawOpenHandovers(scene, drawnProjects), ...drawUnmaskings(scene, drawnProjects));
  return { plan: { ...city.plan, projects, absences }, errands: errands.filter(({ at }) => at > since) };
}
