import { z } from "zod";
import { me } from "#access/contract.ts";
import { typedCode } from "#access/factor-contract.ts";
import { contact } from "#directory/contract.ts";
import { accessCode, newLogin, newPassword, typedLogin } from "#kernel/fields/credentials.ts";
import { normaliseCreditCode } from "#kernel/fields/credit-code.ts";
import { phone } from "#kernel/fields/phone.ts";
import { plainLine } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { idParam, instant } from "#kernel/schemas.ts";

/** Places that the police open with a first code. */
export const firstRole = z.enum(["ENT_LEGAL_REP", "ENT_LIAISON"]);
/** Places that a firm gives to its own people. */
export const memberRole = z.enum(["ENT_LIAISON", "ENT_SECURITY", "ENT_HR"]);

/** How somebody is called towards the other side: a name, or a surname and a duty. */
export const dutyName = plainLine({ min: 2, max: 20 });

/** What is printed, told once and kept nowhere. */
const printedCode = z.object({ id: z.int(), code: z.string(), expiresAt: instant });

export const contract = {
  "access.card": defineOperation({
    id: "access.card",
    method: "GET",
    path: "/api/enterprises/:id/card",
    kind: "read",
    audit: "record",
    summary: "What stands on a firm's contact card, and how its first access stands.",
    input: z.strictObject({ id: idParam }),
    output: z.object({
      enterprise: z.object({ id: z.int(), name: z.string(), uscc: z.string() }),
      station: z.object({ name: z.string(), dutyPhone: z.string() }),
      projects: z.array(z.object({ id: z.int(), name: z.string(), officers: z.array(contact) })),
      access: z.array(
        z.object({
          role: firstRole,
          /** Who fills the place now. */
          holders: z.array(z.string()),
          /** Whoever redeems a code takes their place. */
          oneHolder: z.boolean(),
          /** The code that is out and has not been used. */
          open: z.object({ issuedBy: z.string(), issuedAt: instant, expiresAt: instant }).nullable(),
        }),
      ),
    }),
  }),
  "access.issueCode": defineOperation({
    id: "access.issueCode",
    method: "POST",
    path: "/api/enterprises/:id/codes",
    kind: "write",
    // Nothing of the code is kept, not even as a stored answer; a second one takes the place of the first.
    replayable: false,
    sensitive: true,
    audit: "record",
    summary: "A first-access code for a firm's legal representative or liaison, to be printed; the one before is void.",
    input: z.strictObject({ id: idParam, role: firstRole }),
    output: printedCode,
  }),
  "access.revokeCode": defineOperation({
    id: "access.revokeCode",
    method: "DELETE",
    path: "/api/enterprises/:id/codes/:role",
    kind: "write",
    // It lets nobody in, and a lost code must go at once.
    sensitive: false,
    audit: "record",
    summary: "Make a first-access code that is out void, for example one that was lost.",
    input: z.strictObject({ id: idParam, role: firstRole }),
    output: z.object({}),
  }),
  "access.redeem": defineOperation({
    id: "access.redeem",
    method: "POST",
    path: "/api/first-access",
    kind: "write",
    open: true,
    replayable: false,
    audit: "record",
    errors: ["sign-in-failed", "second-factor-needed", "too-many"],
    summary: "Use a code from paper: choose login and password, or add the firm to an account that one has.",
    input: z.strictObject({
      uscc: z.string().min(1).max(60).overwrite(normaliseCreditCode),
      code: accessCode,
      account: z.discriminatedUnion("kind", [
        z.strictObject({
          kind: z.literal("new"),
          login: newLogin,
          password: newPassword,
          dutyName,
          dutyPhone: phone.nullable().default(null),
        }),
        z.strictObject({
          kind: z.literal("own"),
          login: typedLogin,
          password: z.string().min(1).max(200),
          code: typedCode.optional(),
        }),
      ]),
    }),
    output: me,
  }),
  "member.list": defineOperation({
    id: "member.list",
    method: "GET",
    path: "/api/members",
    kind: "read",
    audit: "list",
    summary: "The people of one's own firm; for those who speak for it also who is invited.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(
        z.object({
          accountId: z.int(),
          dutyName: z.string(),
          phone: z.string().nullable(),
          roles: z.array(z.string()),
          since: instant,
          self: z.boolean(),
        }),
      ),
      invitations: z.array(
        z.object({
          id: z.int(),
          role: memberRole,
          dutyName: z.string(),
          /** Waits for the legal representative, can be used, or was not used in time. */
          state: z.enum(["proposed", "open", "expired"]),
          by: z.string(),
          own: z.boolean(),
          expiresAt: instant.nullable(),
        }),
      ),
      /** Whether the caller invites by himself (and changes roles), may propose somebody, or neither. */
      may: z.enum(["decide", "propose", "look"]),
      serverTime: instant,
    }),
  }),
  "member.invite": defineOperation({
    id: "member.invite",
    method: "POST",
    path: "/api/members/invitations",
    kind: "write",
    replayable: false,
    sensitive: true,
    audit: "record",
    summary: "Invite somebody of one's firm by a code, or as liaison propose it to the legal representative.",
    input: z.strictObject({ role: memberRole, dutyName }),
    output: z.object({ id: z.int(), code: z.string().nullable(), expiresAt: instant.nullable() }),
  }),
  "member.issueCode": defineOperation({
    id: "member.issueCode",
    method: "POST",
    path: "/api/members/invitations/:id/code",
    kind: "write",
    replayable: false,
    sensitive: true,
    audit: "record",
    summary: "Approve a proposed invitation, or give a new code for an open one; the code before is void.",
    input: z.strictObject({ id: idParam }),
    output: printedCode,
  }),
  "member.endInvitation": defineOperation({
    id: "member.endInvitation",
    method: "DELETE",
    path: "/api/members/invitations/:id",
    kind: "write",
    // It lets nobody in.
    sensitive: false,
    audit: "record",
    summary: "Take an invitation or a proposal back.",
    input: z.strictObject({ id: idParam }),
    output: z.object({}),
  }),
  "member.changeRole": defineOperation({
    id: "member.changeRole",
    method: "PUT",
    path: "/api/members/:accountId",
    kind: "write",
    sensitive: true,
    audit: "record",
    errors: ["illegal-step"],
    summary: "Give somebody of one's firm another role from this instant on.",
    input: z.strictObject({ accountId: idParam, role: memberRole }),
    output: z.object({}),
  }),
  "member.rename": defineOperation({
    id: "member.rename",
    method: "PUT",
    path: "/api/members/:accountId/name",
    kind: "write",
    sensitive: false,
    audit: "record",
    errors: ["illegal-step"],
    summary: "Correct how somebody of one's firm is called; everybody may correct his own name.",
    input: z.strictObject({ accountId: idParam, dutyName }),
    output: z.object({}),
  }),
  "member.endSessions": defineOperation({
    id: "member.endSessions",
    method: "POST",
    path: "/api/members/:accountId/end-sessions",
    kind: "write",
    sensitive: true,
    audit: "record",
    summary: "Sign somebody out of one's firm on all devices at once, for example when a telephone was lost.",
    input: z.strictObject({ accountId: idParam }),
    output: z.object({}),
  }),
  "member.remove": defineOperation({
    id: "member.remove",
    method: "DELETE",
    path: "/api/members/:accountId",
    kind: "write",
    sensitive: true,
    audit: "record",
    errors: ["illegal-step"],
    summary: "Somebody leaves the firm: roles, sessions and streams there end at once. Everybody may leave himself.",
    input: z.strictObject({ accountId: idParam }),
    output: z.object({}),
  }),
} as const;
