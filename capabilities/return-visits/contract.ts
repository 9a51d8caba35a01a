import { z } from "zod";
import { defineOperation } from "#kernel/operation.ts";

export const contract = {
  "returnVisit.check": defineOperation({
    id: "returnVisit.check",
    method: "GET",
    path: "/api/return-visits/check",
    kind: "read",
    audit: "list",
    summary: "Draws the return visits of a month again and says where the record differs. Audit administrators only.",
    input: z.strictObject({ month: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/) }),
    output: z.object({
      month: z.string(),
      /** Closed in this month, without what went on as another matter. */
      closed: z.int(),
      reopened: z.int(),
      chosen: z.int(),
      /** Of those chosen, with a visit. */
      opened: z.int(),
      /** Draws whose key is no longer kept. */
      unchecked: z.int(),
      faults: z.array(
        z.object({
          matter: z.int(),
          /** No draw; another point than the key gives; reopened and not marked so. */
          fault: z.enum(["notDrawn", "otherPoint", "notMarked"]),
        }),
      ),
    }),
  }),
} as const;
