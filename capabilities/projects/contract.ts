import { z } from "zod";
import { projectStage } from "#directory/contract.ts";
import { creditCode } from "#kernel/fields/credit-code.ts";
import { point } from "#kernel/fields/point.ts";
import { plainLine, plainText } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { cursor, day, idList, idParam, instant, queryFlag, uuid } from "#kernel/schemas.ts";
import { attachment } from "#matters/contract.ts";
import { stages } from "./life-cycle.ts";
import { sortKeys } from "./sort-keys.ts";

const stage = z.enum(stages);

const timelineKind = z.enum(["stage", "people", "plan", "matter"]);

/** Places on a project; one that nobody fills is a gap. */
const gaps = ["A", "B", "SPONSOR", "SPECIALIST"] as const;

const pageSize = z
  .union([z.number(), z.string().regex(/^\d{1,3}$/)])
  .transform(Number)
  .pipe(z.int().min(1).max(100))
  .default(30);

/** Where something is on the sketch of the city, as it was entered (WGS 84). */
const placed = z.object({ lat: z.number(), lng: z.number() }).nullable();

/** When the later stages are meant to begin. */
const planned = z.strictObject({
  landed: day.nullable().default(null),
  construction: day.nullable().default(null),
  production: day.nullable().default(null),
});

/** Stations whose projects the caller arranges. */
const arranged = z.array(z.object({ id: z.int(), name: z.string() }));

const facts = {
  name: plainLine({ min: 2, max: 80 }),
  keyLevel: z.enum(["PROVINCE", "CITY"]),
  address: plainLine({ min: 2, max: 120 }),
  stationId: idParam,
  place: point.nullable().default(null),
  planned: planned.default({ landed: null, construction: null, production: null }),
};

/** Every change of state says since when, on what it rests, and which version its author has seen. */
const change = {
  id: idParam,
  version: z.int32().positive(),
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
    input: z.strictObject({ ...facts, id: idParam, version: z.int32().positive() }),
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
  "project.openWork": defineOperation({
    id: "project.openWork",
    method: "POST",
    path: "/api/projects/:id/work",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary:
      "Open what the present stage brings and the project does not have yet: one that was imported or taken over.",
    input: z.strictObject({ id: idParam }),
    output: changed,
  }),
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
  "project.life": defineOperation({
    id: "project.life",
    method: "GET",
    path: "/api/projects/:id/life",
    kind: "read",
    audit: "record",
    summary:
      "Where a project stands on its way: version, planned days, days in each stage, and what the caller may change.",
    input: z.strictObject({ id: idParam }),
    output: z.object({
      id: z.int(),
      version: z.int(),
      stage: projectStage,
      stageSince: day,
      suspendedFrom: stage.nullable(),
      planned,
      place: placed,
      /** Of the police station that serves it. */
      stationPlace: placed,
      /** In the order of the way; a stage that came back counts each time. */
      days: z.array(z.object({ stage: projectStage, days: z.int() })),
      abilities: z.object({
        change: z.boolean(),
        stations: arranged,
        moves: z.array(stage),
        acts: z.array(z.enum(["suspend", "resume", "terminate", "archive"])),
      }),
    }),
  }),
  "project.timeline": defineOperation({
    id: "project.timeline",
    method: "GET",
    path: "/api/projects/:id/timeline",
    kind: "read",
    audit: "record",
    summary:
      "What happened on a project, the newest first: stages, people, hand-overs, plans, matters; as far as the caller may see.",
    input: z.strictObject({
      id: idParam,
      kind: timelineKind.optional(),
      limit: pageSize,
      cursor: cursor.optional(),
    }),
    output: z.object({
      items: z.array(
        z.object({
          key: z.string(),
          at: instant,
          kind: timelineKind,
          /** Message key below `what.`: MOVED, assigned, ended, away, offered, accepted, PROPOSE, opened, closed … */
          what: z.string(),
          day: day.nullable(),
          fromStage: projectStage.nullable(),
          toStage: projectStage.nullable(),
          who: z.string().nullable(),
          /** From whom a place passes on. */
          other: z.string().nullable(),
          place: z.string().nullable(),
          until: instant.nullable(),
          /** Of a hand-over its id, of a service plan its version. */
          handover: z.int().nullable(),
          plan: z.int().nullable(),
          matter: z
            .object({
              id: z.int(),
              number: z.string(),
              title: z.string(),
              procedure: z.string(),
              outcome: z.string().nullable(),
            })
            .nullable(),
          /** On what it rests, for the police side; of a service plan what was said to it. */
          note: z.string().nullable(),
          /** The imported list that it came with, or was taken back with. */
          list: z.object({ batch: z.int(), takenBack: z.boolean() }).nullable(),
          files: z.array(attachment),
        }),
      ),
      nextCursor: cursor.nullable(),
    }),
  }),
  "project.sixLists": defineOperation({
    id: "project.sixLists",
    method: "GET",
    path: "/api/projects/:id/six-lists",
    kind: "read",
    audit: "record",
    summary: "The six lists of a project: category, issue, who is responsible, measure and result of each matter.",
    input: z.strictObject({ id: idParam, limit: pageSize, cursor: cursor.optional() }),
    output: z.object({
      items: z.array(
        z.object({
          id: z.int(),
          number: z.string(),
          procedure: z.string(),
          topic: z.object({ nameZh: z.string(), nameEn: z.string() }).nullable(),
          title: z.string(),
          openedAt: instant,
          state: z.string(),
          phase: z.enum(["open", "waiting", "closed"]),
          outcome: z.string().nullable(),
          late: z.boolean(),
          /** Who has it now, or who answered for it last. */
          responsible: z.string().nullable(),
          /** The last words of the police side that the caller may read, and when they were written. */
          measure: z.string().nullable(),
          measureAt: instant.nullable(),
          closedAt: instant.nullable(),
        }),
      ),
      nextCursor: cursor.nullable(),
    }),
  }),
  "project.board": defineOperation({
    id: "project.board",
    method: "GET",
    path: "/api/project-board",
    kind: "read",
    audit: "list",
    summary: "All projects within reach as cards: stage, officers, gaps, open and late matters.",
    input: z.strictObject({
      stage: projectStage.optional(),
      unitId: idParam.optional(),
      officerId: idParam.optional(),
      gap: z.enum(["ANY", ...gaps]).optional(),
    }),
    output: z.object({
      /** More are within reach than one board shows: a filter helps. */
      more: z.boolean(),
      /** Where the caller may take in a project. */
      stations: arranged,
      /** The police stations of the caller's units and of the projects on the board. */
      policeStations: z.array(z.object({ id: z.int(), name: z.string(), place: placed })),
      cards: z.array(
        z.object({
          id: z.int(),
          code: z.string(),
          name: z.string(),
          stage: projectStage,
          stageSince: day,
          keyLevel: z.enum(["PROVINCE", "CITY"]),
          station: z.object({ id: z.int(), name: z.string() }),
          place: placed,
          firms: z.array(z.string()),
          /** When the next stage is meant to begin. */
          planned: day.nullable(),
          people: z.array(z.object({ place: z.enum(gaps), accountId: z.int(), dutyName: z.string() })),
          gaps: z.array(z.enum(gaps)),
          /** All of its matters for its sponsor and whoever knows the station's figures, else those that the caller reads. */
          open: z.int(),
          late: z.int(),
        }),
      ),
    }),
  }),
  "station.place": defineOperation({
    id: "station.place",
    method: "PUT",
    path: "/api/stations/:id/place",
    kind: "write",
    audit: "record",
    summary: "Say where a police station is on the sketch of the city, or that it is not known.",
    input: z.strictObject({ id: idParam, place: point.nullable() }),
    output: z.object({ id: z.int(), place: placed }),
  }),
  "project.export": defineOperation({
    id: "project.export",
    method: "GET",
    path: "/api/project-export",
    kind: "read",
    reply: "file",
    sensitive: true,
    audit: "list",
    summary:
      "The table of projects as a workbook: the same filters, columns and order, and only what the caller may see.",
    input: z.strictObject({
      /** The rows that words typed on the screen have left over. */
      only: idList.optional(),
      unit: idParam.optional(),
      officer: idParam.optional(),
      gap: z
        .enum(["ANY", ...gaps])
        .nullable()
        .default(null),
      lateOnly: queryFlag.default(false),
      order: z.enum(sortKeys).default("stage"),
      down: queryFlag.default(false),
    }),
    output: z.unknown(),
  }),
} as const;
