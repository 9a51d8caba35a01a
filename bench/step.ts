import { usualConnections } from "#server/database.ts";
import { execute } from "#server/pipeline.ts";
import type { Platform } from "#server/platform.ts";
import { type FreshStep, freshSteps } from "./fresh.ts";
import { openHttp } from "./http.ts";
import { closedLoop, type Figures, medianOf, openLoop } from "./measure.ts";
import { type BenchDatabase, openBenchPlatform, type Place } from "./place.ts";
import { listenTo, openBareLoop, type Statement } from "./recorder.ts";

export interface StepFigures {
  readonly width: number;
  readonly engine: Figures;
  /** The same SQL with the same parameters, sent by the driver alone in the same run. */
  readonly bare: Figures;
  readonly http: Figures;
}

export interface StepReport {
  readonly byWidth: readonly StepFigures[];
  /** Open loop, so many per second. */
  readonly fixed: { readonly perSecond: number; readonly engine: Figures; readonly http: Figures };
  /** Statements of one step, `begin` and `commit` included. */
  readonly statements: number;
}

export interface StepPlan {
  readonly rounds: number;
  /** Steps of each measurement, by how many run at once. */
  readonly counts: ReadonlyMap<number, number>;
  readonly perSecond: number;
  readonly seconds: number;
}

export const shortPlan: StepPlan = {
  rounds: 3,
  counts: new Map([
    [1, 300],
    [8, 1000],
  ]),
  perSecond: 200,
  seconds: 5,
};
export const fullPlan: StepPlan = {
  rounds: 5,
  counts: new Map([
    [1, 600],
    [8, 2000],
  ]),
  perSecond: 200,
  seconds: 20,
};

const warmUp = 200;
const allWarm = usualConnections * 40;

/** Takes steps in three ways, turn by turn, so that whatever else the machine does meets all of them. */
export async function measureSteps(place: Place, database: BenchDatabase, plan: StepPlan): Promise<StepReport> {
  const widths = [...plan.counts.keys()];
  const perRound = [...plan.counts.values()].reduce((sum, count) => sum + count * 3 + warmUp * 3, 0);
  const fixed = plan.perSecond * plan.seconds;
  const supply = await freshSteps(database, perRound * plan.rounds + (fixed + allWarm) * 2);
  const take = (count: number) => {
    const taken = supply.splice(0, count);
    if (taken.length < count) throw new Error("there are too few fresh matters");
    return taken;
  };
  const platform = await openBenchPlatform(place, database);
  const recorder = listenTo(platform);
  const http = await openHttp(place, database, supply);
  try {
    const runs = new Map(widths.map((width) => [width, emptyRuns()] as const));
    let statements = 0;
    for (let round = 0; round < plan.rounds; round += 1) {
      for (const width of widths) {
        const count = plan.counts.get(width) ?? 0;
        const found = runs.get(width);
        found?.engine.push(await runEngine(platform, take(warmUp), take(count), width));
        const recorded: Statement[][] = [];
        for (const step of take(warmUp + count)) {
          recorded.push(await recorder.record(() => takeStep(platform, step), true));
        }
        statements = recorded.reduce((sum, list) => sum + list.length, 0) / recorded.length;
        found?.bare.push(await runBare(database, recorded, width));
        await closedLoop(take(warmUp), width, (step) => http.step(step));
        found?.http.push(await closedLoop(take(count), width, (step) => http.step(step)));
      }
    }
    // As many at once as connections: each plans its statements at their first uses, which is not what is measured.
    await closedLoop(take(allWarm), usualConnections, (step) => takeStep(platform, step));
    const engineFixed = await openLoop(take(fixed), plan.perSecond, (step) => takeStep(platform, step));
    await closedLoop(take(allWarm), usualConnections, (step) => http.step(step));
    const httpFixed = await openLoop(take(fixed), plan.perSecond, (step) => http.step(step));
    return {
      byWidth: widths.map((width) => {
        const found = runs.get(width) ?? emptyRuns();
        return { width, engine: medianOf(found.engine), bare: medianOf(found.bare), http: medianOf(found.http) };
      }),
      fixed: { perSecond: plan.perSecond, engine: engineFixed, http: httpFixed },
      statements,
    };
  } finally {
    await http.close();
    await platform.close();
  }
}

interface Runs {
  readonly engine: Figures[];
  readonly bare: Figures[];
  readonly http: Figures[];
}

function emptyRuns(): Runs {
  return { engine: [], bare: [], http: [] };
}

function takeStep(platform: Platform, step: FreshStep): Promise<unknown> {
  return execute(platform, "matter.step", step.input, {
    account: step.account,
    device: "desk",
    idempotencyKey: step.key,
  });
}

async function runEngine(
  platform: Platform,
  warm: readonly FreshStep[],
  steps: readonly FreshStep[],
  width: number,
): Promise<Figures> {
  await closedLoop(warm, width, (step) => takeStep(platform, step));
  return closedLoop(steps, width, (step) => takeStep(platform, step));
}

async function runBare(database: BenchDatabase, recorded: readonly Statement[][], width: number): Promise<Figures> {
  const loop = await openBareLoop(database.appUrl, width);
  try {
    await closedLoop(recorded.slice(0, warmUp), width, (statements, worker) => loop.send(statements, worker));
    return await closedLoop(recorded.slice(warmUp), width, (statements, worker) => loop.send(statements, worker));
  } finally {
    await loop.close();
  }
}
