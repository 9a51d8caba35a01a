import { sql } from "kysely";
import type { calendarRules } from "#access/rules/administration.ts";
import { readCalendarSeed } from "#directory/calendar-seed.ts";
import { missingYear } from "#directory/calendar.queries.ts";
import { cityPath, keepsCity } from "#directory/city.queries.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { refused } from "#directory/refusals.ts";
import { dayNumber, shanghaiDay } from "#kernel/shanghai-time.ts";
import { createCalendar, type DayKind, type WorkCalendar } from "#kernel/work-calendar.ts";
import { type LimitClock, recomputeClock } from "#kernel/working-time.ts";
import type { calendarContract } from "./calendar-contract.ts";
import { belongs, isPlainWorkday } from "./calendar-text.ts";

/** The official calendar of a year: as the notice says, or as the program's own data propose it. */
export const calendarHandlers: Handlers<typeof calendarContract, typeof calendarRules> = {
  "workYear.list": async (ctx) => ({
    subject: {},
    run: async () => {
      const years = await ctx.db.selectFrom("calendar_year").selectAll().orderBy("year", "desc").execute();
      const days = await ctx.db.selectFrom("work_calendar").selectAll().orderBy("day").execute();
      const known = new Set(years.map((row) => row.year));
      const seed = readCalendarSeed();
      return {
        years: years.map(({ year, source }) => ({ year, source, days: daysOf(days, year) })),
        proposals: seed.years
          .filter(({ year }) => !known.has(year))
          .map(({ year, source }) => ({ year, source, days: daysOf(seed.days, year) })),
        missing: (await missingYear(ctx)) ?? null,
        change: await lastChange(ctx),
        mayChange: await keepsCity(ctx),
        serverTime: ctx.now.toISOString(),
      };
    },
  }),

  "workYear.preview": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const clocks = await sql<{ procedure: string; task: string; clock: LimitClock }>`
        select procedure, task, clock from app.running_clocks()`.execute(ctx.db);
      return compare(clocks.rows, withYear(ctx.calendar, input.year, input.days), ctx.now);
    },
  }),

  "workYear.set": async (ctx, input) => {
    ctx.about(`workYear:${input.year}`);
    return {
      subject: { path: await cityPath(ctx) },
      run: async () => {
        checkDays(input.year, input.days);
        await sql`select pg_advisory_xact_lock(1213548623)`.execute(ctx.db);
        await ctx.db
          .deleteFrom("work_calendar")
          .where((eb) =>
            eb.or([
              eb.and([eb("day", ">=", `${input.year}-01-01`), eb("day", "<=", `${input.year}-12-31`)]),
              eb(
                "day",
                "in",
                input.days.map(({ day }) => day),
              ),
            ]),
          )
          .execute();
        await ctx.db.insertInto("work_calendar").values(input.days).execute();
        await ctx.db
          .insertInto("calendar_year")
          .values({ year: input.year, source: input.source })
          .onConflict((conflict) => conflict.column("year").doUpdateSet({ source: input.source }))
          .execute();
        await ctx.db
          .insertInto("calendar_change")
          .values({ year: input.year, source: input.source, changed_by: ctx.actor.accountId, changed_at: ctx.now })
          .execute();
        return {};
      },
    };
  },
};

type Day = { readonly day: string; readonly kind: DayKind; readonly name: string };

function daysOf(days: readonly Day[], year: number) {
  return days.filter(({ day }) => day.startsWith(`${year}-`)).map(({ day, kind, name }) => ({ day, kind, name }));
}

function checkDays(year: number, days: readonly Pick<Day, "day" | "kind">[]): void {
  const seen = new Set<string>();
  for (const [index, { day, kind }] of days.entries()) {
    const wrong = !belongs(day, year)
      ? "otherYear"
      : seen.has(day)
        ? "dayTwice"
        : isPlainWorkday(day) === (kind === "work")
          ? "plainDay"
          : undefined;
    if (wrong !== undefined) throw refused(`days.${index}.day`, wrong, { day });
    seen.add(day);
  }
}

/** The calendar as it would be. */
function withYear(calendar: WorkCalendar, year: number, days: readonly Pick<Day, "day" | "kind">[]): WorkCalendar {
  const given = new Set(days.map(({ day }) => day));
  const kept = [...calendar.days].filter(([day]) => !day.startsWith(`${year}-`) && !given.has(day));
  return createCalendar({
    days: [...kept, ...days.map(({ day, kind }) => [day, kind] as const)],
    years: [...calendar.years, year],
  });
}

interface Running {
  readonly procedure: string;
  readonly task: string;
  readonly clock: LimitClock;
}

function compare(running: readonly Running[], calendar: WorkCalendar, now: Date) {
  const kinds = new Map<string, { procedure: string; task: string; earlier: number; later: number; days: number }>();
  let settled = 0;
  for (const { procedure, task, clock } of running) {
    if (clock.dueAt === null || new Date(clock.dueAt) <= now) continue;
    const fresh = recomputeClock(calendar, clock, now);
    if (clock.provisional && !fresh.provisional) settled += 1;
    if (fresh.dueAt === null || fresh.dueAt === clock.dueAt) continue;
    const key = `${procedure}/${task}`;
    const kind = kinds.get(key) ?? { procedure, task, earlier: 0, later: 0, days: 0 };
    const by = daysBetween(clock.dueAt, fresh.dueAt);
    if (fresh.dueAt < clock.dueAt) kind.earlier += 1;
    else kind.later += 1;
    kind.days = Math.max(kind.days, Math.abs(by));
    kinds.set(key, kind);
  }
  const found = [...kinds.values()];
  return {
    running: running.length,
    moved: found.reduce((sum, one) => sum + one.earlier + one.later, 0),
    settled,
    kinds: found.toSorted((left, right) => right.earlier + right.later - left.earlier - left.later),
  };
}

function daysBetween(from: string, to: string): number {
  return dayNumber(shanghaiDay(new Date(to))) - dayNumber(shanghaiDay(new Date(from)));
}

async function lastChange(ctx: Context) {
  const row = await ctx.db
    .selectFrom("calendar_change as c")
    .innerJoin("account as a", "a.id", "c.changed_by")
    .select(["c.year", "a.duty_name", "c.changed_at", "c.through", "c.moved"])
    .orderBy("c.id", "desc")
    .executeTakeFirst();
  return row
    ? {
        year: row.year,
        by: row.duty_name,
        at: row.changed_at.toISOString(),
        through: row.through !== null,
        moved: row.moved,
      }
    : null;
}
