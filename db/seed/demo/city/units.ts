import type { UnitPlan } from "../plan.ts";

/** A branch or county bureau with its share of the city. */
export interface Branch {
  readonly key: string;
  readonly name: string;
  /** In front of its departments' and people's short names. */
  readonly short: string;
  readonly area: string;
  /** Key projects of its own (domain.md §2 and the city's 330), those of the small city included. */
  readonly projects: number;
  /** Towns with a police station; those of the small city are not among them. */
  readonly towns: readonly string[];
  readonly leaders: number;
  /** With departments of its own for every topic; else a question goes to the city's. */
  readonly full: boolean;
  /** Where key projects have a work station: town and what it is called after. */
  readonly workStations: readonly (readonly [town: string, name: string])[];
}

/**
 * Branches of domain.md §2; names that are not published, and all stations but three, say that they are examples. The
 * last one's area code is of no statistics at all.
 */
export const branches: readonly Branch[] = [
  {
    key: "dongying",
    name: "东营公安分局",
    short: "东营分局",
    area: "370502",
    projects: 62,
    leaders: 7,
    full: true,
    towns: ["牛庄", "史口", "龙居", "六户", "胜园", "文汇", "黄河路", "辛店", "东城"],
    workStations: [
      ["牛庄", "牛庄创业园"],
      ["史口", "史口工业园"],
      ["六户", "六户产业园"],
    ],
  },
  {
    key: "hekou",
    name: "东营市公安局河口分局",
    short: "河口分局",
    area: "370503",
    projects: 40,
    leaders: 5,
    full: true,
    towns: ["义和", "孤岛", "仙河", "新户", "六合", "河口"],
    workStations: [
      ["河口", "蓝色经济园"],
      ["仙河", "仙河新能源"],
    ],
  },
  {
    key: "kenli",
    name: "东营市公安局垦利分局",
    short: "垦利分局",
    area: "370505",
    projects: 44,
    leaders: 5,
    full: true,
    towns: ["兴隆", "胜坨", "郝家", "永安", "黄河口", "董集", "垦利"],
    workStations: [
      ["兴隆", "高新产业园"],
      ["胜坨", "胜坨化工园"],
      ["郝家", "石油装备园"],
    ],
  },
  {
    key: "lijin",
    name: "",
    short: "利津",
    area: "370522",
    projects: 36,
    leaders: 5,
    full: false,
    towns: ["陈庄", "汀罗", "明集", "凤凰城"],
    workStations: [
      ["beisong", "黄河公铁大桥"],
      ["凤凰城", "利津经开区"],
    ],
  },
  {
    key: "guangrao",
    name: "广饶县公安局",
    short: "广饶县局",
    area: "370523",
    projects: 58,
    leaders: 7,
    full: true,
    towns: ["大王", "稻庄", "丁庄", "花官", "李鹊", "石村", "乐安", "大码头", "陈官"],
    workStations: [
      ["大王", "大王橡胶轮胎园"],
      ["丁庄", "广饶化工园"],
      ["稻庄", "稻庄高端制造园"],
      ["乐安", "广饶经开区"],
    ],
  },
  {
    key: "kaifa",
    name: "东营市公安局开发区分局",
    short: "开发区分局",
    area: "370571",
    projects: 52,
    leaders: 6,
    full: true,
    towns: ["东城北", "胜利街", "府前", "科教园", "临港"],
    workStations: [
      ["科教园", "软件园"],
      ["临港", "有色金属园"],
    ],
  },
  {
    key: "port",
    name: "东营市公安局东营港分局（示例）",
    short: "东营港分局",
    area: "370572",
    projects: 26,
    leaders: 3,
    full: false,
    towns: ["港北", "港南", "化工园"],
    workStations: [
      ["化工园", "港区化工"],
      ["港北", "港口码头"],
    ],
  },
  {
    key: "nonggao",
    name: "东营市公安局农高区分局（示例）",
    short: "农高区分局",
    area: "370599",
    projects: 12,
    leaders: 2,
    full: false,
    towns: ["示范区", "广北"],
    workStations: [["示范区", "农高区"]],
  },
];

/** Names of stations that were published with the scheme. */
const published = new Set(["牛庄", "兴隆"]);

/** Departments that a full branch has, beside those of the city; four of them answer for topics. */
const branchDepartments = [
  ["TRAFFIC", "交警大队"],
  ["PUBLIC_ORDER", "治安网安大队"],
  ["HOUSEHOLD", "户政出入境大队"],
  ["LEGAL", "法制大队"],
  ["CRIMINAL", "刑侦大队"],
] as const;

/** The city's departments that the small city does not have. */
const cityDepartments = [
  ["TRAFFIC", "交警支队"],
  ["CRIMINAL", "刑侦支队"],
  ["ECONOMIC", "经侦支队"],
  ["NARCOTICS", "禁毒支队"],
  ["IP_FOOD_DRUG_ENV", "食药环侦支队"],
  ["COMMAND", "指挥中心"],
  ["INSPECTORATE", "督察支队"],
  ["PUBLICITY", "宣传处"],
  ["IT", "科信支队"],
] as const;

export const stationKey = (branch: string, town: string) => `${branch}-${town}`;
export const departmentKey = (branch: string, department: string) => `${branch}-${department}`;

/** The units that the full city has beside the small one's, parents before their children. */
export function fullUnits(): UnitPlan[] {
  const units: Omit<UnitPlan, "line">[] = cityDepartments.map(([department, name]) => ({
    key: departmentKey("city", department),
    name: `东营市公安局${name}（示例）`,
    short: `市局${name}`,
    tier: "DEPARTMENT",
    parent: "city",
    area: "370500",
    department,
  }));
  for (const branch of branches) {
    const { key, short, area } = branch;
    // The county bureau is the small city's already.
    const name = branch.name || "利津县公安局";
    const bare = name.replace("（示例）", "");
    if (branch.name) units.push({ key, name, short, tier: "BRANCH", parent: "city", area, department: null });
    for (const [department, called] of departmentsOf(branch)) {
      units.push({
        key: departmentKey(key, department),
        name: `${bare}${called}（示例）`,
        short: `${short}${called}`,
        tier: "DEPARTMENT",
        parent: key,
        area,
        department,
      });
    }
    for (const town of branch.towns) {
      const mark = published.has(town) ? "" : "（示例）";
      units.push({
        key: stationKey(key, town),
        name: `${bare}${town}派出所${mark}`,
        short: `${town}派出所${mark}`,
        tier: "STATION",
        parent: key,
        area,
        department: null,
      });
    }
    for (const [town, called] of branch.workStations) {
      units.push({
        key: `${key}-work-${called}`,
        name: `${called}项目警长工作站（示例）`,
        short: `${called}工作站（示例）`,
        tier: "WORK_STATION",
        parent: branch.towns.includes(town) ? stationKey(key, town) : town,
        area,
        department: null,
      });
    }
  }
  return units.map((unit, index) => ({ ...unit, line: 1001 + index }));
}

/** What a branch has of its own beside the small city's; a small one has its traffic police at most. */
export function departmentsOf(branch: Branch): readonly (readonly [department: string, name: string])[] {
  if (branch.full) return branchDepartments;
  if (branch.key === "lijin") return [["CRIMINAL", "刑侦大队"]];
  return branch.key === "port" ? [["TRAFFIC", "交警大队"]] : [];
}

/** The unit that answers for a topic's department in a branch: its own, else the city's (as `access/capacities.ts` says). */
export function departmentOf(branch: Branch, department: string): string {
  if (branch.key === "lijin" && department === "TRAFFIC") return "traffic";
  if (departmentsOf(branch).some(([own]) => own === department)) return departmentKey(branch.key, department);
  const small: Readonly<Record<string, string>> = {
    HOUSEHOLD: "household",
    PUBLIC_ORDER: "publicOrder",
    LEGAL: "legal",
  };
  return small[department] ?? departmentKey("city", department);
}
