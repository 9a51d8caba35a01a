import { z } from "zod";
import { plainLine, plainText } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { idParam, instant, queryFlag } from "#kernel/schemas.ts";
import { callerForm, replyClasses } from "./forms.ts";

const replyClass = z.enum(replyClasses);
/** The centre of the hotline calls these itself, by a service account. */
const machines = { procedures: ["hotline"] };

const reply = z.object({
  ticketNumber: z.string(),
  matterNumber: z.string(),
  repliedAt: instant,
  inTime: z.boolean(),
  result: z.string(),
  text: z.string(),
  law: z.string().nullable(),
  /** Where to turn with a reply that does not help: always the hotline itself first. */
  onward: z.string(),
});

export const contract = {
  "ticket.receive": defineOperation({
    id: "ticket.receive",
    machines,
    method: "POST",
    path: "/api/hotline/tickets",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Take over one ticket of the hotline 12345; the same ticket again changes nothing.",
    input: z.strictObject({
      number: plainLine({ min: 3, max: 40 }),
      /** Station or department's station that is to handle it. */
      unitId: z.int32().positive(),
      projectId: z.int32().positive().nullable().default(null),
      /** The caller's own firm, where it agreed to follow the ticket here. */
      agreedFirmId: z.int32().positive().nullable().default(null),
      title: plainLine({ min: 2, max: 60 }),
      text: plainText({ min: 2, max: 4000 }),
      subject: plainLine({ min: 1, max: 60 }),
      place: plainLine({ min: 1, max: 100 }).optional(),
      class: replyClass,
      receivedAt: instant,
      /** The hotline's own deadline; the earlier one of it and the class's limit holds. */
      dueAt: instant.optional(),
      caller: callerForm.optional(),
    }),
    output: z.object({ id: z.int(), created: z.boolean() }),
  }),
  "ticket.list": defineOperation({
    id: "ticket.list",
    machines,
    method: "GET",
    path: "/api/hotline/tickets",
    kind: "read",
    audit: "list",
    summary: "Tickets of the branches that the caller's office arranges, what is due first on top.",
    input: z.strictObject({ closed: queryFlag.default(false) }),
    output: z.object({
      items: z.array(
        z.object({
          id: z.int(),
          number: z.string(),
          matterNumber: z.string(),
          title: z.string(),
          subject: z.string(),
          place: z.string().nullable(),
          unitName: z.string(),
          projectName: z.string().nullable(),
          state: z.string(),
          class: replyClass,
          receivedAt: instant,
          dueAt: instant,
          /** Counted over a year whose holidays are not published yet. */
          provisional: z.boolean(),
          /** It came here after its own deadline. */
          cameLate: z.boolean(),
          /** The first reply, which the deadline is about. */
          repliedAt: instant.nullable(),
        }),
      ),
      more: z.boolean(),
      serverTime: instant,
    }),
  }),
  "ticket.places": defineOperation({
    id: "ticket.places",
    machines,
    method: "GET",
    path: "/api/hotline/places",
    kind: "read",
    audit: "none",
    summary: "Units and projects that a ticket can be entered for: those that the caller's office arranges.",
    input: z.strictObject({}),
    output: z.object({
      units: z.array(z.object({ id: z.int(), name: z.string() })),
      projects: z.array(z.object({ id: z.int(), name: z.string(), unitId: z.int() })),
    }),
  }),
  "ticket.replies": defineOperation({
    id: "ticket.replies",
    machines,
    method: "GET",
    path: "/api/hotline/replies",
    kind: "read",
    audit: "list",
    summary: "Replies to tickets since an instant, oldest first.",
    input: z.strictObject({ since: instant }),
    output: z.object({ items: z.array(reply), more: z.boolean() }),
  }),
  "ticket.export": defineOperation({
    id: "ticket.export",
    machines,
    method: "POST",
    path: "/api/hotline/exports",
    kind: "write",
    sensitive: true,
    audit: "record",
    errors: ["illegal-step"],
    summary: "Put the replies that have not gone out yet into one export for the hotline.",
    input: z.strictObject({}),
    output: z.object({ id: z.int(), replies: z.int() }),
  }),
  "ticket.exports": defineOperation({
    id: "ticket.exports",
    machines,
    method: "GET",
    path: "/api/hotline/exports",
    kind: "read",
    audit: "none",
    summary: "Exports of replies so far, newest first, and how many replies wait for the next one.",
    input: z.strictObject({}),
    output: z.object({
      waiting: z.int(),
      items: z.array(z.object({ id: z.int(), madeAt: instant, replies: z.int() })),
    }),
  }),
  "hotlineExport.get": defineOperation({
    id: "hotlineExport.get",
    machines,
    method: "GET",
    path: "/api/hotline/exports/:id",
    kind: "read",
    reply: "file",
    audit: "record",
    summary: "An export as a workbook in the hotline's layout, the same whenever it is asked for.",
    input: z.strictObject({ id: idParam }),
    output: z.unknown(),
  }),
  "ticket.topics": defineOperation({
    id: "ticket.topics",
    method: "GET",
    path: "/api/hotline/topics",
    kind: "read",
    audit: "none",
    summary: "What was reported more than once at one place in ninety days: places and topics, never callers.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(z.object({ place: z.string(), subject: z.string(), count: z.int(), lastAt: instant })),
    }),
  }),
} as const;
