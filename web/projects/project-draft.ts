import type { InputFor, OutputFor } from "#web/operations.ts";

type Create = InputFor<"project.create">;
type Life = OutputFor<"project.life">;
type Project = OutputFor<"project.get">;

/** What is typed into the form of a project, as it is typed. */
export interface ProjectDraft {
  readonly code: string;
  readonly name: string;
  readonly keyLevel: "PROVINCE" | "CITY";
  readonly stationId: string;
  readonly address: string;
  readonly uscc: string;
  readonly firm: string;
  readonly firmAddress: string;
  readonly stage: NonNullable<Create["stage"]>;
  readonly since: string;
  readonly landed: string;
  readonly construction: string;
  readonly production: string;
  readonly lat: string;
  readonly lng: string;
  readonly note: string;
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
