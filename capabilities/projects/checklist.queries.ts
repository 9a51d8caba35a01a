import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import type { OutputOf } from "#kernel/operation.ts";
import type { contract } from "./contract.ts";

type Checklist = OutputOf<(typeof contract)["project.checklist"]>;

interface Row {
  code: string;
  stage: Checklist["items"][number]["stage"];
  name_zh: string;
  name_en: string;
  with_firm: boolean;
  voluntary: boolean;
  id: number | null;
  number: string;
  state: string;
  phase: "open" | "waiting" | "closed";
  closed_at: Date | null;
  due_at: Date | null;
}

/**
 * The work of every stage with the matter that it has become. What an office no longer wants is left out unless it was
 * opened; a firm is shown what concerns it.
 */
export async function checklistOf(ctx: Context, projectId: number): Promise<Checklist> {
  const rows = await sql<Row>`
    select i.code, i.stage, i.name_zh, i.name_en, i.with_firm, i.voluntary,
           m.id, m.number, m.state, m.phase, m.closed_at,
           (select min(t.due_at) from task t where t.matter_id = m.id and t.state = 'open' and t.kind = 'do') as due_at
      from stage_item i
      left join project_stage_item s on s.project_id = ${projectId} and s.code = i.code
      left join matter m on m.id = s.matter_id
     where (i.wanted or m.id is not null) and (i.with_firm or ${ctx.actor.kind === "staff"})
     order by array_position(array['SIGNED', 'LANDED', 'CONSTRUCTION', 'PRODUCTION', 'FOLLOW_UP'], i.stage), i.position`.execute(
    ctx.db,
  );
  return {
    serverTime: ctx.now.toISOString(),
    items: rows.rows.map((row) => ({
      code: row.code,
      stage: row.stage,
      nameZh: row.name_zh,
      nameEn: row.name_en,
      withFirm: row.with_firm,
      voluntary: row.voluntary,
      matter:
        row.id === null
          ? null
          : {
              id: row.id,
              number: row.number,
              state: row.state,
              phase: row.phase,
              dueAt: row.due_at?.toISOString() ?? null,
              late: row.phase !== "closed" && row.due_at !== null && row.due_at <= ctx.now,
              closedAt: row.closed_at?.toISOString() ?? null,
            },
    })),
  };
}
