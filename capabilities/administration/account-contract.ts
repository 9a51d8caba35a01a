import { z } from "zod";
import { me } from "#access/contract.ts";
import { typedCode } from "#access/factor-contract.ts";
import { staffRoles } from "#access/role-places.ts";
import { accessCode, newLogin, newPassword, policeNumber } from "#kernel/fields/credentials.ts";
import { phone } from "#kernel/fields/phone.ts";
import { plainLine, plainText } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { day, idParam, instant } from "#kernel/schemas.ts";

const role = z.enum(staffRoles);
const reason = plainText({ min: 2, max: 300 });
const dutyName = plainLine({ min: 2, max: 20 });
const id = z.strictObject({ id: idParam });
const done = z.object({});

const unit = z.object({ id: z.int(), name: z.string() });
const head = z.object({
  id: z.int(),
  dutyName: z.string(),
  policeNumber: z.string().nullable(),
  unit,
  createdAt: instant,
  closedAt: instant.nullable(),
  /** Roles that are in force now. */
  roles: z.array(z.string()),
  /** Signing in waits because of wrong trials. */
  locked: z.boolean(),
});

const proposal = z.object({
  id: z.int(),
  account: z.object({ id: z.int(), dutyName: z.string(), policeNumber: z.string().nullable() }),
  role: z.string(),
  unit,
  from: day,
  to: day.nullable(),
  reason: z.string(),
  state: z.enum(["PROPOSED", "APPROVED", "REFUSED", "WITHDRAWN"]),
  proposedBy: z.string(),
  proposedAt: instant,
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  note: z.string().nullable(),
  /** What the caller may do about it. */
  may: z.array(z.enum(["decide", "withdraw"])),
});

export const accountContract = {
  "staff.list": defineOperation({
    id: "staff.list",
    method: "GET",
    path: "/api/administration/accounts",
    kind: "read",
    audit: "list",
    summary: "Accounts of the staff at a unit and below it, of the units that the caller keeps. No citizens, no firms.",
    input: z.strictObject({
      unitId: idParam.optional(),
      state: z.enum(["open", "closed", "all"]).default("open"),
    }),
    output: z.object({
      items: z.array(head),
      /** There are more than are shown: choose a smaller unit. */
      more: z.boolean(),
    }),
  }),
  "staff.get": defineOperation({
    id: "staff.get",
    method: "GET",
    path: "/api/administration/accounts/:id",
    kind: "read",
    audit: "record",
    summary: "One account of the staff: its rights with their grounds, what waits for approval, its first access.",
    input: id,
    output: head.extend({
      /** Goes up with each correction. */
      version: z.int().positive(),
      login: z.string(),
      dutyPhone: z.string().nullable(),
      self: z.boolean(),
      grants: z.array(
        z.object({
          id: z.int(),
          role: z.string(),
          unit,
          from: instant,
          to: instant.nullable(),
          inForce: z.boolean(),
          /** Proposed and approved by whom; null for grants from lists and from the installation. */
          proposedBy: z.string().nullable(),
          approvedBy: z.string().nullable(),
          reason: z.string().nullable(),
          endedBy: z.string().nullable(),
          endReason: z.string().nullable(),
        }),
      ),
      proposals: z.array(proposal),
      /** The code that is out and has not been used. */
      code: z.object({ issuedBy: z.string(), issuedAt: instant, expiresAt: instant }).nullable(),
      serverTime: instant,
    }),
  }),
  "staff.create": defineOperation({
    id: "staff.create",
    method: "POST",
    path: "/api/administration/accounts",
    kind: "write",
    // The account can do nothing before two people have given it a right.
    sensitive: false,
    audit: "record",
    summary: "An account for somebody of the staff; it can do nothing before it has a right.",
    input: z.strictObject({
      policeNumber,
      /** Where somebody else has the number as his login; without it the number is the login. */
      login: newLogin.optional(),
      dutyName,
      unitId: idParam,
      dutyPhone: phone.nullable().default(null),
    }),
    output: z.object({ id: z.int() }),
  }),
  "staff.change": defineOperation({
    id: "staff.change",
    method: "PUT",
    path: "/api/administration/accounts/:id",
    kind: "write",
    sensitive: true,
    audit: "record",
    errors: ["stale-version", "illegal-step"],
    summary:
      "Correct an account's name, unit or telephone, as the caller has seen it; what is left out stays. Rights hold " +
      "where they were given.",
    input: z.strictObject({
      id: idParam,
      version: z.int().positive(),
      dutyName: dutyName.optional(),
      unitId: idParam.optional(),
      dutyPhone: phone.nullable().optional(),
    }),
    output: done,
  }),
  "staff.endSessions": defineOperation({
    id: "staff.endSessions",
    method: "POST",
    path: "/api/administration/accounts/:id/end-sessions",
    kind: "write",
    sensitive: true,
    audit: "record",
    summary: "Sign somebody out wherever he is signed in, at once; password and rights stay.",
    input: id,
    output: done,
  }),
  "staff.close": defineOperation({
    id: "staff.close",
    method: "POST",
    path: "/api/administration/accounts/:id/close",
    kind: "write",
    sensitive: true,
    audit: "record",
    errors: ["illegal-step"],
    summary: "Close an account from this minute on: rights and sessions end; it is never opened again.",
    input: z.strictObject({ id: idParam, reason }),
    output: z.object({ ended: z.int() }),
  }),
  "staff.unlock": defineOperation({
    id: "staff.unlock",
    method: "POST",
    path: "/api/administration/accounts/:id/unlock",
    kind: "write",
    sensitive: true,
    audit: "record",
    summary: "Let somebody try again to sign in before the waiting time after wrong trials is over.",
    input: id,
    output: done,
  }),
  "staff.issueCode": defineOperation({
    id: "staff.issueCode",
    method: "POST",
    path: "/api/administration/accounts/:id/code",
    kind: "write",
    // Nothing of the code is kept, not even as a stored answer; a second one takes the place of the first.
    replayable: false,
    sensitive: true,
    audit: "record",
    errors: ["illegal-step"],
    summary: "A first-access code on paper with which somebody chooses his password, once; the one before is void.",
    input: id,
    output: z.object({ code: z.string(), expiresAt: instant }),
  }),
  "staff.redeemCode": defineOperation({
    id: "staff.redeemCode",
    method: "POST",
    path: "/api/staff-access",
    kind: "write",
    open: true,
    replayable: false,
    audit: "record",
    errors: ["second-factor-needed", "too-many"],
    summary: "Use a first-access code of the staff: choose a password and be signed in.",
    input: z.strictObject({
      policeNumber,
      code: accessCode,
      password: newPassword,
      /** The second factor of whoever has one already. */
      proof: typedCode.optional(),
    }),
    output: me,
  }),
  "grant.list": defineOperation({
    id: "grant.list",
    method: "GET",
    path: "/api/administration/grants",
    kind: "read",
    audit: "list",
    summary: "Rights that wait for a second person, and those that were decided in the last thirty days.",
    input: z.strictObject({}),
    output: z.object({ items: z.array(proposal), serverTime: instant }),
  }),
  "grant.propose": defineOperation({
    id: "grant.propose",
    method: "POST",
    path: "/api/administration/grants",
    kind: "write",
    sensitive: true,
    audit: "record",
    errors: ["illegal-step"],
    summary: "Propose a dated right for somebody of the staff; it begins when a second person approves.",
    input: z.strictObject({
      accountId: idParam,
      role,
      unitId: idParam,
      from: day,
      to: day.nullable().default(null),
      reason,
    }),
    output: z.object({ id: z.int() }),
  }),
  "grant.approve": defineOperation({
    id: "grant.approve",
    method: "POST",
    path: "/api/administration/grants/:id/approve",
    kind: "write",
    sensitive: true,
    audit: "record",
    errors: ["illegal-step"],
    summary: "Approve, as a second administrator, a right that somebody else has proposed for somebody else.",
    input: id,
    output: done,
  }),
  "grant.refuse": defineOperation({
    id: "grant.refuse",
    method: "POST",
    path: "/api/administration/grants/:id/refuse",
    kind: "write",
    // It opens nothing and ends nothing.
    sensitive: false,
    audit: "record",
    errors: ["illegal-step"],
    summary: "Refuse a proposed right, with the reason.",
    input: z.strictObject({ id: idParam, note: reason }),
    output: done,
  }),
  "grant.withdraw": defineOperation({
    id: "grant.withdraw",
    method: "POST",
    path: "/api/administration/grants/:id/withdraw",
    kind: "write",
    sensitive: false,
    audit: "record",
    errors: ["illegal-step"],
    summary: "Take one's own proposal back.",
    input: id,
    output: done,
  }),
  "grant.revoke": defineOperation({
    id: "grant.revoke",
    method: "POST",
    path: "/api/administration/accounts/:id/grants/:grantId/revoke",
    kind: "write",
    sensitive: true,
    audit: "record",
    errors: ["illegal-step"],
    summary: "Take a right back from this minute on, with the reason.",
    input: z.strictObject({ id: idParam, grantId: idParam, reason }),
    output: done,
  }),
} as const;
