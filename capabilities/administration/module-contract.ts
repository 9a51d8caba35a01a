import { z } from "zod";
import { plainText } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { idParam, instant } from "#kernel/schemas.ts";

const procedure = z.string().regex(/^[a-z][A-Za-z]{1,39}$/);

export const moduleContract = {
  "module.list": defineOperation({
    id: "module.list",
    method: "GET",
    path: "/api/administration/modules",
    kind: "read",
    audit: "none",
    summary: "Kinds of matters that a unit may switch off, and where they are.",
    input: z.strictObject({}),
    output: z.object({
      modules: z.array(z.string()),
      off: z.array(
        z.object({
          unit: z.object({ id: z.int(), name: z.string() }),
          procedure: z.string(),
          reason: z.string(),
          by: z.string(),
          at: instant,
          mayChange: z.boolean(),
        }),
      ),
      serverTime: instant,
    }),
  }),
  "module.offered": defineOperation({
    id: "module.offered",
    method: "GET",
    path: "/api/modules",
    kind: "read",
    audit: "none",
    summary: "Kinds of matters that are not offered now: for one of the caller's projects, else for his firm or unit.",
    input: z.strictObject({ projectId: idParam.optional() }),
    output: z.object({ off: z.array(z.string()) }),
  }),
  "module.switchOff": defineOperation({
    id: "module.switchOff",
    method: "POST",
    path: "/api/administration/modules/:unitId/:procedure",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "A unit and those below it no longer offer a kind of matter; what runs goes on.",
    input: z.strictObject({ unitId: idParam, procedure, reason: plainText({ min: 2, max: 300 }) }),
    output: z.object({}),
  }),
  "module.switchOn": defineOperation({
    id: "module.switchOn",
    method: "DELETE",
    path: "/api/administration/modules/:unitId/:procedure",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "A unit offers a kind of matter again.",
    input: z.strictObject({ unitId: idParam, procedure }),
    output: z.object({}),
  }),
} as const;
