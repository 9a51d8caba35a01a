import { type Draw, lotOf } from "#matters/lots.ts";

/** The consumer of events under whose own key the lots are drawn. */
export const drawer = "returnVisits";

/** What return visits ask about. The hotline calls back by itself, and a complaint about conduct is the inspectorate's. */
export const visited: readonly string[] = ["consultation", "appeal"];

/** The requester's own "not solved" and "once more": whatever came back once is always asked about (CR4, CR5). */
export const reopening: readonly string[] = ["reopen", "notSolved", "notAnswered"];

/** What goes on as another matter is asked about there. */
export const goesOnElsewhere = "CONVERTED_APPEAL";

/** Where a matter falls between 0 and 9999. */
export function pointOf(draw: Draw, matterId: number): number {
  return lotOf(draw, `matter:${matterId}`) % 10_000;
}
