import type { Rule } from "#directory/handler.ts";
import { anybody } from "./basics.ts";

const members: Rule<unknown> = (actor) => (actor.kind === "member" ? "allow" : "forbidden");

export const sessionRules = {
  "session.signIn": anybody,
  "session.switchFirm": members,
  "session.signOut": anybody,
  "session.me": anybody,
} as const;
