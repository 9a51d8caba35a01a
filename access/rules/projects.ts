import type { Actor } from "#directory/context.ts";
import type { Rule } from "#directory/handler.ts";
import { anybodyAtWork, whoeverSeesIt } from "./basics.ts";

/** The station of a project, as it is and as it shall be. */
export interface ProjectSubject {
  readonly stationIds: readonly number[];
}

/** The program office of the unit, before and after the change. */
export function arrangesAll(actor: Pick<Actor, "offices">, subject: ProjectSubject): boolean {
  return subject.stationIds.every((unit) => actor.offices.includes(unit));
}

const itsOffice: Rule<ProjectSubject> = (actor, subject) => (arrangesAll(actor, subject) ? "allow" : "forbidden");

export const projectRules = {
  "project.create": itsOffice,
  "project.change": itsOffice,
  "project.moveStage": itsOffice,
  "project.suspend": itsOffice,
  "project.resume": itsOffice,
  "project.terminate": itsOffice,
  "project.archive": itsOffice,
  "project.openWork": itsOffice,
  "station.place": itsOffice,
  "project.checklist": whoeverSeesIt,
  "project.life": whoeverSeesIt,
  "project.timeline": whoeverSeesIt,
  "project.sixLists": whoeverSeesIt,
  "project.board": anybodyAtWork,
  "project.export": anybodyAtWork,
} as const;
