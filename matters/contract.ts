import { z } from "zod";
import { channels } from "#kernel/procedure.ts";
import { defineOperation } from "#kernel/operation.ts";
import { plainLine, plainText } from "#kernel/fields/text.ts";
import { cursor, idParam, instant, queryFlag, uuid } from "#kernel/schemas.ts";

/** Files that were uploaded before and become part of an entry. */
const fileIds = z.array(uuid).max(12).default([]);

const named = z.object({ id: z.int(), name: z.string() });

/** Who a task waits for, in words that the reader may know. */
export const turn = z.object({
  taskNo: z.int(),
  kind: z.string(),
  holder: z.object({
    /** Person in charge where one is named (an officer), else null. */
    dutyName: z.string().nullable(),
    unitName: z.string().nullable(),
    /** `a`, `desk`, `specialists`…: message key below `duty.`. */
    duty: z.string(),
  }),
  /** Others that the ladder has added. */
  alsoWith: z.array(z.object({ dutyName: z.string().nullable(), unitName: z.string().nullable(), duty: z.string() })),
  /** The caller may take it. */
  mine: z.boolean(),
  clock: z.object({
    state: z.enum(["running", "paused", "late"]),
    dueAt: instant.nullable(),
    limit: z.object({ amount: z.number(), unit: z.string() }),
    /** The limit before it was extended (CR3); null while it is the first one. */
    extendedFrom: z.object({ amount: z.number(), unit: z.string() }).nullable(),
    /** Working minutes of the limit, left (negative: late) and used, at `serverTime`. */
    limitMinutes: z.int(),
    remainingMinutes: z.int(),
    pausedReason: z.string().nullable(),
    /** 暂定: the year has no official calendar yet. */
    provisional: z.boolean(),
  }),
});

export const matterHead = z.object({
  id: z.int(),
  number: z.string(),
  procedure: z.string(),
  title: z.string(),
  topic: z.object({ code: z.string(), nameZh: z.string(), nameEn: z.string() }).nullable(),
  state: z.string(),
  phase: z.enum(["open", "waiting", "closed"]),
  outcome: z.string().nullable(),
  version: z.int(),
  openedAt: instant,
  closedAt: instant.nullable(),
  enterprise: named.nullable(),
  project: named.nullable(),
  private: z.boolean(),
  /** Nobody reads who opened it, or for which firm or project. */
  anonymous: z.boolean(),
  /** How it came; by telephone or on a visit an officer wrote it down for the firm. */
  channel: z.enum(channels),
  onBehalf: z.boolean(),
  turns: z.array(turn),
});

export const attachment = z.object({
  id: uuid,
  name: z.string(),
  mediaType: z.string(),
  size: z.int(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  hasThumb: z.boolean(),
});

export const entry = z.object({
  seq: z.int(),
  at: instant,
  kind: z.enum(["open", "section", "step", "publication", "comment", "file", "reminder", "climb", "calendar"]),
  /** Step, section or task, according to kind: message key. */
  name: z.string(),
  audience: z.string(),
  actor: z.string(),
  capacity: z.string(),
  mine: z.boolean(),
  fromState: z.string().nullable(),
  toState: z.string().nullable(),
  form: z.record(z.string(), z.unknown()),
  /** Fields of the form that the reader sees in part; whole by `matter.unmask`, with a reason. */
  masked: z.array(z.string()),
  files: z.array(attachment),
});

export const abilities = z.object({
  steps: z.array(
    z.object({
      id: z.string(),
      /** Null: open now. Else the message key below `reason.` that tells why it is not. */
      blockedBy: z.string().nullable(),
    }),
  ),
  /** Audiences that the caller may write a comment or attach a file for. */
  comment: z.array(z.string()),
});

/** So many records in one call for many. */
export const bulkLimit = 100;
/** What came of one of many: done, or why not. */
export const bulkResult = z.object({
  id: z.int(),
  done: z.boolean(),
  /** The error's code, null when it is done. */
  code: z.string().nullable(),
  /** Why, more closely: a message key below `reason.` or `issue.`. */
  reason: z.string().nullable(),
});

/** A matter that this one came of, or that came of it; only what the caller may see as well. */
const matterLink = z.object({
  id: z.int(),
  number: z.string(),
  procedure: z.string(),
  title: z.string(),
  state: z.string(),
  phase: z.enum(["open", "waiting", "closed"]),
  kind: z.enum(["CAUSED_BY", "SPLIT_FROM", "DUPLICATE_OF"]),
  /** The other one came first. */
  earlier: z.boolean(),
});

const matterView = matterHead.extend({
  serverTime: instant,
  /** Two administrators have opened it to the reader until then, to read; null: he reads it by his own relation. */
  openedUntil: instant.nullable(),
  entries: z.array(entry),
  links: z.array(matterLink),
  abilities,
});

const moved = z.object({
  id: z.int(),
  version: z.int(),
  state: z.string(),
  phase: z.enum(["open", "waiting", "closed"]),
});

export const contract = {
  "matter.open": defineOperation({
    id: "matter.open",
    method: "POST",
    path: "/api/matters",
    kind: "write",
    unnamedBy: "anonymous",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Open a matter of a procedure: a question, an appeal; an officer also for a firm that called him.",
    input: z.strictObject({
      procedure: z.string().min(1).max(40),
      projectId: z.int32().positive().nullable().default(null),
      title: plainLine({ min: 2, max: 60 }),
      topic: z.string().max(40).nullable().default(null),
      private: z.boolean().default(false),
      /** Without a name: neither who opens it nor his firm or project stands in it (complaints about conduct only). */
      anonymous: z.boolean().default(false),
      channel: z.enum(channels).default("web"),
      /** The firm that called or was visited, when an officer writes its matter down; the firm is the requester. */
      onBehalfOf: z.int32().positive().nullable().default(null),
      /** People of the project whose conduct it is about; it is kept from them. */
      about: z.array(z.int32().positive()).max(5).default([]),
      /** Sections of the procedure's opening form by name. */
      form: z.record(z.string().max(40), z.record(z.string().max(40), z.unknown())),
      files: fileIds,
    }),
    output: z.object({
      id: z.int(),
      number: z.string(),
      /** Who has it now and until when the first answer comes. */
      turns: z.array(turn),
    }),
  }),
  "matter.get": defineOperation({
    id: "matter.get",
    method: "GET",
    path: "/api/matters/:id",
    kind: "read",
    audit: "record",
    summary: "One matter with its time line, whose turn it is, and what the caller may do now.",
    input: z.strictObject({ id: idParam }),
    output: matterView,
  }),
  "matter.list": defineOperation({
    id: "matter.list",
    method: "GET",
    path: "/api/matters",
    kind: "read",
    audit: "list",
    summary: "Work list (`mine`: what waits for the caller, by due time) or all matters within reach (newest first).",
    input: z.strictObject({
      view: z.enum(["mine", "all"]).default("all"),
      /** `active`: open or waiting, everything that is not closed. */
      phase: z.enum(["open", "waiting", "closed", "active"]).optional(),
      state: z.string().max(40).optional(),
      procedure: z.string().max(40).optional(),
      projectId: idParam.optional(),
      enterpriseId: idParam.optional(),
      topic: z.string().max(40).optional(),
      late: queryFlag.optional(),
      limit: z
        .union([z.number(), z.string().regex(/^\d{1,3}$/)])
        .transform(Number)
        .pipe(z.int().min(1).max(100))
        .default(20),
      cursor: cursor.optional(),
    }),
    output: z.object({
      items: z.array(matterHead),
      nextCursor: cursor.nullable(),
      serverTime: instant,
    }),
  }),
  "matter.count": defineOperation({
    id: "matter.count",
    method: "GET",
    path: "/api/matter-count",
    kind: "read",
    // A number beside a word of the navigation shows no record (decision 24).
    audit: "none",
    summary: "How many matters wait for the caller: the badge of the navigation.",
    input: z.strictObject({}),
    // The time: pages without a list learn from it what the clock of the server says.
    output: z.object({ waiting: z.int(), serverTime: instant }),
  }),
  "matter.step": defineOperation({
    id: "matter.step",
    method: "POST",
    path: "/api/matters/:id/steps/:step",
    kind: "write",
    audit: "record",
    errors: ["illegal-step", "stale-version"],
    summary: "Take a step of the procedure.",
    input: z.strictObject({
      id: idParam,
      step: z.string().min(1).max(40),
      /** The version that the caller has seen. */
      version: z.int32().positive(),
      form: z.record(z.string().max(40), z.unknown()).default({}),
      files: fileIds,
    }),
    output: moved,
  }),
  "matter.stepMany": defineOperation({
    id: "matter.stepMany",
    method: "POST",
    path: "/api/matter-steps",
    kind: "write",
    audit: "record",
    summary:
      "Take one step with one form in many matters of a procedure. Each is decided, done and recorded by itself; what stands against one holds up no other.",
    input: z.strictObject({
      procedure: z.string().min(1).max(40),
      step: z.string().min(1).max(40),
      form: z.record(z.string().max(40), z.unknown()).default({}),
      /** With the version of each that the caller has seen. */
      matters: z
        .array(z.strictObject({ id: z.int().positive(), version: z.int().positive() }))
        .min(1)
        .max(bulkLimit),
    }),
    output: z.object({ results: z.array(bulkResult) }),
  }),
  "matter.comment": defineOperation({
    id: "matter.comment",
    method: "POST",
    path: "/api/matters/:id/comments",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Add a remark for one audience of the matter.",
    input: z.strictObject({
      id: idParam,
      audience: z.string().max(40),
      text: plainText({ min: 1, max: 2000 }),
      files: fileIds,
    }),
    output: z.object({ seq: z.int() }),
  }),
  "matter.attach": defineOperation({
    id: "matter.attach",
    method: "POST",
    path: "/api/matters/:id/files",
    kind: "write",
    audit: "record",
    errors: ["illegal-step"],
    summary: "Attach uploaded files for one audience of the matter.",
    input: z.strictObject({ id: idParam, audience: z.string().max(40), files: z.array(uuid).min(1).max(12) }),
    output: z.object({ seq: z.int() }),
  }),
  "matter.readers": defineOperation({
    id: "matter.readers",
    method: "GET",
    path: "/api/matters/:id/readers",
    kind: "read",
    audit: "record",
    summary: "Who can see this matter and why, and which units have looked at it.",
    input: z.strictObject({ id: idParam }),
    output: z.object({
      readers: z.array(
        z.object({
          /** Duty, message key below `duty.`. */
          duty: z.string(),
          name: z.string(),
          audiences: z.array(z.string()),
          /** Message key below `why.`. */
          why: z.string(),
        }),
      ),
      views: z.array(z.object({ name: z.string(), count: z.int(), lastAt: instant })),
    }),
  }),
  "file.upload": defineOperation({
    id: "file.upload",
    method: "POST",
    path: "/api/files",
    kind: "write",
    replayable: false,
    body: "multipart",
    audit: "record",
    errors: ["too-large", "unsupported-media", "file-refused"],
    summary: "Upload one file; it belongs to nobody's matter until it is attached, and is swept after a day.",
    input: z.strictObject({}),
    output: attachment,
  }),
  "file.get": defineOperation({
    id: "file.get",
    method: "GET",
    path: "/api/files/:id",
    kind: "read",
    reply: "file",
    audit: "record",
    summary: "The content of a file, or its small picture.",
    input: z.strictObject({ id: uuid, thumb: queryFlag.optional() }),
    output: z.unknown(),
  }),
} as const;
