import type { Context, FileReply } from "#directory/context.ts";
import type { InputOf } from "#kernel/operation.ts";
import { exportSheet } from "#sheets/export.ts";
import { sheetLocale } from "#sheets/words.ts";
import type { OutCell, OutColumn } from "#sheets/write.ts";
import { boardOf } from "./board.queries.ts";
import { type Card, fillerOf, matchesCard, noFilters, sorted } from "./board-view.ts";
import type { contract } from "./contract.ts";
import en from "./export-messages.en.json" with { type: "json" };
import zh from "./export-messages.zh-CN.json" with { type: "json" };

const columns = [
  "name",
  "code",
  "firms",
  "stage",
  "stageSince",
  "station",
  "a",
  "b",
  "sponsor",
  "specialist",
  "open",
  "late",
] as const;

/** The table of projects as a workbook, narrowed and put in order by the same functions as on the screen. */
export async function exportBoard(
  ctx: Context,
  { only, order, down, lateOnly, gap, unit, officer }: InputOf<(typeof contract)["project.export"]>,
): Promise<FileReply> {
  const words = sheetLocale(ctx.actor.locale) === "en" ? en : zh;
  const { cards } = await boardOf(ctx, {});
  const filters = {
    ...noFilters,
    lateOnly,
    gap: gap ?? null,
    unit: unit === undefined ? null : String(unit),
    officer: officer === undefined ? null : String(officer),
  };
  const left = cards.filter((card) => matchesCard(card, filters) && (only === undefined || only.includes(card.id)));
  const shown = sorted(left, order, down);
  return exportSheet(ctx, {
    name: words.name,
    columns: columns.map((key): OutColumn => ({ heading: words[`col.${key}`] })),
    rows: shown.map((card) => {
      const filler = (place: Card["gaps"][number]) =>
        fillerOf(card, place) ?? (card.gaps.includes(place) ? words.missing : null);
      const cells: Readonly<Record<(typeof columns)[number], OutCell>> = {
        name: card.name,
        code: card.code,
        firms: card.firms.join("、"),
        stage: words[`stage.${card.stage}`],
        stageSince: { day: card.stageSince },
        station: card.station.name,
        a: filler("A"),
        b: filler("B"),
        sponsor: filler("SPONSOR"),
        specialist: filler("SPECIALIST"),
        open: card.open,
        late: card.late,
      };
      return columns.map((key) => cells[key]);
    }),
  });
}
