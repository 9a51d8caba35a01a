import { sql } from "kysely";
import type { projectRules } from "#access/rules/projects.ts";
import type { Handlers } from "#directory/handler.ts";
import { checklistOf } from "./checklist.queries.ts";
import type { contract } from "./contract.ts";

type Reads = "project.checklist";

/** What can be read of a project's life; who sees which row is said by the row policies. */
export const projectQueries: Handlers<Pick<typeof contract, Reads>, Pick<typeof projectRules, Reads>> = {
  "project.checklist": async (ctx, input) => {
    const found = await sql`select from project where id = ${input.id}`.execute(ctx.db);
    if (found.rows.length === 0) return undefined;
    ctx.about(`project:${input.id}`);
    return { subject: {}, run: () => checklistOf(ctx, input.id) };
  },
};
