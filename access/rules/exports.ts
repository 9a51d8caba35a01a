import { anybodyAtWork } from "./basics.ts";

/** Whoever may look at a list may take it out, as far as he sees it; each export is on record. */
export const exportRules = {
  "matter.export": anybodyAtWork,
} as const;
