import { sql } from "kysely";
import { type PersonalField, retentions } from "#access/personal-field.ts";
import { personalFields } from "#access/personal-fields.ts";
import { formFields } from "#access/personal-texts.ts";
import { noticeVersion } from "#access/privacy-notice.ts";
import type { opennessRules } from "#access/rules/openness.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import type { OutputOf } from "#kernel/operation.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { effectiveLimit, type LimitRow } from "#matters/limits.queries.ts";
import { type RuleUse, ruleUses } from "#matters/rule-uses.ts";
import { addMonths, firstDay, monthOf, monthsBetween } from "#metrics/month.ts";
import { shownOf } from "#metrics/shown.ts";
import type { contract } from "./contract.ts";
import { monthsShown, openFigures } from "./figures.ts";

type Data = OutputOf<(typeof contract)["openness.data"]>;
type Rules = OutputOf<(typeof contract)["openness.rules"]>;

/** What others declare and this page only shows: nothing of it is written down here a second time. */
export interface Declared {
  readonly procedures: readonly Procedure[];
  /** What keeps personal data beside the kinds of matters. */
  readonly modulesBeside: readonly string[];
  readonly lookSamples: Rules["lookSamples"];
  readonly duplicates: Rules["duplicates"];
  readonly unusualLooks: Rules["unusualLooks"];
}

/** The public page: no session, nothing on record, the same for everybody. */
export function opennessHandlers(declared: Declared): Handlers<typeof contract, typeof opennessRules> {
  const register = registerByPurpose();
  return {
    "openness.data": async (ctx) => ({
      subject: {},
      run: async () => ({ noticeVersion, modules: await modulesOf(ctx, declared), register }),
    }),
    "openness.figures": async (ctx) => ({ subject: {}, run: () => figuresOf(ctx) }),
    "openness.rules": async (ctx) => ({
      subject: {},
      run: async () => ({
        returnVisits: await visitRuleOf(ctx),
        lookSamples: declared.lookSamples,
        duplicates: declared.duplicates,
        unusualLooks: declared.unusualLooks,
        limits: await limitsOf(ctx, declared.procedures),
      }),
    }),
  };
}

async function modulesOf(ctx: Context, { procedures, modulesBeside }: Declared): Promise<Data["modules"]> {
  const { rows } = await sql<{
    module: string;
    purpose: string;
    fields: string;
    law: string;
    assessed_on: string;
  }>`select * from app.open_modules()`.execute(ctx.db);
  const byId = new Map(rows.map((row) => [row.module, row]));
  const kept = await sql<{ kind: string; months: number }>`select * from app.open_retention()`.execute(ctx.db);
  const months = new Map(kept.rows.map((row) => [row.kind, row.months]));
  const moduleOf = (module: string, more: Pick<Data["modules"][number], "readers" | "texts" | "sealedTexts">) => {
    const row = byId.get(module);
    return {
      module,
      purpose: row?.purpose ?? null,
      fields: row?.fields ?? null,
      law: row?.law ?? null,
      assessedOn: row?.assessed_on ?? null,
      months: months.get(module === "accounts" ? "account" : module) ?? null,
      ...more,
    };
  };
  return [
    ...procedures.map((procedure) => {
      const texts = Object.values(formFields[procedure.id] ?? {});
      const sealedTexts = texts.filter((one) => one.kept === "sealed").length;
      return moduleOf(procedure.id, { readers: readersOf(procedure), texts: texts.length, sealedTexts });
    }),
    ...modulesBeside.map((module) => moduleOf(module, { readers: [], texts: 0, sealedTexts: 0 })),
  ];
}

/** Whoever belongs to one of its audiences, or holds one of its tasks. */
function readersOf({ audiences, tasks }: Procedure): string[] {
  const found = [
    ...Object.values(audiences).flatMap(({ capacities }) => capacities),
    ...Object.values(tasks).map(({ holder }) => holder),
  ];
  return [...new Set(found)].filter((capacity) => capacity !== "system");
}

/** The register of columns and of words, added up by what the data are for. */
function registerByPurpose(): Data["register"] {
  const columns = Object.values(personalFields).flatMap((entry) =>
    "columns" in entry
      ? Object.values<PersonalField | "plain">(entry.columns).filter((one): one is PersonalField => one !== "plain")
      : [],
  );
  const words = Object.values(formFields).flatMap((fields) => Object.values(fields));
  const groups = Map.groupBy([...columns, ...words], ({ purpose, basis, retention, level }) =>
    [purpose, basis, Object.keys(retentions).indexOf(retention), level].join(" "),
  );
  return [...groups]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([, fields]) => {
      const [first] = fields;
      if (!first) return [];
      const { purpose, basis, retention, level } = first;
      const sealed = fields.filter(({ kept }) => kept !== "clear").length;
      return [{ purpose, basis, retention, level, fields: fields.length, sealed }];
    });
}

/** What was published of the last closed months: a hundred small rows, and nothing counted for whoever asks. */
async function figuresOf(ctx: Context): Promise<OutputOf<(typeof contract)["openness.figures"]>> {
  const present = monthOf(ctx.now);
  const months = monthsBetween(addMonths(present, -monthsShown), addMonths(present, -1));
  const { rows } = await sql<{
    month: string;
    figure: string;
    version: number;
    counted: number | null;
    of_all: number | null;
  }>`select * from app.open_figures(${firstDay(months[0] ?? present)}, ${firstDay(present)})`.execute(ctx.db);
  const taken = new Map(rows.map((row) => [`${row.month.slice(0, 7)} ${row.figure} ${row.version}`, row]));
  return {
    months,
    figures: openFigures.map(({ id, version, measure }) => ({
      id,
      version,
      measure,
      series: months.map((month) => {
        const row = taken.get(`${month} ${id} ${version}`);
        if (!row) return { shown: null, hidden: false };
        if (row.counted === null) return { shown: null, hidden: true };
        return { shown: shownOf(measure, { counted: row.counted, ofAll: row.of_all, value: null }), hidden: false };
      }),
    })),
  };
}

async function visitRuleOf(ctx: Context): Promise<Rules["returnVisits"]> {
  const { rows } = await sql<{
    version: number;
    share_percent: number;
    firm_month_cap: number;
    wait_days: number;
    within_days: number;
    valid_from: Date;
  }>`select * from app.open_visit_rule(${ctx.now})`.execute(ctx.db);
  const [row] = rows;
  if (!row) return null;
  return {
    version: row.version,
    from: row.valid_from.toISOString(),
    sharePercent: row.share_percent,
    firmMonthCap: row.firm_month_cap,
    waitDays: row.wait_days,
    withinDays: row.within_days,
  };
}

type RuleRow = LimitRow & { readonly law: string | null; readonly article: string | null };

/** The limits that hold for what begins now: the declared ones, the city's, or a law's, whichever the engine would take. */
async function limitsOf(ctx: Context, procedures: readonly Procedure[]): Promise<Rules["limits"]> {
  const { rows } = await sql<RuleRow>`select * from app.open_limits(${ctx.now})`.execute(ctx.db);
  return procedures.flatMap((procedure) =>
    usesOf(procedure).map(({ key, declared, procedure: id, ...use }) => {
      const found = effectiveLimit(
        ctx.calendar,
        ctx.now,
        declared,
        key === null ? [] : rows.filter((row) => row.key === key),
      );
      return {
        procedure: id,
        task: use.task,
        step: use.step,
        field: use.field,
        option: use.option,
        limit: { amount: found.limit.amount, unit: found.limit.unit },
        source: found.row?.source ?? ("D" as const),
        law: found.row?.law ?? null,
        article: found.row?.article ?? null,
        from: found.row?.valid_from.toISOString() ?? null,
      };
    }),
  );
}

type Use = Omit<RuleUse, "key"> & { readonly key: string | null };

/** Every limit of the police's own tasks: those that data may set, and those that the program fixes. */
function usesOf(procedure: Procedure): Use[] {
  const fixed = Object.entries(procedure.tasks)
    .filter(([, { rule }]) => rule === undefined)
    .map(([task, { limit }]) => ({
      key: null,
      procedure: procedure.id,
      task,
      step: null,
      field: null,
      option: null,
      declared: limit,
    }));
  return [...ruleUses(procedure), ...fixed].filter(({ task }) => procedure.tasks[task]?.holder !== "requester");
}
