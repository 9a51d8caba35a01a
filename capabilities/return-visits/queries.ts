import { sql } from "kysely";
import type { z } from "zod";
import type { returnVisitRules } from "#access/rules/return-visits.ts";
import type { Handlers } from "#directory/handler.ts";
import { shanghaiMoment } from "#kernel/shanghai-time.ts";
import { addMonths, firstDay } from "#metrics/month.ts";
import type { contract } from "./contract.ts";
import { drawer, pointOf, reopening, visited } from "./draw.ts";

interface Drawn {
  readonly matter_id: number;
  readonly drawn: boolean;
  readonly key_id: string | null;
  readonly point: number | null;
  readonly share_percent: number | null;
  readonly rule_share: number | null;
  readonly reopened: boolean | null;
  readonly was_reopened: boolean;
  readonly chosen: boolean | null;
  readonly opened: boolean;
}

type Fault = z.output<(typeof contract)["returnVisit.check"]["output"]>["faults"][number];

type Ids = "returnVisit.check";

export const returnVisitHandlers: Handlers<Pick<typeof contract, Ids>, Pick<typeof returnVisitRules, Ids>> = {
  "returnVisit.check": async (ctx, { month }) => ({
    subject: {},
    run: async () => {
      const from = shanghaiMoment(firstDay(month));
      const to = shanghaiMoment(firstDay(addMonths(month, 1)));
      const { rows } = await sql<Drawn>`
        select matter_id::int as matter_id, drawn, key_id, point, share_percent, rule_share,
               reopened, was_reopened, chosen, opened
          from app.return_visit_draws(${from}, ${to}, ${[...visited]}::text[], ${[...reopening]}::text[])`.execute(
        ctx.db,
      );
      ctx.counted(rows.length);
      const again = (row: Drawn) => {
        const draw = row.key_id === null ? null : ctx.drawAgain(drawer, row.key_id);
        return draw && pointOf(draw, row.matter_id);
      };
      const faults = rows.flatMap((row): Fault[] => {
        const { matter_id: matter } = row;
        if (!row.drawn) return [{ matter, fault: "notDrawn" }];
        const point = again(row);
        return [
          ...(point !== null && point !== row.point ? [{ matter, fault: "otherPoint" } as const] : []),
          // What came back was drawn at its first closing, and is visited whatever the share.
          ...(!row.was_reopened && row.share_percent !== row.rule_share
            ? [{ matter, fault: "otherShare" } as const]
            : []),
          ...(row.was_reopened !== row.reopened ? [{ matter, fault: "notMarked" } as const] : []),
        ];
      });
      return {
        month,
        closed: rows.length,
        reopened: rows.filter((row) => row.was_reopened).length,
        chosen: rows.filter((row) => row.chosen).length,
        opened: rows.filter((row) => row.opened).length,
        unchecked: rows.filter((row) => row.drawn && again(row) === null).length,
        faults,
      };
    },
  }),
};
