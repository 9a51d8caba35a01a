/**
 * The demo city's units, topics, firms and projects. Names of the city bureau, the county bureau and Beisong's
 * station are public; everything else is invented and says so (示例) in its full name.
 *
 * Telephone numbers (decision 31): a land line's own number cannot begin with 0, which is the prefix of trunk calls,
 * so no exchange can ever assign 0546-0…; a mobile range that is free today could be opened tomorrow.
 * Credit codes: 370599 is no area of GB/T 2260, so no registry can have issued one with it; the check character is right.
 */
import type { RoleCode } from "#access/roles.ts";
import { baseTopics } from "../topics.ts";
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

/** The city's topics, each with whoever answers for it as specialist at the department's desk: an account of `people.ts`. */
export const topics = {
  traffic: { ...baseTopics.traffic, person: "zhao" },
  residence: { ...baseTopics.residence, person: "duan" },
  borders: { ...baseTopics.borders, person: "duan" },
  security: { ...baseTopics.security, person: "han" },
  dispute: { ...baseTopics.dispute, person: "han" },
  hazmat: { ...baseTopics.hazmat, person: "han" },
  cyber: { ...baseTopics.cyber, person: "han" },
  case: { ...baseTopics.case, person: "shen" },
  economic: { ...baseTopics.economic, person: "shen" },
  ip: { ...baseTopics.ip, person: "shen" },
  law: { ...baseTopics.law, person: "shen" },
  other: { ...baseTopics.other, person: "han" },
} as const;
export type TopicKey = keyof typeof topics;

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
