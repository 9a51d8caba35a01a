import type { Actor } from "#directory/context.ts";
import type { Rule } from "#directory/handler.ts";

/** What a rule must know of a kind of list: whose work it is. */
export interface ImportSubject {
  readonly desk: "office";
}

/** Whoever arranges the projects and people of some units imports their lists; of which units, the row policies say. */
const desks: Readonly<Record<ImportSubject["desk"], (actor: Actor) => boolean>> = {
  office: (actor) => actor.offices.length > 0,
};

const imports: Rule<ImportSubject> = (actor, subject) => (desks[subject.desk](actor) ? "allow" : "forbidden");
/** A batch that the row policies have shown. */
const hisBatch: Rule<ImportSubject> = (actor, subject) => (desks[subject.desk](actor) ? "allow" : "invisible");
/** The list of batches, of the kinds that one may import. */
const anyDesk: Rule<unknown> = (actor) => (Object.values(desks).some((has) => has(actor)) ? "allow" : "forbidden");

export const importRules = {
  "import.list": anyDesk,
  "import.template": imports,
  "import.upload": imports,
  "import.preview": hisBatch,
  "import.progress": hisBatch,
  "import.cancel": hisBatch,
  "import.errors": hisBatch,
  "import.apply": hisBatch,
  "import.undo": hisBatch,
} as const;
