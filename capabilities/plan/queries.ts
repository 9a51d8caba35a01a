import { sql } from "kysely";
import type { PlanStanding } from "#access/rules/plan.ts";
import type { Context } from "#directory/context.ts";
import { addDays, shanghaiDay } from "#kernel/shanghai-time.ts";
import { type PlanContent, planContent, type PlanState, sectors } from "./content.ts";

/** Whoever looks a month ahead has time for a new version. */
const endingDays = 30;

const openStates: readonly PlanState[] = ["DRAFT", "PROPOSED", "COMMENTED", "CONFIRMED"];

/** How the actor stands to the plan of a project; asked of the row policies' own functions, so that the two agree. */
export async function standingTo(ctx: Context, projectId: number): Promise<PlanStanding> {
  const found = await sql<PlanStanding>`
    select app.drafts_plan(${projectId}) as drafts, app.answers_plan(${projectId}) as answers`.execute(ctx.db);
  return found.rows[0] ?? { drafts: false, answers: false };
}

/** Projects of the actor's relations with the state of their plans; those that lack one come first. */
export async function plansInReach(ctx: Context) {
  const { actor } = ctx;
  let query = ctx.db.selectFrom("project as p").select(["p.id", "p.name", "p.stage"]).orderBy("p.id").limit(1000);
  if (!actor.coversCity) {
    query = query.where((eb) =>
      eb.or([eb("p.id", "in", [0, ...actor.projects]), eb("p.station_id", "in", [0, ...actor.units])]),
    );
  }
  const projects = await query.where("p.stage", "not in", ["ARCHIVED", "TERMINATED"]).execute();
  const plans = await ctx.db
    .selectFrom("service_plan")
    .select(["project_id", "no", "state", sql<string>`content ->> 'validUntil'`.as("valid_until")])
    .where("project_id", "in", [0, ...projects.map((project) => project.id)])
    .where("state", "in", [...openStates, "IN_FORCE"])
    .execute();
  const today = shanghaiDay(ctx.now);
  const items = projects.map(({ stage, ...project }) => {
    const own = plans.filter((plan) => plan.project_id === project.id);
    const inForce = own.find((plan) => plan.state === "IN_FORCE");
    const open = own.find((plan) => plan.state !== "IN_FORCE");
    return {
      project: { ...project, stage },
      term: termOf(inForce?.valid_until ?? null, today),
      validUntil: inForce?.valid_until ?? null,
      open: open ? { no: open.no, state: open.state } : null,
    };
  });
  const order = ["ended", "missing", "ending", "good"];
  return items.toSorted((one, other) => order.indexOf(one.term) - order.indexOf(other.term));
}

/** Whether a plan in force is still that, by its last day. */
export function termOf(validUntil: string | null, today: string): "missing" | "ended" | "ending" | "good" {
  if (validUntil === null) return "missing";
  if (validUntil < today) return "ended";
  return validUntil <= addDays(today, endingDays) ? "ending" : "good";
}

interface VersionRow {
  readonly id: number;
  readonly no: number;
  readonly state: PlanState;
  readonly revision: number;
  readonly sector: string;
  readonly content: unknown;
  readonly drafted_at: Date;
  readonly proposed_at: Date | null;
  readonly signed_at: Date | null;
  readonly drafter: string | null;
  readonly signer: string | null;
}

/** All versions that the actor may read, the newest first. */
export async function versionsOf(ctx: Context, projectId: number): Promise<VersionRow[]> {
  return ctx.db
    .selectFrom("service_plan as s")
    .leftJoin("account as d", "d.id", "s.drafted_by")
    .leftJoin("account as g", "g.id", "s.signed_by")
    .select(["s.id", "s.no", "s.state", "s.revision", "s.sector", "s.content"])
    .select(["s.drafted_at", "s.proposed_at", "s.signed_at", "d.duty_name as drafter", "g.duty_name as signer"])
    .where("s.project_id", "=", projectId)
    .orderBy("s.no", "desc")
    .execute();
}

/** A project that the actor sees, with what stands on its plan. */
export async function findProject(ctx: Context, projectId: number) {
  ctx.about(`project:${projectId}`);
  return ctx.db
    .selectFrom("project as p")
    .innerJoin("unit as s", "s.id", "p.station_id")
    .select(["p.id", "p.name", "p.stage", "p.address", "s.name as station", "s.duty_phone"])
    .where("p.id", "=", projectId)
    .executeTakeFirst();
}

export async function planView(
  ctx: Context,
  project: NonNullable<Awaited<ReturnType<typeof findProject>>>,
  wanted: number | undefined,
) {
  const versions = await versionsOf(ctx, project.id);
  const row = wanted === undefined ? versions[0] : versions.find((one) => one.no === wanted);
  const before = row && versions.find((one) => one.no < row.no && one.state !== "DRAFT");
  const standing = await standingTo(ctx, project.id);
  const enterprises = await ctx.db
    .selectFrom("project_enterprise as pe")
    .innerJoin("enterprise as e", "e.id", "pe.enterprise_id")
    .select("e.name")
    .where("pe.project_id", "=", project.id)
    .orderBy("e.id")
    .execute();
  return {
    project: {
      id: project.id,
      name: project.name,
      stage: project.stage,
      address: project.address,
      enterprises: enterprises.map((one) => one.name),
      station: { name: project.station, dutyPhone: project.duty_phone },
    },
    versions: versions.map((one) => presentVersion(one)),
    shown: row
      ? {
          ...presentVersion(row),
          revision: row.revision,
          sector: sectors.find((one) => one === row.sector) ?? "GENERAL",
          content: contentOf(row),
          words: await wordsTo(ctx, row.id),
        }
      : null,
    before: before ? { no: before.no, content: contentOf(before) } : null,
    abilities: abilitiesOf(standing, versions, row),
    serverTime: ctx.now.toISOString(),
  };
}

function presentVersion(row: VersionRow) {
  return {
    id: row.id,
    no: row.no,
    state: row.state,
    draftedBy: row.drafter ?? "",
    draftedAt: row.drafted_at.toISOString(),
    proposedAt: row.proposed_at?.toISOString() ?? null,
    signedBy: row.signer,
    signedAt: row.signed_at?.toISOString() ?? null,
    validUntil: contentOf(row).validUntil,
  };
}

export function contentOf(row: { readonly content: unknown }): PlanContent {
  return planContent.parse(row.content);
}

async function wordsTo(ctx: Context, planId: number) {
  const rows = await ctx.db
    .selectFrom("service_plan_word as w")
    .leftJoin("enterprise as e", "e.id", "w.enterprise_id")
    .select(["w.at", "w.kind", "e.name as enterprise", "w.duty_name", "w.text"])
    .where("w.plan_id", "=", planId)
    .orderBy("w.id")
    .execute();
  return rows.map((row) => ({
    at: row.at.toISOString(),
    kind: row.kind,
    enterprise: row.enterprise,
    dutyName: row.duty_name,
    text: row.text,
  }));
}

/** What the server would accept now, of the version that is shown. */
function abilitiesOf(standing: PlanStanding, versions: readonly VersionRow[], row: VersionRow | undefined) {
  const isNewest = row !== undefined && row.no === versions[0]?.no;
  const state = isNewest ? row.state : undefined;
  return {
    draft: standing.drafts && !versions.some((one) => one.state === "DRAFT"),
    save: standing.drafts && state === "DRAFT",
    propose: standing.drafts && state === "DRAFT",
    withdraw: standing.drafts && state !== undefined && openStates.includes(state),
    sign: standing.drafts && state === "CONFIRMED",
    answer: standing.answers && state === "PROPOSED",
  };
}
