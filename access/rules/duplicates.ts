import { writesFor } from "./matters.ts";

/** Whoever handles a matter; requesters are shown no suggestion, and never each other's matters. */
export const duplicateRules = {
  "duplicate.list": writesFor,
  "duplicate.decide": writesFor,
} as const;
