import type { FreshStep } from "./fresh.ts";
import { freshSteps } from "./fresh.ts";
import { type HttpDoor, openHttp } from "./http.ts";
import { closedLoop, type Figures } from "./measure.ts";
import type { BenchDatabase, Place } from "./place.ts";

export interface GrowthFigures {
  readonly processes: number;
  readonly steps: Figures;
  /** First pages of the work list. */
  readonly reads: Figures;
}

const widthOfEach = 8;
const warmUp = 150;

/**
 * One, two and three processes of the platform on one database, as behind a proxy that deals requests out in turn: how
 * many steps and lists a second they give together. Each process is asked by as many at once, so the load grows with them.
 */
export async function measureGrowth(
  place: Place,
  database: BenchDatabase,
  plan: { readonly steps: number; readonly reads: number },
): Promise<GrowthFigures[]> {
  const supply = await freshSteps(database, (plan.steps + warmUp) * (1 + 2 + 3));
  const doors: HttpDoor[] = [];
  const found: GrowthFigures[] = [];
  try {
    for (let processes = 1; processes <= 3; processes += 1) {
      doors.push(await openHttp(place, database, supply));
      const width = widthOfEach * processes;
      const at = (worker: number) => doors[worker % processes] ?? doors[0];
      const step = (one: FreshStep, worker: number) => at(worker)?.step(one) ?? Promise.resolve();
      const read = (one: FreshStep, worker: number) =>
        at(worker)?.get("/api/matters?view=mine&limit=20", one.account.accountId) ?? Promise.resolve("");
      await closedLoop(supply.splice(0, warmUp * processes), width, step);
      const taken = supply.splice(0, plan.steps * processes);
      const steps = await closedLoop(taken, width, step);
      const readers = Array.from({ length: plan.reads * processes }, (_, index) => taken[index % taken.length]);
      const asked = readers.flatMap((one) => one ?? []);
      await closedLoop(asked.slice(0, warmUp), width, read);
      found.push({ processes, steps, reads: await closedLoop(asked, width, read) });
    }
  } finally {
    for (const door of doors) await door.close();
  }
  return found;
}
