import { z } from "zod";
import type { PlanContent } from "#capabilities/plan/content.ts";

const typed = z.string();
/** What is no number is kept as nothing. */
const times = z
  .number()
  .nullable()
  .transform((count) => count ?? Number.NaN);

const shape = z.strictObject({
  /** Of the plan that was written over: where somebody has saved since, the server refuses it. */
  revision: z.int(),
  content: z.strictObject({
    concerns: z.array(z.strictObject({ what: typed, measure: typed })),
    services: z.array(z.strictObject({ what: typed, when: typed })),
    contacts: z.array(z.strictObject({ duty: typed, dutyName: typed, dutyPhone: typed })),
    visits: z.strictObject({ onSitePerQuarter: times, onlinePerMonth: times, quiet: typed }),
    emergency: z.array(z.strictObject({ what: typed, first: typed, phone: typed })),
    note: typed,
    validFrom: typed,
    validUntil: typed,
  }) satisfies z.ZodType<PlanContent>,
});

/** A plan while it is written, as it is typed. */
export type PlanDraft = z.output<typeof shape>;

/** What an earlier visit left; undefined when an older page kept something else. */
export function revivePlan(kept: unknown): PlanDraft | undefined {
  return shape.safeParse(kept).data;
}
