import type { RoleCode } from "#access/roles.ts";
import { createDice } from "../dice.ts";
import type { PersonPlan } from "../plan.ts";
import { surnames } from "./names.ts";
import { type Branch, branches, departmentKey, departmentOf, departmentsOf, stationKey } from "./units.ts";

/** Officers of the program with a project: the city's 416, four of whom are the small city's. */
const officersWanted = 416 - 4;

/** Who sits where, by login; the small city's people included. */
export interface Posts {
  readonly people: readonly PersonPlan[];
  readonly officers: ReadonlyMap<string, readonly string[]>;
  readonly chiefs: ReadonlyMap<string, string>;
  readonly specialists: ReadonlyMap<string, readonly string[]>;
  /** By branch; the city's under `city`. */
  readonly leaders: ReadonlyMap<string, readonly string[]>;
  readonly offices: ReadonlyMap<string, string>;
}

/** Every station of a branch, the small city's too. */
export function stationsOf(branch: Branch): string[] {
  const own = branch.towns.map((town) => stationKey(branch.key, town));
  return branch.key === "lijin" ? ["beisong", "yanwo", ...own] : own;
}

/** Staff of the full city beside the small one's. `projects`: how many new ones each station has. */
export function fillPosts(projects: ReadonlyMap<string, number>): Posts {
  const people: PersonPlan[] = [];
  const dice = createDice("posts");
  const names = new Map<string, string[]>();
  const hire = (unit: string, duty: string, grants: readonly RoleCode[], at = unit): string => {
    // Nobody is called like a colleague of the same unit.
    const left = names.get(unit) ?? dice.shuffled(surnames);
    names.set(unit, left);
    const surname = left.pop() ?? dice.pick(surnames);
    const number = 2001 + people.length;
    const login = `staff-${number}`;
    people.push({
      login,
      name: `${surname}${duty}`,
      line: number,
      staff: { unit, number: `SL${number}` },
      grants: grants.map((role) => [role, at] as const),
    });
    return login;
  };
  const hireAll = (count: number, ...post: Parameters<typeof hire>) =>
    Array.from({ length: count }, () => hire(...post));

  const officers = new Map<string, string[]>([
    ["beisong", ["li", "wang"]],
    ["yanwo", ["liu", "chen"]],
  ]);
  for (const [station, count] of officersByStation(projects)) {
    const known = officers.get(station) ?? [];
    officers.set(station, [...known, ...hireAll(count, station, "警官", ["OFFICER"])]);
  }

  const chiefs = new Map([
    ["beisong", "sun"],
    ["yanwo", "hu"],
  ]);
  const leaders = new Map([["city", [hire("city", "局长", ["LEADER"]), ...hireAll(4, "city", "副局长", ["LEADER"])]]]);
  const offices = new Map([
    ["city", "wei"],
    ["lijin", "qian"],
  ]);
  hireAll(2, "city", "干事", ["PROGRAM_OFFICE_CITY"]);
  for (const branch of branches) {
    for (const station of stationsOf(branch)) {
      if (!chiefs.has(station)) chiefs.set(station, hire(station, "所长", ["STATION_CHIEF"]));
    }
    const head = branch.key === "lijin" ? "jiang" : hire(branch.key, "局长", ["LEADER"]);
    leaders.set(branch.key, [head, ...hireAll(branch.leaders - 1, branch.key, "副局长", ["LEADER"])]);
    if (!offices.has(branch.key)) offices.set(branch.key, hire(branch.key, "主任", ["PROGRAM_OFFICE_BRANCH"]));
    hire(branch.key, "干事", ["PROGRAM_OFFICE_BRANCH"]);
  }

  const specialists = new Map<string, string[]>();
  for (const [unit, known, count] of specialistsWanted()) {
    // The first also keeps the department's desk.
    const first = known === null ? [hire(unit, "专员", ["SPECIALIST", "DEPT_HANDLER"])] : [known];
    specialists.set(unit, [...first, ...hireAll(count - 1, unit, "专员", ["SPECIALIST"])]);
  }
  for (const department of ["COMMAND", "INSPECTORATE", "PUBLICITY"]) {
    hire(departmentKey("city", department), "主任", ["DEPT_HANDLER"]);
  }
  return { people, officers, chiefs, specialists, leaders, offices };
}

/** New officers of each station: in proportion to its projects, at least two, at most one for every place. */
function officersByStation(projects: ReadonlyMap<string, number>): Map<string, number> {
  const total = [...projects.values()].reduce((sum, count) => sum + count, 0);
  const counts = new Map(
    [...projects].map(([station, count]) => [station, Math.max(2, Math.round((count * officersWanted) / total))]),
  );
  const largest = [...projects].toSorted(([, one], [, other]) => other - one).map(([station]) => station);
  // What rounding has given or taken is settled with the largest stations.
  for (let turn = 0; ; turn += 1) {
    const missing = officersWanted - [...counts.values()].reduce((sum, count) => sum + count, 0);
    if (missing === 0) return counts;
    const station = largest[turn % largest.length] ?? "";
    counts.set(station, (counts.get(station) ?? 0) + Math.sign(missing));
  }
}

/** The city's 90 specialists by department, with the one whom the small city already has there. */
function specialistsWanted(): (readonly [unit: string, known: string | null, count: number])[] {
  const city = (department: string, count: number) => [departmentKey("city", department), null, count] as const;
  const ofBranch: Readonly<Record<string, number>> = { TRAFFIC: 3, CRIMINAL: 1 };
  const full = branches
    .filter((branch) => branch.full)
    .flatMap((branch) =>
      departmentsOf(branch).map(
        ([department]) => [departmentOf(branch, department), null, ofBranch[department] ?? 2] as const,
      ),
    );
  return [
    ["household", "duan", 5],
    ["publicOrder", "han", 6],
    ["legal", "shen", 5],
    ["traffic", "zhao", 3],
    city("CRIMINAL", 3),
    city("ECONOMIC", 4),
    city("TRAFFIC", 3),
    city("NARCOTICS", 2),
    city("IP_FOOD_DRUG_ENV", 3),
    city("IT", 2),
    [departmentKey("lijin", "CRIMINAL"), null, 2],
    [departmentKey("port", "TRAFFIC"), null, 2],
    ...full,
  ];
}
