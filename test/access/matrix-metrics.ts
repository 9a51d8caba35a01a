import { row, type Row } from "./matrix.ts";

/** The figures of a month and what stands behind them. */
export const metricRows: readonly Row[] = [
  ...["metric.export", "metric.month"].map((id) => row(id, "hers", () => ({ month: "2026-08" }), "forbidden", {})),
  row("metric.records", "of a figure", () => ({ month: "2026-08", metric: "project.active" }), "forbidden", {}),
  row("metric.stuck", "anywhere", () => ({}), "forbidden", {}),
  row("metric.sponsored", "one's own", () => ({}), "forbidden", { otherA: "ok", specialist: "ok", inspector: "ok" }),
  row(
    "metric.correct",
    "a month",
    () => ({ month: "2026-08", note: "补录了一件" }),
    "forbidden",
    {},
    () => "metric:2026-08",
  ),
];
