import { sql } from "kysely";
import type { PrincipalsByCapacity } from "#access/capacities.ts";
import { AppError } from "#kernel/errors.ts";
import type { ChildRequest, MatterOrigin, Procedure } from "#kernel/procedure.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { checkCitations, recordCitations } from "./citations.commands.ts";
import { blockOf, factsOfStep } from "./engine/open-steps.ts";
import { planStep } from "./engine/plan.ts";
import { attachFiles, publishFiles } from "./files.commands.ts";
import { parseForm } from "#kernel/issues.ts";
import { loadLimits } from "./limits.queries.ts";
import { type LinkKind, openMatter, parseSections } from "./opening.commands.ts";
import { openForm } from "./sealing.ts";
import { type LoadedMatter, loadFacts, openDoor, openKinds } from "./store.queries.ts";
import { type Author, type EngineContext, writeEntry } from "./write.commands.ts";

/** So few stars come before the inspectorate (decision 18). */
const lowStars = 2;

export interface StepRequest {
  readonly step: string;
  readonly form: Readonly<Record<string, unknown>>;
  readonly files: readonly string[];
  /** When it happens: now, or the due minute when the clock takes the step. */
  readonly at: Date;
  /** The principals of whoever takes it; the clock has none. */
  readonly held?: readonly number[];
}

/**
 * Takes a step on a locked matter behind the engine's door: checks state, guard and form, plans, writes.
 * Who may take it was decided before. Throws `illegal-step` with the reason, or `invalid` with a path per field.
 */
export async function takeStep(
  ctx: EngineContext,
  procedures: ReadonlyMap<string, Procedure>,
  matter: LoadedMatter,
  principals: PrincipalsByCapacity,
  author: Author,
  request: StepRequest,
): Promise<LoadedMatter> {
  const procedure = procedures.get(matter.procedure);
  const step = procedure?.steps[request.step];
  if (!procedure || !step) throw new AppError("invalid", { issues: [{ path: "step", code: "unknownStep" }] });
  const facts = await loadFacts(ctx.db, matter, factsOfStep(procedure, request.step), {
    now: request.at,
    accountId: author.accountId,
  });
  const blocked = blockOf(procedure, request.step, {
    state: matter.snapshot.state,
    openTasks: openKinds(matter.snapshot),
    facts,
  });
  if (blocked !== null) throw new AppError("illegal-step", { params: { reason: blocked } });
  const form = parseForm(step.form, request.form, "form");
  await checkCitations(ctx, form);
  const taken = facts.stepCounts?.[request.step] ?? 0;
  const stars = typeof form["stars"] === "number" && author.accountId !== null ? form["stars"] : null;
  if (stars !== null && (await isRated(ctx, matter.id))) {
    throw new AppError("invalid", { issues: [{ path: "form.stars", code: "ratedOnce" }] });
  }
  const limits = await loadLimits(ctx, procedure, request.at);
  const moment = { now: request.at, calendar: ctx.calendar, principals, limits, held: request.held ?? [] };
  const resolved = planStep(procedure, matter.snapshot, request.step, form, taken, moment);

  let moved = matter;
  if (step.publishes) moved = await publish(ctx, procedure, moved, step.publishes, step.audience, request.at);
  moved = await writeEntry(ctx, procedure, moved, author, {
    kind: "step",
    name: request.step,
    audience: step.audience,
    at: request.at,
    form: withoutStars(form),
    resolved: stars === null ? resolved : { ...resolved, rated: true },
  });
  await recordCitations(ctx, moved.id, moved.snapshot.seq, form, request.at);
  await attachFiles(ctx, moved, author, step.audience, request.files);
  if (stars !== null && author.accountId !== null) {
    await rate(ctx, matter, stars, author.accountId, request.at);
    if (stars <= lowStars) {
      await ctx.emit({ name: "ratedLow", matter: moved.id, entry: moved.snapshot.seq, stars }, [], moved.barred);
    }
  }
  await tell(ctx, matter, moved, step.audience);
  await openOthers(ctx, procedures, moved, author, request.at, "SPLIT_FROM", step.children?.(form) ?? []);
  if (step.continues) {
    const next = step.continues(form, await originOf(ctx, matter));
    await openOthers(ctx, procedures, moved, author, request.at, "CAUSED_BY", next);
  }
  return moved;
}

/** Whether stars have been given in this matter, whatever came later: they are given once. */
async function isRated(ctx: EngineContext, matterId: number): Promise<boolean> {
  const row = await ctx.db
    .selectFrom("entry")
    .select("seq")
    .where("matter_id", "=", matterId)
    .where("kind", "=", "step")
    .where(sql<boolean>`resolved ? 'rated'`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function originOf(ctx: EngineContext, { id: matterId, procedure }: LoadedMatter): Promise<MatterOrigin> {
  const { title } = await ctx.db
    .selectFrom("matter")
    .select("title")
    .where("id", "=", matterId)
    .executeTakeFirstOrThrow();
  const rows = await ctx.db
    .selectFrom("entry")
    .select(["seq", "name", "form", "sealed"])
    .where("matter_id", "=", matterId)
    .where("kind", "in", ["open", "section"])
    .execute();
  const sections = rows.map((row) => [row.name, openForm(ctx.vault, procedure, { matterId, seq: row.seq }, row)]);
  return { title, form: Object.fromEntries(sections) };
}

/** Stars are kept apart from the matter (decision 18): the entry is read by those who are rated. */
function withoutStars(form: Record<string, unknown>): Record<string, unknown> {
  const { stars: _stars, ...rest } = form;
  return rest;
}

async function rate(ctx: EngineContext, matter: LoadedMatter, stars: number, rater: number, at: Date): Promise<void> {
  const month = `${shanghaiDay(at).slice(0, 7)}-01`;
  await ctx.db
    .insertInto("rating")
    .values({ month, procedure: matter.procedure, unit_id: matter.relations.stationId, stars, rater })
    .execute();
}

/** Puts the last entry of a step, with its author and its files, before another audience. */
async function publish(
  ctx: EngineContext,
  procedure: Procedure,
  matter: LoadedMatter,
  step: string,
  audience: string,
  at: Date,
): Promise<LoadedMatter> {
  const last = await ctx.db
    .selectFrom("entry")
    .selectAll()
    .where("matter_id", "=", matter.id)
    .where("kind", "=", "step")
    .where("name", "=", step)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!last) throw new AppError("illegal-step", { params: { reason: "nothingToPublish" } });
  const after = await writeEntry(
    ctx,
    procedure,
    matter,
    { accountId: last.actor_id, label: last.actor_label, capacity: last.capacity as Author["capacity"] },
    {
      kind: "publication",
      name: step,
      audience,
      at,
      form: openForm(ctx.vault, procedure.id, { matterId: matter.id, seq: last.seq }, last),
      resolved: {},
    },
  );
  await publishFiles(ctx, after, last.seq, audience);
  return after;
}

/** A change of state is told to all readers; a step within the state only to those who may read it. */
async function tell(ctx: EngineContext, before: LoadedMatter, after: LoadedMatter, audience: string): Promise<void> {
  const everybody = before.snapshot.version !== after.snapshot.version;
  const readers = everybody ? after.readers : (after.audiences.get(audience) ?? []);
  await ctx.emit({ name: "matterMoved", matter: after.id }, readers, after.barred);
}

/** The same place, but nobody's: neither whose the first matter is nor what it is about can be read from it. */
function unnamed({ relations }: LoadedMatter, { accountId }: Author): LoadedMatter["relations"] {
  if (accountId === null) throw new Error("somebody asks on his own behalf");
  return {
    ...relations,
    projectId: null,
    enterpriseId: null,
    topic: null,
    openedBy: accountId,
    private: true,
    onBehalf: false,
  };
}

/** Of the principals that a matter is kept from, the persons: their unit is asked, they are not. */
async function personsAmong(ctx: EngineContext, barred: readonly number[]): Promise<number[]> {
  const rows = await ctx.db
    .selectFrom("principal")
    .select("id")
    .where("id", "in", [0, ...barred])
    .where("kind", "=", "account")
    .execute();
  return rows.map(({ id }) => id);
}

async function openOthers(
  ctx: EngineContext,
  procedures: ReadonlyMap<string, Procedure>,
  parent: LoadedMatter,
  author: Author,
  at: Date,
  kind: LinkKind,
  requests: readonly ChildRequest[],
): Promise<void> {
  for (const request of requests) {
    const procedure = procedures.get(request.procedure);
    if (!procedure) throw new Error(`${parent.procedure} opens an unknown procedure ${request.procedure}`);
    await openMatter(ctx, {
      procedure,
      relations: request.unnamed ? unnamed(parent, author) : parent.relations,
      title: request.title,
      form: parseSections(procedure, request.form),
      files: [],
      author,
      at,
      ...(request.opensIn !== undefined && { state: request.opensIn }),
      follows: { id: parent.id, kind },
      barred: request.unnamed ? await personsAmong(ctx, parent.barred) : parent.barred,
    });
  }
  if (requests.length > 0) await openDoor(ctx.db, parent.id);
}
