import type { Actor } from "#directory/context.ts";
import type { Operation } from "#kernel/operation.ts";

/**
 * Whether this operation is for the caller's kind at all, before any rule is asked: another system calls what says that
 * it is for machines and what its scopes name; nothing else, whatever its rule would say.
 */
export function mayCall(actor: Pick<Actor, "kind" | "scopes">, operation: Operation): boolean {
  return (
    actor.kind !== "service" || (operation.machines !== undefined && actor.scopes?.includes(operation.id) === true)
  );
}
