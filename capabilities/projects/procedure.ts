import { z } from "zod";
import { plainText } from "#kernel/fields/text.ts";
import { withWidget } from "#kernel/fields/widget.ts";
import { defineProcedure } from "#kernel/procedure.ts";

const words = (labelKey: string, min: number, max: number, rows = 4) =>
  withWidget(plainText({ min, max }), { widget: "textarea", labelKey, rows });

/** What happens to all open work of a project at once, because it happens to the project. */
const together = { by: ["system"], audience: "shared", form: z.strictObject({}), withProject: true } as const;

/**
 * A piece of work that a stage of a project brings (domain.md P3): officer A does it, or says why it is not needed.
 * What concerns the firm is read by it, may be declined without a reason, and may be asked for again later: no other
 * service depends on it (GR-12). The limit comes from the stage's template.
 */
export const stageItem = defineProcedure({
  id: "stageItem",
  version: 1,
  typeCode: "JD",
  openedBy: ["handler"],
  allowsPrivate: false,
  opensIn: "DUE",
  opensQuietly: true,
  sections: {
    item: {
      audience: "shared",
      form: z.strictObject({
        text: words("form.item", 2, 1000),
        nature: withWidget(z.enum(["DUTY", "VOLUNTARY"]).default("DUTY"), {
          widget: "radio",
          labelKey: "form.nature",
        }),
      }),
    },
  },
  audiences: {
    shared: {
      capacities: ["firm", "handler", "deputy", "stationChief", "programOffice"],
      writers: ["firm", "handler", "deputy"],
    },
    handlers: {
      capacities: ["handler", "deputy", "stationChief", "programOffice"],
      writers: ["handler", "deputy", "stationChief", "programOffice"],
      alsoReads: ["shared"],
    },
  },
  tasks: {
    do: {
      holder: "handler",
      audience: "shared",
      limit: { amount: 10, unit: "wd" },
      remind: [50, 80],
      ladder: ["deputy", "stationChief", "programOffice"],
    },
    reply: {
      holder: "firm",
      audience: "shared",
      limit: { amount: 10, unit: "wd" },
      remind: [80],
      ladder: [],
      whenDue: "lapse",
    },
  },
  states: {
    DUE: { phase: "open", tasks: ["do"] },
    OFFERED: { phase: "waiting", tasks: ["do", "reply"], pauses: ["do"] },
    // The project stands still, and so do the clocks.
    SUSPENDED: { phase: "waiting", tasks: ["do"], pauses: ["do"] },
    OFFER_SUSPENDED: { phase: "waiting", tasks: ["do", "reply"], pauses: ["do", "reply"] },
    DONE: { phase: "closed", tasks: [] },
    NOT_NEEDED: { phase: "closed", tasks: [] },
    DECLINED: { phase: "closed", tasks: [] },
    NO_REPLY: { phase: "closed", tasks: [] },
  },
  steps: {
    done: {
      from: ["DUE"],
      to: "DONE",
      by: ["handler"],
      completes: ["do"],
      audience: "shared",
      form: z.strictObject({ text: words("form.result", 2, 2000) }),
      outcome: () => "DONE",
      primary: true,
    },
    offer: {
      from: ["DUE"],
      to: "OFFERED",
      by: ["handler"],
      audience: "shared",
      form: z.strictObject({ text: words("form.offer", 2, 1000) }),
      needs: ["hasFirm"],
      guard: (facts) => facts.hasFirm || "noFirm",
      bulk: true,
    },
    notNeeded: {
      from: ["DUE", "OFFERED", "SUSPENDED", "OFFER_SUSPENDED"],
      to: "NOT_NEEDED",
      by: ["handler"],
      completes: ["do", "reply"],
      audience: "shared",
      form: z.strictObject({ text: words("form.notNeeded", 2, 500, 2) }),
      outcome: () => "NOT_NEEDED",
    },
    accept: {
      from: ["OFFERED"],
      to: "DUE",
      by: ["firm"],
      completes: ["reply"],
      audience: "shared",
      form: z.strictObject({ text: words("form.wish", 2, 500, 2).optional() }),
      primary: true,
      bulk: true,
    },
    decline: {
      from: ["DUE", "OFFERED", "SUSPENDED", "OFFER_SUSPENDED"],
      to: "DECLINED",
      by: ["firm"],
      completes: ["do", "reply"],
      audience: "shared",
      // No reason is asked for: to decline costs nothing.
      form: z.strictObject({ text: words("form.wish", 2, 500, 2).optional() }),
      outcome: () => "DECLINED",
    },
    lapse: {
      from: ["OFFERED"],
      to: "NO_REPLY",
      by: ["system"],
      completes: ["do", "reply"],
      audience: "shared",
      form: z.strictObject({}),
      outcome: () => "NO_REPLY",
    },
    suspend: { ...together, from: ["DUE"], to: "SUSPENDED" },
    suspendOffer: { ...together, from: ["OFFERED"], to: "OFFER_SUSPENDED" },
    resume: { ...together, from: ["SUSPENDED"], to: "DUE" },
    resumeOffer: { ...together, from: ["OFFER_SUSPENDED"], to: "OFFERED" },
    wanted: {
      from: ["DECLINED", "NO_REPLY", "NOT_NEEDED", "DONE"],
      to: "DUE",
      by: ["firm"],
      audience: "shared",
      form: z.strictObject({ text: words("form.wanted", 2, 500, 2) }),
    },
    again: {
      from: ["DONE", "NOT_NEEDED"],
      to: "DUE",
      by: ["handler", "stationChief", "programOffice"],
      audience: "handlers",
      form: z.strictObject({ text: words("form.again", 2, 500, 2) }),
    },
  },
});
