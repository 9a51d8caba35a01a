import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { procedures } from "#capabilities/index.ts";
import { actions, type Tale, walkThrough } from "#test/fixture/walk.ts";
import { type Desk, openDesk } from "#test/fixture/desk.ts";
import { relay } from "#test/fixture/relay/procedure.ts";
import { type Harness, startHarness } from "#test/harness.ts";

let house: Harness;
let desk: Desk;
beforeAll(async () => {
  house = await startHarness({ procedures: [...procedures, relay] });
  desk = await openDesk(house);
});
afterAll(async () => {
  await desk.close();
  await house.close();
});

/** More walks than usual, from another seed: HUHANG_WALKS=100:7. */
const [times = 1, seed = 20_261_010] = (process.env["HUHANG_WALKS"] ?? "1").split(":").map(Number);

/** Instants in the autumn of 2026, with its make-up days and free weeks, at any second. */
const starts = fc
  .integer({ min: 0, max: 100 * 86_400 })
  .map((second) => Date.parse("2026-09-01T00:00:00+08:00") + second * 1000);

const stories = fc.record({
  start: starts,
  topic: fc.constantFrom("traffic" as const, "law" as const, null),
  private: fc.boolean(),
  opener: fc.constantFrom("liaison" as const, "security" as const),
  actions: fc.array(actions, { minLength: 20, maxLength: 30 }),
});

test.each([{ procedure: relay, runs: 6 }, ...procedures.map((procedure) => ({ procedure, runs: 4 }))])(
  "random people at $procedure.id: rows, replay and the model agree, a refused call leaves nothing",
  async ({ procedure, runs }) => {
    const tale: Tale = { answers: new Map(), kinds: new Map() };
    await fc.assert(
      fc.asyncProperty(stories, async ({ start, actions: story, ...scene }) => {
        await desk.sql("truncate matter, outbox, idempotency, rating, number_series cascade");
        await walkThrough({
          house,
          desk,
          procedure,
          scene: { ...scene, sides: false },
          start,
          story,
          tale,
        });
      }),
      { seed, numRuns: runs * times, endOnFailure: true },
    );
    // The walks met every kind of answer; otherwise they would prove little.
    for (const answer of ["accepted", "forbidden", "not-found", "stale-version", "invalid", "illegal-step"]) {
      expect([...tale.answers.keys()], answer).toContain(answer);
    }
    for (const kind of ["step", "comment", "reminder", "climb"]) expect([...tale.kinds.keys()], kind).toContain(kind);
  },
  60_000 * times,
);
