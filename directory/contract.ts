import { z } from "zod";
import { shownPhone } from "#kernel/fields/mask.ts";
import { defineOperation } from "#kernel/operation.ts";
import { cursor, day, idParam, instant } from "#kernel/schemas.ts";

/** Whether somebody can be reached now: derived from the work calendar and the absences, nothing is tracked. */
export const presence = z.object({
  state: z.enum(["onDuty", "offHours", "absent"]),
  /** End of the present state, as far as it is known. */
  until: instant.nullable(),
});

/** Somebody by his function, as the other side may know him: duty name and duty telephone only. */
export const contact = z.object({
  accountId: z.int(),
  /** CHIEF, DELEGATE: no place of their own; they act while both officers are away, or by a loan. */
  place: z.enum(["A", "B", "SPONSOR", "SPECIALIST", "CHIEF", "DELEGATE"]),
  dutyName: z.string(),
  unitName: z.string(),
  phone: z.string().nullable(),
  presence,
  /** Acts for the other one now (B for an absent A). */
  actsForA: z.boolean(),
});

export const projectStage = z.enum([
  "SIGNED",
  "LANDED",
  "CONSTRUCTION",
  "PRODUCTION",
  "FOLLOW_UP",
  "ARCHIVED",
  "SUSPENDED",
  "TERMINATED",
]);

const projectHead = z.object({
  id: z.int(),
  code: z.string(),
  name: z.string(),
  stage: projectStage,
  stageSince: day,
  address: z.string(),
  enterprises: z.array(z.object({ id: z.int(), name: z.string() })),
  station: z.object({ id: z.int(), name: z.string(), dutyPhone: z.string() }),
});

export const contract = {
  "project.list": defineOperation({
    id: "project.list",
    // The row policies leave out who serves them.
    machines: { procedures: [] },
    method: "GET",
    path: "/api/projects",
    kind: "read",
    audit: "list",
    summary: "The projects that the caller has a relation to, a page at a time.",
    input: z.strictObject({
      stage: projectStage.optional(),
      unitId: idParam.optional(),
      limit: z
        .union([z.number(), z.string().regex(/^\d{1,3}$/)])
        .transform(Number)
        .pipe(z.int().min(1).max(500))
        .default(50),
      cursor: cursor.optional(),
    }),
    output: z.object({
      items: z.array(projectHead.extend({ people: z.array(contact) })),
      nextCursor: cursor.nullable(),
    }),
  }),
  "project.get": defineOperation({
    id: "project.get",
    method: "GET",
    path: "/api/projects/:id",
    kind: "read",
    audit: "record",
    summary: "One project with its stages, its two officers and who is on duty now.",
    input: z.strictObject({ id: idParam }),
    output: projectHead.extend({
      keyLevel: z.enum(["PROVINCE", "CITY"]),
      stages: z.array(z.object({ stage: projectStage, since: day })),
      people: z.array(contact),
    }),
  }),
  "enterprise.get": defineOperation({
    id: "enterprise.get",
    method: "GET",
    path: "/api/enterprises/:id",
    kind: "read",
    audit: "record",
    summary: "One enterprise with its projects and, for its own people and its officers, its contacts.",
    input: z.strictObject({ id: idParam }),
    output: z.object({
      id: z.int(),
      name: z.string(),
      uscc: z.string(),
      address: z.string(),
      station: z.object({ id: z.int(), name: z.string(), dutyPhone: z.string() }),
      projects: z.array(z.object({ id: z.int(), name: z.string(), stage: projectStage })),
      /** Telephones are whole for the firm and whoever serves it, masked for others. */
      members: z.array(z.object({ accountId: z.int(), dutyName: z.string(), phone: shownPhone.nullable() })),
      /** Whether the reader is one of those who give the firm its contact card and first access. */
      abilities: z.object({ firstAccess: z.boolean() }),
    }),
  }),
  "calendar.get": defineOperation({
    id: "calendar.get",
    method: "GET",
    path: "/api/calendar/:year",
    kind: "read",
    audit: "none",
    summary: "The official work calendar of a year: the days that differ from plain weeks, and the working hours.",
    input: z.strictObject({
      year: z
        .union([z.number(), z.string().regex(/^(19|20)\d\d$/)])
        .transform(Number)
        .pipe(z.int().min(1900).max(2099)),
    }),
    output: z.object({
      year: z.int(),
      /** False: no official data yet, due times are provisional (decision 16). */
      official: z.boolean(),
      source: z.string().nullable(),
      days: z.array(z.object({ day, kind: z.enum(["work", "rest"]), name: z.string() })),
      sessions: z.array(z.object({ from: z.string(), to: z.string() })),
    }),
  }),
  "topic.list": defineOperation({
    id: "topic.list",
    method: "GET",
    path: "/api/topics",
    kind: "read",
    audit: "none",
    summary: "The topics that a question can be about.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(z.object({ code: z.string(), nameZh: z.string(), nameEn: z.string(), reviewed: z.boolean() })),
    }),
  }),
} as const;
