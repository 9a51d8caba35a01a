import { z } from "zod";
import { plainLine, plainText } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { day, idParam, instant } from "#kernel/schemas.ts";

const place = z.enum(["A", "B"]);
const orderNo = plainLine({ min: 2, max: 60 });

const item = z.object({
  kind: z.enum(["PROMISE", "CONTACT", "PAPER"]),
  text: plainText({ min: 2, max: 500 }),
  dueOn: day.nullable().default(null),
});

const head = z.object({
  id: z.int(),
  project: z.object({ id: z.int(), name: z.string() }),
  kind: place,
  from: z.object({ accountId: z.int(), dutyName: z.string() }),
  to: z.object({ accountId: z.int(), dutyName: z.string() }).nullable(),
  state: z.enum(["REQUESTED", "PENDING", "ACCEPTED", "WITHDRAWN"]),
  preparedAt: instant,
  dueAt: instant.nullable(),
  /** Counted over a year whose holidays are not published yet. */
  provisional: z.boolean(),
  decidedAt: instant.nullable(),
  late: z.boolean(),
  /** What the caller could do now. */
  may: z.object({ approve: z.boolean(), accept: z.boolean(), withdraw: z.boolean() }),
});

export const handoverContract = {
  "handover.list": defineOperation({
    id: "handover.list",
    method: "GET",
    path: "/api/handovers",
    kind: "read",
    audit: "list",
    summary: "Hand-overs that concern the caller, open ones first, and the places that he could hand over.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(head),
      places: z.array(z.object({ project: z.object({ id: z.int(), name: z.string() }), kind: place })),
    }),
  }),
  "handover.get": defineOperation({
    id: "handover.get",
    method: "GET",
    path: "/api/handovers/:id",
    kind: "read",
    audit: "record",
    summary: "The sheet of one hand-over: open matters, promises with dates, contacts, keys and papers.",
    input: z.strictObject({ id: idParam }),
    output: head.extend({
      note: z.string(),
      orderNo: z.string().nullable(),
      preparedBy: z.string(),
      items: z.array(item.extend({ dueOn: day.nullable() })),
      matters: z.array(
        z.object({
          id: z.int(),
          number: z.string(),
          procedure: z.string(),
          dueAt: instant.nullable(),
          /** Only where the caller may read the matter himself. */
          title: z.string().nullable(),
        }),
      ),
      enterprises: z.array(z.object({ id: z.int(), name: z.string() })),
    }),
  }),
  "handover.prepare": defineOperation({
    id: "handover.prepare",
    method: "POST",
    path: "/api/handovers",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Prepare to hand over places, several at once; named successors only by the program office.",
    input: z.strictObject({
      /** The leaving officer; oneself when left out. */
      fromAccountId: z.int32().positive().optional(),
      places: z
        .array(
          z.strictObject({
            projectId: z.int32().positive(),
            kind: place,
            toAccountId: z.int32().positive().nullable().default(null),
          }),
        )
        .min(1)
        .max(20),
      note: plainText({ min: 0, max: 2000 }).default(""),
      items: z.array(z.strictObject(item.shape)).max(50).default([]),
      orderNo: orderNo.nullable().default(null),
    }),
    output: z.object({ ids: z.array(z.int()) }),
  }),
  "handover.approve": defineOperation({
    id: "handover.approve",
    method: "POST",
    path: "/api/handovers/:id/approve",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Name the successor under an order number; he has three working days to accept.",
    input: z.strictObject({ id: idParam, toAccountId: z.int32().positive(), orderNo }),
    output: z.object({ dueAt: instant }),
  }),
  "handover.accept": defineOperation({
    id: "handover.accept",
    method: "POST",
    path: "/api/handovers/:id/accept",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Take a place over: the old officer's access ends in the same instant.",
    input: z.strictObject({ id: idParam }),
    output: z.object({ at: instant }),
  }),
  "handover.withdraw": defineOperation({
    id: "handover.withdraw",
    method: "POST",
    path: "/api/handovers/:id/withdraw",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Take an open hand-over back, or decline it.",
    input: z.strictObject({ id: idParam }),
    output: z.object({}),
  }),
  "account.close": defineOperation({
    id: "account.close",
    method: "POST",
    path: "/api/accounts/:id/close",
    kind: "write",
    sensitive: true,
    audit: "record",
    errors: ["illegal-step"],
    summary: "Set a leaver's last day: at its end the account closes, and B acts where nobody has taken over.",
    input: z.strictObject({ id: idParam, lastDay: day }),
    output: z.object({ closesAt: instant, places: z.int() }),
  }),
  "account.keep": defineOperation({
    id: "account.keep",
    method: "POST",
    path: "/api/accounts/:id/keep",
    kind: "write",
    sensitive: true,
    audit: "record",
    errors: ["illegal-step"],
    summary: "Take a leaver's last day back before it is over.",
    input: z.strictObject({ id: idParam }),
    output: z.object({}),
  }),
  "account.leavers": defineOperation({
    id: "account.leavers",
    method: "GET",
    path: "/api/accounts/leavers",
    kind: "read",
    audit: "list",
    summary: "Officers of the caller's office, their places, and the last day where one is set.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(
        z.object({
          accountId: z.int(),
          dutyName: z.string(),
          unitName: z.string(),
          closesAt: instant.nullable(),
          places: z.array(z.object({ project: z.object({ id: z.int(), name: z.string() }), kind: place })),
        }),
      ),
    }),
  }),
} as const;
