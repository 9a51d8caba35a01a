import { z } from "zod";
import { projectStage } from "#directory/contract.ts";
import { creditCode } from "#kernel/fields/credit-code.ts";
import { plainLine, plainText } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { day, idParam, instant, uuid } from "#kernel/schemas.ts";
import { attachment } from "#matters/contract.ts";
import { stages } from "./life-cycle.ts";

const stage = z.enum(stages);

/** A point on the sketch of the city, WGS 84. */
const place = z.strictObject({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) });

/** When the later stages are meant to begin. */
const planned = z.strictObject({
  landed: day.nullable().default(null),
  construction: day.nullable().default(null),
  production: day.nullable().default(null),
});

const facts = {
  name: plainLine({ min: 2, max: 80 }),
  keyLevel: z.enum(["PROVINCE", "CITY"]),
  address: plainLine({ min: 2, max: 120 }),
  stationId: idParam,
  place: place.nullable().default(null),
  planned: planned.default({ landed: null, construction: null, production: null }),
};

/** Every change of state says since when, on what it rests, and which version its author has seen. */
const change = {
  id: idParam,
  version: z.int().positive(),
  day,
  note: plainText({ min: 2, max: 1000 }),
  files: z.array(uuid).max(6).default([]),
};

const changed = z.object({
  id: z.int(),
  version: z.int(),
  stage: projectStage,
  /** How many pieces of work the stage has brought. */
  opened: z.int(),
});

function stateChange<const Id extends string>(id: Id, verb: string, summary: string) {
  return defineOperation({
    id,
    method: "POST",
    path: `/api/projects/:id/${verb}`,
    kind: "write",
    audit: "record",
    errors: ["illegal-step", "stale-version"],
    summary,
    input: z.strictObject(change),
    output: changed,
  });
}

export const contract = {
  "project.create": defineOperation({
    id: "project.create",
    method: "POST",
    path: "/api/projects",
    kind: "write",
    audit: "record",
    summary: "Take a project into the scheme; its present stage opens its work at once.",
    input: z.strictObject({
      ...facts,
      code: plainLine({ min: 2, max: 40 }),
      stage: stage.default("SIGNED"),
      since: day,
      firm: z.strictObject({ uscc: creditCode, name: plainLine({ min: 2, max: 80 }), address: facts.address }),
      note: plainText({ min: 2, max: 1000 }),
    }),
    output: changed,
  }),
  "project.change": defineOperation({
    id: "project.change",
    method: "PUT",
    path: "/api/projects/:id",
    kind: "write",
    audit: "record",
    errors: ["stale-version"],
    summary: "Change what is known of a project: name, address, station, place, planned days.",
    input: z.strictObject({ ...facts, id: idParam, version: z.int().positive() }),
    output: changed,
  }),
  "project.moveStage": defineOperation({
    id: "project.moveStage",
    method: "POST",
    path: "/api/projects/:id/stage",
    kind: "write",
    audit: "record",
    errors: ["illegal-step", "stale-version"],
    summary: "Move a project to the next stage, or back to the one before; entering a stage opens its work.",
    input: z.strictObject({ ...change, to: stage }),
    output: changed,
  }),
  "project.suspend": stateChange("project.suspend", "suspend", "Suspend a project; it returns to its stage later."),
  "project.resume": stateChange("project.resume", "resume", "Take a suspended or terminated project up again."),
  "project.terminate": stateChange("project.terminate", "terminate", "End a project that will not be built."),
  "project.archive": stateChange("project.archive", "archive", "Archive a project whose service is over; final."),
  "project.checklist": defineOperation({
    id: "project.checklist",
    method: "GET",
    path: "/api/projects/:id/checklist",
    kind: "read",
    audit: "record",
    summary: "The work of each stage, with what has become of it; a firm reads what concerns it.",
    input: z.strictObject({ id: idParam }),
    output: z.object({
      serverTime: instant,
      items: z.array(
        z.object({
          code: z.string(),
          stage,
          nameZh: z.string(),
          nameEn: z.string(),
          withFirm: z.boolean(),
          voluntary: z.boolean(),
          matter: z
            .object({
              id: z.int(),
              number: z.string(),
              state: z.string(),
              phase: z.enum(["open", "waiting", "closed"]),
              dueAt: instant.nullable(),
              late: z.boolean(),
              closedAt: instant.nullable(),
            })
            .nullable(),
        }),
      ),
    }),
  }),
} as const;

/** A file of a project's papers. */
export const paper = attachment;
