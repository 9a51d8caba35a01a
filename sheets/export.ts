import { Readable } from "node:stream";
import type { Context, FileReply } from "#directory/context.ts";
import { AppError } from "#kernel/errors.ts";
import { shanghaiDay, shanghaiTime } from "#kernel/shanghai-time.ts";
import { sheetLocale, sheetText } from "./words.ts";
import { type OutSheet, workbookType, writeSheet } from "./write.ts";

/** So many rows leave the platform in one workbook, and no more. */
export const mostRows = 10_000;

/** A list of more rows is refused as a whole: half of it would be taken for all of it. */
export function tooManyRows(): AppError {
  return new AppError("invalid", { issues: [{ path: "", code: "exportTooMany", params: { max: mostRows } }] });
}

/**
 * A list as a workbook, with what a reader of the paper has to know above it: who took it out, for which unit, when, and
 * that it holds what he may see and nothing else. The rows are counted for the audit.
 */
export async function exportSheet(ctx: Context, sheet: Omit<OutSheet, "notes">): Promise<FileReply> {
  if (sheet.rows.length > mostRows) throw tooManyRows();
  const locale = sheetLocale(ctx.actor.locale);
  const note = sheetText(locale, "export.note", {
    who: ctx.actor.dutyName,
    whose: await whoseName(ctx),
    when: `${shanghaiDay(ctx.now)} ${shanghaiTime(ctx.now)}`,
    count: sheet.rows.length,
  });
  ctx.counted(sheet.rows.length);
  const content = await writeSheet({ ...sheet, notes: [note] }, { demo: ctx.demo, locale });
  return {
    stream: Readable.from([content]),
    name: `${sheet.name}-${shanghaiDay(ctx.now)}.xlsx`,
    mediaType: workbookType,
    size: content.length,
  };
}

async function whoseName({ db, actor }: Context): Promise<string> {
  const found =
    actor.unitId !== null
      ? await db.selectFrom("unit").select("short_name as name").where("id", "=", actor.unitId).executeTakeFirst()
      : actor.enterpriseId !== null
        ? await db.selectFrom("enterprise").select("name").where("id", "=", actor.enterpriseId).executeTakeFirst()
        : undefined;
  return found?.name ?? "";
}
