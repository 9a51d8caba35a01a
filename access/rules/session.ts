import { anybody } from "./basics.ts";

export const sessionRules = {
  "session.signIn": anybody,
  "session.signOut": anybody,
  "session.me": anybody,
} as const;
