import { z } from "zod";
import { plainLine, plainText } from "#kernel/fields/text.ts";
import { day } from "#kernel/schemas.ts";

const line = plainLine({ min: 1, max: 120 });
const few = 12;

/** What a service plan says; each part is a list of short lines, so that it fits on one page and two versions compare. */
export const planContent = z.strictObject({
  /** What is to be watched at this project, and what helps against it: matters and places, never persons (GR-3). */
  concerns: z.array(z.strictObject({ what: line, measure: line })).max(few),
  /** What the police offer, and when. */
  services: z.array(z.strictObject({ what: line, when: line })).max(few),
  /** Duty names and duty telephones of both sides. */
  contacts: z
    .array(
      z.strictObject({
        duty: line,
        dutyName: plainLine({ min: 1, max: 40 }),
        dutyPhone: plainLine({ min: 1, max: 30 }),
      }),
    )
    .max(few),
  /** How often anybody comes at all: on site at most, on line as a rule (有事能联系、无事不打扰). */
  visits: z.strictObject({
    onSitePerQuarter: z.int().min(0).max(12),
    onlinePerMonth: z.int().min(0).max(12),
    quiet: plainLine({ min: 0, max: 120 }),
  }),
  /** The emergency card: what to do first, and whom to call. */
  emergency: z.array(z.strictObject({ what: line, first: line, phone: plainLine({ min: 1, max: 30 }) })).max(8),
  note: plainText({ min: 0, max: 600 }),
  validFrom: day,
  /** The last day on which it is in force. */
  validUntil: day,
});
export type PlanContent = z.output<typeof planContent>;

export const planStates = [
  "DRAFT",
  "PROPOSED",
  "COMMENTED",
  "CONFIRMED",
  "DECLINED",
  "WITHDRAWN",
  "IN_FORCE",
  "REPLACED",
] as const;
export type PlanState = (typeof planStates)[number];

/** Kinds of project for which there are prepared lines (`templates.ts`). */
export const sectors = ["GENERAL", "TRANSPORT", "CHEMICAL", "MANUFACTURING", "ENERGY", "LOGISTICS"] as const;
export type Sector = (typeof sectors)[number];
