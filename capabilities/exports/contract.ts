import { z } from "zod";
import { defineOperation } from "#kernel/operation.ts";
import { idList } from "#kernel/schemas.ts";
import { contract as matters } from "#matters/contract.ts";
import { contract as metrics } from "#metrics/contract.ts";

/** A name of a declaration or of reference data. */
const code = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/);

export const contract = {
  "matter.export": defineOperation({
    id: "matter.export",
    method: "GET",
    path: "/api/matter-export",
    kind: "read",
    reply: "file",
    sensitive: true,
    audit: "list",
    summary: "The list of matters as a workbook: the same filters and order, whole, and only what the caller may see.",
    input: matters["matter.list"].input.omit({ limit: true, cursor: true }).extend({
      // Codes only: nothing in which words could be looked for.
      procedure: code.optional(),
      state: code.optional(),
      topic: code.optional(),
      /** The rows that a filter on the screen has left over; out of the list, so nothing comes in by it. */
      only: idList.optional(),
    }),
    output: z.unknown(),
  }),
  "metric.export": defineOperation({
    id: "metric.export",
    method: "GET",
    path: "/api/metrics/months/:month/export",
    kind: "read",
    reply: "file",
    audit: "list",
    summary: "The month page as a workbook: the same figures, parts and units, hidden where the page hides them.",
    input: metrics["metric.month"].input,
    output: z.unknown(),
  }),
} as const;
