import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import { plainWords } from "#sheets/cells.ts";
import type { SheetRow } from "#sheets/sheet.ts";
import { openContact } from "./contacts.ts";
import type { ProjectColumn } from "./project-list.ts";

export interface KnownFirm {
  readonly id: number;
  readonly uscc: string;
  readonly name: string;
}

export interface KnownProject {
  readonly id: number;
  readonly version: number;
  readonly code: string;
  readonly name: string;
  readonly stage: string;
  readonly stageSince: string;
  readonly level: string;
  readonly address: string;
  readonly lat: number | null;
  readonly lng: number | null;
  readonly stationId: number;
  readonly stationName: string;
  readonly areaCode: string;
  readonly investment: number | null;
  readonly industry: string | null;
  readonly year: number | null;
  readonly batch: number | null;
  readonly contactId: number | null;
  /** Name and telephone as they lie in the database. */
  readonly contactKept: { readonly name: string | null; readonly phone: string | null };
  readonly contact: string | null;
  readonly phone: string | null;
  readonly firms: readonly KnownFirm[];
  readonly arranged: boolean;
}

export interface Known {
  readonly firms: ReadonlyMap<string, KnownFirm>;
  readonly byCode: ReadonlyMap<string, KnownProject>;
  /** By `nameKey` of each firm and the project's name. */
  readonly byName: ReadonlyMap<string, KnownProject>;
}

/** A project without a code is known by its firm's credit code and its own name. */
export function nameKey(creditCode: string, name: string): string {
  return `${creditCode} ${plainWords(name)}`;
}

/** Firms and projects that the rows may mean: by credit code and code anywhere, by firm and name where the actor sees. */
export async function loadKnown(ctx: Context, rows: readonly SheetRow<ProjectColumn>[]): Promise<Known> {
  const creditCodes = [...new Set(rows.flatMap(({ values }) => values.creditCode ?? []).map(String))];
  const codes = [...new Set(rows.flatMap(({ values }) => values.code ?? []).map(String))];
  const firms = await findFirms(ctx, creditCodes);
  const named = await sql<{ id: number; code: string; arranged: boolean }>`
    select id, code, arranged from app.named_projects(${codes}::text[])`.execute(ctx.db);
  const firmIds = [...firms.values()].map(({ id }) => id);
  const ids = named.rows.map(({ id }) => id);
  const found = await sql<Omit<KnownProject, "arranged" | "contact" | "phone">>`
    select p.id, p.version, p.code, p.name, p.stage, p.stage_since as "stageSince", p.key_level as level, p.address, p.lat, p.lng,
           p.station_id as "stationId", s.name as "stationName", p.area_code as "areaCode", p.investment_wan::float8 as investment, p.industry,
           p.list_year as year, p.import_batch_id as batch, c.id as "contactId", jsonb_build_object('name', c.name, 'phone', c.phone) as "contactKept",
           coalesce((select jsonb_agg(jsonb_build_object('id', e.id, 'uscc', e.uscc, 'name', e.name) order by e.id)
             from project_enterprise pe join enterprise e on e.id = pe.enterprise_id where pe.project_id = p.id), '[]') as firms
      from project p join unit s on s.id = p.station_id left join project_contact c on c.project_id = p.id
     where (p.id = any (${ids}::int[])
        or p.id = any (select pe.project_id from project_enterprise pe where pe.enterprise_id = any (${firmIds}::int[])))
     order by p.id`.execute(ctx.db);
  const offices = new Set(ctx.actor.offices);
  const visible = found.rows.map((row) => ({
    ...row,
    contact: openContact(ctx.vault, row.id, row.contactKept.name),
    phone: openContact(ctx.vault, row.id, row.contactKept.phone),
    arranged: offices.has(row.stationId),
  }));
  const seen = new Set(visible.map(({ id }) => id));
  // Those that are there but not for the actor's eyes: only that the code is taken.
  const hidden = named.rows
    .filter(({ id }) => !seen.has(id))
    .map((row) => ({ ...nothingKnown, ...row, arranged: false }));
  return {
    firms,
    byCode: new Map([...visible, ...hidden].map((project) => [project.code, project])),
    byName: new Map(
      visible.flatMap((project) => project.firms.map(({ uscc }) => [nameKey(uscc, project.name), project] as const)),
    ),
  };
}

/** By credit code, wherever in the city the firm is kept. */
export async function findFirms(ctx: Context, creditCodes: readonly string[]): Promise<Map<string, KnownFirm>> {
  const { rows } = await sql<KnownFirm>`
    select id, uscc, name from app.named_firms(${[...creditCodes]}::text[])`.execute(ctx.db);
  return new Map(rows.map((firm) => [firm.uscc, firm]));
}

const nothingKnown = {
  version: 0,
  name: "",
  stage: "",
  stageSince: "",
  level: "",
  address: "",
  lat: null,
  lng: null,
  stationId: 0,
  stationName: "",
  areaCode: "",
  investment: null,
  industry: null,
  year: null,
  batch: null,
  contactId: null,
  contactKept: { name: null, phone: null },
  contact: null,
  phone: null,
  firms: [],
} as const;
