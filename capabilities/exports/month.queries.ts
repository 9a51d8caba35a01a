import type { Context, FileReply } from "#directory/context.ts";
import figuresEn from "#metrics/messages.en.json" with { type: "json" };
import figuresZh from "#metrics/messages.zh-CN.json" with { type: "json" };
import type { MonthPage } from "#metrics/queries.ts";
import { exportSheet } from "#sheets/export.ts";
import { type SheetLocale, sheetLocale } from "#sheets/words.ts";
import type { OutCell } from "#sheets/write.ts";
import en from "./month-messages.en.json" with { type: "json" };
import zh from "./month-messages.zh-CN.json" with { type: "json" };

type Texts = Readonly<Record<string, string>>;
type Figure = MonthPage["figures"][number];

const own: Readonly<Record<SheetLocale, Texts>> = { zh, en };
const figureTexts: Readonly<Record<SheetLocale, Texts>> = { zh: figuresZh, en: figuresEn };

const columns = [
  "group",
  "figure",
  "part",
  "value",
  "unit",
  "counted",
  "ofAll",
  "previous",
  "lastYear",
  "beside",
  "version",
  "definition",
] as const;

/** The month page as a workbook: a line for each figure, below it its parts and units; what the page hides is hidden. */
export async function exportMonth(
  ctx: Context,
  page: MonthPage,
  procedures: Readonly<Record<SheetLocale, Readonly<Record<string, Texts>>>>,
): Promise<FileReply> {
  const locale = sheetLocale(ctx.actor.locale);
  const words = own[locale];
  const topics = new Map(
    (await ctx.db.selectFrom("topic").select(["code", "name_zh", "name_en"]).execute()).map((topic) => [
      topic.code,
      locale === "en" ? topic.name_en : topic.name_zh,
    ]),
  );
  const partName = (figure: Figure, part: string) => {
    if (part === "-") return words["noPart"] ?? part;
    const service = figure.id.split(".")[0] ?? "";
    return topics.get(part) ?? words[`stage.${part}`] ?? procedures[locale][service]?.[`outcome.${part}`] ?? part;
  };
  const unitName = (id: number) => page.units.find((unit) => unit.id === id)?.name ?? "";
  const rows = page.figures.flatMap((figure) => [
    rowOf(figure, figure, "", page.figures, locale),
    ...figure.parts.map((part) => rowOf(figure, part, partName(figure, part.part), page.figures, locale)),
    ...figure.units.map((unit) => rowOf(figure, unit, unitName(unit.unitId), page.figures, locale)),
  ]);
  return exportSheet(ctx, {
    name: `${words["name"] ?? ""} ${page.unit.name} ${page.month}`,
    columns: columns.map((key) => ({ heading: words[`col.${key}`] ?? key })),
    rows,
  });
}

type Amounts = Pick<Figure, "shown" | "counted" | "ofAll" | "hidden">;

function rowOf(figure: Figure, amounts: Amounts, part: string, all: readonly Figure[], locale: SheetLocale): OutCell[] {
  const words = own[locale];
  const texts = figureTexts[locale];
  const whole = part === "";
  const beside = whole ? all.find(({ id }) => id === figure.beside) : undefined;
  const share = figure.measure === "share";
  const cells: Readonly<Record<(typeof columns)[number], OutCell>> = {
    group: words[`group.${figure.id.split(".")[0] ?? ""}`] ?? null,
    figure: texts[`figure.${figure.id}`] ?? figure.id,
    part: whole ? null : part,
    value: amounts.hidden ? (words["hidden"] ?? null) : valueOf(figure, amounts.shown),
    unit: words[`unit.${figure.measure}`] ?? null,
    counted: share && !amounts.hidden ? amounts.counted : null,
    ofAll: share && !amounts.hidden ? amounts.ofAll : null,
    previous: whole ? valueOf(figure, figure.previous) : null,
    lastYear: whole ? valueOf(figure, figure.lastYear) : null,
    beside:
      beside === undefined
        ? null
        : `${texts[`figure.${beside.id}`] ?? ""} ${beside.hidden ? (words["hidden"] ?? "") : (beside.shown ?? "—")}`,
    version: whole ? figure.version : null,
    definition: whole ? (texts[`figure.${figure.id}.definition`] ?? null) : null,
  };
  return columns.map((key) => cells[key]);
}

/** As a number in the unit of its column; a share in per cent, never rounded to all or nothing. */
function valueOf({ measure }: Figure, shown: number | null): number | null {
  if (shown === null) return null;
  if (measure === "share") return Math.round(shown * 1000) / 10;
  return Math.round(shown * 10) / 10;
}
