import { sql } from "kysely";
import type { projectRules } from "#access/rules/projects.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError, type FieldIssue } from "#kernel/errors.ts";
import type { InputOf } from "#kernel/operation.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import type { contract } from "./contract.ts";
import {
  type Act,
  dayFault,
  isStage,
  plannedFault,
  type ProjectState,
  type Stage,
  type Standing,
  targetOf,
} from "./life-cycle.ts";
import type { Reads } from "./queries.ts";
import { officeOf, openStageItems } from "./stage-items.commands.ts";

type Writes = Exclude<keyof typeof contract, Reads>;
type Rules = Pick<typeof projectRules, Writes>;

interface Loaded extends Standing {
  readonly id: number;
  readonly version: number;
  readonly stationId: number;
}

/** The operations of a program office on its projects. */
export const projectCommands: Handlers<Pick<typeof contract, Writes>, Rules> = {
  "project.create": async (ctx, input) => {
    await checkFacts(ctx, input);
    return {
      subject: { stationIds: [input.stationId] },
      run: async () => {
        const fault = dayFault(
          { state: input.stage, since: "0000-01-01", suspendedFrom: null },
          input.since,
          today(ctx),
        );
        if (fault) throw invalid("since", fault);
        const id = await insertProject(ctx, input);
        ctx.about(`project:${id}`);
        await record(ctx, {
          id,
          seq: 1,
          kind: "CREATED",
          from: null,
          to: input.stage,
          day: input.since,
          note: input.note,
        });
        const opened = await openWork(ctx, id, input.stage);
        return { id, version: 1, stage: input.stage, opened };
      },
    };
  },

  "project.change": async (ctx, input) => {
    const before = await find(ctx, input.id);
    if (!before) return undefined;
    await checkFacts(ctx, input);
    return {
      subject: { stationIds: [before.stationId, input.stationId] },
      run: async () => {
        const { id } = input;
        const old = await ctx.db.selectFrom("project").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
        const wanted = columnsOf(input, await areaOf(ctx, input.stationId));
        const fields = Object.fromEntries(
          Object.entries(wanted).flatMap(([name, value]) => {
            const was = old[name as keyof typeof wanted];
            return was === value ? [] : [[name, [was, value]]];
          }),
        );
        if (old.version !== input.version) throw stale(old.version);
        // What was sent again as it is leaves no trace.
        if (Object.keys(fields).length === 0) return { id, version: old.version, stage: before.state, opened: 0 };
        const version = await raise(ctx, before, input.version, wanted);
        await record(ctx, { id, seq: version, kind: "CHANGED", from: null, to: null, day: null, note: "", fields });
        return { id, version, stage: before.state, opened: 0 };
      },
    };
  },

  "project.moveStage": async (ctx, input) => act(ctx, input, { kind: "move", to: input.to }),
  "project.openWork": async (ctx, input) => {
    const before = await find(ctx, input.id);
    if (!before) return undefined;
    return {
      subject: { stationIds: [before.stationId] },
      run: async () => {
        // The row is held, so that two at once do not both find the work missing.
        const { id } = input;
        const now = await ctx.db.selectFrom("project").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
        if (!now) return { id, version: before.version, stage: before.state, opened: 0 };
        if (!isStage(now.stage)) throw new AppError("illegal-step", { params: { reason: "projectState" } });
        return { id, version: now.version, stage: now.stage, opened: await openWork(ctx, id, now.stage) };
      },
    };
  },

  "station.place": async (ctx, { id, place }) => {
    const station = await ctx.db
      .selectFrom("unit")
      .select("id")
      .where("id", "=", id)
      .where("tier", "=", "STATION")
      .executeTakeFirst();
    if (!station) return undefined;
    ctx.about(`unit:${id}`);
    return {
      subject: { stationIds: [id] },
      run: async () => {
        const at = { lat: place?.lat ?? null, lng: place?.lng ?? null };
        await ctx.db.updateTable("unit").set(at).where("id", "=", id).execute();
        return { id, place };
      },
    };
  },

  "project.suspend": async (ctx, input) => act(ctx, input, { kind: "suspend" }),
  "project.resume": async (ctx, input) => act(ctx, input, { kind: "resume" }),
  "project.terminate": async (ctx, input) => act(ctx, input, { kind: "terminate" }),
  "project.archive": async (ctx, input) => act(ctx, input, { kind: "archive" }),
};

const kinds = {
  move: "MOVED",
  suspend: "SUSPENDED",
  resume: "RESUMED",
  terminate: "TERMINATED",
  archive: "ARCHIVED",
} as const;
type Kind = (typeof kinds)[keyof typeof kinds] | "CREATED" | "CHANGED";
type ChangeInput = InputOf<(typeof contract)["project.suspend"]>;

/** One move of a project's life: checked against its state and day, written with its evidence, its work opened. */
async function act(ctx: Context, input: ChangeInput, wanted: Act) {
  const before = await find(ctx, input.id);
  if (!before) return undefined;
  return {
    subject: { stationIds: [before.stationId] },
    run: async () => {
      const { id } = input;
      if (input.version !== before.version) throw stale(before.version);
      const target = targetOf(before, wanted);
      if (!target) {
        throw new AppError("illegal-step", {
          params: { reason: wanted.kind === "move" ? "stageOrder" : "projectState" },
        });
      }
      const fault = dayFault(before, input.day, today(ctx));
      if (fault) throw invalid("day", fault);
      const version = await raise(ctx, before, input.version, {
        stage: target.state,
        stage_since: input.day,
        suspended_from: target.suspendedFrom,
      });
      await ctx.db
        .insertInto("project_stage")
        .values({ project_id: id, stage: target.state, since: input.day })
        .execute();
      const { day, note, files } = input;
      await record(ctx, {
        id,
        seq: version,
        kind: kinds[wanted.kind],
        from: before.state,
        to: target.state,
        day,
        note,
        files,
      });
      // A stage brings its work when the project comes to it, wherever it comes from.
      const opened = isStage(target.state) ? await openWork(ctx, id, target.state) : 0;
      await ctx.emit({ name: "projectMoved", project: id }, []);
      return { id, version, stage: target.state, opened };
    },
  };
}

async function openWork(ctx: Context, id: number, stage: Stage): Promise<number> {
  return openStageItems(ctx, id, stage, officeOf(ctx), ctx.actor.accountId);
}

async function find(ctx: Context, id: number): Promise<Loaded | undefined> {
  const row = await ctx.db
    .selectFrom("project")
    .select(["id", "version", "stage", "stage_since", "suspended_from", "station_id"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) return undefined;
  ctx.about(`project:${id}`);
  return {
    id,
    version: row.version,
    stationId: row.station_id,
    state: row.stage,
    since: row.stage_since,
    suspendedFrom: row.suspended_from,
  };
}

/** Writes the project's row, once: whoever comes second with the same version is told that it is old. */
async function raise(ctx: Context, before: Loaded, version: number, columns: Partial<Columns>): Promise<number> {
  const row = await ctx.db
    .updateTable("project")
    .set((eb) => ({ ...columns, version: eb("version", "+", 1) }))
    .where("id", "=", before.id)
    .where("version", "=", version)
    .returning("version")
    .executeTakeFirst();
  if (!row) throw stale(before.version + 1);
  return row.version;
}

interface Columns extends ReturnType<typeof columnsOf> {
  stage: ProjectState;
  stage_since: string;
  suspended_from: Stage | null;
}

interface Recorded {
  readonly id: number;
  readonly seq: number;
  readonly kind: Kind;
  readonly from: string | null;
  readonly to: string | null;
  readonly day: string | null;
  readonly note: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly files?: readonly string[];
}

/** What was done, by whom, and on what it rests. */
async function record(ctx: Context, one: Recorded): Promise<void> {
  const { id, seq, files = [] } = one;
  await ctx.db
    .insertInto("project_change")
    .values({
      project_id: id,
      seq,
      at: ctx.now,
      kind: one.kind,
      actor_id: ctx.actor.accountId,
      actor_name: ctx.actor.dutyName,
      from_stage: one.from,
      to_stage: one.to,
      day: one.day,
    })
    .execute();
  await ctx.db
    .insertInto("project_evidence")
    .values({ project_id: id, seq, note: one.note, fields: JSON.stringify(one.fields ?? {}) })
    .execute();
  if (files.length === 0) return;
  const attached = await ctx.db
    .updateTable("file")
    .set({ project_id: id, project_seq: seq })
    .where("id", "in", [...files])
    .where("matter_id", "is", null)
    .where("project_id", "is", null)
    .returning("id")
    .execute();
  const found = new Set(attached.map((file) => file.id));
  const issues = files.flatMap((file, at) => (found.has(file) ? [] : [{ path: `files.${at}`, code: "unknownFile" }]));
  if (issues.length > 0 || found.size < files.length) throw new AppError("invalid", { issues });
}

type Facts = InputOf<(typeof contract)["project.change"]>;

function columnsOf(
  input: Pick<Facts, "name" | "keyLevel" | "address" | "stationId" | "place" | "planned">,
  area: string,
) {
  return {
    name: input.name,
    key_level: input.keyLevel,
    address: input.address,
    area_code: area,
    station_id: input.stationId,
    planned_landed: input.planned.landed,
    planned_construction: input.planned.construction,
    planned_production: input.planned.production,
    lat: input.place?.lat ?? null,
    lng: input.place?.lng ?? null,
  };
}

async function checkFacts(ctx: Context, input: Pick<Facts, "stationId" | "planned">): Promise<void> {
  const issues: FieldIssue[] = [];
  const station = await ctx.db
    .selectFrom("unit")
    .select("tier")
    .where("id", "=", input.stationId)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", ctx.now)]))
    .executeTakeFirst();
  if (station?.tier !== "STATION") issues.push({ path: "stationId", code: "notAStation" });
  const late = plannedFault(input.planned);
  if (late) issues.push({ path: `planned.${late}`, code: "plannedOrder" });
  if (issues.length > 0) throw new AppError("invalid", { issues });
}

async function areaOf(ctx: Context, unitId: number): Promise<string> {
  const unit = await ctx.db.selectFrom("unit").select("area_code").where("id", "=", unitId).executeTakeFirstOrThrow();
  return unit.area_code;
}

async function insertProject(ctx: Context, input: InputOf<(typeof contract)["project.create"]>): Promise<number> {
  const area = await areaOf(ctx, input.stationId);
  const row = await ctx.db
    .insertInto("project")
    .values({
      ...columnsOf(input, area),
      code: input.code,
      stage: input.stage,
      stage_since: input.since,
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.column("code").doNothing())
    .returning("id")
    .executeTakeFirst();
  // The number may belong to a project of another branch, which this office does not see.
  if (!row) throw invalid("code", "codeTaken");
  await ctx.db
    .insertInto("project_stage")
    .values({ project_id: row.id, stage: input.stage, since: input.since })
    .execute();
  const firm = await firmFor(ctx, input, area);
  await ctx.db.insertInto("project_enterprise").values({ project_id: row.id, enterprise_id: firm }).execute();
  return row.id;
}

/** The firm with this credit code, entered when nobody knows it yet. */
async function firmFor(
  ctx: Context,
  { firm, stationId }: InputOf<(typeof contract)["project.create"]>,
  area: string,
): Promise<number> {
  const known = async () =>
    (await sql<{ id: number | null }>`select app.find_enterprise(${firm.uscc}) as id`.execute(ctx.db)).rows[0]?.id;
  const found = await known();
  if (found) return found;
  await ctx.db
    .insertInto("enterprise")
    .values({ ...firm, area_code: area, station_id: stationId, created_at: ctx.now })
    .onConflict((conflict) => conflict.column("uscc").doNothing())
    .execute();
  const id = await known();
  if (!id) throw new Error("a firm was entered and is not there");
  return id;
}

function today(ctx: Context): string {
  return shanghaiDay(ctx.now);
}

function invalid(path: string, code: string): AppError {
  return new AppError("invalid", { issues: [{ path, code }] });
}

function stale(version: number): AppError {
  return new AppError("stale-version", { params: { version } });
}
