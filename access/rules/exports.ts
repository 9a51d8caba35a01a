import { anybodyAtWork } from "./basics.ts";
import { knowsFigures } from "./metrics.ts";

/** Whoever may look at a list may take it out, as far as he sees it; each export is on record. */
export const exportRules = {
  "matter.export": anybodyAtWork,
  "metric.export": knowsFigures,
} as const;
