import { sql } from "kysely";
import type { z } from "zod";
import { AppError } from "#kernel/errors.ts";
import { show } from "#kernel/fields/mask.ts";
import type { InputOf } from "#kernel/operation.ts";
import { officeSessions } from "#kernel/work-calendar.ts";
import type { Context } from "./context.ts";
import type { contract, projectStage } from "./contract.ts";
import type { PlainHandlers } from "./handler.ts";
import { peopleOf, substitutesOf } from "./people.queries.ts";
import { phoneOf } from "./phones.ts";

type Stage = z.output<typeof projectStage>;

/** Reading what everybody refers to; who sees which row is said by the row policies. */
export const directoryHandlers: PlainHandlers<typeof contract> = {
  "project.list": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const found = await projectHeads(ctx, input);
      const heads = found.slice(0, input.limit);
      const last = heads.at(-1);
      const people = await peopleOf(
        ctx,
        heads.map((head) => head.id),
      );
      ctx.counted(heads.length);
      return {
        items: heads.map((head) => ({ ...head, people: people.get(head.id) ?? [] })),
        nextCursor: found.length > input.limit && last ? Buffer.from(String(last.id)).toString("base64url") : null,
      };
    },
  }),

  "project.get": async (ctx, input) => {
    const head = (await projectHeads(ctx, input.id))[0];
    if (!head) return undefined;
    ctx.about(`project:${input.id}`);
    return {
      subject: {},
      run: async () => {
        const stages = await ctx.db
          .selectFrom("project_stage")
          .select(["stage", "since"])
          .where("project_id", "=", input.id)
          .orderBy("since")
          .execute();
        return {
          ...head,
          stages: stages.map((row) => ({ stage: row.stage as Stage, since: row.since })),
          people: [...((await peopleOf(ctx, [input.id])).get(input.id) ?? []), ...(await substitutesOf(ctx, input.id))],
        };
      },
    };
  },

  "enterprise.get": async (ctx, input) => {
    const firm = await ctx.db
      .selectFrom("enterprise as e")
      .innerJoin("unit as s", "s.id", "e.station_id")
      .select(["e.id", "e.name", "e.uscc", "e.address", "s.id as station_id", "s.name as station_name", "s.duty_phone"])
      .select(sql<boolean>`app.needs_contacts(e.id, e.station_id)`.as("serves"))
      .select(sql<boolean>`app.serves_firm(e.id)`.as("givesAccess"))
      .where("e.id", "=", input.id)
      .executeTakeFirst();
    if (!firm) return undefined;
    ctx.about(`enterprise:${input.id}`);
    return {
      subject: {},
      run: async () => ({
        id: firm.id,
        name: firm.name,
        uscc: firm.uscc,
        address: firm.address,
        station: { id: firm.station_id, name: firm.station_name, dutyPhone: firm.duty_phone },
        projects: await projectsOf(ctx, input.id),
        members: await membersOf(ctx, input.id, firm.serves),
        abilities: { firstAccess: firm.givesAccess },
      }),
    };
  },

  "calendar.get": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const year = await ctx.db
        .selectFrom("calendar_year")
        .selectAll()
        .where("year", "=", input.year)
        .executeTakeFirst();
      const days = await ctx.db
        .selectFrom("work_calendar")
        .selectAll()
        .where("day", ">=", `${input.year}-01-01`)
        .where("day", "<=", `${input.year}-12-31`)
        .orderBy("day")
        .execute();
      return {
        year: input.year,
        official: year !== undefined,
        source: year?.source ?? null,
        days: days.map((row) => ({ day: row.day, kind: row.kind, name: row.name })),
        sessions: officeSessions.map((session) => ({ from: clockTime(session.from), to: clockTime(session.to) })),
      };
    },
  }),

  "topic.list": async (ctx) => ({
    subject: {},
    run: async () => {
      const rows = await ctx.db.selectFrom("topic").selectAll().orderBy("position").execute();
      return {
        items: rows.map((row) => ({
          code: row.code,
          nameZh: row.name_zh,
          nameEn: row.name_en,
          reviewed: row.reviewed,
        })),
      };
    },
  }),
};

function clockTime(minuteOfDay: number): string {
  return `${String(Math.floor(minuteOfDay / 60)).padStart(2, "0")}:${String(minuteOfDay % 60).padStart(2, "0")}`;
}

type Page = Pick<InputOf<(typeof contract)["project.list"]>, "stage" | "unitId" | "limit" | "cursor">;

/** The project behind which a page begins. */
function readCursor(cursor: string): number {
  const text = Buffer.from(cursor, "base64url").toString();
  if (!/^\d{1,9}$/.test(text)) throw new AppError("invalid", { issues: [{ path: "cursor", code: "malformed" }] });
  return Number(text);
}

/** One project, or a page of those that the actor works with and one more. */
async function projectHeads(ctx: Context, wanted: number | Page) {
  let query = ctx.db
    .selectFrom("project as p")
    .innerJoin("unit as s", "s.id", "p.station_id")
    .selectAll("p")
    .select(["s.short_name as station_name", "s.duty_phone"])
    .orderBy("p.id")
    .limit(typeof wanted === "number" ? 1 : wanted.limit + 1);
  // Lists show what the actor works with; a single project may also be known from a matter.
  if (typeof wanted === "number") query = query.where("p.id", "=", wanted);
  else if (!ctx.actor.coversCity) {
    query = query.where((eb) =>
      eb.or([
        eb("p.id", "in", atLeastZero(ctx.actor.projects)),
        eb("p.station_id", "in", atLeastZero(ctx.actor.units)),
      ]),
    );
  }
  if (typeof wanted !== "number") {
    const { stage, unitId, cursor } = wanted;
    if (stage !== undefined) query = query.where("p.stage", "=", stage);
    if (unitId !== undefined) query = query.where(sql<boolean>`s.path @> array[${unitId}::int]`);
    if (cursor !== undefined) query = query.where("p.id", ">", readCursor(cursor));
  }
  const rows = await query.execute();
  const firms = await ctx.db
    .selectFrom("project_enterprise as pe")
    .innerJoin("enterprise as e", "e.id", "pe.enterprise_id")
    .select(["pe.project_id", "e.id", "e.name"])
    .where("pe.project_id", "in", atLeastZero(rows.map((row) => row.id)))
    .execute();
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    name: row.name,
    stage: row.stage,
    stageSince: row.stage_since,
    keyLevel: row.key_level,
    address: row.address,
    enterprises: firms.filter((firm) => firm.project_id === row.id).map((firm) => ({ id: firm.id, name: firm.name })),
    station: { id: row.station_id, name: row.station_name, dutyPhone: row.duty_phone },
  }));
}

/** `in ()` is no SQL; no row has the id 0. */
function atLeastZero(ids: readonly number[]): number[] {
  return ids.length > 0 ? [...ids] : [0];
}

async function projectsOf(ctx: Context, enterpriseId: number) {
  const rows = await ctx.db
    .selectFrom("project_enterprise as pe")
    .innerJoin("project as p", "p.id", "pe.project_id")
    .select(["p.id", "p.name", "p.stage"])
    .where("pe.enterprise_id", "=", enterpriseId)
    .orderBy("p.id")
    .execute();
  return rows.map((row) => ({ id: row.id, name: row.name, stage: row.stage }));
}

async function membersOf(ctx: Context, enterpriseId: number, whole: boolean) {
  const rows = await ctx.db
    .selectFrom("access_grant as g")
    .innerJoin("account as a", "a.id", "g.account_id")
    .select(["a.id", "a.duty_name", "a.duty_phone", "a.sealed_phone"])
    .select(sql<boolean>`app.shares_contact(a.id)`.as("shares"))
    .distinct()
    .where("g.enterprise_id", "=", enterpriseId)
    .where("g.valid_from", "<=", ctx.now)
    .where((eb) => eb.or([eb("g.valid_to", "is", null), eb("g.valid_to", ">", ctx.now)]))
    .where("a.closed_at", "is", null)
    .orderBy("a.duty_name")
    .execute();
  const shared = rows.map((row) => ({ ...row, phone: row.shares ? phoneOf(ctx.vault, row) : null }));
  if (whole) ctx.shown(shared.filter(({ phone }) => phone !== null).map(({ id }) => id));
  return shared.map((row) => {
    const { phone } = row;
    return { accountId: row.id, dutyName: row.duty_name, phone: phone === null ? null : show("phone", phone, whole) };
  });
}
