import { procedures } from "#capabilities/index.ts";
import type { Procedure } from "#kernel/procedure.ts";

const byId = new Map(procedures.map((procedure) => [procedure.id, procedure]));

/** The declaration of a kind of matter, or undefined when this page is older than the server. */
export function findProcedure(id: string): Procedure | undefined {
  return byId.get(id);
}
