import { z } from "zod";
import { me } from "#access/contract.ts";
import { defineOperation } from "#kernel/operation.ts";

export const contract = {
  "demo.personas": defineOperation({
    id: "demo.personas",
    method: "GET",
    path: "/api/demo/personas",
    kind: "read",
    open: true,
    audit: "none",
    summary: "The people of the demo city that one can try the platform as; empty outside a demo.",
    input: z.strictObject({}),
    output: z.object({
      demo: z.boolean(),
      items: z.array(
        z.object({
          id: z.string(),
          dutyName: z.string(),
          /** Message key below `persona.`: what this person does and what there is to see. */
          part: z.string(),
          side: z.enum(["enterprise", "police"]),
          place: z.string(),
        }),
      ),
    }),
  }),
  "demo.signIn": defineOperation({
    id: "demo.signIn",
    method: "POST",
    path: "/api/demo/session",
    kind: "write",
    open: true,
    replayable: false,
    audit: "record",
    summary: "Sign in as one of the demo's people; only in a database that is marked as a demo.",
    input: z.strictObject({ persona: z.string().min(1).max(60) }),
    output: me,
  }),
} as const;
