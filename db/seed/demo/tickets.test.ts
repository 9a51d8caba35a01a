import { describe, expect, it } from "vitest";
import { readCalendarSeed } from "#directory/calendar-seed.ts";
import { phone } from "#kernel/fields/phone.ts";
import { createCalendar, isWorkingTime } from "#kernel/work-calendar.ts";
import { fullCity } from "./city/full.ts";
import { drawTickets } from "./history/tickets.ts";

// The tickets of the full city: pure, so no database is asked.

const seed = readCalendarSeed();
const calendar = createCalendar({
  days: seed.days.map(({ day, kind }) => [day, kind] as const),
  years: seed.years.map(({ year }) => year),
});
const now = new Date("2026-11-23T11:05:30+08:00");
const city = fullCity(now, calendar);
const tickets = drawTickets(city, now, calendar);
const stepsOf = ({ acts }: (typeof tickets)[number]) =>
  acts.flatMap(({ does }) => (does.kind === "step" ? [does.step] : []));

describe("two years of tickets of the hotline", () => {
  it("are some tens, the same on the same day, each with a number of its own, marked as examples", () => {
    expect(drawTickets(city, now, calendar)).toEqual(tickets);
    expect(tickets.length).toBeGreaterThan(40);
    expect(tickets.length).toBeLessThan(110);
    const numbers = tickets.map(({ opening }) => opening.ticket.number);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const { title, opening } of tickets) {
      expect([title, opening.ticket.text, opening.ticket.number].every((text) => text.includes("示例"))).toBe(true);
      expect(phone.safeParse(opening.ticket.caller.phone).success).toBe(true);
      expect(opening.ticket.receivedAt < opening.at).toBe(true);
    }
  });

  it("are about projects and not, replied to, called back by the office alone, some not solved, some not reached", () => {
    const all = tickets.flatMap(stepsOf);
    for (const step of ["callBackNotSolved", "unreached", "ruleNotOurs", "ruleOurs", "help"]) {
      expect(all, step).toContain(step);
    }
    expect(tickets.some(({ opening }) => opening.project === null)).toBe(true);
    const twice = tickets.filter((one) => stepsOf(one).filter((step) => step === "callBackNotSolved").length === 2);
    expect(twice.length).toBeGreaterThan(0);
    for (const { opening, acts } of tickets) {
      const calls = acts.filter(({ does }) => does.kind === "step" && does.step.startsWith("callBack"));
      expect(calls.every(({ by }) => by === opening.by)).toBe(true);
    }
  });

  it("are handled in office hours, one thing after another", () => {
    for (const { title, opening, acts } of tickets) {
      let before = opening.at;
      for (const { at } of acts) {
        expect(isWorkingTime(calendar, at) && at > before, `${title} ${at.toISOString()}`).toBe(true);
        before = at;
      }
    }
  });

  it("leave one to sign, one over its limit and one to call back on the desk of today", () => {
    const ends = tickets.slice(-4).map((one) => stepsOf(one).at(-1) ?? "none");
    expect(ends).toEqual(["none", "contact", "contact", "reply"]);
  });
});
