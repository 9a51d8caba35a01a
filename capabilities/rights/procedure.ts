import { z } from "zod";
import { plainLine, plainText } from "#kernel/fields/text.ts";
import { withWidget } from "#kernel/fields/widget.ts";
import { defineProcedure } from "#kernel/procedure.ts";

const words = (labelKey: string, min: number, max: number, rows = 4) =>
  withWidget(plainText({ min, max }), { widget: "textarea", labelKey, rows });
const line = (labelKey: string, min: number, max: number) =>
  withWidget(plainLine({ min, max }), { widget: "text", labelKey });
const choice = <const Options extends readonly [string, ...string[]]>(labelKey: string, options: Options) =>
  withWidget(z.enum(options), { widget: "radio", labelKey });

/** What somebody may ask of his own data (PIPL §44–48, domain.md S3.4). */
export const rightKinds = ["COPY", "CORRECT", "DELETE", "WITHDRAW", "EXPLAIN"] as const;

/**
 * 个人信息权利申请: somebody, of a firm or of the police, asks for a copy of his data, for a correction, a deletion or an
 * explanation. Read by himself and the data-protection desk, and by nobody else of his firm or of his chain of command;
 * late, it climbs to the inspectorate, which also answers what the desk's own officer asks.
 */
export const rightsRequest = defineProcedure({
  id: "rightsRequest",
  version: 1,
  typeCode: "GX",
  openedBy: ["requester"],
  allowsPrivate: true,
  aboutOneself: true,
  opensIn: "ASKED",
  sections: {
    request: {
      audience: "shared",
      form: z.strictObject({ kind: choice("form.kind", rightKinds), text: words("form.text", 2, 2000).optional() }),
    },
  },
  audiences: {
    shared: { capacities: ["requester", "dataProtection"], writers: ["requester", "dataProtection"] },
  },
  tasks: {
    answer: {
      holder: "dataProtection",
      audience: "shared",
      limit: { amount: 15, unit: "wd" },
      rule: "rights.answer",
      remind: [50, 80],
      ladder: ["inspector"],
    },
    supply: {
      holder: "requester",
      audience: "shared",
      limit: { amount: 10, unit: "wd" },
      remind: [50, 80],
      ladder: [],
      whenDue: "resume",
    },
  },
  states: {
    ASKED: { phase: "open", tasks: ["answer"] },
    WAITING: { phase: "waiting", tasks: ["answer", "supply"], pauses: ["answer"] },
    DONE: { phase: "closed", tasks: [] },
    REFUSED: { phase: "closed", tasks: [] },
    WITHDRAWN: { phase: "closed", tasks: [] },
  },
  steps: {
    giveCopy: {
      from: ["ASKED"],
      to: "DONE",
      by: ["dataProtection"],
      completes: ["answer"],
      audience: "shared",
      form: z.strictObject({ text: words("form.giveCopy", 2, 1000, 2).optional() }),
      outcome: () => "COPY",
      primary: true,
    },
    answer: {
      from: ["ASKED"],
      to: "DONE",
      by: ["dataProtection"],
      completes: ["answer"],
      audience: "shared",
      form: z.strictObject({
        result: choice("form.result", ["CORRECTED", "DELETED", "STOPPED", "EXPLAINED"]),
        text: words("form.answer", 2, 4000, 6),
      }),
      outcome: (form) => String(form["result"]),
    },
    refuse: {
      from: ["ASKED"],
      to: "REFUSED",
      by: ["dataProtection"],
      completes: ["answer"],
      audience: "shared",
      // §50: a refusal has its reasons; CR6: and where to go instead, and the remedy.
      form: z.strictObject({
        ground: choice("form.ground", ["LEGAL_DUTY", "STILL_NEEDED", "RIGHTS_OF_OTHERS", "NOT_HELD"]),
        text: words("form.refusal", 5, 1000),
        whereTo: line("form.whereTo", 2, 200),
        remedy: line("form.remedy", 2, 200),
      }),
      outcome: () => "REFUSED",
      confirm: true,
    },
    askBack: {
      from: ["ASKED"],
      to: "WAITING",
      by: ["dataProtection"],
      audience: "shared",
      form: z.strictObject({ text: words("form.askBack", 2, 1000) }),
    },
    supply: {
      from: ["WAITING"],
      to: "ASKED",
      by: ["requester"],
      completes: ["supply"],
      audience: "shared",
      form: z.strictObject({ text: words("form.supply", 1, 2000) }),
      primary: true,
    },
    resume: {
      from: ["WAITING"],
      to: "ASKED",
      by: ["system"],
      completes: ["supply"],
      audience: "shared",
      form: z.strictObject({}),
    },
    withdraw: {
      from: ["ASKED", "WAITING"],
      to: "WITHDRAWN",
      by: ["requester"],
      completes: ["answer", "supply"],
      audience: "shared",
      form: z.strictObject({ text: words("form.withdraw", 2, 500, 2).optional() }),
      outcome: () => "WITHDRAWN",
      confirm: true,
    },
    reopen: {
      from: ["DONE", "REFUSED"],
      to: "ASKED",
      by: ["requester"],
      audience: "shared",
      form: z.strictObject({ text: words("form.reopen", 2, 2000) }),
      needs: ["daysSinceClosed", "stepCounts"],
      guard: (facts) =>
        (facts.stepCounts["reopen"] ?? 0) > 0 ? "reopenedOnce" : (facts.daysSinceClosed ?? 0) <= 30 || "reopenTooLate",
    },
  },
});
