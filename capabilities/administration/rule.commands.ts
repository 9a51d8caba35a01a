import type { ruleRules } from "#access/rules/administration.ts";
import { cityPath, keepsCity } from "#directory/city.queries.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { isConstraint, late, refused } from "#directory/refusals.ts";
import type { InputOf } from "#kernel/operation.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import type { Limit } from "#kernel/working-time.ts";
import { limitOf } from "#matters/limits.queries.ts";
import { type RuleUse, ruleUses } from "#matters/rule-uses.ts";
import { type Beyond, findBeyond } from "./beyond-law.ts";
import type { ruleContract } from "./rule-contract.ts";

type Row = Awaited<ReturnType<typeof rowsOf>>[number];
type Wish = Pick<InputOf<(typeof ruleContract)["rule.set"]>, "key" | "amount" | "unit" | "from">;

/** Limits as data: what the city sets, within what a law sets (GR-25). */
export function ruleHandlers(
  procedures: ReadonlyMap<string, Procedure>,
): Handlers<typeof ruleContract, typeof ruleRules> {
  const uses = [...procedures.values()].flatMap(ruleUses);
  const byKey = Map.groupBy(uses, ({ key }) => key);
  const usesOf = (key: string): readonly RuleUse[] => {
    const found = byKey.get(key);
    if (!found) throw refused("key", "unknownRule");
    return found;
  };
  return {
    "rule.list": async (ctx) => ({
      subject: {},
      run: async () => {
        const rows = Map.groupBy(await rowsOf(ctx), ({ key }) => key);
        return {
          items: [...byKey].map(([key, found]) => itemOf(ctx, key, found, rows.get(key) ?? [])),
          mayChange: await keepsCity(ctx),
          serverTime: ctx.now.toISOString(),
        };
      },
    }),

    "rule.check": async (ctx, input) => ({
      subject: {},
      run: async () => {
        const found = usesOf(input.key);
        const law = await findConflict(ctx, input, limitFor({ ...input, startExcluded: true, rollForward: false }));
        return {
          uses: found.map(presentUse),
          conflict: law && {
            law: law.row.law ?? "",
            article: law.row.article ?? "",
            limit: { amount: law.row.amount, unit: law.row.unit },
            start: law.beyond.start.toISOString(),
            ends: law.beyond.ends.toISOString(),
            lawful: law.beyond.lawful.toISOString(),
          },
        };
      },
    }),

    "rule.set": async (ctx, input) => {
      ctx.about(`rule:${input.key}`);
      const root = await cityPath(ctx);
      return {
        subject: { path: root },
        run: async () => {
          usesOf(input.key);
          const today = shanghaiDay(ctx.now);
          if (input.from < today) throw refused("from", "dayIsOver");
          if (input.source === "L" && input.law === null) throw refused("law", "required");
          if (input.source === "L" && input.article === null) throw refused("article", "required");
          if (input.source === "P") await refuseBeyondLaw(ctx, input, limitFor(input));
          const from = input.from === today ? ctx.now : shanghaiMoment(input.from);
          await ctx.db
            .insertInto("limit_rule")
            .values({
              key: input.key,
              amount: input.amount,
              unit: input.unit,
              source: input.source,
              law: input.source === "L" ? input.law : null,
              article: input.source === "L" ? input.article : null,
              start_excluded: input.startExcluded,
              roll_forward: input.rollForward,
              valid_from: from,
              set_by: ctx.actor.accountId,
              set_at: ctx.now,
            })
            .execute()
            .catch((error: unknown) => {
              throw isConstraint(error, "limit_rule_pkey") ? refused("from", "versionThere") : error;
            });
          return { from: from.toISOString() };
        },
      };
    },

    "rule.withdraw": async (ctx, input) => {
      ctx.about(`rule:${input.key}`);
      const root = await cityPath(ctx);
      return {
        subject: { path: root },
        run: async () => {
          const gone = await ctx.db
            .deleteFrom("limit_rule")
            .where("key", "=", input.key)
            .where("source", "=", input.source)
            .where("valid_from", "=", new Date(input.from))
            .where("valid_from", ">", ctx.now)
            .executeTakeFirst();
          if (gone.numDeletedRows === 0n) throw late("ruleBegun");
          return {};
        },
      };
    },
  };
}

function limitFor(wish: Pick<Row, "amount"> & { unit: string; startExcluded: boolean; rollForward: boolean }): Limit {
  return limitOf({ ...wish, start_excluded: wish.startExcluded, roll_forward: wish.rollForward });
}

function rowsOf(ctx: Context) {
  return ctx.db
    .selectFrom("limit_rule as r")
    .leftJoin("account as a", "a.id", "r.set_by")
    .selectAll("r")
    .select("a.duty_name")
    .orderBy("r.key")
    .orderBy("r.valid_from", "desc")
    .execute();
}

function itemOf(ctx: Context, key: string, uses: readonly RuleUse[], rows: readonly Row[]) {
  const declared = uses[0]?.declared;
  if (!declared) throw new Error(`the rule ${key} is used nowhere`);
  const inForce = (source: Row["source"]) => rows.find((row) => row.source === source && isOn(row, ctx.now));
  const law = inForce("L");
  const city = inForce("P");
  const own = city ? limitOf(city) : declared;
  return {
    key,
    declared: { amount: declared.amount, unit: declared.unit },
    uses: uses.map(presentUse),
    versions: rows.map((row) => ({
      source: row.source,
      limit: { amount: row.amount, unit: row.unit },
      startExcluded: row.start_excluded,
      rollForward: row.roll_forward,
      law: row.law,
      article: row.article,
      from: row.valid_from.toISOString(),
      to: row.valid_to?.toISOString() ?? null,
      state:
        row.valid_from > ctx.now
          ? ("coming" as const)
          : row === inForce(row.source)
            ? ("inForce" as const)
            : ("replaced" as const),
      setBy: row.duty_name,
    })),
    beyondLaw: law !== undefined && findBeyond(ctx.calendar, own, limitOf(law), ctx.now) !== undefined,
  };
}

function isOn(row: Row, at: Date): boolean {
  return row.valid_from <= at && (row.valid_to === null || row.valid_to > at);
}

function presentUse({ procedure, task, step, field, option }: RuleUse) {
  return { procedure, task, step, field, option };
}

/** A law's limit that is in force on some day from the first one on and ends earlier than the wish. */
async function findConflict(ctx: Context, wish: Wish, limit: Limit): Promise<{ row: Row; beyond: Beyond } | null> {
  const first = shanghaiMoment(wish.from);
  const laws = (await rowsOf(ctx)).filter((row) => row.source === "L" && row.key === wish.key);
  for (const row of laws) {
    const from = row.valid_from > first ? row.valid_from : first;
    if (row.valid_to !== null && row.valid_to <= from) continue;
    // A version that another one of the law has replaced by then binds nobody.
    if (laws.some((other) => other.valid_from > row.valid_from && other.valid_from <= from)) continue;
    const beyond = findBeyond(ctx.calendar, limit, limitOf(row), from);
    if (beyond) return { row, beyond };
  }
  return null;
}

async function refuseBeyondLaw(ctx: Context, wish: Wish, limit: Limit): Promise<void> {
  const conflict = await findConflict(ctx, wish, limit);
  if (!conflict) return;
  const { law, article, amount, unit } = conflict.row;
  throw refused("amount", `beyondLaw.${unit}`, { law: law ?? "", article: article ?? "", amount });
}
