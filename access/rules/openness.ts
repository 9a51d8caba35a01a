import { anybody } from "./basics.ts";

/** What is everybody's to know: without a session, and the same for everybody (GR-22). */
export const opennessRules = {
  "openness.data": anybody,
  "openness.figures": anybody,
  "openness.rules": anybody,
} as const;
