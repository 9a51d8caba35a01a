import type { Rule } from "#directory/handler.ts";
import { anybody } from "./basics.ts";

/** Whether a request of his own lets him fetch it now. */
export interface CopySubject {
  readonly granted: boolean;
}

const members: Rule<unknown> = (actor) => (actor.kind === "member" ? "allow" : "forbidden");
const granted: Rule<CopySubject> = (_actor, subject) => (subject.granted ? "allow" : "forbidden");

/** Everybody's own data: each handler reads and writes what belongs to whoever calls, and takes nobody's id. */
export const rightsRules = {
  "myData.get": anybody,
  "myData.looks": anybody,
  "myData.setPhone": members,
  "myData.setConsent": anybody,
  "myData.noteNotice": anybody,
  "myData.copy": granted,
} as const;
