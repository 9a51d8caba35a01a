import { z } from "zod";
import { defineOperation } from "#kernel/operation.ts";

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
    errors: ["sign-in-failed", "too-many"],
    summary: "Sign in with login and password; the session is a cookie.",
    input: z.strictObject({
      login: z.string().min(1).max(100),
      password: z.string().min(1).max(200),
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
    audit: "none",
    summary: "Who is signed in.",
    input: z.strictObject({}),
    output: me,
  }),
} as const;
