import type { Rule } from "#directory/handler.ts";
import { whoeverSeesIt } from "./basics.ts";

/** The station of a project, as it is and as it shall be. */
export interface ProjectSubject {
  readonly stationIds: readonly number[];
}

/** The program office of the unit, before and after the change. */
const itsOffice: Rule<ProjectSubject> = (actor, subject) =>
  subject.stationIds.every((unit) => actor.offices.includes(unit)) ? "allow" : "forbidden";

export const projectRules = {
  "project.create": itsOffice,
  "project.change": itsOffice,
  "project.moveStage": itsOffice,
  "project.suspend": itsOffice,
  "project.resume": itsOffice,
  "project.terminate": itsOffice,
  "project.archive": itsOffice,
  "project.checklist": whoeverSeesIt,
} as const;
