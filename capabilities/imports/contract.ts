import { z } from "zod";
import { defineOperation } from "#kernel/operation.ts";
import { cursor, idParam, instant, uuid } from "#kernel/schemas.ts";

/** The kinds of lists, as the screen names them. */
export const importKind = z.enum(["projects", "officers", "tickets"]);
export const verdict = z.enum(["new", "changed", "same", "wrong"]);

const count = z.int().min(0);
const counts = z.object({ new: count, changed: count, same: count, wrong: count });

/** CHECKED: read and judged, nothing is written. REFUSED: cannot be read. LAPSED: too old to be written. */
const state = z.enum(["READING", "CHECKED", "REFUSED", "APPLYING", "APPLIED", "UNDOING", "UNDONE", "LAPSED"]);
const params = z.record(z.string(), z.union([z.string(), z.number()]));

const batch = z.object({
  id: z.int(),
  kind: importKind,
  state,
  version: z.int(),
  fileName: z.string(),
  uploadedBy: z.string(),
  uploadedAt: instant,
  appliedAt: instant.nullable(),
  undoneAt: instant.nullable(),
  counts,
  /** What came of writing it; null as long as it was not written. */
  written: count.nullable(),
  failed: count.nullable(),
  /** Why the last thing asked for was not done: a message key below `issue.`. */
  problem: z.object({ code: z.string(), params }).nullable(),
});

const value = z.union([z.string(), z.number()]).nullable();
const complaint = z.object({
  /** Key of the column; null: about the whole row. */
  column: z.string().nullable(),
  /** Message key below `issue.`. */
  code: z.string(),
  params: params.optional(),
});

const step = { id: idParam, version: z.int().min(1) };

export const contract = {
  "import.list": defineOperation({
    id: "import.list",
    method: "GET",
    path: "/api/imports",
    kind: "read",
    audit: "list",
    summary: "Lists that were uploaded by the caller or for his office, newest first, with what came of them.",
    input: z.strictObject({ cursor: cursor.optional() }),
    output: z.object({ items: z.array(batch), nextCursor: cursor.nullable() }),
  }),
  "import.template": defineOperation({
    id: "import.template",
    method: "GET",
    path: "/api/imports/templates/:kind",
    kind: "read",
    reply: "file",
    audit: "none",
    summary: "An empty workbook of a kind of list, with its headings and an example row.",
    input: z.strictObject({ kind: importKind }),
    output: z.unknown(),
  }),
  "import.upload": defineOperation({
    id: "import.upload",
    method: "POST",
    path: "/api/imports",
    kind: "write",
    // Nothing is written by it.
    sensitive: false,
    audit: "record",
    errors: ["file-refused"],
    summary:
      "Asks for an uploaded workbook to be read and each row to be judged. Nothing of it is written before `import.apply`.",
    input: z.strictObject({ kind: importKind, fileId: uuid }),
    output: z.object({ id: z.int() }),
  }),
  "import.progress": defineOperation({
    id: "import.progress",
    method: "GET",
    path: "/api/imports/:id/progress",
    kind: "read",
    audit: "none",
    summary: "How far the reading, writing or taking back of a list is.",
    input: z.strictObject({ id: idParam }),
    output: z.object({
      state,
      version: z.int(),
      /** Null while nothing is under way. */
      work: z
        .object({
          done: count,
          /** Null until it is known, and while it waits for its turn. */
          total: count.nullable(),
          cancelling: z.boolean(),
        })
        .nullable(),
    }),
  }),
  "import.cancel": defineOperation({
    id: "import.cancel",
    method: "POST",
    path: "/api/imports/:id/cancel",
    kind: "write",
    sensitive: false,
    audit: "record",
    errors: ["illegal-step"],
    summary: "Stops what is under way with a list; nothing of it remains. Refused once it has come to its end.",
    input: z.strictObject({ id: idParam }),
    output: z.object({}),
  }),
  "import.preview": defineOperation({
    id: "import.preview",
    method: "GET",
    path: "/api/imports/:id",
    kind: "read",
    audit: "record",
    summary: "What a list would do, or has done: counts, headings that were left out, and its rows by verdict.",
    input: z.strictObject({ id: idParam, show: verdict.optional(), cursor: cursor.optional() }),
    output: z.object({
      batch,
      /** Known columns of the sheet in its order, with their headings in both languages. */
      columns: z.array(z.object({ key: z.string(), zh: z.string(), en: z.string() })),
      unknown: z.array(z.string()),
      /** Headings of what must not be kept (GR-2): not read. */
      dropped: z.array(z.string()),
      /** The same content was imported before, and that is when. */
      sameFileAt: instant.nullable(),
      undoable: z.boolean(),
      rows: z.array(
        z.object({
          row: z.int(),
          verdict,
          cells: z.record(z.string(), z.string()),
          issues: z.array(complaint),
          changes: z.array(z.object({ column: z.string(), from: value, to: value })),
        }),
      ),
      nextCursor: cursor.nullable(),
    }),
  }),
  "import.errors": defineOperation({
    id: "import.errors",
    method: "GET",
    path: "/api/imports/:id/errors",
    kind: "read",
    reply: "file",
    audit: "record",
    summary: "A workbook of the rows that cannot be written, as they came, each cell in question marked and explained.",
    input: z.strictObject({ id: idParam }),
    output: z.unknown(),
  }),
  "import.apply": defineOperation({
    id: "import.apply",
    method: "POST",
    path: "/api/imports/:id/apply",
    kind: "write",
    sensitive: true,
    audit: "record",
    errors: ["illegal-step", "stale-version"],
    summary: "Asks for the new and changed rows of a list to be written; rows that cannot be are left out and told.",
    input: z.strictObject(step),
    output: z.object({}),
  }),
  "import.undo": defineOperation({
    id: "import.undo",
    method: "POST",
    path: "/api/imports/:id/undo",
    kind: "write",
    sensitive: true,
    audit: "record",
    errors: ["illegal-step", "stale-version"],
    summary:
      "Asks for what a list wrote to be taken back, while nobody has touched any of it since; else names the rows.",
    input: z.strictObject(step),
    output: z.object({}),
  }),
} as const;
