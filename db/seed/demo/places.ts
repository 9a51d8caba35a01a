/**
 * The demo city's units, topics, firms and projects. Names of the city, the county bureau and the branch are public;
 * everything else is invented and says so (示例) in its full name.
 *
 * Telephone numbers (decision 31): a land line's own number cannot begin with 0, which is the prefix of trunk calls,
 * so no exchange can ever assign 0546-0…; a mobile range that is free today could be opened tomorrow.
 * Credit codes: 370599 is no area of GB/T 2260, so no registry can have issued one with it; the check character is right.
 */
import type { RoleCode } from "#access/roles.ts";
import { creditCodeCheck } from "#kernel/fields/credit-code.ts";

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

/** By key, parents before their children. */
export const units = {
  city: { name: "东营市公安局", short: "东营市公安局", tier: "CITY", parent: null, area: "370500" },
  lijin: { name: "利津县公安局", short: "利津县公安局", tier: "BRANCH", parent: "city", area: "370522" },
  kenli: { name: "东营市公安局垦利分局", short: "垦利分局", tier: "BRANCH", parent: "city", area: "370505" },
  beisong: {
    name: "利津县公安局北宋派出所（示例）",
    short: "北宋派出所",
    tier: "STATION",
    parent: "lijin",
    area: "370522",
  },
  shengtuo: {
    name: "垦利分局胜坨派出所（示例）",
    short: "胜坨派出所",
    tier: "STATION",
    parent: "kenli",
    area: "370505",
  },
  trafficLijin: {
    name: "利津县公安局交警大队（示例）",
    short: "交警大队",
    tier: "DEPARTMENT",
    parent: "lijin",
    area: "370522",
    department: "TRAFFIC",
  },
  trafficCity: department("东营市公安局交警支队（示例）", "交警支队", "TRAFFIC"),
  household: department("东营市公安局户政管理支队（示例）", "户政支队", "HOUSEHOLD"),
  exitEntry: department("东营市公安局出入境管理支队（示例）", "出入境支队", "EXIT_ENTRY"),
  publicOrder: department("东营市公安局治安支队（示例）", "治安支队", "PUBLIC_ORDER"),
  cyber: department("东营市公安局网安支队（示例）", "网安支队", "CYBER"),
  economic: department("东营市公安局经侦支队（示例）", "经侦支队", "ECONOMIC"),
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
  /** Who answers for it as specialist, and who sits at the department's desk: accounts of `people.ts`. */
  readonly specialist: string;
  readonly desk: string;
}

/** In the order in which they are offered. */
export const topics = {
  traffic: topic("交通出行", "Traffic", "TRAFFIC", false, "zhao", "zhao"),
  residence: topic("户政与居住证", "Household and residence permits", "HOUSEHOLD", false, "feng", "duan"),
  borders: topic("出入境", "Exit and entry", "EXIT_ENTRY", false, "feng", "duan"),
  security: topic("治安防范", "Public order and site security", "PUBLIC_ORDER", false, "han", "han"),
  cyber: topic("网络安全与反诈", "Cyber security and fraud", "CYBER", false, "he", "he"),
  economic: topic("经济犯罪防范", "Economic crime", "ECONOMIC", true, "shen", "shen"),
  law: topic("法律法规与政策", "Law and policy", "LEGAL", true, "shen", "shen"),
  // Public order is the department with the widest remit.
  other: topic("其他", "Other", "PUBLIC_ORDER", false, "han", "han"),
} as const satisfies Record<string, Topic>;
export type TopicKey = keyof typeof topics;

function topic<const S extends string, const D extends string>(
  zh: string,
  en: string,
  code: string,
  reviewed: boolean,
  specialist: S,
  desk: D,
) {
  return { zh, en, department: code, reviewed, specialist, desk };
}

/** A valid credit code that nobody can have. */
function creditCode(organisation: string): string {
  const body = `91370599${organisation}`;
  return `${body}${creditCodeCheck(body)}`;
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
    address: "垦利区胜坨镇示例路 8 号",
    station: "shengtuo",
  },
  binhe: {
    name: "滨河储能科技公司（示例）",
    uscc: creditCode("MA0BATT05"),
    address: "垦利区胜坨镇示例路 60 号",
    station: "shengtuo",
  },
} as const;
export type FirmKey = keyof typeof firms;

interface Project {
  readonly name: string;
  readonly code: string;
  readonly firm: FirmKey;
  readonly level: "PROVINCE" | "CITY";
  readonly address: string;
  readonly station: "beisong" | "shengtuo";
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
    people: { A: "li", B: "wang", SPECIALIST: "zhao", SPONSOR: "tang" },
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
    address: "垦利区胜坨镇示例路 8 号",
    station: "shengtuo",
    stages: [
      ["SIGNED", 330],
      ["LANDED", 170],
    ],
    people: { A: "liu", B: "chen", SPECIALIST: "he", SPONSOR: "tang" },
  },
  storage: {
    name: "滨河储能电站项目（示例）",
    code: "SL-2025-005",
    firm: "binhe",
    level: "PROVINCE",
    address: "垦利区胜坨镇示例路 60 号",
    station: "shengtuo",
    stages: [["SIGNED", 96]],
    people: { A: "chen", B: "liu", SPECIALIST: "shen", SPONSOR: "tang" },
  },
} as const satisfies Record<string, Project>;
export type ProjectKey = keyof typeof projects;

/** A role at a unit or firm. */
export type Grant = readonly [role: RoleCode, at: UnitKey | FirmKey];
