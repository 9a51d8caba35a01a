/**
 * The demo city's units, topics, firms and projects. Names of the city bureau, the county bureau and Beisong's
 * station are public; everything else is invented and says so (示例) in its full name.
 *
 * Telephone numbers (decision 31): a land line's own number cannot begin with 0, which is the prefix of trunk calls,
 * so no exchange can ever assign 0546-0…; a mobile range that is free today could be opened tomorrow.
 * Credit codes: 370599 is no area of GB/T 2260, so no registry can have issued one with it; the check character is right.
 */
import type { RoleCode } from "#access/roles.ts";
import { creditCode } from "./city/names.ts";

/** Days from the seed's end back to when something began. */
type DaysAgo = number;

interface Unit {
  readonly name: string;
  readonly short: string;
  readonly tier: "CITY" | "BRANCH" | "DEPARTMENT" | "STATION";
  readonly parent: string | null;
  readonly area: string;
  readonly department?: string;
}

/**
 * By key, parents before their children. Every tier once, departments at the county and at the city: a question finds
 * its department at the branch, else at the city. One department may answer for several topics.
 */
export const units = {
  city: { name: "东营市公安局", short: "东营市公安局", tier: "CITY", parent: null, area: "370500" },
  lijin: { name: "利津县公安局", short: "利津县公安局", tier: "BRANCH", parent: "city", area: "370522" },
  beisong: {
    name: "利津县公安局北宋派出所",
    short: "北宋派出所",
    tier: "STATION",
    parent: "lijin",
    area: "370522",
  },
  yanwo: {
    name: "利津县公安局盐窝派出所（示例）",
    short: "盐窝派出所（示例）",
    tier: "STATION",
    parent: "lijin",
    area: "370522",
  },
  traffic: {
    name: "利津县公安局交警大队（示例）",
    short: "交警大队",
    tier: "DEPARTMENT",
    parent: "lijin",
    area: "370522",
    department: "TRAFFIC",
  },
  household: department("东营市公安局户政与出入境支队（示例）", "户政出入境支队", "HOUSEHOLD"),
  publicOrder: department("东营市公安局治安与网安支队（示例）", "治安网安支队", "PUBLIC_ORDER"),
  legal: department("东营市公安局法制支队（示例）", "法制支队", "LEGAL"),
} as const satisfies Record<string, Unit>;
export type UnitKey = keyof typeof units;

function department<const D extends string>(name: string, short: string, code: D) {
  return { name, short, tier: "DEPARTMENT", parent: "city", area: "370500", department: code } as const;
}

interface Topic {
  readonly zh: string;
  readonly en: string;
  readonly department: string;
  readonly reviewed: boolean;
  /** Who answers for it as specialist and sits at the department's desk: an account of `people.ts`. */
  readonly person: string;
}

/** What questions and demands are about (the categories of domain P2 among them), in the order in which they are offered. */
export const topics = {
  traffic: topic("交通出行", "Traffic", "TRAFFIC", false, "zhao"),
  residence: topic("户政、居住证与证照", "Household, residence permits and certificates", "HOUSEHOLD", false, "duan"),
  borders: topic("出入境", "Exit and entry", "HOUSEHOLD", false, "duan"),
  security: topic("治安防范", "Public order and site security", "PUBLIC_ORDER", false, "han"),
  dispute: topic("矛盾纠纷调处", "Disputes", "PUBLIC_ORDER", false, "han"),
  hazmat: topic("爆炸物品与危化品", "Explosives and dangerous chemicals", "PUBLIC_ORDER", false, "han"),
  cyber: topic("网络安全与反诈", "Cyber security and fraud", "PUBLIC_ORDER", false, "han"),
  case: topic("警情案件办理", "Handling of incidents and cases", "LEGAL", true, "shen"),
  economic: topic("经济犯罪防范", "Economic crime", "LEGAL", true, "shen"),
  ip: topic("知识产权保护", "Intellectual property", "LEGAL", true, "shen"),
  law: topic("法律法规与政策", "Law and policy", "LEGAL", true, "shen"),
  // Public order is the department with the widest remit.
  other: topic("其他", "Other", "PUBLIC_ORDER", false, "han"),
} as const satisfies Record<string, Topic>;
export type TopicKey = keyof typeof topics;

function topic<const P extends string>(zh: string, en: string, code: string, reviewed: boolean, person: P) {
  return { zh, en, department: code, reviewed, person };
}

export const firms = {
  east: {
    name: "东岸路桥建设公司（示例）",
    uscc: creditCode("MA0QUAY01"),
    address: "利津县北宋镇示例路 1 号",
    station: "beisong",
  },
  runhai: {
    name: "润海新材料公司（示例）",
    uscc: creditCode("MA0RUNHA2"),
    address: "利津县北宋镇示例路 22 号",
    station: "beisong",
  },
  shengtong: {
    name: "盛通管道公司（示例）",
    uscc: creditCode("MA0TUBE03"),
    address: "利津县北宋镇示例路 35 号",
    station: "beisong",
  },
  luhe: {
    name: "鲁河冷链物流公司（示例）",
    uscc: creditCode("MA0CARG04"),
    address: "利津县盐窝镇示例路 8 号",
    station: "yanwo",
  },
  binhe: {
    name: "滨河储能科技公司（示例）",
    uscc: creditCode("MA0BATT05"),
    address: "利津县盐窝镇示例路 60 号",
    station: "yanwo",
  },
} as const;
export type FirmKey = keyof typeof firms;

interface Project {
  readonly name: string;
  readonly code: string;
  readonly firm: FirmKey;
  readonly level: "PROVINCE" | "CITY";
  readonly address: string;
  readonly station: "beisong" | "yanwo";
  /** Stages with the days since they began, the oldest first. */
  readonly stages: readonly (readonly [stage: string, since: DaysAgo])[];
  readonly people: Readonly<Record<"A" | "B" | "SPECIALIST" | "SPONSOR", string>>;
}

export const projects = {
  bridge: {
    name: "黄河公铁大桥项目（示例）",
    code: "SL-2024-001",
    firm: "east",
    level: "PROVINCE",
    address: "利津县北宋镇黄河北岸",
    station: "beisong",
    // Day 412 of the building, as the first day counts.
    stages: [
      ["SIGNED", 780],
      ["LANDED", 590],
      ["CONSTRUCTION", 411],
    ],
    people: { A: "li", B: "wang", SPECIALIST: "zhao", SPONSOR: "jiang" },
  },
  runhaiTwo: {
    name: "润海新材料二期项目（示例）",
    code: "SL-2024-002",
    firm: "runhai",
    level: "CITY",
    address: "利津县北宋镇示例路 22 号",
    station: "beisong",
    stages: [
      ["SIGNED", 520],
      ["LANDED", 400],
      ["CONSTRUCTION", 236],
    ],
    people: { A: "li", B: "wang", SPECIALIST: "han", SPONSOR: "jiang" },
  },
  pipes: {
    name: "盛通管道智能工厂项目（示例）",
    code: "SL-2023-003",
    firm: "shengtong",
    level: "CITY",
    address: "利津县北宋镇示例路 35 号",
    station: "beisong",
    stages: [
      ["SIGNED", 1010],
      ["LANDED", 900],
      ["CONSTRUCTION", 700],
      ["PRODUCTION", 148],
    ],
    people: { A: "wang", B: "li", SPECIALIST: "zhao", SPONSOR: "jiang" },
  },
  coldPark: {
    name: "黄河口冷链物流园项目（示例）",
    code: "SL-2025-004",
    firm: "luhe",
    level: "CITY",
    address: "利津县盐窝镇示例路 8 号",
    station: "yanwo",
    stages: [
      ["SIGNED", 330],
      ["LANDED", 170],
    ],
    people: { A: "liu", B: "chen", SPECIALIST: "han", SPONSOR: "jiang" },
  },
  storage: {
    name: "滨河储能电站项目（示例）",
    code: "SL-2025-005",
    firm: "binhe",
    level: "PROVINCE",
    address: "利津县盐窝镇示例路 60 号",
    station: "yanwo",
    stages: [["SIGNED", 96]],
    people: { A: "chen", B: "liu", SPECIALIST: "shen", SPONSOR: "jiang" },
  },
} as const satisfies Record<string, Project>;
export type ProjectKey = keyof typeof projects;

/** A role at a unit or firm. */
export type Grant = readonly [role: RoleCode, at: UnitKey | FirmKey];
