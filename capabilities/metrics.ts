import type { Metric } from "#metrics/metric.ts";
import { projectMetrics } from "#metrics/project-metrics.ts";
import { appealMetrics } from "./appeal/metrics.ts";
import { hotlineMetrics } from "./hotline/metrics.ts";
import { returnVisitMetrics } from "./return-visits/metrics.ts";
import { consultationMetrics } from "./consultation/metrics.ts";

/** Every figure that this platform knows, in the order of the month page. A new one needs its texts, `figure.<id>`. */
export const metrics: readonly Metric[] = [
  ...projectMetrics,
  ...consultationMetrics,
  ...appealMetrics,
  ...hotlineMetrics,
  ...returnVisitMetrics,
];
