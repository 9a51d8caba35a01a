import { z } from "zod";
import { defineOperation } from "#kernel/operation.ts";
import { instant } from "#kernel/schemas.ts";

export const statusContract = {
  "status.get": defineOperation({
    id: "status.get",
    method: "GET",
    path: "/api/administration/status",
    kind: "read",
    audit: "none",
    summary:
      "How the platform is: database, jobs, events, mail, deliveries, disk, clock, backup. System administrators only.",
    input: z.strictObject({}),
    output: z.object({
      database: z.object({ version: z.string(), bytes: z.int(), connections: z.int() }),
      jobs: z.array(
        z.object({
          name: z.string(),
          /** Of the last runs that are kept; null: it has not run yet. */
          lastDone: instant.nullable(),
          lastFailed: instant.nullable(),
          waiting: z.int(),
        }),
      ),
      /** Events that a consumer has still to pass; since when the oldest waits. */
      events: z.object({ waiting: z.int(), setAside: z.int(), oldest: instant.nullable() }),
      mail: z.object({ on: z.boolean(), waiting: z.int() }),
      /**
       * Deliveries to other systems: still to be made, and given up after too many failures; of both, those that could not
       * be signed because the key file does not open their secret.
       */
      webhooks: z.object({ waiting: z.int(), parked: z.int(), unsigned: z.int() }),
      /** Due minutes that are over and have not been settled. */
      overdue: z.int(),
      disk: z.object({ free: z.int(), total: z.int() }).nullable(),
      /** By how many milliseconds the database's clock is ahead of this machine's. */
      clockAhead: z.int(),
      /** The last backup that was finished; null: never. */
      backup: instant.nullable(),
      /** Modules with personal data whose impact assessment is over or missing. */
      assessmentsOver: z.array(z.string()),
      startedAt: instant,
      serverTime: instant,
    }),
  }),
} as const;
