import type { MatterFilters } from "#web/work/use-matter-pages.ts";

/** What the address of a work list holds: the filters that the server applies, and the matter that is open beside it. */
export type WorkSearch = {
  /** Kind of matter: the id of its procedure. */
  kind?: string;
  /** Only with a kind: each has states of its own. */
  state?: string;
  project?: number;
  topic?: string;
  late?: true;
  phase?: "active" | "closed";
  /** The open matter. */
  m?: number;
};

/** Reads an address; what somebody typed wrong is left out. */
export function readWorkSearch(raw: Readonly<Record<string, unknown>>): WorkSearch {
  const { kind: typed, state, topic, phase } = raw;
  const kind = typeof typed === "string" && /^[a-zA-Z]{2,40}$/.test(typed) ? typed : undefined;
  const project = positive(raw["project"]);
  const m = positive(raw["m"]);
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(kind !== undefined && typeof state === "string" && /^[A-Z_]{2,40}$/.test(state) ? { state } : {}),
    ...(project === undefined ? {} : { project }),
    ...(typeof topic === "string" && topic.length <= 40 && topic !== "" ? { topic } : {}),
    ...(raw["late"] === true || raw["late"] === "true" ? { late: true as const } : {}),
    ...(phase === "active" || phase === "closed" ? { phase } : {}),
    ...(m === undefined ? {} : { m }),
  };
}

/** How many filters are set; a kind and its state are one. */
export function countFilters({ m: _open, state: _ofKind, ...filters }: WorkSearch): number {
  return Object.keys(filters).length;
}

/** The list that the server is asked for. */
export function filtersOf(view: "mine" | "all", search: WorkSearch): MatterFilters {
  return {
    view,
    limit: view === "mine" ? 100 : 30,
    ...(search.kind === undefined ? {} : { procedure: search.kind }),
    ...(search.state === undefined ? {} : { state: search.state }),
    ...(search.project === undefined ? {} : { projectId: search.project }),
    ...(search.topic === undefined ? {} : { topic: search.topic }),
    ...(search.late === undefined ? {} : { late: true }),
    ...(search.phase === undefined ? {} : { phase: search.phase }),
  };
}

function positive(value: unknown): number | undefined {
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
