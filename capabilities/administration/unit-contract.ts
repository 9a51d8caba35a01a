import { z } from "zod";
import { phone } from "#kernel/fields/phone.ts";
import { plainLine } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { idParam, instant } from "#kernel/schemas.ts";
import { departments, tiers } from "./unit-tree.ts";

const version = z.int().positive();
/** What a unit is called and how it is reached. */
const facts = {
  name: plainLine({ min: 2, max: 60 }),
  shortName: plainLine({ min: 2, max: 20 }),
  areaCode: z.string().regex(/^\d{6}$/),
  dutyPhone: phone,
};
const changed = z.object({ id: z.int(), version });

export const unitContract = {
  "unit.tree": defineOperation({
    id: "unit.tree",
    method: "GET",
    path: "/api/administration/units",
    kind: "read",
    audit: "none",
    summary: "All units of the city with their codes, telephones and validity. Administrators only.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(
        z.object({
          id: z.int(),
          code: z.string(),
          name: z.string(),
          shortName: z.string(),
          tier: z.enum(tiers),
          department: z.string().nullable(),
          parentId: z.int().nullable(),
          areaCode: z.string(),
          dutyPhone: z.string(),
          validFrom: instant,
          /** Closed since then; null while it works. */
          validTo: instant.nullable(),
          version,
          /** Whether the caller may change it. */
          kept: z.boolean(),
          /** The last move: whether what was handled before has been opened to the new parent yet. */
          move: z.object({ at: instant, through: z.boolean(), matters: z.int().nullable() }).nullable(),
        }),
      ),
      serverTime: instant,
    }),
  }),
  "unit.ties": defineOperation({
    id: "unit.ties",
    method: "GET",
    path: "/api/administration/units/:id/ties",
    kind: "read",
    audit: "record",
    summary: "What still hangs on a unit, as numbers: it is closed only when all of them are zero.",
    input: z.strictObject({ id: idParam }),
    output: z.object({
      units: z.int(),
      accounts: z.int(),
      grants: z.int(),
      projects: z.int(),
      enterprises: z.int(),
    }),
  }),
  "unit.create": defineOperation({
    id: "unit.create",
    method: "POST",
    path: "/api/administration/units",
    kind: "write",
    // Nobody has access to anything by it.
    sensitive: false,
    audit: "record",
    summary: "A new unit below another one.",
    input: z.strictObject({
      parentId: idParam,
      tier: z.enum(tiers),
      department: z.enum(departments).nullable().default(null),
      /** Twelve digits in the national scheme; kept as it is written. */
      code: z.string().regex(/^[0-9A-Z-]{6,20}$/),
      ...facts,
    }),
    output: changed,
  }),
  "unit.change": defineOperation({
    id: "unit.change",
    method: "PUT",
    path: "/api/administration/units/:id",
    kind: "write",
    sensitive: false,
    audit: "record",
    errors: ["stale-version", "illegal-step"],
    summary: "Another name, area code or duty telephone of a unit.",
    input: z.strictObject({ id: idParam, version, ...facts }),
    output: changed,
  }),
  "unit.move": defineOperation({
    id: "unit.move",
    method: "POST",
    path: "/api/administration/units/:id/parent",
    kind: "write",
    sensitive: true,
    audit: "record",
    errors: ["stale-version", "illegal-step"],
    summary:
      "A unit comes under another one with everything below it; what it handled becomes readable to the new parent.",
    input: z.strictObject({ id: idParam, version, parentId: idParam }),
    output: changed,
  }),
  "unit.close": defineOperation({
    id: "unit.close",
    method: "POST",
    path: "/api/administration/units/:id/close",
    kind: "write",
    // Refused while anybody has a right there.
    sensitive: false,
    audit: "record",
    errors: ["stale-version", "illegal-step"],
    summary: "Close a unit for good; refused while people, projects, firms or other units hang on it.",
    input: z.strictObject({ id: idParam, version }),
    output: changed,
  }),
} as const;
