import type { Actor } from "#directory/context.ts";
import type { Rule } from "#directory/handler.ts";
import { administrators } from "./basics.ts";
import { keepsUnitOfAccount, mayDecide, type UnitSubject } from "./administration.ts";

/** A service account as it was proposed. Nobody is one himself: the second person only has to be another one. */
export interface ServiceSubject extends UnitSubject {
  readonly accountId: number;
  readonly proposedBy: number;
}

export const mayDecideService = (actor: Actor, service: ServiceSubject): boolean => mayDecide(actor, service);
export const keepsService = (actor: Actor, service: UnitSubject): boolean =>
  keepsUnitOfAccount(actor, service) === "allow";

const decides: Rule<ServiceSubject> = (actor, service) => (mayDecideService(actor, service) ? "allow" : "forbidden");

/** Accounts of other systems: whoever keeps the accounts of their unit, and a second person (S1.4). */
export const integrationRules = {
  "serviceAccount.list": administrators,
  "serviceAccount.get": administrators,
  "serviceAccount.propose": keepsUnitOfAccount,
  "serviceAccount.approve": decides,
  "serviceAccount.refuse": decides,
  "serviceAccount.revoke": keepsUnitOfAccount,
  "serviceKey.issue": keepsUnitOfAccount,
  "serviceKey.end": keepsUnitOfAccount,
} as const;

/** Where other systems are told of events: the same people, since it is the same account. */
export const webhookRules = {
  "webhook.list": administrators,
  "webhook.create": keepsUnitOfAccount,
  "webhook.rotate": keepsUnitOfAccount,
  "webhook.end": keepsUnitOfAccount,
  "webhook.deliveries": administrators,
  "webhook.replay": keepsUnitOfAccount,
} as const;
