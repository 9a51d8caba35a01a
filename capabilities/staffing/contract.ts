import { z } from "zod";
import { plainLine, plainText } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { cursor, day, idParam, instant, queryFlag } from "#kernel/schemas.ts";
import { bulkLimit, bulkResult } from "#matters/contract.ts";

/** The four places on a project (P3). */
export const place = z.enum(["A", "B", "SPONSOR", "SPECIALIST"]);

/** Somebody by his function. */
const holder = z.object({ accountId: z.int(), dutyName: z.string(), unitName: z.string() });

const reason = plainText({ min: 2, max: 300 });
const orderNo = plainLine({ min: 2, max: 60 });

/** What a project lacks, and since when. */
export const gap = z.object({
  kind: z.enum(["A", "B", "SPONSOR", "SPECIALIST", "HANDOVER_LATE", "HANDOVER_UNNAMED", "LEFT"]),
  since: instant,
  /** When it was, or will be, told one level up; null where nothing follows. */
  escalatesAt: instant.nullable(),
  escalated: z.boolean(),
  handoverId: z.int().nullable(),
});

const proposal = z.object({
  id: z.int(),
  projectId: z.int(),
  projectName: z.string(),
  kind: place,
  holder,
  fromDay: day,
  reason: z.string(),
  proposedBy: z.string(),
  proposedAt: instant,
  /** `another`: the caller proposed it himself and somebody else of his office approves; `alone`: there is nobody else. */
  fourEyes: z.enum(["may", "another", "alone"]),
});

const staffed = z.object({
  id: z.int(),
  code: z.string(),
  name: z.string(),
  station: z.object({ id: z.int(), name: z.string() }),
  /** False until the first A and B are active together. */
  staffed: z.boolean(),
  people: z.array(holder.extend({ assignmentId: z.int(), kind: place, since: instant, away: z.boolean() })),
  gaps: z.array(gap),
});

export const staffingContract = {
  "staffing.list": defineOperation({
    id: "staffing.list",
    method: "GET",
    path: "/api/staffing/projects",
    kind: "read",
    audit: "list",
    summary: "Projects of the caller's units with everybody in charge; those that lack somebody first.",
    input: z.strictObject({
      gapsOnly: queryFlag.default(false),
      unitId: idParam.optional(),
      cursor: cursor.optional(),
      limit: z
        .union([z.number(), z.string().regex(/^\d{1,3}$/)])
        .transform(Number)
        .pipe(z.int().min(1).max(100))
        .default(50),
    }),
    output: z.object({
      items: z.array(staffed),
      nextCursor: cursor.nullable(),
      total: z.int(),
      withGaps: z.int(),
    }),
  }),
  "staffing.gaps": defineOperation({
    id: "staffing.gaps",
    method: "GET",
    path: "/api/staffing/gaps",
    kind: "read",
    audit: "list",
    summary: "What projects of the caller's units lack: officers, sponsor, specialist, hand-overs that are late.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(gap.extend({ projectId: z.int(), projectName: z.string(), stationName: z.string() })),
    }),
  }),
  "staffing.load": defineOperation({
    id: "staffing.load",
    method: "GET",
    path: "/api/staffing/load",
    kind: "read",
    audit: "list",
    summary: "Who could take a place, with what each carries already; by unit and name, no ranking.",
    input: z.strictObject({ kind: place, projectId: idParam.optional() }),
    output: z.object({
      /** Projects that one officer may carry as A or B. */
      cap: z.int(),
      items: z.array(
        holder.extend({
          projects: z.int(),
          openMatters: z.int(),
          away: z.boolean(),
          /** For a sponsor: outside the project's own line (错位). */
          outsideLine: z.boolean().nullable(),
        }),
      ),
    }),
  }),
  "project.responsible": defineOperation({
    id: "project.responsible",
    method: "GET",
    path: "/api/projects/:id/responsible",
    kind: "read",
    audit: "record",
    summary: "Who was responsible for a project at an instant, and who acted for whom.",
    input: z.strictObject({ id: idParam, at: instant.optional() }),
    output: z.object({
      at: instant,
      people: z.array(
        holder.extend({
          place: z.enum(["A", "B", "CHIEF", "DELEGATE", "SPONSOR", "SPECIALIST"]),
          since: instant,
          away: z.boolean(),
          /** An absence at that instant that was recorded only later. */
          knownLater: z.boolean(),
          /** Had A's work at that instant. */
          acts: z.boolean(),
        }),
      ),
    }),
  }),
  "assignment.list": defineOperation({
    id: "assignment.list",
    method: "GET",
    path: "/api/projects/:projectId/assignments",
    kind: "read",
    audit: "record",
    summary: "Everybody who had, has or will have a place on a project, with order and reason, and what is proposed.",
    input: z.strictObject({ projectId: idParam }),
    output: z.object({
      items: z.array(
        z.object({
          id: z.int(),
          kind: place,
          holder,
          from: instant,
          to: instant.nullable(),
          orderNo: z.string().nullable(),
          reason: z.string().nullable(),
          endReason: z.string().nullable(),
        }),
      ),
      proposals: z.array(proposal),
    }),
  }),
  "assignment.proposals": defineOperation({
    id: "assignment.proposals",
    method: "GET",
    path: "/api/assignments/proposals",
    kind: "read",
    audit: "list",
    summary: "Proposed assignments that wait for the caller's office.",
    input: z.strictObject({}),
    output: z.object({ items: z.array(proposal) }),
  }),
  "assignment.propose": defineOperation({
    id: "assignment.propose",
    method: "POST",
    path: "/api/projects/:projectId/assignments/proposals",
    kind: "write",
    audit: "record",
    summary: "Propose somebody for a place on a project.",
    input: z.strictObject({
      projectId: idParam,
      kind: place,
      accountId: z.int32().positive(),
      /** First day; today or a past day means with the approval. */
      fromDay: day,
      reason,
    }),
    output: z.object({ id: z.int() }),
  }),
  "assignment.proposeMany": defineOperation({
    id: "assignment.proposeMany",
    method: "POST",
    path: "/api/assignment-proposals",
    kind: "write",
    audit: "record",
    summary: "Propose one person for the same place on many projects; each is decided and recorded by itself.",
    input: z.strictObject({
      projectIds: z.array(z.int().positive()).min(1).max(bulkLimit),
      kind: place,
      accountId: z.int().positive(),
      fromDay: day,
      reason,
    }),
    output: z.object({ results: z.array(bulkResult) }),
  }),
  "assignment.approve": defineOperation({
    id: "assignment.approve",
    method: "POST",
    path: "/api/assignments/proposals/:id/approve",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Approve a proposal under an order number; whoever had the place ends in the same instant.",
    input: z.strictObject({ id: idParam, orderNo }),
    output: z.object({ assignmentId: z.int(), from: instant }),
  }),
  "assignment.withdraw": defineOperation({
    id: "assignment.withdraw",
    method: "POST",
    path: "/api/assignments/proposals/:id/withdraw",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Take a proposal back.",
    input: z.strictObject({ id: idParam }),
    output: z.object({}),
  }),
  "assignment.end": defineOperation({
    id: "assignment.end",
    method: "POST",
    path: "/api/assignments/:id/end",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "End a place now; A and B of a project end only with a successor.",
    input: z.strictObject({ id: idParam, reason }),
    output: z.object({ to: instant }),
  }),
} as const;

export const absenceContract = {
  "absence.list": defineOperation({
    id: "absence.list",
    method: "GET",
    path: "/api/absences",
    kind: "read",
    audit: "list",
    summary: "Absences that are not over: the caller's own, or those of his units.",
    input: z.strictObject({ whose: z.enum(["mine", "units"]).default("mine") }),
    output: z.object({
      items: z.array(
        z.object({
          id: z.int(),
          holder,
          from: instant,
          to: instant,
          /** Projects on which another one acts meanwhile: as A's deputy, or the station's chief. */
          acting: z.array(z.object({ projectId: z.int(), projectName: z.string(), dutyName: z.string().nullable() })),
        }),
      ),
      /** For whom the caller may record one: the officers of his units; of nobody else. */
      officers: z.array(holder),
    }),
  }),
  "absence.record": defineOperation({
    id: "absence.record",
    method: "POST",
    path: "/api/absences",
    kind: "write",
    audit: "record",
    summary: "Record that an officer is away; from that minute B has A's work.",
    input: z.strictObject({
      /** Oneself when left out. */
      accountId: z.int32().positive().optional(),
      from: instant,
      to: instant,
    }),
    output: z.object({ id: z.int() }),
  }),
  "absence.cancel": defineOperation({
    id: "absence.cancel",
    method: "POST",
    path: "/api/absences/:id/cancel",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Back earlier, or not away after all: the absence ends now.",
    input: z.strictObject({ id: idParam }),
    output: z.object({}),
  }),
  "delegation.list": defineOperation({
    id: "delegation.list",
    method: "GET",
    path: "/api/delegations",
    kind: "read",
    audit: "list",
    summary: "What the caller has lent and was lent, what he could lend, and to whom.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(
        z.object({
          id: z.int(),
          given: z.boolean(),
          other: z.string(),
          what: z.object({ duty: z.string(), name: z.string() }),
          from: instant,
          to: instant,
          reason: z.string(),
        }),
      ),
      lendable: z.array(z.object({ principalId: z.int(), duty: z.string(), name: z.string() })),
      takers: z.array(z.object({ accountId: z.int(), dutyName: z.string(), unitName: z.string() })),
    }),
  }),
  "delegation.give": defineOperation({
    id: "delegation.give",
    method: "POST",
    path: "/api/delegations",
    kind: "write",
    audit: "record",
    summary: "Lend a duty of one's own to a colleague for a time.",
    input: z.strictObject({
      principalId: z.int32().positive(),
      toAccountId: z.int32().positive(),
      from: instant,
      to: instant,
      reason,
    }),
    output: z.object({ id: z.int() }),
  }),
  "delegation.withdraw": defineOperation({
    id: "delegation.withdraw",
    method: "POST",
    path: "/api/delegations/:id/withdraw",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "End a loan now, by its giver or its taker.",
    input: z.strictObject({ id: idParam }),
    output: z.object({}),
  }),
} as const;
