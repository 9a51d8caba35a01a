import { anybodyAtWork } from "./basics.ts";

export const searchRules = {
  "search.find": anybodyAtWork,
} as const;
