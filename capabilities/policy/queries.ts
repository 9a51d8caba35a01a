import { sql } from "kysely";
import type { policyRules } from "#access/rules/policy.ts";
import { writesPolicies } from "#access/roles.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import type { OutputOf } from "#kernel/operation.ts";
import { addDays, shanghaiDay } from "#kernel/shanghai-time.ts";
import type { contract } from "./contract.ts";

type Reads = "policySet.list" | "policySet.get" | "policyItem.get" | "policyItem.find" | "template.list";
type Item = OutputOf<(typeof contract)["policyItem.get"]>;

const found = 20;
/** Half a year without a citation: time to ask whether anybody knows of it. */
const unusedDays = 182;
const soonDays = 30;

export const policyQueries: Handlers<Pick<typeof contract, Reads>, Pick<typeof policyRules, Reads>> = {
  "policySet.list": async (ctx) => ({
    subject: {},
    run: async () => {
      const mayWrite = writesPolicies(ctx.actor);
      const { rows } = await sql<OutputOf<(typeof contract)["policySet.list"]>["items"][number]>`
        select s.id, s.code, s.name, s.issuer, s.issued_on as "issuedOn", s.source,
               count(*) filter (where v.state = 'PUBLISHED')::int as published,
               count(*) filter (where v.state = 'DRAFT')::int as drafts
          from policy_set s left join policy_item i on i.set_id = s.id left join policy_item_version v on v.item_id = i.id
         group by s.id
        -- A set of which nothing has been published yet is its keepers' own.
        having ${mayWrite} or bool_or(v.state <> 'DRAFT')
         order by s.issued_on desc nulls last, s.id`.execute(ctx.db);
      return { items: rows, mayWrite };
    },
  }),

  "policySet.get": async (ctx, input) => {
    const set = await ctx.db.selectFrom("policy_set").selectAll().where("id", "=", input.id).executeTakeFirst();
    if (!set) return undefined;
    return {
      subject: {},
      run: async () => {
        const mayWrite = writesPolicies(ctx.actor);
        const versions = await itemsWhere(ctx, sql`i.set_id = ${input.id}`);
        const uses = mayWrite ? await usesOf(ctx) : null;
        const ids = [...new Set(versions.map((version) => version.id))];
        return {
          id: set.id,
          code: set.code,
          name: set.name,
          issuer: set.issuer,
          issuedOn: set.issued_on,
          source: set.source,
          mayWrite,
          items: ids.map((id) => {
            const all = versions.filter((version) => version.id === id);
            const draft = all.find((version) => version.state === "DRAFT");
            // What has ended is shown as it last was.
            const current = all.find((version) => version.state !== "DRAFT");
            return {
              id,
              no: all[0]?.no ?? 0,
              current: current ? present(current) : null,
              draft: draft ? { ...present(draft), mine: draft.draftedBy === ctx.actor.accountId } : null,
              earlier: all
                .filter((version) => version !== draft && version !== current)
                .map((version) => version.version),
              uses: uses && (uses.get(id) ?? 0),
            };
          }),
        };
      },
    };
  },

  "policyItem.get": async (ctx, input) => {
    const [item] = await itemsWhere(ctx, sql`i.id = ${input.id} and v.version = ${input.version}`);
    return item && { subject: {}, run: async () => present(item) };
  },

  "policyItem.find": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const words = input.q.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
      const has = words.map(
        (word) => sql`and position(${word} in lower(s.name || ' ' || i.no || ' ' || v.title || ' ' || v.body)) > 0`,
      );
      const items = await itemsWhere(ctx, sql`v.state = 'PUBLISHED' ${sql.join(has, sql` `)}`, found + 1);
      return { items: items.slice(0, found).map(present), more: items.length > found };
    },
  }),

  "template.list": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const today = shanghaiDay(ctx.now);
      const { rows } = await sql<Omit<OutputOf<(typeof contract)["template.list"]>["items"][number], "endsSoon">>`
        select t.id, t.version, t.topic, t.title, t.text, t.source, t.valid_to as "validTo", t.valid_to < ${today} as expired,
               a.duty_name as owner
          from answer_template t join account a on a.id = t.owner_id
         where t.closed_at is null
           and (${input.topic ?? null}::text is null or (t.topic = ${input.topic ?? null} or t.topic is null) and t.valid_to >= ${today})
         order by t.topic nulls last, t.title, t.id`.execute(ctx.db);
      const soon = addDays(today, soonDays);
      return {
        items: rows.map((row) => ({ ...row, endsSoon: !row.expired && row.validTo <= soon })),
        mayWrite: writesPolicies(ctx.actor),
      };
    },
  }),
};

interface Row extends Item {
  readonly draftedBy: number;
}

async function itemsWhere(ctx: Context, condition: ReturnType<typeof sql>, limit = 2000): Promise<Row[]> {
  const today = shanghaiDay(ctx.now);
  const { rows } = await sql<Row>`
    select i.id, v.version, s.id as "setId", s.name as "setName", i.no, v.title, v.body, v.state, v.valid_from as "validFrom",
           v.valid_to as "validTo", (v.state in ('REPLACED', 'WITHDRAWN') or coalesce(v.valid_to < ${today}, false)) as expired,
           v.drafted_by as "draftedBy"
      from policy_item i join policy_set s on s.id = i.set_id join policy_item_version v on v.item_id = i.id
     where ${condition}
     order by s.issued_on desc nulls last, s.id, i.no, v.version desc limit ${limit}`.execute(ctx.db);
  return rows;
}

function present({ draftedBy: _draftedBy, ...item }: Row): Item {
  return item;
}

async function usesOf(ctx: Context): Promise<ReadonlyMap<number, number>> {
  const since = new Date(ctx.now.getTime() - unusedDays * 86_400_000);
  const { rows } = await sql<{ item_id: number; uses: number }>`select * from app.citations_since(${since})`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.item_id, row.uses]));
}
