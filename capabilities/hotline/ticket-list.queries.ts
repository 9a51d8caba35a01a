import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import { plainWords } from "#sheets/cells.ts";
import type { ReplyClass } from "./deadline.ts";

/** A ticket that is here already, as far as a list can be compared with it. */
export interface KnownTicket {
  readonly contentHash: Buffer;
  readonly title: string;
  readonly place: string | null;
  readonly class: ReplyClass;
}

export interface KnownProject {
  readonly id: number;
  readonly stationId: number;
  readonly arranged: boolean;
}

/** Tickets by their numbers: the actor's own branches' with content, others' only as being taken. */
export async function loadTickets(
  ctx: Context,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, KnownTicket | "elsewhere">> {
  const { rows } = await sql<{ number: string }>`
    select number from app.taken_tickets(${[...numbers]}::text[])`.execute(ctx.db);
  const found = new Map<string, KnownTicket | "elsewhere">(rows.map(({ number }) => [number, "elsewhere"]));
  if (found.size === 0) return found;
  const own = await ctx.db
    .selectFrom("hotline_ticket as t")
    .innerJoin("matter as m", "m.id", "t.matter_id")
    .select(["t.number", "t.content_hash as contentHash", "m.title", "t.place", "t.class"])
    .where("t.number", "=", sql<string>`any (${[...numbers]}::text[])`)
    .execute();
  for (const { number, ...ticket } of own) found.set(number, ticket);
  return found;
}

/** Projects by their code and by their name, as far as the actor sees them. */
export async function loadProjects(
  ctx: Context,
  named: readonly string[],
): Promise<ReadonlyMap<string, readonly KnownProject[]>> {
  if (named.length === 0) return new Map();
  const wanted = new Set(named.map(plainWords));
  const rows = await ctx.db.selectFrom("project").select(["id", "code", "name", "station_id"]).orderBy("id").execute();
  const found = new Map<string, KnownProject[]>();
  for (const row of rows) {
    const project = { id: row.id, stationId: row.station_id, arranged: ctx.actor.offices.includes(row.station_id) };
    for (const key of new Set([plainWords(row.code), plainWords(row.name)])) {
      if (!wanted.has(key)) continue;
      const before = found.get(key);
      if (before) before.push(project);
      else found.set(key, [project]);
    }
  }
  return found;
}

/** The one project that a cell means, or why there is none. */
export function findProject(
  projects: ReadonlyMap<string, readonly KnownProject[]>,
  cell: string | number,
): KnownProject | { readonly code: "projectUnknown" | "projectAmbiguous" | "ticketProjectForeign" } {
  const found = projects.get(plainWords(String(cell))) ?? [];
  const [project] = found;
  if (!project) return { code: "projectUnknown" };
  if (found.length > 1) return { code: "projectAmbiguous" };
  return project.arranged ? project : { code: "ticketProjectForeign" };
}

/** Firms by their credit codes, as far as the actor sees them. */
export async function findFirms(ctx: Context, creditCodes: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (creditCodes.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom("enterprise")
    .select(["id", "uscc"])
    .where("uscc", "=", sql<string>`any (${[...creditCodes]}::text[])`)
    .execute();
  return new Map(rows.map(({ id, uscc }) => [uscc, id]));
}
