import { sql } from "kysely";
import { isWithoutName } from "#access/capacities.ts";
import type { searchRules } from "#access/rules/search.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import type { OutputOf } from "#kernel/operation.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { officialAnswers } from "#matters/official-answers.ts";
import type { contract } from "./contract.ts";
import { excerpt, normal, wordsOf } from "./words.ts";

type Found = OutputOf<(typeof contract)["search.find"]>;
type Hit = Found["matters"][number]["hits"][number];

const shown = 30;
/** Two characters beside each other are in the index, their order in a longer word is not: some candidates fall away. */
const candidates = 200;

export function searchHandlers(
  procedures: ReadonlyMap<string, Procedure>,
): Handlers<typeof contract, typeof searchRules> {
  return {
    "search.find": async (ctx, input) => ({
      subject: {},
      run: async () => {
        const words = wordsOf(input.q);
        const projects = await findProjects(ctx, words);
        const matters = await findMatters(ctx, procedures, input.q, words);
        // What was looked for may be its number.
        if (matters.some(({ id }) => isWithoutName(ctx.actor, id))) ctx.unnamed();
        ctx.counted(projects.length + matters.length);
        return { projects, matters: matters.slice(0, shown), more: matters.length > shown };
      },
    }),
  };
}

interface Row {
  readonly id: number;
  readonly number: string;
  readonly procedure: string;
  readonly title: string;
  readonly state: string;
  readonly phase: "open" | "waiting" | "closed";
  readonly openedAt: Date;
  readonly topicZh: string | null;
  readonly topicEn: string | null;
  readonly projectCode: string | null;
  readonly project: string | null;
  readonly enterprise: string | null;
  readonly answers: string[];
}

/**
 * Candidates come from the index; their rows, and of the answers only those that the actor may read, from under the row
 * policies. What is shown has each word in one of these texts.
 */
async function findMatters(
  ctx: Context,
  procedures: ReadonlyMap<string, Procedure>,
  question: string,
  words: readonly string[],
): Promise<Found["matters"]> {
  const answers = JSON.stringify(officialAnswers(procedures));
  const { rows } = await sql<Row>`
    select m.id, m.number, m.procedure, m.title, m.state, m.phase, m.opened_at as "openedAt", t.name_zh as "topicZh",
           t.name_en as "topicEn", p.code as "projectCode", p.name as project, e.name as enterprise,
           array(select v.value #>> '{}' from entry n cross join jsonb_each(n.form) v
                  where n.matter_id = m.id and jsonb_typeof(v.value) = 'string'
                    and (n.kind = 'step' and ${answers}::jsonb -> m.procedure -> 'steps' ? n.name
                      or n.kind = 'publication' and ${answers}::jsonb -> m.procedure -> 'publications' ? n.name)
                  order by n.seq desc) as answers
      from (select array(select id from app.search_matters(${question}, ${candidates})) as ids) found
      join matter m on m.id = any (found.ids)
      left join topic t on t.code = m.topic
      left join project p on p.id = m.project_id
      left join enterprise e on e.id = m.enterprise_id
     order by m.opened_at desc, m.id desc`.execute(ctx.db);
  return rows.flatMap((row) => {
    const hits = hitsOf(row, words);
    if (hits === null) return [];
    const { id, number, procedure, title, state, phase, project, enterprise } = row;
    return [
      { id, number, procedure, title, state, phase, openedAt: row.openedAt.toISOString(), project, enterprise, hits },
    ];
  });
}

/** Null when one of the words stands nowhere. */
function hitsOf(row: Row, words: readonly string[]): Hit[] | null {
  const places: readonly (readonly [Hit["place"], string | null])[] = [
    ["number", row.number],
    ["title", row.title],
    ["topic", row.topicZh],
    ["topic", row.topicEn],
    ["project", row.project],
    ["project", row.projectCode],
    ["enterprise", row.enterprise],
    ...row.answers.map((text) => ["answer", text] as const),
  ];
  const hits: Hit[] = [];
  const missing = new Set(words);
  for (const [place, text] of places) {
    if (text === null) continue;
    const here = words.filter((word) => normal(text).includes(word));
    if (here.length === 0) continue;
    for (const word of here) missing.delete(word);
    if (!hits.some((hit) => hit.place === place)) hits.push({ place, text: excerpt(text, here) ?? text });
  }
  return missing.size > 0 ? null : hits;
}

/** Projects of the actor's own work: a handful of hundreds, looked through as they are. */
async function findProjects(ctx: Context, words: readonly string[]): Promise<Found["projects"]> {
  const { actor } = ctx;
  const { rows } = await sql<{ id: number; code: string; name: string; enterprises: string[] }>`
    select p.id, p.code, p.name, array(select e.name from project_enterprise pe join enterprise e on e.id = pe.enterprise_id
                                        where pe.project_id = p.id order by e.id) as enterprises
      from project p
     where ${actor.coversCity} or p.id = any (${[...actor.projects]}::int[]) or p.station_id = any (${[...actor.units]}::int[])
     order by p.id`.execute(ctx.db);
  return rows
    .filter((row) => {
      const text = normal([row.code, row.name, ...row.enterprises].join("\n"));
      return words.every((word) => text.includes(word));
    })
    .slice(0, 10);
}
