import { sql } from "kysely";
import { type lookSampleRules, mayJudge } from "#access/rules/look-samples.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import type { OutputOf } from "#kernel/operation.ts";
import { addDays, mondayOf, shanghaiDay } from "#kernel/shanghai-time.ts";
import type { contract } from "./contract.ts";
import { looksOf } from "./draw.commands.ts";
import { choose, drawer } from "./draw.ts";

type Ids = "lookSample.list" | "lookSample.check";
type Check = OutputOf<(typeof contract)["lookSample.check"]>;

/** What the audit says of a drawn look. */
interface Told {
  readonly id: number;
  readonly who: string;
  readonly unit: string;
  readonly operation: string;
  readonly field: string | null;
  readonly purpose: string;
  readonly reason: string | null;
  readonly number: string | null;
}

export const lookSampleQueries: Handlers<Pick<typeof contract, Ids>, Pick<typeof lookSampleRules, Ids>> = {
  "lookSample.list": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const week = mondayOf(input.week ?? (await lastWeek(ctx)));
      const draw = await drawOf(ctx, week);
      const rows = await rowsOf(ctx, week);
      const told = await sql<Told>`select * from app.drawn_looks(${week})`.execute(ctx.db);
      const byId = new Map(told.rows.map((one) => [one.id, one]));
      ctx.counted(rows.length);
      return {
        from: week,
        to: addDays(week, 6),
        drawn: draw ? { at: draw.drawn_at.toISOString(), version: draw.rule_version, most: draw.most } : null,
        items: rows.flatMap((row) => {
          const look = byId.get(row.id);
          if (!look) return [];
          const mine = mayJudge(ctx.actor, { accountId: row.account_id });
          return [
            {
              id: row.id,
              at: row.at.toISOString(),
              who: look.who,
              unitName: look.unit,
              operation: look.operation,
              field: look.field,
              purpose: look.purpose,
              reason: look.reason ?? "",
              number: look.number,
              state: row.state,
              finding: row.finding,
              judgedBy: row.judge,
              judgedAt: row.judged_at?.toISOString() ?? null,
              action: row.action,
              closedBy: row.closer,
              closedAt: row.closed_at?.toISOString() ?? null,
              mayJudge: mine && row.state === "OPEN",
              mayClose: mine && row.state === "FINDING",
            },
          ];
        }),
        waiting: await waitingOf(ctx),
      };
    },
  }),

  "lookSample.check": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const week = mondayOf(input.week);
      const looks = await looksOf(ctx.db, week);
      const draw = await drawOf(ctx, week);
      const recorded = await ctx.db
        .selectFrom("look_sample")
        .select(["audit_uid as uid", "at", "point"])
        .where("week", "=", week)
        .orderBy("at")
        .execute();
      ctx.counted(looks.length);
      const again = draw ? ctx.drawAgain(drawer, draw.key_id) : null;
      return {
        from: week,
        to: addDays(week, 6),
        drawnAt: draw?.drawn_at.toISOString() ?? null,
        looks: looks.length,
        drawn: recorded.length,
        unchecked: draw !== undefined && again === null,
        faults: again === null ? [] : compare(choose(again, looks, draw?.most ?? 0), recorded),
      };
    },
  }),
};

interface Point {
  readonly uid: string;
  readonly at: Date;
  readonly point: number;
}

function compare(wanted: readonly Point[], recorded: readonly Point[]): Check["faults"] {
  const known = new Map(recorded.map((one) => [one.uid, one]));
  const meant = new Set(wanted.map(({ uid }) => uid));
  const fault = ({ at }: Point, what: Check["faults"][number]["fault"]) => ({ at: at.toISOString(), fault: what });
  return [
    ...wanted.flatMap((one) => {
      const found = known.get(one.uid);
      if (!found) return [fault(one, "leftOut")];
      return found.point === one.point ? [] : [fault(one, "otherPoint")];
    }),
    ...recorded.filter(({ uid }) => !meant.has(uid)).map((one) => fault(one, "notDrawn")),
  ];
}

/** The Monday that was drawn last; before the first draw, that of the week before. */
async function lastWeek(ctx: Context): Promise<string> {
  const last = await ctx.db
    .selectFrom("look_draw")
    .select(({ fn }) => fn.max("week").as("week"))
    .executeTakeFirst();
  return last?.week ?? addDays(shanghaiDay(ctx.now), -7);
}

function drawOf(ctx: Context, week: string) {
  return ctx.db.selectFrom("look_draw").selectAll().where("week", "=", week).executeTakeFirst();
}

/** In the order of time, as they happened: nothing is put beside anything by who looked. */
function rowsOf(ctx: Context, week: string) {
  return ctx.db
    .selectFrom("look_sample as s")
    .leftJoin("account as j", "j.id", "s.judged_by")
    .leftJoin("account as c", "c.id", "s.closed_by")
    .selectAll("s")
    .select(["j.duty_name as judge", "c.duty_name as closer"])
    .where("s.week", "=", week)
    .orderBy("s.at")
    .orderBy("s.id")
    .execute();
}

async function waitingOf(ctx: Context) {
  const { rows } = await sql<{ week: string; open: number; findings: number }>`
    select week, (count(*) filter (where state = 'OPEN'))::int as open, (count(*) filter (where state = 'FINDING'))::int as findings
      from look_sample where state in ('OPEN', 'FINDING') group by week order by week`.execute(ctx.db);
  return rows;
}
