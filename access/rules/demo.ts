import type { Rule } from "#directory/handler.ts";
import { anybody } from "./basics.ts";

/** Only a database that is marked as a demo lets anybody in without a secret (decision 31). */
const onlyInDemo: Rule<{ demo: boolean }> = (_actor, subject) => (subject.demo ? "allow" : "invisible");

export const demoRules = {
  "demo.personas": anybody,
  "demo.signIn": onlyInDemo,
} as const;
