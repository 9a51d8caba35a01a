import { z } from "zod";
import { accessCode, newLogin, newPassword } from "#kernel/fields/credentials.ts";
import { plainLine } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { instant } from "#kernel/schemas.ts";

/** What has to be set up before the first firm is invited, in this order. */
export const setupItem = z.enum([
  "administrators",
  "units",
  "topics",
  "accounts",
  "calendar",
  "rules",
  "mail",
  "keys",
  "backup",
  "firm",
]);
/** `hint`: it works without, but see to it. */
export const setupState = z.enum(["done", "open", "hint"]);

/** The three administrators, of whom nobody is two. */
export const adminOffice = z.enum(["SYS_ADMIN", "SEC_ADMIN", "AUDIT_ADMIN"]);

export const contract = {
  "installation.lookAtLink": defineOperation({
    id: "installation.lookAtLink",
    // The code goes in the body: an address would stand in logs. That somebody held it is on record.
    method: "POST",
    path: "/api/installation/link",
    kind: "write",
    open: true,
    replayable: false,
    audit: "record",
    errors: ["invalid"],
    summary: "Of a one-time link that is good: which administrator's account it makes. Uses nothing up.",
    input: z.strictObject({ code: accessCode }),
    output: z.object({ office: adminOffice }),
  }),
  "installation.redeemLink": defineOperation({
    id: "installation.redeemLink",
    method: "POST",
    path: "/api/installation/redeem",
    kind: "write",
    open: true,
    // Neither the link nor the password is kept, not even as a stored answer.
    replayable: false,
    audit: "record",
    errors: ["invalid"],
    summary: "Make the account of an administrator with a one-time link of the command-line tool; then sign in.",
    input: z.strictObject({
      code: accessCode,
      login: newLogin,
      dutyName: plainLine({ min: 2, max: 20 }),
      password: newPassword,
    }),
    output: z.object({}),
  }),
  "installation.checklist": defineOperation({
    id: "installation.checklist",
    method: "GET",
    path: "/api/installation/checklist",
    kind: "read",
    audit: "list",
    summary: "What is set up in this installation and what is still to do, in order.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(
        z.object({
          item: setupItem,
          state: setupState,
          /** What the state rests on: how many units there are, the last year of the calendar. */
          count: z.int().nullable(),
          at: instant.nullable(),
        }),
      ),
    }),
  }),
} as const;
