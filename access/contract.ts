import { z } from "zod";
import { typedLogin } from "#kernel/fields/credentials.ts";
import { defineOperation } from "#kernel/operation.ts";
import { idParam, instant } from "#kernel/schemas.ts";
import { typedCode } from "./factor-contract.ts";

/** What the browser needs to know of who is signed in: enough to choose a home screen, no permission list. */
export const me = z.object({
  accountId: z.int(),
  kind: z.enum(["staff", "member"]),
  dutyName: z.string(),
  /** The desk that the person works at; decides the home screen. */
  desk: z.enum([
    "enterprise",
    "officer",
    "specialist",
    "chief",
    "office",
    "leader",
    "inspector",
    "dataProtection",
    "audit",
    "administration",
    "security",
  ]),
  unit: z.object({ id: z.int(), name: z.string() }).nullable(),
  enterprise: z.object({ id: z.int(), name: z.string() }).nullable(),
  /** All firms that a member acts for; a session acts for one of them. */
  firms: z.array(z.object({ id: z.int(), name: z.string() })),
  locale: z.enum(["zh-CN", "en"]),
  demo: z.boolean(),
  /** The privacy notice that is in force has not been shown to him. */
  privacyNoticeDue: z.boolean(),
  /** A matter is open to him for a while, to read. */
  readsByGlass: z.boolean(),
  /** What has to be done before anything else opens: choose a password, set up a second factor. */
  limit: z.enum(["password", "factor"]).nullable(),
  /** The browser's first answer: every day and month that a page begins with goes by it, not by the device's clock. */
  serverTime: instant,
});

export const contract = {
  "session.signIn": defineOperation({
    id: "session.signIn",
    method: "POST",
    path: "/api/session",
    kind: "write",
    open: true,
    replayable: false,
    audit: "record",
    errors: ["sign-in-failed", "second-factor-needed", "too-many"],
    summary: "Sign in with login and password, and a code where the account has one; the session is a cookie.",
    input: z.strictObject({
      login: typedLogin,
      password: z.string().min(1).max(200),
      /** A code of the app or from the paper, once it has been asked for. */
      code: typedCode.optional(),
      /** Needed only by people who act for several firms. */
      enterpriseId: z.int32().positive().optional(),
    }),
    output: me,
  }),
  "session.switchFirm": defineOperation({
    id: "session.switchFirm",
    method: "PUT",
    path: "/api/session",
    kind: "write",
    replayable: false,
    audit: "record",
    summary: "Act for another of one's firms: a new session takes the place of this one.",
    input: z.strictObject({ enterpriseId: z.int32().positive() }),
    output: me,
  }),
  "session.signOut": defineOperation({
    id: "session.signOut",
    method: "DELETE",
    path: "/api/session",
    kind: "write",
    replayable: false,
    whileLimited: ["password", "factor"],
    audit: "record",
    summary: "End this session on the server.",
    input: z.strictObject({}),
    output: z.object({}),
  }),
  "session.me": defineOperation({
    id: "session.me",
    method: "GET",
    path: "/api/session",
    kind: "read",
    whileLimited: ["password", "factor"],
    audit: "none",
    summary: "Who is signed in.",
    input: z.strictObject({}),
    output: me,
  }),
  "session.prove": defineOperation({
    id: "session.prove",
    method: "POST",
    path: "/api/session/proof",
    kind: "write",
    replayable: false,
    whileLimited: ["password", "factor"],
    audit: "record",
    errors: ["sign-in-failed", "second-factor-needed", "too-many"],
    summary: "Show once more who one is, before a sensitive act; the session goes on under another token.",
    input: z.strictObject({
      /** Left out only by whoever came in by a card of the demo. */
      password: z.string().min(1).max(200).optional(),
      code: typedCode.optional(),
    }),
    output: z.object({}),
  }),
  "session.list": defineOperation({
    id: "session.list",
    method: "GET",
    path: "/api/me/sessions",
    kind: "read",
    audit: "none",
    summary: "Where one is signed in.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(
        z.object({
          id: z.int(),
          device: z.enum(["phone", "desk"]),
          method: z.enum(["PASSWORD", "CODE", "PASSKEY", "OIDC", "DEMO"]),
          since: instant,
          seenAt: instant,
          current: z.boolean(),
        }),
      ),
    }),
  }),
  "session.remove": defineOperation({
    id: "session.remove",
    method: "DELETE",
    path: "/api/me/sessions/:id",
    kind: "write",
    audit: "record",
    summary: "End a session of one's own on another device.",
    input: z.strictObject({ id: idParam }),
    output: z.object({}),
  }),
} as const;
