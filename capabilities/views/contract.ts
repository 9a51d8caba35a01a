import { z } from "zod";
import { plainLine } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { idParam } from "#kernel/schemas.ts";

/** The lists that can be seen through a view: what waits for me, all matters, projects. */
export const viewList = z.enum(["mine", "all", "board"]);
export type ViewList = z.output<typeof viewList>;

const code = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/);
const id = z.int().positive();
/** Columns of the table of projects. */
const column = z.enum(["name", "stage", "station", "a", "b", "sponsor", "specialist", "open", "late"]);

/** Filters of a list of matters, as its address holds them. */
export const matterSettings = z.strictObject({
  kind: code.optional(),
  state: code.optional(),
  project: id.optional(),
  topic: code.optional(),
  late: z.literal(true).optional(),
  phase: z.enum(["active", "closed"]).optional(),
});
export type MatterSettings = z.output<typeof matterSettings>;

/** Filters of the projects, board or table, its order and the columns that are left out. */
export const boardSettings = z.strictObject({
  unit: id.optional(),
  officer: id.optional(),
  gap: z.enum(["ANY", "A", "B", "SPONSOR", "SPECIALIST"]).optional(),
  lateOnly: z.literal(true).optional(),
  as: z.enum(["board", "table", "sketch"]),
  order: z.strictObject({ key: column, down: z.boolean() }),
  hidden: z.array(column).max(8),
});
export type BoardSettings = z.output<typeof boardSettings>;

const settings = z.union([boardSettings, matterSettings]);
const name = plainLine({ min: 1, max: 30 });

export const contract = {
  "view.list": defineOperation({
    id: "view.list",
    method: "GET",
    path: "/api/views",
    kind: "read",
    audit: "none",
    summary: "The caller's own views of a list, and those that his unit shares.",
    input: z.strictObject({ list: viewList }),
    output: z.object({
      items: z.array(
        z.object({
          id: z.int(),
          name: z.string(),
          settings,
          version: z.int(),
          /** The unit that shares it; null: one's own. */
          unitName: z.string().nullable(),
          isDefault: z.boolean(),
          /** The caller may rename, change and delete it. */
          keeps: z.boolean(),
          /** Names of those settings whose value is no more, or nothing of the caller's. */
          unknown: z.array(z.string()),
        }),
      ),
      /** The caller may share views with the unit of this name. */
      sharesWith: z.string().nullable(),
    }),
  }),
  "view.save": defineOperation({
    id: "view.save",
    method: "POST",
    path: "/api/views",
    kind: "write",
    audit: "record",
    summary: "Keep filters, order and columns of a list under a name; an office may share it with its unit.",
    input: z.strictObject({ list: viewList, name, shared: z.boolean().default(false), settings }),
    output: z.object({ id: z.int() }),
  }),
  "view.change": defineOperation({
    id: "view.change",
    method: "PUT",
    path: "/api/views/:id",
    kind: "write",
    audit: "record",
    errors: ["stale-version"],
    summary: "Rename a view, give it other settings, or make it the one with which one's list opens.",
    input: z.strictObject({
      id: idParam,
      version: z.int().positive(),
      name: name.optional(),
      settings: settings.optional(),
      isDefault: z.boolean().optional(),
    }),
    output: z.object({ version: z.int() }),
  }),
  "view.remove": defineOperation({
    id: "view.remove",
    method: "DELETE",
    path: "/api/views/:id",
    kind: "write",
    audit: "record",
    summary: "Delete a view.",
    input: z.strictObject({ id: idParam }),
    output: z.object({}),
  }),
} as const;
