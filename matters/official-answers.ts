import type { Procedure } from "#kernel/procedure.ts";

/** Of each procedure the entries that are official answers: steps, and what other steps have published. */
export type OfficialAnswers = Readonly<
  Record<string, { readonly steps: readonly string[]; readonly publications: readonly string[] }>
>;

/** What may be searched of the history of matters (decision 25). A draft is no answer until it is published. */
export function officialAnswers(procedures: ReadonlyMap<string, Procedure>): OfficialAnswers {
  return Object.fromEntries([...procedures.values()].map((procedure) => [procedure.id, answersOf(procedure)]));
}

/** The same of one procedure. */
export function answersOf(procedure: Procedure): OfficialAnswers[string] {
  const answering = Object.entries(procedure.steps).filter(([, step]) => step.answers === true);
  return {
    steps: answering.filter(([, step]) => step.publishes === undefined).map(([name]) => name),
    publications: answering.flatMap(([, step]) => step.publishes ?? []),
  };
}
