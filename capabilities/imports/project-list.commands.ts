import { point } from "#kernel/fields/point.ts";
import { issuesOf } from "#kernel/issues.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { plainWords } from "#sheets/cells.ts";
import { type Change, defineImport, type Verdict } from "#sheets/import.ts";
import type { CellIssue, CellValue, SheetRow } from "#sheets/sheet.ts";
import { type ProjectColumn, projectSheet, stageOrder } from "./project-list.ts";
import { type Known, type KnownFirm, type KnownProject, loadKnown, nameKey } from "./project-list.queries.ts";
import { type ChangePlan, type NewPlan, writeProjects } from "./project-writes.commands.ts";
import { undoBatch } from "./undo.commands.ts";
import { findNamedUnit, type KnownUnit, loadUnits } from "#sheets/units.queries.ts";

type Row = SheetRow<ProjectColumn>;
type Issue = CellIssue<ProjectColumn>;

/**
 * The list of key projects. A project is known again by its code, else by its firm's credit code and its own name
 * (decision 26); firms are found or made by their credit code. An empty cell leaves things as they are.
 */
export const projectImport = defineImport<ProjectColumn, NewPlan | ChangePlan>({
  id: "projects",
  desk: "office",
  sheet: projectSheet,

  keysOf(values) {
    const named = `name ${nameKey(String(values.creditCode), String(values.name))}`;
    return values.code === null ? { own: named } : { own: `code ${String(values.code)}`, other: named };
  },

  async prepare(ctx, rows) {
    const units = await loadUnits(ctx);
    const known = await loadKnown(ctx, rows);
    const today = shanghaiDay(ctx.now);
    const judge = (row: Row): Verdict<ProjectColumn, NewPlan | ChangePlan> => {
      const firm = known.firms.get(String(row.values.creditCode));
      if (firm && differs(firm, row)) {
        return wrong({ column: "firm", code: "firmNameDiffers", params: { name: firm.name } });
      }
      const project = findProject(known, row);
      if (project === "foreign") return wrong({ column: "code", code: "projectForeign" });
      return project === undefined ? judgeNew(row, units, today) : judgeChanged(row, project, firm, units, today);
    };
    return { judge };
  },

  write: writeProjects,
  undo: undoBatch,
});

const wrong = (...issues: Issue[]): Verdict<ProjectColumn, never> => ({ verdict: "wrong", issues });

/** A firm under another name than the list's: one of the two is mistaken, and a project must not go to the wrong firm. */
function differs(firm: KnownFirm, row: Row): boolean {
  return bareName(firm.name) !== bareName(String(row.values.firm));
}

function bareName(name: string): string {
  return plainWords(name).replaceAll(/\([^)]*\)/g, "");
}

function findProject(known: Known, row: Row): KnownProject | "foreign" | undefined {
  const { code, creditCode, name } = row.values;
  const found =
    code === null ? known.byName.get(nameKey(String(creditCode), String(name))) : known.byCode.get(String(code));
  if (found === undefined) return undefined;
  return found.arranged ? found : "foreign";
}

/** The station that a row names, or undefined with a complaint. `null`: the row says nothing of it. */
function stationOf(row: Row, units: readonly KnownUnit[]): KnownUnit | Issue | null {
  const found = findNamedUnit(units, row.values);
  if (found === null || "code" in found) return found;
  if (found.unit.tier !== "STATION" && found.unit.tier !== "WORK_STATION") {
    return { column: "unit", code: "unitNoStation" };
  }
  return found.unit;
}

/** What is wrong with the point of a row: half of one, the two the wrong way round, or none of this country. */
function placeFault({ values }: Row): Issue | undefined {
  const { lat, lng } = values;
  if (lat === null && lng === null) return undefined;
  if (lat === null || lng === null) return { column: lat === null ? "lat" : "lng", code: "placeHalf" };
  const parsed = point.safeParse({ lat, lng }, { reportInput: true });
  const [fault] = parsed.success ? [] : issuesOf(parsed.error, "");
  return fault && { column: fault.path === "lng" ? "lng" : "lat", code: fault.code };
}

function judgeNew(row: Row, units: readonly KnownUnit[], today: string): Verdict<ProjectColumn, NewPlan> {
  const { values } = row;
  const issues: Issue[] = [];
  const station = stationOf(row, units);
  if (station === null) issues.push({ column: "unit", code: "required" });
  else if ("column" in station) issues.push(station);
  if (values.address === null) issues.push({ column: "address", code: "required" });
  const place = placeFault(row);
  if (place) issues.push(place);
  if (values.stageSince !== null && String(values.stageSince) > today) {
    issues.push({ column: "stageSince", code: "dayToCome" });
  }
  if (issues.length > 0 || station === null || "column" in station) return { verdict: "wrong", issues };
  return {
    verdict: "new",
    plan: {
      kind: "new",
      code: textOf(values.code),
      name: String(values.name),
      firm: { uscc: String(values.creditCode), name: String(values.firm) },
      level: textOf(values.level) ?? "CITY",
      stage: textOf(values.stage) ?? "SIGNED",
      stageSince: textOf(values.stageSince) ?? today,
      station: { id: station.id, areaCode: station.areaCode },
      address: String(values.address),
      lat: numberOf(values.lat),
      lng: numberOf(values.lng),
      investment: numberOf(values.investment),
      industry: textOf(values.industry),
      year: numberOf(values.year),
      contact: textOf(values.contact),
      phone: textOf(values.phone),
    },
  };
}

/** What the list says and the record does not; an empty cell says nothing. */
function judgeChanged(
  row: Row,
  project: KnownProject,
  firm: KnownFirm | undefined,
  units: readonly KnownUnit[],
  today: string,
): Verdict<ProjectColumn, ChangePlan> {
  const { values } = row;
  const station = stationOf(row, units);
  if (station !== null && "column" in station) return wrong(station);
  const misplaced = placeFault(row);
  if (misplaced) return wrong(misplaced);
  const changes: Change<ProjectColumn>[] = [];
  const compare = (column: ProjectColumn, from: CellValue) => {
    const to = values[column];
    if (to !== null && to !== from) changes.push({ column, from, to });
  };
  compare("name", project.name);
  compare("level", project.level);
  compare("address", project.address);
  compare("lat", project.lat);
  compare("lng", project.lng);
  compare("investment", project.investment);
  compare("industry", project.industry);
  compare("year", project.year);
  compare("contact", project.contact);
  compare("phone", project.phone);
  const linked = project.firms.some(({ uscc }) => uscc === values.creditCode);
  if (!linked) changes.push({ column: "firm", from: project.firms[0]?.name ?? null, to: values.firm });
  if (station !== null && station.id !== project.stationId) {
    changes.push({ column: "unit", from: project.stationName, to: values.unit ?? values.area });
  }
  const moved = stageOf(row, project, today);
  if (moved !== null && "code" in moved) return wrong(moved);
  if (moved !== null) changes.push({ column: "stage", from: project.stage, to: moved.stage });
  if (changes.length === 0) return { verdict: "same" };
  return {
    verdict: "changed",
    changes,
    plan: {
      kind: "change",
      project,
      changes,
      firm: linked ? null : { uscc: String(values.creditCode), name: firm?.name ?? String(values.firm) },
      station: station === null ? null : { id: station.id, areaCode: station.areaCode },
      moved,
    },
  };
}

/** A later stage is where the project has gone; an earlier one would undo history and is for a person to decide. */
function stageOf(row: Row, project: KnownProject, today: string): { stage: string; since: string } | Issue | null {
  const { stage, stageSince } = row.values;
  if (stage === null || stage === project.stage) return null;
  const from = stageOrder.findIndex((one) => one === project.stage);
  const to = stageOrder.findIndex((one) => one === stage);
  if (from < 0 || to < from) return { column: "stage", code: "stageBackwards" };
  const since = textOf(stageSince) ?? today;
  if (since > today) return { column: "stageSince", code: "dayToCome" };
  if (since < project.stageSince)
    return { column: "stageSince", code: "stageTooEarly", params: { day: project.stageSince } };
  return { stage: String(stage), since };
}

function textOf(value: CellValue): string | null {
  return value === null ? null : String(value);
}

function numberOf(value: CellValue): number | null {
  return value === null ? null : Number(value);
}
