import { beforeAll, describe, expect, it } from "vitest";
import { mondayOf } from "#kernel/shanghai-time.ts";
import { contract as matters } from "#matters/contract.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { questionOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";
import { unusualRules } from "./unusual.ts";

let id: number;
const house = await forTheseTests(startHarness({ at: "2026-10-14T09:00:00+08:00" }));
const desk = deskOf(house);
beforeAll(async () => {
  id = await desk.open("liaison", questionOf(house.town));
});

type Person = keyof Harness["town"]["people"];
async function look(person: Person, times: number): Promise<void> {
  for (let at = 0; at < times; at += 1) await refusalOf(house.as(person)(matters["matter.get"], { id }));
}
const report = async (week = "2026-10-14") => house.as("auditor")(contract["audit.unusual"], { week });
const eventsOf = async (week?: string) =>
  (await report(week)).events.map(({ kind, day, who, count }) => [kind, day, who, count]);

describe("unusual looks", () => {
  it("are those far above the unit's habit, refused, or by night; ordinary ones, and a firm's, are none", async () => {
    await look("officerB", 2);
    await look("liaison", unusualRules.leastLooks + 5);
    expect(await eventsOf()).toEqual([]);
    await look("officerA", unusualRules.leastLooks - 1);
    expect(await eventsOf()).toEqual([]);
    await look("officerA", 1);
    await look("otherA", unusualRules.leastRefused);
    desk.at("2026-10-15 22:30");
    await look("officerB", unusualRules.leastNight);
    const names = new Map((await report()).events.map(({ kind, who }) => [kind, who]));
    expect(await eventsOf()).toEqual([
      ["manyLooks", "2026-10-14", names.get("manyLooks"), unusualRules.leastLooks],
      ["refusedLooks", "2026-10-14", names.get("refusedLooks"), unusualRules.leastRefused],
      ["nightLooks", "2026-10-15", names.get("nightLooks"), unusualRules.leastNight],
    ]);
    expect(names.get("manyLooks")).toBe("李警官");
  });

  it("are measured by what the unit did in the weeks before", async () => {
    // A fortnight later thirty looks a day are what this station is used to.
    desk.at("2026-10-21 09:00");
    await look("officerA", unusualRules.leastLooks);
    expect((await eventsOf("2026-10-21")).map(([kind]) => kind)).not.toContain("manyLooks");
  });

  it("lead to the rows behind them, and are the auditor's alone", async () => {
    const { events } = await report();
    const [event] = events;
    const rows = await house.as("auditor")(contract["audit.list"], { accountId: event?.accountId, day: event?.day });
    expect(rows.items).toHaveLength(unusualRules.leastLooks);
    expect(new Set(rows.items.map(({ who }) => who))).toEqual(new Set(["李警官"]));
    for (const person of ["inspector", "officerA", "systemAdmin", "leader"] as const)
      expect(await refusalOf(house.as(person)(contract["audit.unusual"], {})), person).toBe("forbidden");
  });

  it("are listed as events: no sum, no rank, no score of a person in the answer", async () => {
    const given = await report();
    expect(given).toMatchObject({ from: "2026-10-12", to: "2026-10-18", version: unusualRules.version });
    for (const event of given.events)
      expect(Object.keys(event).toSorted()).toEqual(
        ["accountId", "count", "day", "habit", "kind", "unitName", "who"].toSorted(),
      );
    expect(given.events.map(({ day }) => day)).toEqual(given.events.map(({ day }) => day).toSorted());
  });

  it.each([
    ["2026-10-12", "2026-10-12"],
    ["2026-10-18", "2026-10-12"],
    ["2027-01-01", "2026-12-28"],
  ])("of the week of %s begin on Monday %s", (given, monday) => {
    expect(mondayOf(given)).toBe(monday);
  });
});
