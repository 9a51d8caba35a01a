import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import { plainLogin } from "#kernel/fields/credentials.ts";
import { type Change, changeAsSeen, defineImport, type Verdict, type Written } from "#sheets/import.ts";
import type { CellIssue, SheetRow } from "#sheets/sheet.ts";
import { listedParts, type OfficerColumn, officerSheet } from "./officer-list.ts";
import { undoBatch } from "./undo.commands.ts";
import { findUnit, type KnownUnit, loadUnits } from "#sheets/units.queries.ts";

type Row = SheetRow<OfficerColumn>;
type Part = (typeof listedParts)[number];

interface KnownOfficer {
  readonly id: number;
  readonly number: string;
  readonly name: string;
  readonly unitId: number;
  readonly unitName: string;
  readonly phone: string | null;
  readonly closed: boolean;
  /** Parts that he has now and that a list may name, with the grants behind them. */
  readonly parts: readonly { readonly grant: number; readonly part: Part; readonly unitId: number }[];
}

interface Plan {
  readonly officer: KnownOfficer | null;
  readonly number: string;
  readonly name: string;
  readonly phone: string | null;
  readonly unitId: number;
  readonly part: Part;
  /** He does not have this part at this unit yet. */
  readonly toPlace: boolean;
  readonly changes: readonly Change<OfficerColumn>[];
}

/**
 * The list of officers, specialists and sponsoring leaders, known again by their police numbers. New accounts cannot
 * sign in until their keeper hands out a first password. Nobody is taken off by not being on a list.
 */
export const officerImport = defineImport<OfficerColumn, Plan>({
  id: "officers",
  desk: "office",
  sheet: officerSheet,
  keysOf: (values) => ({ own: values.number === null ? null : `number ${String(values.number)}` }),

  async prepare(ctx, rows) {
    const units = await loadUnits(ctx);
    const known = await loadOfficers(ctx, rows);
    const taken = await loadTaken(ctx, rows);
    return {
      judge: (row) => {
        const number = String(row.values.number);
        const officer = known.get(number);
        if (officer === undefined && taken.has(plainLogin(number)))
          return wrong({ column: "number", code: "numberIsLogin" });
        return judgeOfficer(ctx, row, units, officer);
      },
    };
  },

  write: writeOfficers,
  undo: undoBatch,
});

const wrong = (...issues: CellIssue<OfficerColumn>[]): Verdict<OfficerColumn, never> => ({ verdict: "wrong", issues });

async function loadOfficers(ctx: Context, rows: readonly Row[]): Promise<ReadonlyMap<string, KnownOfficer>> {
  const numbers = rows.flatMap(({ values }) => values.number ?? []).map(String);
  const found = await sql<KnownOfficer>`
    select a.id, app.plain_number(a.police_number) as number, a.duty_name as name, a.unit_id as "unitId", u.name as "unitName",
           a.duty_phone as phone, a.closed_at is not null and a.closed_at <= ${ctx.now} as closed,
           coalesce((select jsonb_agg(jsonb_build_object('grant', g.id, 'part', g.role, 'unitId', g.unit_id) order by g.id)
              from access_grant g where g.account_id = a.id and g.role = any (${[...listedParts]}::text[])
               and g.valid_from <= ${ctx.now} and (g.valid_to is null or g.valid_to > ${ctx.now})), '[]') as parts
      from account a join unit u on u.id = a.unit_id
     where app.plain_number(a.police_number) = any (${numbers}::text[])`.execute(ctx.db);
  return new Map(found.rows.map((officer) => [officer.number, officer]));
}

/** The numbers of the list that are somebody's login already: an officer's own, or that of a firm's person. */
async function loadTaken(ctx: Context, rows: readonly Row[]): Promise<ReadonlySet<string>> {
  const logins = rows.flatMap(({ values }) => values.number ?? []).map((number) => plainLogin(String(number)));
  const { rows: taken } = await sql<{ login: string }>`
    select login from app.taken_logins(${logins}::text[]) t (login)`.execute(ctx.db);
  return new Set(taken.map(({ login }) => login));
}

function judgeOfficer(
  ctx: Context,
  row: Row,
  units: readonly KnownUnit[],
  officer: KnownOfficer | undefined,
): Verdict<OfficerColumn, Plan> {
  const { values } = row;
  const found = unitOf(row, units);
  if ("code" in found) return wrong(found);
  if (officer?.id === ctx.actor.accountId) return wrong({ column: "number", code: "notYourself" });
  const forCity = units.some(({ tier, arranged }) => tier === "CITY" && arranged);
  if (values.part === "LEADER" && !forCity) return wrong({ column: "part", code: "leaderByCity" });
  const plan = {
    number: String(values.number),
    name: String(values.name),
    phone: values.phone === null ? null : String(values.phone),
    unitId: found.unit.id,
    part: values.part as Part,
  };
  if (officer === undefined) return { verdict: "new", plan: { ...plan, officer: null, toPlace: true, changes: [] } };
  if (officer.closed) return wrong({ column: "number", code: "officerClosed" });
  if (!ctx.actor.offices.includes(officer.unitId)) return wrong({ column: "number", code: "officerForeign" });

  const changes: Change<OfficerColumn>[] = [];
  if (plan.name !== officer.name) changes.push({ column: "name", from: officer.name, to: plan.name });
  if (plan.phone !== null && plan.phone !== officer.phone) {
    changes.push({ column: "phone", from: officer.phone, to: plan.phone });
  }
  if (plan.unitId !== officer.unitId) changes.push({ column: "unit", from: officer.unitName, to: values.unit });
  const toPlace = !officer.parts.some(({ part, unitId }) => part === plan.part && unitId === plan.unitId);
  const hasPart = officer.parts.some(({ part }) => part === plan.part);
  // With a new unit the same part goes along; that is one change, not two.
  if (toPlace && !(hasPart && plan.unitId !== officer.unitId)) {
    changes.push({ column: "part", from: officer.parts[0]?.part ?? null, to: plan.part });
  }
  if (changes.length === 0) return { verdict: "same" };
  return { verdict: "changed", changes, plan: { ...plan, officer, toPlace, changes } };
}

/** A specialist belongs to the department of his field: at the unit that is named, or below it. */
function unitOf(row: Row, units: readonly KnownUnit[]): { unit: KnownUnit } | CellIssue<OfficerColumn> {
  const { unit, part, department } = row.values;
  const found = findUnit(units, String(unit), null);
  if ("code" in found) return { column: "unit", code: found.code };
  if (part !== "SPECIALIST") return found;
  const named = found.unit;
  if (named.department !== null) {
    return department === null || department === named.department
      ? found
      : { column: "department", code: "departmentDiffers" };
  }
  if (department === null) return { column: "department", code: "required" };
  const below = units.find((one) => one.department === department && one.areaCode === named.areaCode && one.arranged);
  return below === undefined ? { column: "department", code: "departmentUnknown" } : { unit: below };
}

async function writeOfficers(ctx: Context, plans: readonly Plan[]): Promise<Written[][]> {
  const ids = await makeAccounts(ctx, plans);
  const written: Written[][] = [];
  const fresh = new Map<number, Written>();
  const wanting = plans.filter(({ toPlace }) => toPlace);
  // A part that ends and the next one meet at one instant.
  const ended = new Map<Plan, Written[]>();
  for (const plan of wanting) ended.set(plan, await endParts(ctx, plan));
  if (wanting.length > 0) {
    const granted = await ctx.db
      .insertInto("access_grant")
      .values(
        wanting.map((plan) => ({
          account_id: plan.officer?.id ?? ids.get(plan.number) ?? 0,
          role: plan.part,
          unit_id: plan.unitId,
          valid_from: ctx.now,
        })),
      )
      .returning(["id", "account_id", "role", "unit_id"])
      .execute();
    for (const { id, ...grant } of granted) {
      fresh.set(grant.account_id, { target: "access_grant", id, before: null, after: { ...grant, valid_to: null } });
    }
  }
  for (const plan of plans) {
    const account = plan.officer?.id ?? ids.get(plan.number) ?? 0;
    const done: Written[] = [];
    if (plan.officer === null) {
      const after = { police_number: plan.number, duty_name: plan.name, unit_id: plan.unitId, duty_phone: plan.phone };
      done.push({ target: "account", id: account, before: null, after: { ...after, password_hash: null } });
    } else {
      done.push(...(await changeAccount(ctx, plan, plan.officer)));
    }
    done.push(...(ended.get(plan) ?? []));
    const grant = fresh.get(account);
    if (grant) done.push(grant);
    written.push(done);
  }
  return written;
}

async function makeAccounts(ctx: Context, plans: readonly Plan[]): Promise<ReadonlyMap<string, number>> {
  const fresh = plans.filter(({ officer }) => officer === null);
  if (fresh.length === 0) return new Map();
  const made = await ctx.db
    .insertInto("account")
    .values(
      fresh.map((plan) => ({
        kind: "staff" as const,
        login: plainLogin(plan.number),
        police_number: plan.number,
        duty_name: plan.name,
        unit_id: plan.unitId,
        duty_phone: plan.phone,
        created_at: ctx.now,
      })),
    )
    .returning(["id", "police_number"])
    .execute();
  return new Map(made.map((row) => [row.police_number ?? "", row.id]));
}

async function changeAccount(ctx: Context, plan: Plan, officer: KnownOfficer): Promise<Written[]> {
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  const note = (column: string, from: unknown, to: unknown) => {
    before[column] = from;
    after[column] = to;
  };
  for (const { column, from, to } of plan.changes) {
    if (column === "name") note("duty_name", from, to);
    if (column === "phone") note("duty_phone", from, to);
    if (column === "unit") note("unit_id", officer.unitId, plan.unitId);
  }
  if (Object.keys(after).length === 0) return [];
  await changeAsSeen(ctx, "account", officer.id, before, after);
  return [{ target: "account", id: officer.id, before, after }];
}

/** The same part elsewhere ends now, or else the part that this one replaces. */
async function endParts(ctx: Context, plan: Plan): Promise<Written[]> {
  const held = plan.officer?.parts ?? [];
  const same = held.filter(({ part }) => part === plan.part);
  const over = same.length > 0 ? same : held;
  if (over.length === 0) return [];
  const ended = await sql<{ id: number; valid_to: string }>`
    update access_grant set valid_to = ${ctx.now} where id = any (${over.map(({ grant }) => grant)}::int[])
    returning id, to_jsonb(valid_to) as valid_to`.execute(ctx.db);
  return ended.rows.map(({ id, valid_to }) => ({
    target: "access_grant",
    id,
    before: { valid_to: null },
    after: { valid_to },
  }));
}
