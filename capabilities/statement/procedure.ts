import { z } from "zod";
import { plainText } from "#kernel/fields/text.ts";
import { withWidget } from "#kernel/fields/widget.ts";
import { defineProcedure } from "#kernel/procedure.ts";

const words = (labelKey: string, min: number, max: number) =>
  withWidget(plainText({ min, max }), { widget: "textarea", labelKey, rows: 6 });

/**
 * 情况说明: the inspectorate asks a station to explain something. Whose complaint it comes from, if any, stands nowhere
 * in it, and the persons whom that complaint names do not see it.
 */
export const statement = defineProcedure({
  id: "statement",
  version: 1,
  typeCode: "SM",
  openedBy: ["inspector"],
  allowsPrivate: false,
  opensIn: "ASKED",
  sections: { request: { audience: "shared", form: z.strictObject({ text: words("form.request", 5, 2000) }) } },
  audiences: {
    shared: { capacities: ["inspector", "stationChief"], writers: ["inspector", "stationChief"] },
  },
  tasks: {
    explain: {
      holder: "stationChief",
      audience: "shared",
      limit: { amount: 5, unit: "wd" },
      remind: [50, 80],
      ladder: ["inspector"],
    },
  },
  states: {
    ASKED: { phase: "open", tasks: ["explain"] },
    EXPLAINED: { phase: "closed", tasks: [] },
  },
  steps: {
    explain: {
      from: ["ASKED"],
      to: "EXPLAINED",
      by: ["stationChief"],
      completes: ["explain"],
      audience: "shared",
      form: z.strictObject({ text: words("form.explanation", 5, 4000) }),
      outcome: () => "EXPLAINED",
      primary: true,
    },
  },
});
