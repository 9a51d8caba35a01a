import { z } from "zod";
import { columns } from "#capabilities/projects/board-view.ts";
import type { InputFor, OutputFor } from "#web/operations.ts";

type Create = InputFor<"project.create">;
type Life = OutputFor<"project.life">;
type Project = OutputFor<"project.get">;

const typed = z.string();
const shape = z.strictObject({
  code: typed,
  name: typed,
  keyLevel: z.enum(["PROVINCE", "CITY"]),
  stationId: typed,
  address: typed,
  uscc: typed,
  firm: typed,
  firmAddress: typed,
  stage: z.enum(columns),
  since: typed,
  landed: typed,
  construction: typed,
  production: typed,
  lat: typed,
  lng: typed,
  note: typed,
});

/** What is typed into the form of a project, as it is typed. */
export type ProjectDraft = Readonly<z.output<typeof shape>>;

const keptShape = z.strictObject({
  fields: shape,
  /** Of the project that was written over: where somebody has changed it since, the server refuses. Null: a new one. */
  version: z.int().nullable(),
});
export type KeptProject = z.output<typeof keptShape>;

/** What an earlier visit left; undefined when an older page kept something else. */
export function reviveProject(kept: unknown): KeptProject | undefined {
  return keptShape.safeParse(kept).data;
}

export const newProject = (today: string, stationId: string): ProjectDraft => ({
  code: "",
  name: "",
  keyLevel: "CITY",
  stationId,
  address: "",
  uscc: "",
  firm: "",
  firmAddress: "",
  stage: "SIGNED",
  since: today,
  landed: "",
  construction: "",
  production: "",
  lat: "",
  lng: "",
  note: "",
});

/** The form over what is known already. */
export const knownProject = (project: Project, life: Life): ProjectDraft => ({
  ...newProject("", String(project.station.id)),
  name: project.name,
  keyLevel: project.keyLevel,
  address: project.address,
  landed: life.planned.landed ?? "",
  construction: life.planned.construction ?? "",
  production: life.planned.production ?? "",
  lat: life.place === null ? "" : String(life.place.lat),
  lng: life.place === null ? "" : String(life.place.lng),
});

/** What a draft and a change of it have in common. An empty place is none; half of one the server complains about. */
function factsOf(draft: ProjectDraft) {
  const dayOf = (typed: string) => (typed === "" ? null : typed);
  const number = (typed: string) => (typed.trim() === "" ? Number.NaN : Number(typed));
  return {
    name: draft.name,
    keyLevel: draft.keyLevel,
    address: draft.address,
    stationId: Number(draft.stationId),
    place: draft.lat.trim() + draft.lng.trim() === "" ? null : { lat: number(draft.lat), lng: number(draft.lng) },
    planned: {
      landed: dayOf(draft.landed),
      construction: dayOf(draft.construction),
      production: dayOf(draft.production),
    },
  };
}

export function createInput(draft: ProjectDraft): Create {
  const { code, stage, since, note } = draft;
  const firm = { uscc: draft.uscc, name: draft.firm, address: draft.firmAddress };
  return { ...factsOf(draft), code, stage, since, note, firm };
}

export function changeInput(draft: ProjectDraft, id: number, version: number): InputFor<"project.change"> {
  return { ...factsOf(draft), id, version };
}

/** The field at which a complaint of the server stands. */
export function fieldOf(path: string): keyof ProjectDraft | undefined {
  const last = path.split(".").at(-1) ?? "";
  if (path === "firm.name") return "firm";
  if (path === "firm.address") return "firmAddress";
  if (path === "place") return "lat";
  return Object.hasOwn(newProject("", ""), last) ? (last as keyof ProjectDraft) : undefined;
}
