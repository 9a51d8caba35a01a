import type { Rule } from "#directory/handler.ts";
import { worksWithMatters } from "../roles.ts";

/** Everybody who is signed in, and for open operations everybody. */
export const anybody: Rule<unknown> = () => "allow";

/** Lists and reference data of the daily work. */
export const anybodyAtWork: Rule<unknown> = (actor) => (worksWithMatters(actor) ? "allow" : "forbidden");

/** The same, and other systems: `access/machines.ts` has asked whether their scopes name it. */
export const atWorkOrSystem: Rule<unknown> = (actor) =>
  actor.kind === "service" || worksWithMatters(actor) ? "allow" : "forbidden";

/** A record that the row policies have shown; administrators see no business content whatever they ask for. */
export const whoeverSeesIt: Rule<unknown> = (actor) => (worksWithMatters(actor) ? "allow" : "invisible");

/** Whoever arranges people and projects of some units as their program office; the row policies say of which. */
export const programOffices: Rule<unknown> = (actor) => (actor.offices.length > 0 ? "allow" : "forbidden");

/** Keepers of units, accounts and settings. */
export const administrators: Rule<unknown> = (actor) => (actor.administers ? "allow" : "forbidden");
