import fc from "fast-check";
import pg from "pg";
import { expect, test } from "vitest";
import { buildCity, identitiesOf, makeFolder, openSite } from "#test/access/build.ts";
import { drawnCity } from "#test/access/draw.ts";
import { compareCalls, compareLists, compareRaw, compareSteps, openEyes, setScene } from "#test/access/look.ts";
import { ticks } from "#test/access/model.ts";
import { createTestDatabase } from "#test/database.ts";

/** The instant at which something begins or ends, and the last one before it. */
const instant = fc.constantFrom(...ticks.flatMap((tick) => [tick - 1, tick]));
const looks = fc.record({
  raw: fc.uniqueArray(instant, { minLength: 3, maxLength: 3 }),
  lists: instant,
  calls: fc.array(fc.tuple(fc.nat(), instant), { minLength: 4, maxLength: 4 }),
  steps: fc.array(fc.tuple(fc.nat(), fc.nat(), instant), { minLength: 4, maxLength: 4 }),
});

test("everybody sees and may do exactly what the oracle says, in every way and at every instant", async () => {
  await fc.assert(
    fc.asyncProperty(drawnCity, looks, async (city, look) => {
      const database = await createTestDatabase();
      const { folder, remove } = await makeFolder();
      const admin = new pg.Client({ connectionString: database.adminUrl });
      const app = await openEyes(database.appUrl);
      await admin.connect();
      try {
        const scene = await setScene(admin, city, await buildCity(database, folder, city));
        const site = await openSite(database, folder);
        const found: string[] = [];
        try {
          const everybody = identitiesOf(city);
          for (const at of look.raw)
            for (const identity of everybody) found.push(...(await compareRaw(app, scene, identity, at)));
          for (const identity of everybody) found.push(...(await compareLists(site, scene, identity, look.lists)));
          for (const [pick, at] of look.calls) {
            const identity = pickOne(everybody, pick, (one) => scene.judge.standing(one, at) !== null);
            if (identity) found.push(...(await compareCalls(site, scene, identity, at)));
          }
          for (const [pick, other, at] of look.steps) {
            const matter = scene.matters[other % scene.matters.length];
            const identity = pickOne(everybody, pick, (one) => {
              const who = scene.judge.standing(one, at);
              return who !== null && matter !== undefined && scene.judge.readable(who, matter);
            });
            if (identity && matter) found.push(...(await compareSteps(site, scene, identity, matter, at)));
          }
        } finally {
          await site.close();
        }
        expect(found).toEqual([]);
      } finally {
        await Promise.all([admin.end(), app.end()]);
        await database.drop();
        await remove();
      }
    }),
    { numRuns: 4, endOnFailure: true },
  );
});

/** Mostly one of those of whom something is to be expected, now and then anybody. */
function pickOne<T>(all: readonly T[], pick: number, promising: (one: T) => boolean): T | undefined {
  const some = pick % 4 === 0 ? all : all.filter(promising);
  return some[pick % some.length];
}
