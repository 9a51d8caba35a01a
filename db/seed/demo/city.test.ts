import { describe, expect, it } from "vitest";
import { readCalendarSeed } from "#directory/calendar-seed.ts";
import { creditCode } from "#kernel/fields/credit-code.ts";
import { phone } from "#kernel/fields/phone.ts";
import { addDays, shanghaiDay } from "#kernel/shanghai-time.ts";
import { createCalendar, isWorkingTime } from "#kernel/work-calendar.ts";
import { fullCity } from "./city/full.ts";
import { drawHistory, drawPast } from "./history/draw.ts";
import { questions } from "./history/pool/index.ts";
import { phoneLine } from "./plan.ts";

// The plan of the full city and its two years: pure, so no database is asked.

const seed = readCalendarSeed();
const calendar = createCalendar({
  days: seed.days.map(({ day, kind }) => [day, kind] as const),
  years: seed.years.map(({ year }) => year),
});
const now = new Date("2026-11-23T11:05:30+08:00");
const city = fullCity(now, calendar);
const { plan } = city;
const courses = drawHistory(city, now, calendar);

const doubled = (names: readonly string[]) => names.filter((name, index) => names.indexOf(name) !== index);
const officersNow = plan.projects.flatMap(({ key, people }) =>
  people.filter(({ place, to }) => (place === "A" || place === "B") && to === null).map((one) => ({ key, ...one })),
);

describe("the plan of the full city", () => {
  it("has the numbers that the scheme was published with", () => {
    const tier = (name: string) => plan.units.filter((unit) => unit.tier === name).length;
    const sponsored = plan.projects.filter(({ people }) => people.some(({ place }) => place === "SPONSOR"));
    const specialists = plan.people.filter(({ grants }) => grants.some(([role]) => role === "SPECIALIST"));
    expect([tier("CITY"), tier("BRANCH"), tier("WORK_STATION")]).toEqual([1, 8, 19]);
    expect(plan.projects).toHaveLength(330);
    expect(new Set(officersNow.map(({ who }) => who)).size).toBe(416);
    expect(specialists).toHaveLength(90);
    expect(sponsored).toHaveLength(129);
    expect(plan.firms).toHaveLength(280);
  });

  it("gives every project A, B and a specialist, and nobody more than six places, most one to three", () => {
    const places = new Map<string, number>();
    for (const { key, people } of plan.projects) {
      const at = (place: string) =>
        people.filter((one) => one.place === place && one.to === null).map(({ who }) => who);
      const [[a], [b]] = [at("A"), at("B")];
      expect([at("A").length, at("B").length, at("SPECIALIST").length], key).toEqual([1, 1, 1]);
      expect(a, key).not.toBe(b);
      for (const who of [a, b]) places.set(who ?? "", (places.get(who ?? "") ?? 0) + 1);
    }
    expect(Math.max(...places.values())).toBeLessThanOrEqual(6);
    expect([...places.values()].filter((count) => count <= 3).length).toBeGreaterThan(416 * 0.9);
  });

  it("leaves no instant of a project without A, and nobody in two places of it", () => {
    for (const { key, people } of plan.projects) {
      const line = people.filter(({ place }) => place === "A");
      for (const [index, one] of line.entries()) {
        expect(one.to?.getTime(), key).toBe(line[index + 1]?.from.getTime());
        expect(
          people.some((other) => other.place === "B" && other.who === one.who),
          key,
        ).toBe(false);
      }
    }
  });

  it("staggers the leaders: none has more than one project more than another of his bureau but for the first", () => {
    for (const [branch, leaders] of city.posts.leaders) {
      const counts = leaders
        .filter((login) => login !== "jiang")
        .map(
          (login) =>
            plan.projects.filter(({ people }) => people.some(({ place, who }) => place === "SPONSOR" && who === login))
              .length,
        );
      expect(Math.max(...counts) - Math.min(...counts), branch).toBeLessThanOrEqual(1);
    }
  });

  it("names nothing that is real, and nothing twice", () => {
    for (const { name, uscc, address } of plan.firms) {
      expect(name).toContain("（示例）");
      expect(address).toContain("示例路");
      expect(creditCode.parse(uscc)).toBe(uscc);
      expect(uscc.slice(2, 8)).toBe("370599");
    }
    for (const { name } of plan.projects) expect(name).toContain("（示例）");
    const published = plan.units.filter(({ name }) => !name.includes("示例")).map(({ name }) => name);
    expect(published.filter((name) => name.includes("派出所"))).toEqual([
      "利津县公安局北宋派出所",
      "东营公安分局牛庄派出所",
      "东营市公安局垦利分局兴隆派出所",
    ]);
    const all = [plan.units, plan.firms, plan.projects].map((things) => things.map(({ name }) => name));
    expect(all.flatMap(doubled)).toEqual([]);
    expect(doubled(plan.firms.map(({ uscc }) => uscc))).toEqual([]);
    expect(doubled(plan.projects.map(({ code }) => code))).toEqual([]);
    const lines = [...plan.units, ...plan.people].map(({ line }) => phoneLine(line));
    expect(doubled(lines)).toEqual([]);
    for (const line of lines) {
      expect(phone.parse(line)).toBe(line);
      expect(line).toMatch(/^0546-0/);
    }
  });

  it("calls nobody of a unit or a firm like his colleague", () => {
    const people = plan.people.map(({ name, staff, grants }) => `${staff?.unit ?? grants[0]?.[1]} ${name}`);
    expect(doubled(people)).toEqual([]);
  });

  it("is away in turn: never both officers of a project", () => {
    const away = Map.groupBy(plan.absences, ({ who }) => who);
    for (const { key, people } of plan.projects) {
      const [a, b] = ["A", "B"].map((place) => people.find((one) => one.place === place && one.to === null)?.who ?? "");
      const both = (away.get(a ?? "") ?? []).filter((one) =>
        (away.get(b ?? "") ?? []).some((other) => one.from < other.to && other.from < one.to),
      );
      expect(both, key).toEqual([]);
    }
    const today = plan.absences.filter(({ from, to }) => from <= now && now < to);
    expect(today.length).toBeGreaterThan(8);
    expect(today.length).toBeLessThan(40);
  });
});

describe("two years of matters", () => {
  it("are the same on the same day, at whatever hour", () => {
    const evening = new Date("2026-11-23T17:20:00+08:00");
    expect(fullCity(evening, calendar).plan.projects).toEqual(plan.projects);
    const past = drawPast(city, now, calendar);
    expect(past.length).toBeGreaterThan(1000);
    expect(drawPast(fullCity(evening, calendar), evening, calendar)).toEqual(past);
  });

  it("are some twelve hundred over two years, in all areas, more towards the end", () => {
    const past = courses.filter(({ opening }) => opening.at < now);
    expect(past.length).toBeGreaterThan(1150);
    expect(past.length).toBeLessThan(1500);
    const appeals = past.filter(({ opening }) => opening.procedure === "appeal");
    expect(appeals.length).toBeGreaterThan(200);
    expect(new Set(appeals.map(({ opening }) => opening.channel))).toEqual(new Set(["web", "phone", "visit"]));
    const first = past[0]?.opening.at ?? now;
    expect((now.getTime() - first.getTime()) / 86_400_000).toBeGreaterThan(715);
    expect(new Set(past.map(({ area }) => area)).size).toBe(8);
    const lastYear = past.filter(({ opening }) => shanghaiDay(opening.at) > addDays("2026-11-23", -365));
    expect(lastYear.length).toBeGreaterThan(past.length * 0.55);
  });

  it("are handled in office hours, one thing after another, by people of the city", () => {
    const known = new Set(plan.people.map(({ login }) => login));
    for (const { title, opening, acts } of courses) {
      let before = opening.at;
      expect(known.has(opening.by), title).toBe(true);
      for (const { at, by } of acts) {
        expect(isWorkingTime(calendar, at) && at > before, `${title} ${at.toISOString()}`).toBe(true);
        expect(known.has(by), by).toBe(true);
        before = at;
      }
    }
  });

  it("have all their turns: late, reopened, asked back, reviewed, not answered, without a word", () => {
    const steps = new Map<string, number>();
    for (const { acts } of courses) {
      for (const { does } of acts) {
        const name = does.kind === "step" ? does.step : does.kind;
        steps.set(name, (steps.get(name) ?? 0) + 1);
      }
    }
    const all = ["acknowledge", "answer", "askSpecialist", "submitDraft", "sendToReview", "approve", "returnDraft"];
    const asker = ["askBack", "supply", "confirm", "followUp", "notAnswered", "notOurRemit", "withdraw", "reopen"];
    const appeals = ["accept", "contact", "handled", "askExtension", "extend", "askDepartment", "assist", "notSolved"];
    for (const name of [...all, ...asker, ...appeals, "comment"]) expect(steps.get(name), name).toBeGreaterThan(5);
  });

  it("never have neighbours alike", () => {
    const titles = courses.map(({ title }) => title);
    expect(titles.filter((title, index) => titles.slice(Math.max(0, index - 20), index).includes(title))).toEqual([]);
    expect(new Set(titles).size).toBeGreaterThan(350);
    const asked = courses.filter(({ opening }) => opening.procedure === "consultation");
    for (const [firm, own] of Map.groupBy(asked, ({ opening }) => opening.firm)) {
      // What stands at every desk today is drawn apart.
      expect(doubled(own.map(({ title }) => title)).length, firm).toBeLessThanOrEqual(1 + own.length / 24);
    }
  });

  it("leave no brace unfilled, and fit what the forms take", () => {
    for (const { title, opening, acts } of courses) {
      const words = JSON.stringify([title, opening.form, acts]);
      expect(words).not.toMatch(/\{[a-z]+\}/);
      expect(title.length, title).toBeLessThanOrEqual(40);
    }
    for (const { titles, asks, answers } of questions) {
      for (const text of [...asks, ...answers]) expect(text.length).toBeGreaterThan(9);
      expect(titles.length * asks.length * answers.length).toBeGreaterThan(1);
    }
  });
});
