import { isWithoutName } from "#access/capacities.ts";
import type { exportRules } from "#access/rules/exports.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import type { InputOf } from "#kernel/operation.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { shanghaiDay, shanghaiTime } from "#kernel/shanghai-time.ts";
import { findLeadTurn, groupByDue } from "#matters/due-groups.ts";
import { holderWords } from "#matters/holder-words.ts";
import { listMatters } from "#matters/list.queries.ts";
import mattersEn from "#matters/messages.en.json" with { type: "json" };
import mattersZh from "#matters/messages.zh-CN.json" with { type: "json" };
import { headsOf, type MatterHead } from "#matters/queries.ts";
import type { Metric } from "#metrics/metric.ts";
import { monthOf } from "#metrics/queries.ts";
import { exportSheet, mostRows, tooManyRows } from "#sheets/export.ts";
import { type SheetLocale, sheetLocale } from "#sheets/words.ts";
import type { OutCell, OutColumn } from "#sheets/write.ts";
import type { contract } from "./contract.ts";
import { exportMonth } from "./month.queries.ts";
import en from "./messages.en.json" with { type: "json" };
import zh from "./messages.zh-CN.json" with { type: "json" };

type Texts = Readonly<Record<string, string>>;
/** The texts of every kind of matter by its id. */
export type ProcedureTexts = Readonly<Record<SheetLocale, Readonly<Record<string, Texts>>>>;

const own = { zh, en } as const;
const duties: Readonly<Record<SheetLocale, Texts>> = { zh: mattersZh, en: mattersEn };

/** Lists as workbooks: the very query, filter and order of the screen, so that a paper never holds more than it. */
export function exportHandlers(
  procedures: ReadonlyMap<string, Procedure>,
  texts: ProcedureTexts,
  metrics: readonly Metric[],
): Handlers<typeof contract, typeof exportRules> {
  return {
    "metric.export": async (ctx, input) => {
      const { subject, run } = await monthOf(ctx, metrics, input);
      return { subject, run: async () => exportMonth(ctx, await run(), texts) };
    },

    "matter.export": async (ctx, input) => ({
      subject: {},
      run: async () => {
        const locale = sheetLocale(ctx.actor.locale);
        const heads = await wholeList(ctx, procedures, input);
        const words = own[locale];
        const sheet = await exportSheet(ctx, {
          name: input.view === "mine" ? words.mine : words.name,
          columns: columns.map((key): OutColumn => ({ heading: words[`col.${key}`] })),
          rows: heads.map((head) => rowOf(head, ctx.now, locale, texts[locale][head.procedure] ?? {})),
        });
        ctx.counted(heads.filter(({ id }) => !isWithoutName(ctx.actor, id)).length);
        return sheet;
      },
    }),
  };
}

const pageSize = 200;

/** All pages of the list in the order of the screen; what was narrowed on the screen counts before, since it is read too. */
async function wholeList(
  ctx: Context,
  procedures: ReadonlyMap<string, Procedure>,
  { only, ...filters }: InputOf<(typeof contract)["matter.export"]>,
): Promise<MatterHead[]> {
  const ids = new Set<number>();
  let cursor: string | undefined;
  do {
    const page = await listMatters(ctx, procedures, {
      ...filters,
      limit: pageSize,
      ...(cursor !== undefined && { cursor }),
    });
    for (const id of page.ids) ids.add(id);
    if (ids.size > mostRows) throw tooManyRows();
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  const heads = await headsOf(ctx, only === undefined ? [...ids] : [...ids].filter((id) => only.includes(id)));
  if (filters.view !== "mine") return heads;
  return groupByDue(heads, ctx.now).flatMap(({ rows }) => rows.map(({ head }) => head));
}

const columns = [
  "number",
  "kind",
  "title",
  "topic",
  "project",
  "enterprise",
  "state",
  "outcome",
  "holder",
  "due",
  "late",
  "openedAt",
  "closedAt",
] as const;

function rowOf(head: MatterHead, now: Date, locale: SheetLocale, texts: Texts): OutCell[] {
  const turn = findLeadTurn(head.turns);
  const late = isLate(turn?.clock, now);
  const say = (key: string) => duties[locale][key] ?? "";
  const cells: Readonly<Record<(typeof columns)[number], OutCell>> = {
    number: head.number,
    kind: texts["name"] ?? head.procedure,
    title: head.title,
    topic: (locale === "en" ? head.topic?.nameEn : head.topic?.nameZh) ?? null,
    project: head.project?.name ?? null,
    enterprise: head.enterprise?.name ?? null,
    state: texts[`stateShort.${head.state}`] ?? head.state,
    outcome: head.outcome === null ? null : (texts[`outcome.${head.outcome}`] ?? head.outcome),
    holder: [...new Set(head.turns.map(({ holder }) => holderWords({ say }, holder)))].join("、"),
    due: turn?.clock.state === "paused" ? own[locale].paused : moment(turn?.clock.dueAt),
    late: late ? own[locale].late : null,
    openedAt: moment(head.openedAt),
    closedAt: moment(head.closedAt),
  };
  return columns.map((key) => cells[key]);
}

function isLate(clock: MatterHead["turns"][number]["clock"] | undefined, now: Date): boolean {
  return clock !== undefined && clock.state !== "paused" && clock.dueAt !== null && new Date(clock.dueAt) <= now;
}

/** Day and minute as text: what the screen says, and it sorts as it stands. */
function moment(at: string | null | undefined): string | null {
  if (at === null || at === undefined) return null;
  return `${shanghaiDay(new Date(at))} ${shanghaiTime(new Date(at))}`;
}
