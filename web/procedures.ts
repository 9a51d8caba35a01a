import { consultation } from "#capabilities/consultation/procedure.ts";
import type { Procedure } from "#kernel/procedure.ts";

const procedures: Readonly<Record<string, Procedure>> = { [consultation.id]: consultation };

/** The declaration of a kind of matter, or undefined when this page is older than the server. */
export function findProcedure(id: string): Procedure | undefined {
  return procedures[id];
}
