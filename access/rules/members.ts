import type { Actor } from "#directory/context.ts";
import type { Rule } from "#directory/handler.ts";
import { worksWithMatters } from "../roles.ts";
import { anybody } from "./basics.ts";

/** Places at a firm that one person fills: whoever redeems a first code takes the place of the one before. */
export function hasOneHolder(role: string): boolean {
  return role === "ENT_LEGAL_REP";
}

/** A firm and whether the actor's offices make him the one who gives it its first access. */
export interface ServedFirm {
  readonly serves: boolean;
}

/** An invitation of the actor's firm: by whom it was proposed. */
export interface Invitation {
  readonly proposedBy: number;
}

export interface Member {
  readonly accountId: number;
}

/** What somebody may do about his firm's people: decide, propose, or look. */
export function memberPower(actor: Actor): "decide" | "propose" | "look" {
  const held = new Set(actor.roles.map((grant) => grant.role));
  return held.has("ENT_LEGAL_REP") ? "decide" : held.has("ENT_LIAISON") ? "propose" : "look";
}

/** A firm that the row policies have shown is none of a stranger's business. */
const serves: Rule<ServedFirm> = (actor, firm) =>
  !worksWithMatters(actor) ? "invisible" : firm.serves ? "allow" : "forbidden";

const ofFirm: Rule<unknown> = (actor) => (actor.kind === "member" ? "allow" : "forbidden");
const speaks: Rule<unknown> = (actor) =>
  actor.kind === "member" && memberPower(actor) !== "look" ? "allow" : "forbidden";
const decides: Rule<unknown> = (actor) =>
  actor.kind === "member" && memberPower(actor) === "decide" ? "allow" : "forbidden";
const decidesOrProposed: Rule<Invitation> = (actor, invitation) =>
  decides(actor, {}) === "allow" || invitation.proposedBy === actor.accountId ? "allow" : "forbidden";
const decidesOrIsHimself: Rule<Member> = (actor, member) =>
  decides(actor, {}) === "allow" || (actor.kind === "member" && member.accountId === actor.accountId)
    ? "allow"
    : "forbidden";

export const memberRules = {
  "access.card": serves,
  "access.issueCode": serves,
  "access.revokeCode": serves,
  "access.redeem": anybody,
  "member.list": ofFirm,
  "member.invite": speaks,
  "member.issueCode": decides,
  "member.endInvitation": decidesOrProposed,
  "member.changeRole": decides,
  "member.rename": decidesOrIsHimself,
  "member.endSessions": decides,
  "member.remove": decidesOrIsHimself,
} as const;
