import { sql } from "kysely";
import { isWithoutName } from "#access/capacities.ts";
import { noticeVersion } from "#access/privacy-notice.ts";
import type { rightsRules } from "#access/rules/rights.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { phoneOf } from "#directory/phones.ts";
import { headsOf } from "#matters/queries.ts";
import { openForm } from "#matters/sealing.ts";
import { consentPurposes } from "./consents.ts";
import type { contract } from "./contract.ts";
import { looksAt } from "./looks.queries.ts";
import { rightsRequest } from "./procedure.ts";
import { serviceOf } from "./service.queries.ts";

type Reads = "myData.get" | "myData.looks" | "myData.copy";

const dayMs = 86_400_000;
/** So long a copy that was given can be fetched. */
const copyDays = 30;
/** So many of one's own requests stand on the page. */
const mostRequests = 50;
/** So many looks and sessions go into a copy; the page shows the rest. */
const mostRows = 1000;

export const rightsQueries: Handlers<Pick<typeof contract, Reads>, Pick<typeof rightsRules, Reads>> = {
  "myData.get": async (ctx) => ({
    subject: {},
    run: async () => {
      const { accountId } = ctx.actor;
      ctx.about(`account:${accountId}`, "ownData");
      const shown = await ctx.db
        .selectFrom("privacy_notice_shown")
        .select("at")
        .where("account_id", "=", accountId)
        .where("version", "=", noticeVersion)
        .executeTakeFirst();
      return {
        ...(await accountOf(ctx)),
        ownPhone: ctx.actor.kind === "member",
        consents: await consentsOf(ctx),
        holdings: await holdingsOf(ctx),
        notice: { version: noticeVersion, shownAt: shown?.at.toISOString() ?? null },
        copy: await grantedCopy(ctx),
        requests: await requestsOf(ctx),
        serverTime: ctx.now.toISOString(),
      };
    },
  }),

  "myData.looks": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const page = await looksAt(ctx, input.of, input.cursor);
      ctx.counted(page.items.filter(({ what }) => what.kind !== "matter" || !isWithoutName(ctx.actor, what.id)).length);
      return page;
    },
  }),

  "myData.copy": async (ctx, input) => {
    const granted = await grantedCopy(ctx, input.id);
    return {
      subject: { granted: granted !== null },
      run: async () => {
        ctx.about(`account:${ctx.actor.accountId}`, "ownData");
        return copyOf(ctx);
      },
    };
  },
};

async function copyOf(ctx: Context) {
  return {
    madeAt: ctx.now.toISOString(),
    account: { ...(await accountOf(ctx)), roles: await rolesOf(ctx) },
    service: ctx.actor.kind === "staff" ? await serviceOf(ctx) : null,
    consents: await consentsOf(ctx),
    sessions: await sessionsOf(ctx),
    matters: await mattersOf(ctx),
    looks: (await looksAt(ctx, "me", undefined, mostRows)).items,
  };
}

async function accountOf(ctx: Context) {
  const row = await ctx.db
    .selectFrom("account")
    .select(["id", "login", "duty_name", "duty_phone", "sealed_phone", "created_at"])
    .where("id", "=", ctx.actor.accountId)
    .executeTakeFirstOrThrow();
  return {
    login: row.login,
    dutyName: row.duty_name,
    phone: phoneOf(ctx.vault, row),
    since: row.created_at.toISOString(),
  };
}

/** The newest word about each consent. */
export async function consentsOf(ctx: Context) {
  const rows = await ctx.db
    .selectFrom("consent")
    .select(["purpose", "given", "at"])
    .distinctOn("purpose")
    .where("account_id", "=", ctx.actor.accountId)
    .orderBy("purpose")
    .orderBy("id", "desc")
    .execute();
  return consentPurposes.map((purpose) => {
    const row = rows.find((one) => one.purpose === purpose);
    return { purpose, given: row?.given ?? true, at: row?.at.toISOString() ?? null };
  });
}

async function holdingsOf(ctx: Context) {
  const { accountId, unnamed = [] } = ctx.actor;
  const { rows } = await sql<{ matters: number; sessions: number; notices: number }>`
    select (select count(*)::int from matter m where m.opened_by = ${accountId} and not m.on_behalf
                                                   or m.id = any (${[...unnamed]}::bigint[])) as matters,
           (select count(*)::int from session s where s.account_id = ${accountId}) as sessions,
           (select count(*)::int from notice n where n.account_id = ${accountId}) as notices`.execute(ctx.db);
  const [found = { matters: 0, sessions: 0, notices: 0 }] = rows;
  return (["matters", "sessions", "notices"] as const).map((kind) => ({ kind, count: found[kind] }));
}

/** His own, whoever else's he may answer. */
async function requestsOf(ctx: Context) {
  const rows = await ctx.db
    .selectFrom("matter")
    .select("id")
    .where("procedure", "=", rightsRequest.id)
    .where("opened_by", "=", ctx.actor.accountId)
    .orderBy("opened_at", "desc")
    .orderBy("id", "desc")
    .limit(mostRequests)
    .execute();
  return headsOf(
    ctx,
    rows.map(({ id }) => id),
  );
}

/** The newest of his requests, or this one, that was answered with a copy not too long ago. */
async function grantedCopy(ctx: Context, id?: number) {
  let query = ctx.db
    .selectFrom("matter as m")
    .select(["m.id", "m.closed_at"])
    .where("m.procedure", "=", rightsRequest.id)
    .where("m.opened_by", "=", ctx.actor.accountId)
    .where("m.outcome", "=", "COPY")
    .where("m.closed_at", ">", new Date(ctx.now.getTime() - copyDays * dayMs))
    .orderBy("m.closed_at", "desc")
    .limit(1);
  if (id !== undefined) query = query.where("m.id", "=", id);
  const row = await query.executeTakeFirst();
  if (!row?.closed_at) return null;
  return { requestId: row.id, until: new Date(row.closed_at.getTime() + copyDays * dayMs).toISOString() };
}

async function rolesOf(ctx: Context) {
  const rows = await ctx.db
    .selectFrom("access_grant as g")
    .leftJoin("unit as u", "u.id", "g.unit_id")
    .leftJoin("enterprise as e", "e.id", "g.enterprise_id")
    .select(["g.role", "g.valid_from", "g.valid_to", "u.name as unit", "e.name as firm"])
    .where("g.account_id", "=", ctx.actor.accountId)
    .orderBy("g.id")
    .execute();
  return rows.map((row) => ({
    role: row.role,
    where: row.unit ?? row.firm ?? "",
    from: row.valid_from.toISOString(),
    to: row.valid_to?.toISOString() ?? null,
  }));
}

async function sessionsOf(ctx: Context) {
  const rows = await ctx.db
    .selectFrom("session")
    .select(["created_at", "ended_at", "device"])
    .where("account_id", "=", ctx.actor.accountId)
    .orderBy("id", "desc")
    .limit(mostRows)
    .execute();
  return rows.map((row) => ({
    from: row.created_at.toISOString(),
    to: row.ended_at?.toISOString() ?? null,
    device: row.device,
  }));
}

/** Only what he himself wrote and sent: what others wrote is theirs, and stands in the matter. */
async function mattersOf(ctx: Context) {
  // His complaints without a name too: it is his copy, and nobody else's.
  const { accountId, unnamed = [] } = ctx.actor;
  const ownUnnamed = [0, ...unnamed];
  const matters = await ctx.db
    .selectFrom("matter")
    .select(["id", "number", "procedure", "title", "state", "opened_at", "closed_at"])
    .where((eb) => eb.or([eb("opened_by", "=", accountId).and("on_behalf", "=", false), eb("id", "in", ownUnnamed)]))
    .orderBy("id")
    .execute();
  const ids = [0, ...matters.map(({ id }) => id)];
  const entries = await ctx.db
    .selectFrom("entry")
    .select(["matter_id", "seq", "at", "name", "form", "sealed"])
    .where("matter_id", "in", ids)
    .where((eb) =>
      eb.or([
        eb("actor_id", "=", accountId),
        eb("matter_id", "in", ownUnnamed).and("actor_id", "is", null).and("capacity", "=", "requester"),
      ]),
    )
    .orderBy("matter_id")
    .orderBy("seq")
    .execute();
  const files = await ctx.db
    .selectFrom("file")
    .select(["matter_id", "name"])
    .where("matter_id", "in", ids)
    .where((eb) =>
      eb.or([eb("uploaded_by", "=", accountId), eb("matter_id", "in", ownUnnamed).and("uploaded_by", "is", null)]),
    )
    .orderBy("uploaded_at")
    .execute();
  return matters.map((matter) => ({
    number: matter.number,
    procedure: matter.procedure,
    title: matter.title,
    state: matter.state,
    openedAt: matter.opened_at.toISOString(),
    closedAt: matter.closed_at?.toISOString() ?? null,
    entries: entries
      .filter((entry) => entry.matter_id === matter.id)
      .map((entry) => ({
        at: entry.at.toISOString(),
        name: entry.name,
        form: openForm(ctx.vault, matter.procedure, { matterId: matter.id, seq: entry.seq }, entry),
      })),
    files: files.filter((file) => file.matter_id === matter.id).map(({ name }) => name),
  }));
}
