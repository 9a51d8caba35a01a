import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { contract as directory } from "#directory/contract.ts";
import { contract as matters } from "#matters/contract.ts";
import { questionOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import type { Town } from "#test/town.ts";
import { absenceContract as contract, staffingContract } from "./contract.ts";

let id: number;
const morning = "2026-09-22T09:00:00+08:00";

const house = await forTheseTests(startHarness({ at: morning }));
const { admin } = house;
const { bridge } = house.town.projects;
beforeAll(async () => {
  const opened = await house.as("liaison")(matters["matter.open"], questionOf(house.town));
  ({ id } = opened);
});
afterEach(async () => {
  house.clock.set(morning);
  await admin.query("delete from absence");
  await admin.query("delete from delegation");
});

type Person = keyof Town["people"];
const utc = (at: string) => new Date(`2026-09-${at}+08:00`).toISOString();
const away = (person: Person, from: string, to: string, by: Person = person) =>
  house.as(by)(contract["absence.record"], {
    ...(by !== person && { accountId: house.town.people[person] }),
    from: utc(from),
    to: utc(to),
  });
/** Whose work list has the matter at an instant. */
const holders = async (at: string) => {
  house.clock.set(new Date(utc(at)).toISOString());
  const found: Person[] = [];
  for (const person of ["officerA", "officerB", "chief", "otherA"] as const) {
    const { items } = await house.as(person)(matters["matter.list"], { view: "mine" });
    if (items.some((item) => item.id === id)) found.push(person);
  }
  return found;
};
const acting = async (at: string) =>
  (await house.as("cityOffice")(staffingContract["project.responsible"], { id: bridge, at: utc(at) })).people
    .filter((one) => one.acts)
    .map((one) => [one.place, one.dutyName]);

describe("an absence", () => {
  it("gives B the work from its minute on, and back at its end", async () => {
    await away("officerA", "22T10:00:00", "22T12:00:00");
    expect(await holders("22T09:59:59")).toEqual(["officerA"]);
    expect(await holders("22T10:00:00")).toEqual(["officerA", "officerB"]);
    expect(await acting("22T10:00:00")).toEqual([["B", "王警官"]]);
    const { people } = await house.as("liaison")(directory["project.get"], { id: bridge });
    expect(people.map((one) => [one.place, one.presence.state, one.actsForA])).toEqual([
      ["A", "absent", false],
      ["B", "onDuty", true],
    ]);
    expect(await holders("22T11:59:59")).toContain("officerB");
    expect(await holders("22T12:00:00")).toEqual(["officerA"]);
    expect(await acting("22T12:00:00")).toEqual([["A", "李警官"]]);
  });

  it("of both goes to the station's chief, and the people page names him", async () => {
    await away("officerA", "22T10:00:00", "22T18:00:00");
    await away("officerB", "22T14:00:00", "22T16:00:00", "chief");
    expect(await holders("22T13:59:59")).not.toContain("chief");
    expect(await holders("22T14:00:00")).toContain("chief");
    expect(await acting("22T14:00:00")).toEqual([["CHIEF", "孙所长"]]);
    const { people } = await house.as("liaison")(directory["project.get"], { id: bridge });
    expect(people.at(-1)).toMatchObject({ place: "CHIEF", dutyName: "孙所长", actsForA: true });
    expect(await acting("22T16:00:00")).toEqual([["B", "王警官"]]);
  });

  it("is recorded by oneself, one's chief or one's office, and by nobody else", async () => {
    await away("officerA", "23T10:00:00", "23T12:00:00", "chief");
    await away("officerA", "24T10:00:00", "24T12:00:00", "office");
    for (const person of ["officerB", "otherA", "leader", "liaison"] as const)
      await expect(away("officerA", "25T10:00:00", "25T12:00:00", person)).rejects.toMatchObject({ code: "forbidden" });
    await expect(
      house.as("liaison")(contract["absence.record"], { from: utc("25T10:00:00"), to: utc("25T12:00:00") }),
    ).rejects.toMatchObject({ code: "forbidden" });
    const { items } = await house.as("chief")(contract["absence.list"], { whose: "units" });
    expect(items.map((one) => one.holder.dutyName)).toEqual(["李警官", "李警官"]);
    expect(items[0]?.acting).toEqual([{ projectId: bridge, projectName: "大桥项目（示例）", dutyName: "王警官" }]);
    expect((await house.as("otherA")(contract["absence.list"], { whose: "units" })).items).toEqual([]);
  });

  it("that overlaps itself is refused in words; one that begins when the other ends is not", async () => {
    await away("officerA", "23T10:00:00", "23T12:00:00");
    for (const [from, to] of [
      ["23T11:59:59", "23T13:00:00"],
      ["23T10:00:00", "23T12:00:00"],
      ["23T09:00:00", "24T12:00:00"],
      ["23T10:30:00", "23T11:00:00"],
    ] as const)
      await expect(away("officerA", from, to)).rejects.toMatchObject({
        code: "invalid",
        issues: [{ path: "from", code: "absenceOverlaps" }],
      });
    await away("officerA", "23T12:00:00", "23T13:00:00");
    const twice = await Promise.allSettled([
      away("officerB", "25T10:00:00", "25T12:00:00"),
      away("officerB", "25T11:00:00", "25T13:00:00", "chief"),
    ]);
    expect(twice.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("that ends before it begins, is over, or lies too far back is refused", async () => {
    for (const [from, to, path, code] of [
      ["23T12:00:00", "23T12:00:00", "to", "endBeforeStart"],
      ["23T12:00:00", "22T12:00:00", "to", "endBeforeStart"],
      ["21T08:00:00", "22T09:00:00", "to", "alreadyOver"],
    ] as const)
      await expect(away("officerA", from, to)).rejects.toMatchObject({ issues: [{ path, code }] });
    const record = (from: string, to: string) => house.as("officerA")(contract["absence.record"], { from, to });
    await expect(record("2026-08-01T00:00:00Z", "2026-10-01T00:00:00Z")).rejects.toMatchObject({
      issues: [{ path: "from", code: "tooLongAgo" }],
    });
    await expect(record("2026-10-01T00:00:00Z", "2028-10-01T00:00:00Z")).rejects.toMatchObject({
      issues: [{ path: "to", code: "spanTooLong" }],
    });
  });

  it("recorded backwards works from its recording, and the past stays as it was", async () => {
    house.clock.set(new Date(utc("22T10:30:00")).toISOString());
    await away("officerA", "22T08:30:00", "22T12:00:00");
    expect(await holders("22T10:30:00")).toContain("officerB");
    const at = async (when: string) =>
      (await house.as("office")(staffingContract["project.responsible"], { id: bridge, at: utc(when) })).people.find(
        (one) => one.place === "A",
      );
    expect(await at("22T09:00:00")).toMatchObject({ away: false, acts: true, knownLater: true });
    expect(await at("22T10:30:00")).toMatchObject({ away: true, acts: false, knownLater: false });
  });

  it("cancelled early ends that minute; cancelled before it began it never was", async () => {
    const { id: running } = await away("officerA", "22T08:30:00", "22T18:00:00");
    const { id: planned } = await away("officerA", "24T08:30:00", "24T18:00:00");
    house.clock.set(new Date(utc("22T11:00:00")).toISOString());
    await expect(house.as("otherA")(contract["absence.cancel"], { id: running })).rejects.toMatchObject({
      code: "forbidden",
    });
    await house.as("officerA")(contract["absence.cancel"], { id: running });
    await house.as("chief")(contract["absence.cancel"], { id: planned });
    expect(await holders("22T11:00:00")).toEqual(["officerA"]);
    expect(await acting("22T10:59:59")).toEqual([["B", "王警官"]]);
    expect((await house.as("officerA")(contract["absence.list"], {})).items).toEqual([]);
    await expect(house.as("officerA")(contract["absence.cancel"], { id: running })).rejects.toMatchObject({
      code: "illegal-step",
      params: { reason: "absenceOver" },
    });
    await expect(house.as("officerA")(contract["absence.cancel"], { id: planned })).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

describe("a loan", () => {
  const lendable = async (person: Person) => (await house.as(person)(contract["delegation.list"], {})).lendable;
  const lend = async (from: Person, to: Person, duty: string, span: readonly [string, string]) => {
    const what = (await lendable(from)).find((one) => one.duty === duty);
    return house.as(from)(contract["delegation.give"], {
      principalId: what?.principalId ?? 1,
      toAccountId: house.town.people[to],
      from: utc(span[0]),
      to: utc(span[1]),
      reason: "外出培训",
    });
  };

  it("of A's part gives it to a colleague for its time; the history names him", async () => {
    await lend("officerA", "otherA", "a", ["22T10:00:00", "22T12:00:00"]);
    expect(await holders("22T09:59:59")).not.toContain("otherA");
    expect(await holders("22T10:00:00")).toContain("otherA");
    expect(await acting("22T10:00:00")).toEqual([
      ["A", "李警官"],
      ["DELEGATE", "刘警官"],
    ]);
    const { people } = await house.as("liaison")(directory["project.get"], { id: bridge });
    expect(people.at(-1)).toMatchObject({ place: "DELEGATE", dutyName: "刘警官" });
    expect(await holders("22T12:00:00")).not.toContain("otherA");
  });

  it("is withdrawn by its giver or its taker, at once", async () => {
    const { id: loan } = await lend("officerA", "otherA", "a", ["22T09:00:00", "22T12:00:00"]);
    expect(await holders("22T10:00:00")).toContain("otherA");
    await expect(house.as("officerB")(contract["delegation.withdraw"], { id: loan })).rejects.toMatchObject({
      code: "not-found",
    });
    await house.as("otherA")(contract["delegation.withdraw"], { id: loan });
    expect(await holders("22T10:00:00")).not.toContain("otherA");
    await expect(house.as("officerA")(contract["delegation.withdraw"], { id: loan })).rejects.toMatchObject({
      params: { reason: "loanOver" },
    });
  });

  it("goes to one's own side only, never to an administrator or oneself, and is of one's own", async () => {
    for (const [person, code] of [
      ["liaison", "notATaker"],
      ["systemAdmin", "notATaker"],
      ["officerA", "yourself"],
    ] as const)
      await expect(lend("officerA", person, "a", ["22T10:00:00", "22T12:00:00"])).rejects.toMatchObject({
        code: "invalid",
        issues: [{ path: "toAccountId", code }],
      });
    await expect(lend("liaison", "otherLiaison", "desk", ["22T10:00:00", "22T12:00:00"])).rejects.toMatchObject({
      issues: [{ path: "toAccountId", code: "notATaker" }],
    });
    await lend("liaison", "security", "desk", ["22T10:00:00", "22T12:00:00"]);
    // What was lent is not one's own to lend on; nor is another's.
    await lend("officerA", "otherA", "a", ["22T09:00:00", "22T12:00:00"]);
    const mine = (await lendable("otherA")).map((one) => one.name);
    expect(mine).not.toContain("大桥项目（示例）");
    const a = (await lendable("officerA")).find((one) => one.duty === "a");
    const others = { principalId: a?.principalId ?? 0, toAccountId: house.town.people.officerB };
    await expect(
      house.as("otherA")(contract["delegation.give"], {
        ...others,
        from: utc("22T10:00:00"),
        to: utc("22T12:00:00"),
        reason: "外出培训",
      }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(lend("officerA", "otherB", "a", ["22T12:00:00", "22T10:00:00"])).rejects.toMatchObject({
      issues: [{ path: "to", code: "endBeforeStart" }],
    });
  });
});
