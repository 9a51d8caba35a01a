import { sql } from "kysely";
import type { z } from "zod";
import { mayAccept, mayApprove, mayWithdraw, type handoverRules } from "#access/rules/staffing.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import type { handoverContract } from "./handover-contract.ts";

type Ids = "handover.list" | "handover.get";
type Head = z.output<(typeof handoverContract)["handover.list"]["output"]>["items"][number];

/** A hand-over as its rules and screens need it. */
export interface HandoverRow {
  readonly id: number;
  readonly projectId: number;
  readonly projectName: string;
  readonly stage: string;
  readonly stationId: number;
  readonly enterprises: { id: number; name: string }[];
  readonly kind: "A" | "B";
  readonly from: number;
  readonly fromName: string;
  readonly to: number | null;
  readonly toName: string | null;
  readonly state: Head["state"];
  readonly note: string;
  readonly orderNo: string | null;
  readonly preparedBy: number;
  readonly preparedByName: string;
  readonly preparedAt: Date;
  readonly dueAt: Date | null;
  readonly provisional: boolean;
  readonly decidedAt: Date | null;
}

export const handoverQueries: Pick<Handlers<typeof handoverContract, typeof handoverRules>, Ids> = {
  "handover.list": async (ctx) => ({
    subject: {},
    run: async () => {
      const rows = await findHandovers(ctx, null);
      const places = await sql<{ project_id: number; name: string; kind: "A" | "B" }>`
        select p.id as project_id, p.name, s.kind from assignment s join project p on p.id = s.project_id
         where s.account_id = ${ctx.actor.accountId} and s.kind in ('A', 'B') and s.valid_from <= ${ctx.now}
           and (s.valid_to is null or s.valid_to > ${ctx.now}) and p.stage not in ('ARCHIVED', 'TERMINATED')
           and not exists (select from handover h where h.project_id = s.project_id and h.kind = s.kind
                             and h.state in ('REQUESTED', 'PENDING'))
         order by p.id`.execute(ctx.db);
      ctx.counted(rows.length);
      return {
        items: rows.map((row) => headOf(ctx, row)),
        places: places.rows.map((row) => ({ project: { id: row.project_id, name: row.name }, kind: row.kind })),
      };
    },
  }),

  "handover.get": async (ctx, input) => {
    ctx.about(`handover:${input.id}`);
    const row = (await findHandovers(ctx, input.id))[0];
    if (!row) return undefined;
    return {
      subject: {},
      run: async () => {
        const items = await ctx.db
          .selectFrom("handover_item")
          .select(["kind", "text", "due_on"])
          .where("handover_id", "=", row.id)
          .orderBy("no")
          .execute();
        const matters = await ctx.db
          .selectFrom("handover_matter as h")
          .leftJoin("matter as m", "m.id", "h.matter_id")
          .select(["h.matter_id", "h.number", "h.procedure", "h.due_at", "m.title"])
          .where("h.handover_id", "=", row.id)
          .orderBy("h.matter_id")
          .execute();
        return {
          ...headOf(ctx, row),
          note: row.note,
          orderNo: row.orderNo,
          preparedBy: row.preparedByName,
          enterprises: row.enterprises,
          items: items.map((item) => ({ kind: item.kind, text: item.text, dueOn: item.due_on })),
          matters: matters.map((matter) => ({
            id: matter.matter_id,
            number: matter.number,
            procedure: matter.procedure,
            dueAt: matter.due_at?.toISOString() ?? null,
            title: matter.title,
          })),
        };
      },
    };
  },
};

function headOf(ctx: Context, row: HandoverRow): Head {
  const open = row.state === "REQUESTED" || row.state === "PENDING";
  return {
    id: row.id,
    project: { id: row.projectId, name: row.projectName },
    kind: row.kind,
    from: { accountId: row.from, dutyName: row.fromName },
    to: row.to === null ? null : { accountId: row.to, dutyName: row.toName ?? "" },
    state: row.state,
    preparedAt: row.preparedAt.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
    provisional: row.provisional,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    late: row.state === "PENDING" && row.dueAt !== null && row.dueAt <= ctx.now,
    may: {
      approve: open && mayApprove(ctx.actor, row),
      accept: row.state === "PENDING" && mayAccept(ctx.actor, row),
      withdraw: open && mayWithdraw(ctx.actor, row),
    },
  };
}

/** Hand-overs that the actor may see, or one of them: open ones first, the newest first. */
export async function findHandovers(ctx: Context, id: number | null): Promise<HandoverRow[]> {
  const found = await sql<HandoverRow>`
    select h.id, h.project_id as "projectId", j.project_name as "projectName", j.stage, h.station_id as "stationId",
           j.enterprises, h.kind, h.from_account as "from", f.duty_name as "fromName", h.to_account as "to",
           t.duty_name as "toName", h.state, h.note, h.order_no as "orderNo", h.prepared_by as "preparedBy",
           b.duty_name as "preparedByName", h.prepared_at as "preparedAt", h.due_at as "dueAt", h.decided_at as "decidedAt",
           h.state = 'PENDING' and coalesce((h.accept_clock ->> 'provisional')::boolean, false) as provisional
      from handover h join app.handover_projects() j on j.handover_id = h.id
      join account f on f.id = h.from_account left join account t on t.id = h.to_account join account b on b.id = h.prepared_by
     where ${id}::int is null or h.id = ${id}::int
     order by h.state in ('REQUESTED', 'PENDING') desc, h.prepared_at desc, h.id desc limit 200`.execute(ctx.db);
  return found.rows;
}
