import { expect, it } from "vitest";
import { isLate, lateness } from "./ticket-time.ts";

const words = {
  t: (key: string, params?: Readonly<Record<string, unknown>>) => [key, params?.["time"]].filter(Boolean).join(" "),
  duration: (minutes: number) => `${minutes} min`,
} as unknown as Parameters<typeof lateness>[0];
const now = new Date("2026-09-22T09:00:00+08:00");
const ticket = (dueAt: string, repliedAt: string | null = null) => ({ dueAt, repliedAt });

it("is late from the minute of its deadline on, until it is replied to", () => {
  expect(lateness(words, ticket("2026-09-22T01:01:00Z"), now)).toEqual({ text: "clock.left 1 min", late: false });
  expect(lateness(words, ticket("2026-09-22T01:00:00Z"), now).late).toBe(true);
  expect(lateness(words, ticket("2026-09-21T23:00:00Z"), now)).toEqual({ text: "clock.late 120 min", late: true });
  expect(isLate(ticket("2026-09-21T23:00:00Z", "2026-09-22T00:30:00Z"), now)).toBe(false);
});

it("stays what its reply made it: in time, also on the very instant, or late", () => {
  const due = "2026-09-21T23:00:00Z";
  expect(lateness(words, ticket(due, due), now)).toEqual({ text: "ticket.repliedInTime", late: false });
  expect(lateness(words, ticket(due, "2026-09-21T23:00:01Z"), now)).toEqual({ text: "ticket.repliedLate", late: true });
});
