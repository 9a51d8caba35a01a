import { performance } from "node:perf_hooks";
import { setTimeout as after } from "node:timers/promises";

/** What one run of a piece of work showed. Times in milliseconds. */
export interface Figures {
  readonly count: number;
  /** Per second, over the whole run. */
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
}

/** The value below which a share of the samples lies; NaN without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Each figure's median over several runs. */
export function medianOf(runs: readonly Figures[]): Figures {
  const of = (key: keyof Figures) => median(runs.map((run) => run[key]));
  return { count: of("count"), rate: of("rate"), p50: of("p50"), p99: of("p99") };
}

function figuresOf(samples: readonly number[], tookMs: number): Figures {
  return {
    count: samples.length,
    rate: samples.length / (tookMs / 1000),
    p50: percentile(samples, 0.5),
    p99: percentile(samples, 0.99),
  };
}

/** Closed loop: `width` workers, each takes the next item as soon as it has finished one. */
export async function closedLoop<T>(
  items: readonly T[],
  width: number,
  work: (item: T, worker: number) => Promise<unknown>,
): Promise<Figures> {
  const samples: number[] = [];
  let next = 0;
  const began = performance.now();
  const workers = Array.from({ length: width }, async (_, worker) => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) {
      const start = performance.now();
      await work(item, worker);
      samples.push(performance.now() - start);
    }
  });
  await Promise.all(workers);
  return figuresOf(samples, performance.now() - began);
}

/**
 * Open loop: one item every `1000 / perSecond` ms whether or not the ones before have finished. The time of each counts
 * from the moment at which it should have begun, so that a stall is not hidden.
 */
export async function openLoop<T>(
  items: readonly T[],
  perSecond: number,
  work: (item: T) => Promise<unknown>,
): Promise<Figures> {
  const samples: number[] = [];
  const began = performance.now();
  const running: Promise<void>[] = [];
  for (const [index, item] of items.entries()) {
    const due = began + (index * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await after(wait);
    running.push(
      work(item).then(() => {
        samples.push(performance.now() - due);
      }),
    );
  }
  await Promise.all(running);
  return figuresOf(samples, performance.now() - began);
}

/** Deterministic numbers in [0, 1), so that two runs measure the same actors. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
