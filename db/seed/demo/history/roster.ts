import { shanghaiDay } from "#kernel/shanghai-time.ts";
import type { FullCity } from "../city/full.ts";
import type { Dice } from "../dice.ts";
import { members } from "../people.ts";
import type { ProjectPlan } from "../plan.ts";

/** Who fills which place at an instant, and whose turn it is to ask. */
export interface Roster {
  /** A project that has begun by then, the busy ones more often; undefined when it is one of those left out. */
  drawSite(dice: Dice, at: Date, withoutTold: boolean): SiteThen | undefined;
  /** A; B while A is away; the chief while neither is there. */
  officer(project: string, at: Date): string;
  /** B while A is there; else whoever acts for A. */
  deputy(project: string, at: Date): string;
  chief(station: string): string;
  office(branch: string): string;
  /** How somebody is called. */
  nameOf(login: string): string;
}

export interface SiteThen {
  readonly project: ProjectPlan;
  readonly branch: string;
  /** Where the project stood then. */
  readonly stage: string;
  readonly askers: readonly string[];
}

/** How much is asked in a stage. */
const stageWeights: Readonly<Record<string, number>> = { CONSTRUCTION: 2.2, PRODUCTION: 1.3, LANDED: 1, SIGNED: 0.6 };

export function createRoster(city: FullCity): Roster {
  const { plan, posts, sites } = city;
  const projects = new Map(plan.projects.map((project) => [project.key, project]));
  const names = new Map(plan.people.map(({ login, name }) => [login, name]));
  const away = Map.groupBy(plan.absences, ({ who }) => who);
  const isAway = (who: string, at: Date) => (away.get(who) ?? []).some(({ from, to }) => from <= at && at < to);
  const holder = (key: string, place: "A" | "B", at: Date): string | undefined =>
    projects.get(key)?.people.find((one) => one.place === place && one.from <= at && (one.to === null || one.to > at))
      ?.who;
  const chief = (station: string) => posts.chiefs.get(station) ?? missing(`a chief of ${station}`);
  const present = (key: string, place: "A" | "B", at: Date) => {
    const who = holder(key, place, at);
    return who !== undefined && !isAway(who, at) ? who : undefined;
  };
  const officer = (key: string, at: Date) =>
    present(key, "A", at) ?? present(key, "B", at) ?? chief(projects.get(key)?.station ?? "");
  return {
    drawSite(dice, at, withoutTold) {
      const day = shanghaiDay(at);
      const candidates = plan.projects.flatMap((project, index) => {
        const stage = project.stages.findLast(({ since }) => since < day)?.stage;
        if (stage === undefined) return [];
        // Some firms ask ten times as much as others.
        const busy = 0.15 + (((index * 7919) % 97) / 97) ** 2;
        return [[busy * (stageWeights[stage] ?? 0.3), { project, stage }] as const];
      });
      const { project, stage } = dice.weighted(candidates);
      const site = sites.get(project.key);
      if (!site && withoutTold) return undefined;
      return { project, stage, branch: site?.branch.key ?? "lijin", askers: askersOf(city, project.firm) };
    },
    officer,
    deputy: (key, at) => (present(key, "A", at) ? present(key, "B", at) : undefined) ?? officer(key, at),
    chief,
    nameOf: (login) => names.get(login) ?? missing(login),
    office: (branch) => posts.offices.get(branch) ?? missing(`an office of ${branch}`),
  };
}

function askersOf({ askers }: FullCity, firm: string): readonly string[] {
  const drawn = askers.get(firm);
  if (drawn) return drawn;
  const told = Object.entries(members).find(([, { grants }]) => grants.some(([, at]) => at === firm));
  return told ? [told[0]] : missing(`somebody of ${firm}`);
}

function missing(what: string): never {
  throw new Error(`the demo city has not got ${what}`);
}
