import { sql } from "kysely";
import { type MatterRelations, principalsOf } from "#access/capacities.ts";
import { sendAhead } from "#directory/ahead.ts";
import { AppError } from "#kernel/errors.ts";
import { parseForm } from "#kernel/issues.ts";
import type { Channel, Procedure } from "#kernel/procedure.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { blank } from "./engine/snapshot.ts";
import { planOpening } from "./engine/plan.ts";
import { openingState } from "./engine/target.ts";
import { attachFiles } from "./files.commands.ts";
import { loadLimits } from "./limits.queries.ts";
import { type LoadedMatter, openDoor } from "./store.queries.ts";
import {
  type Author,
  type EngineContext,
  startAudiences,
  union,
  writeAudiences,
  writeEntry,
} from "./write.commands.ts";

/** What a matter is to the one that opened it: split off, so that the parent waits for it, or its continuation. */
export type LinkKind = "SPLIT_FROM" | "CAUSED_BY";

export interface Opening {
  readonly procedure: Procedure;
  readonly relations: Omit<MatterRelations, "id">;
  readonly title: string;
  /** Sections that have passed their schemas; optional ones that were left out are missing. */
  readonly form: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly files: readonly string[];
  readonly author: Author;
  /** The state that it opens in, in place of the procedure's own. */
  readonly state?: string;
  /** When it happens; for a child that the clock opens the due minute. */
  readonly at: Date;
  /** When limits began to count that did so before, by the kind of their task: where it was received elsewhere. */
  readonly begun?: Readonly<Record<string, Date>>;
  /** How it came; on the web unless said otherwise. */
  readonly channel?: Channel;
  /** Where it comes from: `SPLIT_FROM` keeps that matter from closing first, `CAUSED_BY` goes on where it ended. */
  readonly follows?: { readonly id: number; readonly kind: LinkKind };
  /** From whom it is kept: what a complaint leads to is kept from the same people. */
  readonly barred?: readonly number[];
  /** The principals of whoever opens it himself. */
  readonly held?: readonly number[];
}

/** A new matter, and the number by which people call it. */
export interface OpenedMatter extends LoadedMatter {
  readonly number: string;
}

/**
 * Opens a matter: number, audiences, first tasks and clocks, one entry for each section of its form.
 * Leaves the engine's door open to the new matter.
 */
export async function openMatter(ctx: EngineContext, opening: Opening): Promise<OpenedMatter> {
  const { procedure, author, at, barred = [] } = opening;
  const { id, number } = await drawNumber(ctx, procedure.typeCode, opening.relations.stationId, at);
  await openDoor(ctx.db, id);
  // What is split off begins with whoever handles the whole; anything else begins in the first place (decision 19).
  const handledBy = (opening.follows?.kind === "SPLIT_FROM" ? opening.relations.handledBy : undefined) ?? "handler";
  const relations: MatterRelations = { ...opening.relations, id, handledBy };
  if (relations.openedBy === null) await sql`select app.stand_behind(${id}, ${at})`.execute(ctx.db);
  const principals = await principalsOf(ctx.db, relations);
  const audiences = startAudiences(procedure, principals);
  const state = opening.state ?? openingState(procedure, relations);
  const row = ctx.db.insertInto("matter").values({
    id,
    number,
    procedure: procedure.id,
    procedure_version: procedure.version,
    state,
    phase: "open",
    title: opening.title,
    topic: relations.topic,
    enterprise_id: relations.enterpriseId,
    project_id: relations.projectId,
    station_id: relations.stationId,
    branch_id: relations.branchId,
    opened_by: relations.openedBy,
    private: relations.private,
    on_behalf: relations.onBehalf,
    channel: opening.channel ?? "web",
    opened_at: at,
    version: 0,
    entry_seq: 0,
    readers: union(audiences),
    barred: [...barred],
  });
  await sendAhead(ctx.db, row);
  await writeAudiences(ctx, { id, openedAt: at, relations }, audiences);
  if (opening.follows) {
    const { id: parent, kind } = opening.follows;
    const link = { parent_id: parent, child_id: id, kind, child_open: kind === "SPLIT_FROM" };
    await sendAhead(ctx.db, ctx.db.insertInto("matter_link").values(link));
  }
  let matter: OpenedMatter = {
    id,
    number,
    procedure: procedure.id,
    openedAt: at,
    relations,
    readers: union(audiences),
    barred,
    audiences,
    snapshot: blank,
    firstDue: "unknown",
  };
  const limits = await loadLimits(ctx, procedure, at);
  const { begun = {}, held = [] } = opening;
  const moment = { now: at, calendar: ctx.calendar, principals, limits, begun, held };
  const resolved = planOpening(procedure, state, moment, handledBy);
  const written = Object.entries(procedure.sections).filter(([name, { optional }]) => !optional || opening.form[name]);
  for (const [index, [name, section]] of written.entries()) {
    const first = index === 0;
    const next = await writeEntry(ctx, procedure, matter, author, {
      kind: first ? "open" : "section",
      name,
      audience: section.audience,
      at,
      form: opening.form[name] ?? {},
      resolved: first ? resolved : {},
    });
    matter = { ...next, number };
    if (first) await attachFiles(ctx, matter, author, section.audience, opening.files);
  }
  await ctx.emit({ name: "matterOpened", matter: id }, matter.readers, matter.barred);
  return matter;
}

/** CR1: type code – area – day – running number, at least four digits; gaps are allowed (decision 22). With it the id. */
async function drawNumber(
  ctx: EngineContext,
  typeCode: string,
  stationId: number,
  at: Date,
): Promise<{ id: number; number: string }> {
  const found = await sql<{ id: number; series: string; last: number }>`
    insert into number_series (series, last)
    select concat_ws('-', ${typeCode}::text, u.area_code, ${shanghaiDay(at).replaceAll("-", "")}::text), 1
      from unit u where u.id = ${stationId}
    on conflict (series) do update set last = number_series.last + 1
    returning nextval('matter_id_seq') as id, series, last`.execute(ctx.db);
  const drawn = found.rows[0];
  if (!drawn) throw new Error("the series of numbers gave nothing");
  return { id: drawn.id, number: `${drawn.series}-${String(drawn.last).padStart(4, "0")}` };
}

/** The sections of an opening form as their schemas give them; throws `invalid` with a path per field. */
export function parseSections(
  procedure: Procedure,
  form: Readonly<Record<string, unknown>>,
): Record<string, Record<string, unknown>> {
  const unknown = Object.keys(form).filter((name) => !Object.hasOwn(procedure.sections, name));
  if (unknown.length > 0) {
    throw new AppError("invalid", { issues: unknown.map((name) => ({ path: `form.${name}`, code: "unknownField" })) });
  }
  return Object.fromEntries(
    Object.entries(procedure.sections)
      .filter(([name, { optional }]) => !optional || form[name] !== undefined)
      .map(([name, section]) => [name, parseForm(section.form, form[name], `form.${name}`)]),
  );
}
