import { z } from "zod";
import { plainLine } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { instant } from "#kernel/schemas.ts";

/** Where a matter was found: message key below `search.in.`. */
export const places = ["number", "title", "topic", "project", "enterprise", "answer"] as const;

export const contract = {
  "search.find": defineOperation({
    id: "search.find",
    method: "GET",
    path: "/api/search",
    kind: "read",
    audit: "list",
    summary:
      "Find matters and projects within reach by number, title, topic, project, firm or official answer; never by what requesters wrote, and never persons.",
    input: z.strictObject({ q: plainLine({ min: 2, max: 100 }) }),
    output: z.object({
      projects: z.array(
        z.object({ id: z.int(), code: z.string(), name: z.string(), enterprises: z.array(z.string()) }),
      ),
      matters: z.array(
        z.object({
          id: z.int(),
          number: z.string(),
          procedure: z.string(),
          title: z.string(),
          state: z.string(),
          phase: z.enum(["open", "waiting", "closed"]),
          openedAt: instant,
          project: z.string().nullable(),
          enterprise: z.string().nullable(),
          /** What matched, the strongest first, with the words around it. */
          hits: z.array(z.object({ place: z.enum(places), text: z.string() })),
        }),
      ),
      /** There are more than are shown: another word narrows it down. */
      more: z.boolean(),
    }),
  }),
} as const;
