import { sql } from "kysely";
import type { z } from "zod";
import { isWithoutName } from "#access/capacities.ts";
import { mayWriteFor, type matterRules, needsPersons } from "#access/rules/matters.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { labelsOf } from "#directory/labels.queries.ts";
import type { Facts, Procedure } from "#kernel/procedure.ts";
import type { attachment, contract, entry, matterHead } from "./contract.ts";
import { factsNeeded, openSteps } from "./engine/open-steps.ts";
import { linksOf } from "./links.queries.ts";
import { countTurns, listMatters } from "./list.queries.ts";
import { openForm } from "./sealing.ts";
import { showForm } from "./masks.ts";
import {
  findProcedure,
  loadFacts,
  type LoadedMatter,
  openDoor,
  openKinds,
  type Standing,
  standingIn,
} from "./store.queries.ts";
import { turnsOf } from "./turns.queries.ts";

type Reads = "matter.get" | "matter.list" | "matter.count" | "matter.readers";
export type MatterHead = z.output<typeof matterHead>;

/** The operations that show matters, for the procedures that this city has. */
export function matterQueries(
  procedures: ReadonlyMap<string, Procedure>,
): Handlers<Pick<typeof contract, Reads>, Pick<typeof matterRules, Reads>> {
  return {
    "matter.get": async (ctx, input) => {
      const head = (await headsOf(ctx, [input.id]))[0];
      if (!head) return undefined;
      const opened = ctx.actor.glass?.find(({ matterId }) => matterId === input.id);
      ctx.about(`matter:${input.id}`, opened && "glass");
      return {
        subject: { aboutOneself: procedures.get(head.procedure)?.aboutOneself === true },
        run: async () => ({
          ...head,
          openedUntil: opened ? new Date(opened.until).toISOString() : null,
          serverTime: ctx.now.toISOString(),
          ...(await detailOf(ctx, procedures, input.id)),
          links: await linksOf(ctx, input.id),
        }),
      };
    },

    "matter.list": async (ctx, input) => ({
      subject: {},
      run: async () => {
        const page = await listMatters(ctx, procedures, input);
        // A count that another's complaint would change ties it to him.
        ctx.counted(page.ids.filter((id) => !isWithoutName(ctx.actor, id)).length);
        return {
          items: await headsOf(ctx, page.ids),
          nextCursor: page.nextCursor,
          serverTime: ctx.now.toISOString(),
        };
      },
    }),

    "matter.count": async (ctx) => ({
      subject: {},
      run: async () => ({ waiting: await countTurns(ctx), serverTime: ctx.now.toISOString() }),
    }),

    "matter.readers": async (ctx, input) => {
      const procedure = await findProcedure(ctx.db, input.id);
      if (procedure === undefined) return undefined;
      ctx.about(`matter:${input.id}`);
      return {
        subject: { aboutOneself: procedures.get(procedure)?.aboutOneself === true },
        run: async () => ({ readers: await readersOf(ctx, input.id), views: await viewsOf(ctx, input.id) }),
      };
    },
  };
}

/** Heads of matters in the given order; what the actor cannot see is left out. */
export async function headsOf(ctx: Context, ids: readonly number[]): Promise<MatterHead[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.db
    .selectFrom("matter as m")
    .leftJoin("topic as t", "t.code", "m.topic")
    .leftJoin("enterprise as e", "e.id", "m.enterprise_id")
    .leftJoin("project as p", "p.id", "m.project_id")
    .select([
      "m.id",
      "m.number",
      "m.procedure",
      "m.title",
      "m.state",
      "m.phase",
      "m.outcome",
      "m.version",
      "m.opened_at",
      "m.closed_at",
      "m.private",
      "m.opened_by",
      "m.channel",
      "m.on_behalf",
      "t.code as topic_code",
      "t.name_zh",
      "t.name_en",
      "e.id as enterprise_id",
      "e.name as enterprise_name",
      "p.id as project_id",
      "p.name as project_name",
    ])
    // One text for a page of any length, so that one plan serves them all.
    .where("m.id", "=", sql<number>`any(${[...ids]}::bigint[])`)
    .execute();
  const turns = await turnsOf(ctx, ids);
  const heads = new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        number: row.number,
        procedure: row.procedure,
        title: row.title,
        topic:
          row.topic_code === null
            ? null
            : { code: row.topic_code, nameZh: row.name_zh ?? "", nameEn: row.name_en ?? "" },
        state: row.state,
        phase: row.phase,
        outcome: row.outcome,
        version: row.version,
        openedAt: row.opened_at.toISOString(),
        closedAt: row.closed_at?.toISOString() ?? null,
        enterprise: row.enterprise_id === null ? null : { id: row.enterprise_id, name: row.enterprise_name ?? "" },
        project: row.project_id === null ? null : { id: row.project_id, name: row.project_name ?? "" },
        private: row.private,
        anonymous: row.opened_by === null,
        channel: row.channel,
        onBehalf: row.on_behalf,
        turns: turns.get(row.id) ?? [],
      },
    ]),
  );
  return ids.flatMap((id) => heads.get(id) ?? []);
}

/** The entries as the actor may see them, and what he may do now: exactly what the server would accept. */
async function detailOf(ctx: Context, procedures: ReadonlyMap<string, Procedure>, matterId: number) {
  await openDoor(ctx.db, matterId);
  const { matter, procedure, standing } = await standingIn(ctx, procedures, matterId);
  const facts = await loadFacts(ctx.db, matter, factsNeeded(procedure, matter.snapshot.state), {
    now: ctx.now,
    accountId: ctx.actor.accountId,
  });
  await openDoor(ctx.db, null);
  return {
    entries: await entriesOf(ctx, procedure, matterId, needsPersons(ctx.actor, standing)),
    abilities: abilitiesOf(procedure, matter, standing, facts),
  };
}

async function entriesOf(
  ctx: Context,
  procedure: Procedure,
  matterId: number,
  whole: boolean,
): Promise<z.output<typeof entry>[]> {
  const rows = await ctx.db.selectFrom("entry").selectAll().where("matter_id", "=", matterId).orderBy("seq").execute();
  const files = await ctx.db
    .selectFrom("file")
    .selectAll()
    .where("matter_id", "=", matterId)
    .orderBy("uploaded_at")
    .orderBy("id")
    .execute();
  const isOwn = (row: (typeof rows)[number]) =>
    row.actor_id === ctx.actor.accountId ||
    (row.actor_id === null && row.capacity === "requester" && isWithoutName(ctx.actor, matterId));
  return rows.map((row) => ({
    seq: row.seq,
    at: row.at.toISOString(),
    kind: row.kind,
    name: row.name,
    audience: row.audience,
    actor: row.actor_label,
    capacity: row.capacity,
    mine: isOwn(row),
    fromState: row.from_state,
    toState: row.to_state,
    ...showForm(procedure, row, openForm(ctx.vault, procedure.id, { matterId, seq: row.seq }, row), {
      whole: whole || isOwn(row),
    }),
    files: files.filter((file) => file.entry_seq === row.seq).map(presentFile),
  }));
}

/** A file as its readers see it. */
export function presentFile(file: {
  id: string;
  name: string;
  media_type: string;
  size: number;
  width: number | null;
  height: number | null;
  thumb_key: string | null;
}): z.output<typeof attachment> {
  return {
    id: file.id,
    name: file.name,
    mediaType: file.media_type,
    size: file.size,
    width: file.width,
    height: file.height,
    hasThumb: file.thumb_key !== null,
  };
}

function abilitiesOf(procedure: Procedure, matter: LoadedMatter, standing: Standing, facts: Partial<Facts>) {
  const { all: capacities } = standing;
  const steps = openSteps(procedure, {
    capacities,
    state: matter.snapshot.state,
    openTasks: openKinds(matter.snapshot),
    facts,
  });
  const comment = Object.entries(procedure.audiences)
    .filter(([, audience]) => mayWriteFor({ capacities, writers: audience.writers }))
    .map(([name]) => name);
  return { steps, comment: matter.snapshot.phase === "closed" ? [] : comment };
}

async function readersOf(ctx: Context, matterId: number) {
  const audiences = await ctx.db.selectFrom("matter_audience").selectAll().where("matter_id", "=", matterId).execute();
  const principals = [...new Set(audiences.flatMap((audience) => audience.readers))];
  const labels = await labelsOf(ctx, principals);
  const firms = await ctx.db
    .selectFrom("principal")
    .select("id")
    .where("id", "in", [0, ...principals])
    .where("kind", "=", "enterprise")
    .execute();
  return principals.flatMap((principal) => {
    const label = labels.get(principal);
    if (!label) return [];
    return [
      {
        duty: label.duty,
        name: label.dutyName ?? label.unitName ?? "",
        audiences: audiences.filter((one) => one.readers.includes(principal)).map((one) => one.audience),
        // A firm's desk is called like a unit's, but it is the side that asked.
        why: firms.some((firm) => firm.id === principal) ? "asked" : whyReads(label.duty),
      },
    ];
  });
}

/** The relation from which a duty reads along, message key below `why.`. */
function whyReads(duty: string): string {
  if (["self", "members", "requester"].includes(duty)) return "asked";
  if (["a", "b", "officers"].includes(duty)) return "officerOfProject";
  if (duty === "specialists" || duty === "specialist") return "wasAsked";
  if (duty === "sideA" || duty === "sideB") return "party";
  return "inCharge";
}

async function viewsOf(ctx: Context, matterId: number) {
  const rows = await sql<{ name: string; views: number; last_at: Date }>`
    select coalesce(u.short_name, e.name) as name, v.views, v.last_at
      from app.views_of(${`matter:${matterId}`}) v
      left join unit u on u.id = v.unit_id left join enterprise e on e.id = v.enterprise_id
     where coalesce(u.short_name, e.name) is not null
     order by v.last_at desc limit 50`.execute(ctx.db);
  return rows.rows.map((row) => ({ name: row.name, count: row.views, lastAt: row.last_at.toISOString() }));
}
