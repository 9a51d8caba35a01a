import type { Metric } from "#metrics/metric.ts";

/**
 * What of the police's own looks, and of what people asked and complained of, is published by month for the whole city
 * (GR-22). Their texts are `open.figure.<id>` and `open.figure.<id>.definition`. Another way of counting is another version:
 * what was published by the one before stays. None is split by unit or person, and none has a direction.
 */
export interface OpenFigure {
  readonly id: string;
  readonly version: number;
  readonly measure: Extract<Metric["measure"], "count" | "share">;
}

export const openFigures = [
  { id: "looks.records", version: 1, measure: "count" },
  { id: "looks.unmasked", version: 1, measure: "count" },
  { id: "looks.refused", version: 1, measure: "count" },
  { id: "looks.findings", version: 1, measure: "count" },
  { id: "complaints.received", version: 1, measure: "count" },
  { id: "complaints.closed", version: 1, measure: "count" },
  { id: "rights.received", version: 1, measure: "count" },
  { id: "rights.inTime", version: 1, measure: "share" },
  { id: "holds.placed", version: 1, measure: "count" },
  { id: "glass.opened", version: 1, measure: "count" },
] as const satisfies readonly OpenFigure[];

/** So many closed months are shown. */
export const monthsShown = 12;
