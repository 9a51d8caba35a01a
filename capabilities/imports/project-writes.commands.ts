import type { Context } from "#directory/context.ts";
import { type Change, changeAsSeen, type Written } from "#sheets/import.ts";
import { sealContact } from "./contacts.ts";
import type { ProjectColumn } from "./project-list.ts";
import { findFirms, type KnownProject } from "./project-list.queries.ts";

interface Firm {
  readonly uscc: string;
  readonly name: string;
}
interface Station {
  readonly id: number;
  readonly areaCode: string;
}

export interface NewPlan {
  readonly kind: "new";
  /** Null: the project gets a code of its own. */
  readonly code: string | null;
  readonly name: string;
  readonly firm: Firm;
  readonly level: string;
  readonly stage: string;
  readonly stageSince: string;
  readonly station: Station;
  readonly address: string;
  readonly lat: number | null;
  readonly lng: number | null;
  readonly investment: number | null;
  readonly industry: string | null;
  readonly year: number | null;
  readonly contact: string | null;
  readonly phone: string | null;
}

export interface ChangePlan {
  readonly kind: "change";
  readonly project: KnownProject;
  readonly changes: readonly Change<ProjectColumn>[];
  /** To be linked with. */
  readonly firm: Firm | null;
  readonly station: Station | null;
  readonly moved: { readonly stage: string; readonly since: string } | null;
}

type Plan = NewPlan | ChangePlan;
type Stage = "SIGNED";
type Level = "CITY";

/** Writes new projects a table at a time and changed ones one by one; says for each what was written. */
export async function writeProjects(ctx: Context, plans: readonly Plan[], batch: number): Promise<Written[][]> {
  const written = new Map<Plan, Written[]>(plans.map((plan) => [plan, []]));
  const add = (plan: Plan, ...more: Written[]) => written.get(plan)?.push(...more);
  const firms = await firmsFor(ctx, plans, add);
  const fresh = plans.filter((plan) => plan.kind === "new");
  if (fresh.length > 0) await writeNew(ctx, fresh, batch, firms, add);
  for (const plan of plans) {
    if (plan.kind === "change") await writeChange(ctx, plan, batch, firms, add);
  }
  return plans.map((plan) => written.get(plan) ?? []);
}

type Add = (plan: Plan, ...more: Written[]) => void;

/** The ids of all firms that the plans name, by credit code; those that nobody knows yet are made. */
async function firmsFor(ctx: Context, plans: readonly Plan[], add: Add): Promise<ReadonlyMap<string, number>> {
  const wanted = new Map<string, { plan: Plan; firm: Firm }>();
  for (const plan of plans) {
    if (plan.firm !== null && !wanted.has(plan.firm.uscc)) wanted.set(plan.firm.uscc, { plan, firm: plan.firm });
  }
  const known = await findFirms(ctx, [...wanted.keys()]);
  const ids = new Map([...known.values()].map(({ uscc, id }) => [uscc, id]));
  const missing = [...wanted.values()].filter(({ firm }) => !ids.has(firm.uscc));
  if (missing.length === 0) return ids;
  const made = await ctx.db
    .insertInto("enterprise")
    .values(
      missing.map(({ plan, firm }) => ({
        uscc: firm.uscc,
        name: firm.name,
        address: plan.kind === "new" ? plan.address : plan.project.address,
        area_code: plan.kind === "new" ? plan.station.areaCode : (plan.station?.areaCode ?? plan.project.areaCode),
        station_id: plan.kind === "new" ? plan.station.id : (plan.station?.id ?? plan.project.stationId),
        created_at: ctx.now,
      })),
    )
    .returning(["id", "uscc", "name", "address"])
    .execute();
  for (const { id, ...after } of made) {
    ids.set(after.uscc, id);
    const first = wanted.get(after.uscc);
    if (first) add(first.plan, { target: "enterprise", id, before: null, after });
  }
  return ids;
}

async function writeNew(
  ctx: Context,
  plans: readonly NewPlan[],
  batch: number,
  firms: ReadonlyMap<string, number>,
  add: Add,
): Promise<void> {
  const codes = await codesFor(ctx, plans);
  const made = await ctx.db
    .insertInto("project")
    .values(
      plans.map((plan) => ({
        code: codes.get(plan) ?? "",
        name: plan.name,
        stage: plan.stage as Stage,
        stage_since: plan.stageSince,
        key_level: plan.level as Level,
        address: plan.address,
        lat: plan.lat,
        lng: plan.lng,
        area_code: plan.station.areaCode,
        station_id: plan.station.id,
        created_at: ctx.now,
        investment_wan: plan.investment === null ? null : String(plan.investment),
        industry: plan.industry,
        list_year: plan.year,
        import_batch_id: batch,
      })),
    )
    .returning(["id", "code"])
    .execute();
  const idOf = new Map(made.map(({ id, code }) => [code, id]));
  const placed = plans.map((plan) => ({ plan, id: idOf.get(codes.get(plan) ?? "") ?? 0 }));
  const links = placed.map(({ plan, id }) => ({ project_id: id, enterprise_id: firms.get(plan.firm.uscc) ?? 0 }));
  await ctx.db.insertInto("project_enterprise").values(links).execute();
  const stages = placed.map(({ plan, id }) => ({ project_id: id, stage: plan.stage, since: plan.stageSince }));
  await ctx.db.insertInto("project_stage").values(stages).execute();
  for (const [at, { plan, id }] of placed.entries()) {
    const after = {
      version: 1,
      name: plan.name,
      stage: plan.stage,
      station_id: plan.station.id,
      import_batch_id: batch,
    };
    add(
      plan,
      { target: "project", id, before: null, after },
      { target: "project_enterprise", id, before: null, after: links[at] ?? {} },
      { target: "project_stage", id, before: null, after: stages[at] ?? {} },
    );
  }
  await noteChanges(
    ctx,
    batch,
    placed.map(({ plan, id }) => ({ id, seq: 1, kind: "CREATED", from: null, to: plan.stage, day: plan.stageSince })),
  );
  const contacts = placed.filter(({ plan }) => plan.contact !== null || plan.phone !== null);
  if (contacts.length === 0) return;
  const kept = await ctx.db
    .insertInto("project_contact")
    .values(
      contacts.map(({ plan, id }) => ({
        project_id: id,
        name: sealContact(ctx.vault, id, plan.contact),
        phone: sealContact(ctx.vault, id, plan.phone),
      })),
    )
    .returning(["id", "project_id", "name", "phone"])
    .execute();
  const contactOf = new Map(kept.map(({ id, project_id, ...after }) => [project_id, { id, after }]));
  for (const { plan, id } of contacts) {
    const contact = contactOf.get(id);
    if (contact) add(plan, { target: "project_contact", id: contact.id, before: null, after: contact.after });
  }
}

/** Codes of the list, and for projects without one numbers of the area's own series (decision 22). */
async function codesFor(ctx: Context, plans: readonly NewPlan[]): Promise<ReadonlyMap<NewPlan, string>> {
  const codes = new Map<NewPlan, string>();
  const uncoded = new Map<string, NewPlan[]>();
  for (const plan of plans) {
    if (plan.code !== null) codes.set(plan, plan.code);
    else uncoded.set(plan.station.areaCode, [...(uncoded.get(plan.station.areaCode) ?? []), plan]);
  }
  for (const [areaCode, waiting] of uncoded) {
    const series = `ZD-${areaCode}`;
    const { last } = await ctx.db
      .insertInto("number_series")
      .values({ series, last: waiting.length })
      .onConflict((conflict) =>
        conflict.column("series").doUpdateSet((eb) => ({ last: eb("number_series.last", "+", waiting.length) })),
      )
      .returning("last")
      .executeTakeFirstOrThrow();
    for (const [at, plan] of waiting.entries()) {
      codes.set(plan, `${series}-${String(last - waiting.length + 1 + at).padStart(4, "0")}`);
    }
  }
  return codes;
}

async function writeChange(
  ctx: Context,
  plan: ChangePlan,
  batch: number,
  firms: ReadonlyMap<string, number>,
  add: Add,
): Promise<void> {
  const { project } = plan;
  const before: Record<string, unknown> = { import_batch_id: project.batch };
  const after: Record<string, unknown> = { import_batch_id: batch };
  const seen = { version: project.version };
  const next = { version: project.version + 1 };
  for (const { column, from, to } of plan.changes) {
    const name = columnNames[column];
    if (name === undefined) continue;
    before[name] = from;
    after[name] = to;
  }
  if (plan.station !== null && plan.station.id !== project.stationId) {
    before["station_id"] = project.stationId;
    after["station_id"] = plan.station.id;
  }
  if (plan.moved !== null) {
    Object.assign(before, { stage: project.stage, stage_since: project.stageSince });
    Object.assign(after, { stage: plan.moved.stage, stage_since: plan.moved.since });
    const stage = { project_id: project.id, stage: plan.moved.stage, since: plan.moved.since };
    await ctx.db.insertInto("project_stage").values(stage).execute();
    add(plan, { target: "project_stage", id: project.id, before: null, after: stage });
    // A new project has no officer yet whose work it could be; one that moves on may have.
    await ctx.emit({ name: "projectMoved", project: project.id }, []);
  }
  await changeAsSeen(ctx, "project", project.id, { ...before, ...seen }, { ...after, ...next });
  // The version only ever grows, so it is among what shows a later change and not among what goes back.
  add(plan, { target: "project", id: project.id, before, after: { ...after, ...next } });
  const { moved } = plan;
  const change = { id: project.id, seq: next.version, fields: fieldsOf(before, after) };
  await noteChanges(ctx, batch, [
    moved === null
      ? { ...change, kind: "CHANGED", from: null, to: null, day: null }
      : { ...change, kind: "MOVED", from: project.stage, to: moved.stage, day: moved.since },
  ]);
  if (plan.firm !== null) {
    const link = { project_id: project.id, enterprise_id: firms.get(plan.firm.uscc) ?? 0 };
    await ctx.db.insertInto("project_enterprise").values(link).execute();
    add(plan, { target: "project_enterprise", id: project.id, before: null, after: link });
  }
  await writeContact(ctx, plan, add);
}

interface Noted {
  readonly id: number;
  readonly seq: number;
  readonly kind: "CREATED" | "CHANGED" | "MOVED";
  readonly from: string | null;
  readonly to: string | null;
  readonly day: string | null;
  readonly fields?: Readonly<Record<string, readonly unknown[]>>;
}

/** The list is on record in each project's own history, as what a person does on its page is. */
async function noteChanges(ctx: Context, batch: number, changes: readonly Noted[]): Promise<void> {
  await ctx.db
    .insertInto("project_change")
    .values(
      changes.map(({ id, seq, kind, from, to, day }) => ({
        project_id: id,
        seq,
        at: ctx.now,
        kind,
        actor_id: ctx.actor.accountId,
        actor_name: ctx.actor.dutyName,
        from_stage: from,
        to_stage: to,
        day,
      })),
    )
    .execute();
  await ctx.db
    .insertInto("project_evidence")
    .values(
      changes.map(({ id, seq, fields = {} }) => ({
        project_id: id,
        seq,
        note: "",
        import_batch_id: batch,
        fields: JSON.stringify(fields),
      })),
    )
    .execute();
}

/** [before, after] by name, as the project's page shows them; the batch itself stands beside them. */
function fieldsOf(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>) {
  const names = Object.keys(after).filter((name) => name !== "import_batch_id");
  return Object.fromEntries(names.map((name) => [name, [before[name] ?? null, after[name] ?? null]]));
}

async function writeContact(ctx: Context, plan: ChangePlan, add: Add): Promise<void> {
  const told = plan.changes.filter(({ column }) => column === "contact" || column === "phone");
  if (told.length === 0) return;
  const { project } = plan;
  // As they lie in the database: what is the same stays sealed as it is, so that it can be taken back.
  const before = project.contactKept;
  const after = { ...before };
  for (const { column, to } of told) {
    const text = to === null ? null : String(to);
    after[column === "contact" ? "name" : "phone"] = sealContact(ctx.vault, project.id, text);
  }
  if (project.contactId === null) {
    const { id } = await ctx.db
      .insertInto("project_contact")
      .values({ project_id: project.id, ...after })
      .returning("id")
      .executeTakeFirstOrThrow();
    add(plan, { target: "project_contact", id, before: null, after });
    return;
  }
  await changeAsSeen(ctx, "project_contact", project.contactId, before, after);
  add(plan, { target: "project_contact", id: project.contactId, before, after });
}

/** Columns of the list that are columns of the project. */
const columnNames: Readonly<Partial<Record<ProjectColumn, string>>> = {
  name: "name",
  level: "key_level",
  address: "address",
  lat: "lat",
  lng: "lng",
  investment: "investment_wan",
  industry: "industry",
  year: "list_year",
};
