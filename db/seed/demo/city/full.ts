import { addDays, shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import { nextWorkingMoment, type WorkCalendar } from "#kernel/work-calendar.ts";
import { createDice, type Dice } from "../dice.ts";
import type { AbsencePlan, CityPlan, FirmPlan, PersonPlan, ProjectPlan } from "../plan.ts";
import { brands, creditCode, type Sector, sectors, sectorsByBranch, surnames } from "./names.ts";
import { fillPosts, type Posts, stationsOf } from "./posts.ts";
import { smallCity } from "./small.ts";
import { type Branch, branches, fullUnits } from "./units.ts";

/** The full city with what its history is drawn from. */
export interface FullCity {
  readonly plan: CityPlan;
  readonly posts: Posts;
  /** What the new projects are, by key. */
  readonly sites: ReadonlyMap<string, Site>;
  /** The people of the new firms who ask: the liaison first. */
  readonly askers: ReadonlyMap<string, readonly string[]>;
}

export interface Site {
  readonly branch: Branch;
  readonly sector: Sector;
}

/** Firms beside the small city's five. */
const firmsWanted = 275;
/** Projects with a leader of their own beside the small city's five (the city's 129), and how many of them the city's leaders have. */
const sponsoredWanted = { all: 129 - 5, city: 15 };

/** Stages in which the new projects stand, with the days since that stage began. */
const stagesWanted = [
  { count: 43, path: ["SIGNED"], age: [3, 150] },
  { count: 61, path: ["SIGNED", "LANDED"], age: [5, 170] },
  { count: 139, path: ["SIGNED", "LANDED", "CONSTRUCTION"], age: [10, 460] },
  { count: 69, path: ["SIGNED", "LANDED", "CONSTRUCTION", "PRODUCTION"], age: [10, 300] },
  { count: 9, path: ["SIGNED", "LANDED", "CONSTRUCTION", "PRODUCTION", "FOLLOW_UP"], age: [5, 60] },
  { count: 4, path: ["SIGNED", "LANDED", "SUSPENDED"], age: [20, 120] },
] as const;
/** How long stages take that are over, in days. */
const stageTakes: Readonly<Record<string, readonly [number, number]>> = {
  SIGNED: [50, 170],
  LANDED: [50, 150],
  CONSTRUCTION: [220, 420],
  PRODUCTION: [150, 260],
};
/** No project is older than the city's own records. */
const oldest = 1040;

const districts: Readonly<Record<string, string>> = {
  370502: "东营区",
  370503: "河口区",
  370505: "垦利区",
  370522: "利津县",
  370523: "广饶县",
  370571: "东营经济技术开发区",
  370572: "东营港经济开发区",
  370599: "农高区",
};

/** The small city and everything around it: 330 projects, 416 officers, 90 specialists. The same on the same day. */
export function fullCity(now: Date, calendar: WorkCalendar): FullCity {
  const small = smallCity(now, calendar);
  const today = shanghaiDay(now);
  const spread = spreadProjects(small);
  const posts = fillPosts(spread);
  const { firms, drafts } = drawFirms(spread);
  const members = drawMembers(firms);
  const projects = assignPeople(dateProjects(drafts, today), posts, today, calendar);
  const absences = drawAbsences(projects, posts, today);
  return {
    plan: {
      units: [...small.units, ...fullUnits()],
      firms: [...small.firms, ...firms],
      people: [...small.people, ...posts.people, ...members.people],
      projects: [...small.projects, ...projects],
      absences: [...small.absences, ...absences],
    },
    posts,
    sites: new Map(drafts.map(({ key, branch, sector }) => [key, { branch, sector }])),
    askers: members.askers,
  };
}

/** New projects by station: few stations have many, and every one has some. */
function spreadProjects(small: CityPlan): Map<string, number> {
  const spread = new Map<string, number>();
  for (const branch of branches) {
    const stations = stationsOf(branch);
    const known = small.projects.filter(({ station }) => stations.includes(station)).length;
    const wanted = branch.projects - known;
    const weights = stations.map((_, rank) => 1 / (rank + 3));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    for (const [rank, station] of stations.entries()) {
      spread.set(station, Math.max(1, Math.floor((wanted * (weights[rank] ?? 0)) / sum)));
    }
    const given = stations.reduce((total, station) => total + (spread.get(station) ?? 0), 0);
    const first = stations[0] ?? "";
    spread.set(first, (spread.get(first) ?? 0) + wanted - given);
  }
  return spread;
}

interface Draft {
  readonly key: string;
  readonly name: string;
  readonly firm: FirmPlan;
  readonly branch: Branch;
  readonly sector: Sector;
  readonly level: "PROVINCE" | "CITY";
}

/** Firms at their stations, with what they build: most one project, some two. */
function drawFirms(spread: ReadonlyMap<string, number>): { firms: FirmPlan[]; drafts: Draft[] } {
  const dice = createDice("firms");
  const names = brands(firmsWanted, dice.shuffled);
  const all = [...spread.values()].reduce((sum, count) => sum + count, 0);
  let second = all - firmsWanted;
  const firms: FirmPlan[] = [];
  const drafts: Draft[] = [];
  const stations = branches.flatMap((branch) => stationsOf(branch).map((station) => ({ branch, station })));
  // Where most is built somebody builds twice: a station's second projects are at most a third of it.
  const doubles = new Map<string, number>();
  for (let round = 0; second > 0; round += 1) {
    for (const { station } of stations) {
      if (second === 0 || (spread.get(station) ?? 0) < 3 * (round + 1)) continue;
      doubles.set(station, round + 1);
      second -= 1;
    }
  }
  for (const { branch, station } of stations) {
    const twice = doubles.get(station) ?? 0;
    const count = (spread.get(station) ?? 0) - twice;
    for (let index = 0; index < count; index += 1) {
      const number = firms.length + 1;
      const brand = names[firms.length] ?? "";
      const sector = dice.weighted(sectorsByBranch[branch.key] ?? []);
      const firm: FirmPlan = {
        key: `firm-${number}`,
        name: `${brand}${dice.pick(sectors[sector].firms)}（示例）`,
        uscc: creditCode(`MA8${String(number * 37).padStart(6, "0")}`),
        address: `${districts[branch.area]}${townOf(station)}示例路 ${dice.between(1, 199)} 号`,
        station,
      };
      firms.push(firm);
      const built = dice.shuffled<string>(sectors[sector].projects).slice(0, index < twice ? 2 : 1);
      for (const pattern of built) {
        const what = pattern
          .replace("{b}", brand)
          .replace("{n}", String(dice.between(2, 60) * (pattern.includes("兆瓦") ? 10 : 1)))
          .replace("{o}", dice.pick(["一", "二", "三"]));
        drafts.push({
          key: `project-${drafts.length + 1}`,
          name: `${what}项目（示例）`,
          firm,
          branch,
          sector,
          level: dice.chance(0.22) ? "PROVINCE" : "CITY",
        });
      }
    }
  }
  return { firms, drafts };
}

function townOf(station: string): string {
  const small: Readonly<Record<string, string>> = { beisong: "北宋镇", yanwo: "盐窝镇" };
  return small[station] ?? station.slice(station.indexOf("-") + 1);
}

function drawMembers(firms: readonly FirmPlan[]): { people: PersonPlan[]; askers: Map<string, string[]> } {
  const dice = createDice("members");
  const people: PersonPlan[] = [];
  const askers = new Map<string, string[]>();
  for (const { key } of firms) {
    const left = dice.shuffled(surnames);
    const join = (duty: string, role: "ENT_LIAISON" | "ENT_LEGAL_REP" | "ENT_SECURITY" | "ENT_HR") => {
      const line = 5001 + people.length;
      const login = `member-${line}`;
      people.push({ login, name: `${left.pop() ?? ""}${duty}`, line, staff: null, grants: [[role, key]] });
      askers.set(key, [...(askers.get(key) ?? []), login]);
    };
    join("联络", "ENT_LIAISON");
    join("代表", "ENT_LEGAL_REP");
    if (dice.chance(0.25)) join("安保", "ENT_SECURITY");
    if (dice.chance(0.18)) join("人事", "ENT_HR");
  }
  return { people, askers };
}

type Dated = Draft & Pick<ProjectPlan, "code" | "stages">;

/** When each stage began, and a number in the order of signing. */
function dateProjects(drafts: readonly Draft[], today: string): Dated[] {
  const dice = createDice("stages");
  const paths = dice.shuffled(
    stagesWanted.flatMap(({ count, path, age }) => Array.from({ length: count }, () => ({ path, age }))),
  );
  const dated = drafts.map((draft, index) => {
    const { path, age } = paths[index % paths.length] ?? { path: ["SIGNED"], age: [3, 150] };
    const takes = path.map((stage, place) => {
      const [low, high] = place === path.length - 1 ? age : (stageTakes[stage] ?? [60, 60]);
      return dice.between(low ?? 0, high ?? 0);
    });
    const sum = takes.reduce((total, days) => total + days, 0);
    const shrink = Math.min(1, oldest / sum);
    const stages = path.map((stage, place) => {
      const ago = takes.slice(place).reduce((total, days) => total + Math.max(1, Math.floor(days * shrink)), 0);
      return { stage, since: addDays(today, -ago) };
    });
    return { draft, stages };
  });
  const counts = new Map<string, number>();
  const codes = new Map<string, string>();
  for (const { draft, stages } of dated.toSorted((one, other) =>
    (one.stages[0]?.since ?? "") < (other.stages[0]?.since ?? "") ? -1 : 1,
  )) {
    const year = (stages[0]?.since ?? today).slice(0, 4);
    const number = (counts.get(year) ?? 100) + 1;
    counts.set(year, number);
    codes.set(draft.key, `SL-${year}-${number}`);
  }
  return dated.map(({ draft, stages }) => ({ ...draft, stages, code: codes.get(draft.key) ?? "" }));
}

type Assigned = ProjectPlan["people"][number];

/** A, B and a specialist for each project, a leader for some; of the older ones a few have changed hands. */
function assignPeople(dated: readonly Dated[], posts: Posts, today: string, calendar: WorkCalendar): ProjectPlan[] {
  const dice = createDice("assignments");
  const pairs = drawPairs(dated, posts, dice);
  const sponsors = drawSponsors(dated, posts, dice);
  const all = [...posts.specialists];
  return dated.map((project) => {
    const { key, stages, branch, firm } = project;
    const begun = shanghaiMoment(stages[0]?.since ?? today);
    const [a, b] = pairs.get(key) ?? ["", ""];
    const near = all.filter(([unit]) => unit.startsWith(`${branch.key}-`)).flatMap(([, people]) => people);
    const far = all
      .filter(([unit]) => !branches.some((one) => unit.startsWith(`${one.key}-`)))
      .flatMap(([, people]) => people);
    const specialist = dice.pick(near.length > 0 && dice.chance(0.65) ? near : far);
    const age = Math.round((Date.parse(today) - Date.parse(stages[0]?.since ?? today)) / 86_400_000);
    const others = (posts.officers.get(firm.station) ?? []).filter((one) => one !== a && one !== b);
    const people: Assigned[] = [];
    if (age > 200 && others.length > 0 && dice.chance(0.16)) {
      // Whoever takes over says so in office hours.
      const day = shanghaiMoment(addDays(today, -dice.between(20, age - 60)));
      const changed = nextWorkingMoment(calendar, new Date(day.getTime() + 10 * 3_600_000));
      people.push({ place: "A", who: dice.pick(others), from: begun, to: changed });
      people.push({ place: "A", who: a, from: changed, to: null });
    } else {
      people.push({ place: "A", who: a, from: begun, to: null });
    }
    people.push({ place: "B", who: b, from: begun, to: null });
    people.push({ place: "SPECIALIST", who: specialist, from: begun, to: null });
    const sponsor = sponsors.get(key);
    if (sponsor !== undefined) people.push({ place: "SPONSOR", who: sponsor, from: begun, to: null });
    return {
      key,
      code: project.code,
      name: project.name,
      firm: firm.key,
      level: project.level,
      address: firm.address,
      station: firm.station,
      stages,
      people,
    };
  });
}

/** Everybody at a station has at least one place, nobody more than six, nobody both places of a project. */
function drawPairs(dated: readonly Dated[], posts: Posts, dice: Dice): Map<string, [string, string]> {
  const pairs = new Map<string, [string, string]>(dated.map(({ key }) => [key, ["", ""]]));
  for (const [station, officers] of posts.officers) {
    const projects = dated.filter(({ firm }) => firm.station === station);
    const places = dice.shuffled(
      projects.flatMap(({ key }) => [{ key, place: 0 } as const, { key, place: 1 } as const]),
    );
    // Whoever has places in the small city comes after those who have none.
    const busy = new Map<string, number>(officers.map((login) => [login, login.startsWith("staff-") ? 0 : 3]));
    const waiting = dice.shuffled(officers.filter((login) => busy.get(login) === 0));
    // Some are asked for more than others.
    const liked = new Map(officers.map((login) => [login, dice.next() ** 2 + 0.05]));
    for (const { key, place } of places) {
      const pair = pairs.get(key) ?? ["", ""];
      const free = officers.filter((login) => (busy.get(login) ?? 0) < 6 && !pair.includes(login));
      const who = waiting.pop() ?? dice.weighted(free.map((login) => [liked.get(login) ?? 0, login] as const));
      pair[place] = who;
      busy.set(who, (busy.get(who) ?? 0) + 1);
    }
  }
  return pairs;
}

/** Leaders take turns, so that their projects do not double up (错位联系). */
function drawSponsors(dated: readonly Dated[], posts: Posts, dice: Dice): Map<string, string> {
  const sponsors = new Map<string, string>();
  const take = (candidates: readonly Dated[], count: number, leaders: readonly string[]) => {
    const left = candidates.filter(({ key }) => !sponsors.has(key));
    for (const [index, { key }] of dice.shuffled(left).slice(0, count).entries()) {
      sponsors.set(key, leaders[index % leaders.length] ?? "");
    }
  };
  take(
    dated.filter(({ level }) => level === "PROVINCE"),
    sponsoredWanted.city,
    posts.leaders.get("city") ?? [],
  );
  const rest = sponsoredWanted.all - sponsoredWanted.city;
  const shares = branches.map((branch) => ({
    branch,
    share: (rest * dated.filter((project) => project.branch === branch).length) / dated.length,
  }));
  const whole = shares.reduce((sum, { share }) => sum + Math.floor(share), 0);
  const byFraction = shares.toSorted((one, other) => (other.share % 1) - (one.share % 1));
  for (const [index, { branch, share }] of byFraction.entries()) {
    const count = Math.floor(share) + (index < rest - whole ? 1 : 0);
    // Of Lijin's leaders the first has the small city's five already.
    const leaders = (posts.leaders.get(branch.key) ?? []).filter((login) => login !== "jiang");
    take(
      dated.filter((project) => project.branch === branch),
      count,
      leaders,
    );
  }
  return sponsors;
}

/** Leave and training over two years, and who is away today; never both officers of a project at once. */
function drawAbsences(projects: readonly ProjectPlan[], posts: Posts, today: string): AbsencePlan[] {
  const dice = createDice("absences");
  const partners = new Map<string, Set<string>>();
  for (const { people } of projects) {
    const officers = people.filter(({ place }) => place === "A" || place === "B").map(({ who }) => who);
    for (const one of officers) partners.set(one, new Set([...(partners.get(one) ?? []), ...officers]));
  }
  const absences: AbsencePlan[] = [];
  const away = new Map<string, AbsencePlan[]>();
  const leave = (who: string, ago: number, days: number) => {
    const from = shanghaiMoment(addDays(today, -ago));
    const to = shanghaiMoment(addDays(today, days - ago));
    const taken = [who, ...(partners.get(who) ?? [])].flatMap((one) => away.get(one) ?? []);
    if (taken.some((other) => other.from < to && from < other.to)) return;
    const absence = { who, from, to };
    absences.push(absence);
    away.set(who, [...(away.get(who) ?? []), absence]);
  };
  for (const who of [...posts.officers.values()].flat()) {
    // The small city's people are away when their stories say so.
    if (!who.startsWith("staff-")) continue;
    if (dice.chance(0.05)) leave(who, dice.between(0, 4), dice.between(5, 12));
    for (let third = 0; third < 6; third += 1) {
      if (dice.chance(0.6)) leave(who, 730 - third * 120 - dice.between(0, 95), dice.between(2, 9));
    }
  }
  return absences;
}
