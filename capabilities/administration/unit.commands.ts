import { sql } from "kysely";
import type { unitRules } from "#access/rules/administration.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { isConstraint, late, refused } from "#directory/refusals.ts";
import { AppError } from "#kernel/errors.ts";
import type { unitContract } from "./unit-contract.ts";
import { mayHangBelow, type Tier } from "./unit-tree.ts";

type UnitHandlers = Handlers<typeof unitContract, typeof unitRules>;

/** Units: who hangs below whom, what they are called, how they are reached. */
export const unitHandlers: UnitHandlers = {
  "unit.tree": async (ctx) => ({
    subject: {},
    run: async () => ({ items: await treeOf(ctx), serverTime: ctx.now.toISOString() }),
  }),

  "unit.ties": async (ctx, input) => {
    const unit = await findUnit(ctx, input.id);
    return unit && { subject: unit, run: () => tiesOf(ctx, unit.id) };
  },

  "unit.create": async (ctx, input) => {
    const parent = await findUnit(ctx, input.parentId);
    if (!parent) throw refused("parentId", "unknownUnit");
    return {
      subject: parent,
      run: async () => {
        if (!mayHangBelow(input.tier, parent.tier)) throw refused("tier", "notBelowThis");
        if (isClosed(parent, ctx.now)) throw refused("parentId", "unitClosed");
        if ((input.tier === "DEPARTMENT") !== (input.department !== null)) {
          throw refused("department", input.department === null ? "required" : "notAllowed");
        }
        const made = await ctx.db
          .insertInto("unit")
          .values({
            code: input.code,
            name: input.name,
            short_name: input.shortName,
            tier: input.tier,
            department: input.department,
            parent_id: parent.id,
            area_code: input.areaCode,
            duty_phone: input.dutyPhone,
            valid_from: ctx.now,
          })
          .returning(["id", "version"])
          .executeTakeFirstOrThrow()
          .catch((error: unknown) => {
            throw isConstraint(error, "unit_code_key") ? refused("code", "unitCodeTaken") : error;
          });
        ctx.about(`unit:${made.id}`);
        return made;
      },
    };
  },

  "unit.change": async (ctx, input) =>
    forUnit(ctx, input, (unit) =>
      write(ctx, unit, {
        name: input.name,
        short_name: input.shortName,
        area_code: input.areaCode,
        duty_phone: input.dutyPhone,
      }),
    ),

  "unit.move": async (ctx, input) =>
    forUnit(ctx, input, async (unit) => {
      const parent = await findUnit(ctx, input.parentId);
      if (!parent || unit.parentId === null) throw refused("parentId", "unknownUnit");
      if (parent.path.includes(unit.id)) throw refused("parentId", "belowItself");
      if (!mayHangBelow(unit.tier, parent.tier)) throw refused("parentId", "notBelowThis");
      if (isClosed(parent, ctx.now)) throw refused("parentId", "unitClosed");
      if (parent.id === unit.parentId) throw refused("parentId", "isThereAlready");
      // The new place has to be the caller's as well: the row policy refuses it anyway, this says so.
      if (!parent.kept) throw refused("parentId", "notYours");
      const moved = await write(ctx, unit, { parent_id: parent.id });
      await ctx.db
        .insertInto("unit_move")
        .values({
          unit_id: unit.id,
          from_parent: unit.parentId,
          to_parent: parent.id,
          moved_by: ctx.actor.accountId,
          moved_at: ctx.now,
        })
        .execute();
      return moved;
    }),

  "unit.close": async (ctx, input) =>
    forUnit(ctx, input, async (unit) => {
      if (unit.parentId === null) throw late("rootStays");
      const ties = await tiesOf(ctx, unit.id);
      if (Object.values(ties).some((count) => count > 0)) throw late("unitInUse", ties);
      return write(ctx, unit, { valid_to: ctx.now });
    }),
};

interface Unit {
  readonly id: number;
  readonly tier: Tier;
  readonly parentId: number | null;
  readonly path: readonly number[];
  readonly validTo: Date | null;
  readonly version: number;
  readonly kept: boolean;
}

/** One change after the other: they all reach over the tree. */
const treeLock = 1_213_548_620;

async function findUnit(ctx: Context, id: number): Promise<Unit | undefined> {
  return ctx.db
    .selectFrom("unit")
    .select([
      "id",
      "tier",
      "parent_id as parentId",
      "path",
      "valid_to as validTo",
      "version",
      sql<boolean>`path && app.kept_units('system')`.as("kept"),
    ])
    .where("id", "=", id)
    .executeTakeFirst();
}

async function forUnit<R>(
  ctx: Context,
  input: { readonly id: number; readonly version: number },
  work: (unit: Unit) => Promise<R>,
) {
  ctx.about(`unit:${input.id}`);
  await sql`select pg_advisory_xact_lock(${sql.lit(treeLock)}::bigint)`.execute(ctx.db);
  const unit = await findUnit(ctx, input.id);
  if (!unit) return undefined;
  return {
    subject: unit,
    run: async () => {
      if (unit.version !== input.version) throw new AppError("stale-version", { params: { version: unit.version } });
      if (isClosed(unit, ctx.now)) throw late("unitClosed");
      return work(unit);
    },
  };
}

function isClosed(unit: Pick<Unit, "validTo">, now: Date): boolean {
  return unit.validTo !== null && unit.validTo <= now;
}

type Changes = Partial<{
  name: string;
  short_name: string;
  area_code: string;
  duty_phone: string;
  parent_id: number;
  valid_to: Date;
}>;

async function write(ctx: Context, unit: Unit, changes: Changes): Promise<{ id: number; version: number }> {
  return ctx.db
    .updateTable("unit")
    .set({ ...changes, version: unit.version + 1 })
    .where("id", "=", unit.id)
    .returning(["id", "version"])
    .executeTakeFirstOrThrow();
}

async function tiesOf(ctx: Context, id: number) {
  const found = await sql<{
    units: number;
    accounts: number;
    grants: number;
    projects: number;
    enterprises: number;
  }>`select * from app.unit_ties(${id}, ${ctx.now})`.execute(ctx.db);
  const ties = found.rows[0];
  if (!ties) throw new AppError("forbidden");
  return ties;
}

async function treeOf(ctx: Context) {
  const rows = await ctx.db
    .selectFrom("unit as u")
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("unit_move as m")
          .select(["m.moved_at", "m.through", "m.matters"])
          .whereRef("m.unit_id", "=", "u.id")
          .orderBy("m.id", "desc")
          .limit(1)
          .as("moved"),
      (join) => join.onTrue(),
    )
    .selectAll("u")
    .select(["moved.moved_at", "moved.through", "moved.matters"])
    .select(sql<boolean>`u.path && app.kept_units('system')`.as("kept"))
    .orderBy("u.code")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    name: row.name,
    shortName: row.short_name,
    tier: row.tier,
    department: row.department,
    parentId: row.parent_id,
    areaCode: row.area_code,
    dutyPhone: row.duty_phone,
    validFrom: row.valid_from.toISOString(),
    validTo: row.valid_to?.toISOString() ?? null,
    version: row.version,
    kept: row.kept,
    move:
      row.moved_at === null
        ? null
        : { at: row.moved_at.toISOString(), through: row.through !== null, matters: row.matters },
  }));
}
