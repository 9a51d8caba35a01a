/**
 * The demo city's accounts by login. Duty names are a common surname and a duty, never a person's name; police numbers
 * begin with letters, which real ones never do. Nobody has a password: one signs in by the demo cards only.
 */
import type { Grant, UnitKey } from "./places.ts";

interface Staff {
  readonly name: string;
  readonly unit: UnitKey;
  readonly grants: readonly Grant[];
}

interface Member {
  readonly name: string;
  readonly grants: readonly Grant[];
}

export const staff = {
  li: { name: "李警官", unit: "beisong", grants: [["OFFICER", "beisong"]] },
  wang: { name: "王警官", unit: "beisong", grants: [["OFFICER", "beisong"]] },
  liu: { name: "刘警官", unit: "yanwo", grants: [["OFFICER", "yanwo"]] },
  chen: { name: "陈警官", unit: "yanwo", grants: [["OFFICER", "yanwo"]] },
  sun: { name: "孙所长", unit: "beisong", grants: [["STATION_CHIEF", "beisong"]] },
  hu: { name: "胡所长", unit: "yanwo", grants: [["STATION_CHIEF", "yanwo"]] },
  qian: { name: "钱主任", unit: "lijin", grants: [["PROGRAM_OFFICE_BRANCH", "lijin"]] },
  wei: { name: "卫主任", unit: "city", grants: [["PROGRAM_OFFICE_CITY", "city"]] },
  jiang: { name: "蒋局长", unit: "lijin", grants: [["LEADER", "lijin"]] },
  // Each of the four departments has one person, who drafts and reviews, and answers what comes to its desk.
  zhao: {
    name: "赵专员",
    unit: "traffic",
    grants: [
      ["SPECIALIST", "traffic"],
      ["DEPT_HANDLER", "traffic"],
    ],
  },
  duan: {
    name: "段警官",
    unit: "household",
    grants: [
      ["SPECIALIST", "household"],
      ["DEPT_HANDLER", "household"],
    ],
  },
  han: {
    name: "韩专员",
    unit: "publicOrder",
    grants: [
      ["SPECIALIST", "publicOrder"],
      ["DEPT_HANDLER", "publicOrder"],
    ],
  },
  shen: {
    name: "沈专员",
    unit: "legal",
    grants: [
      ["SPECIALIST", "legal"],
      ["DEPT_HANDLER", "legal"],
    ],
  },
  yan: { name: "严督察", unit: "city", grants: [["INSPECTOR", "city"]] },
  gu: { name: "顾专员", unit: "city", grants: [["DATA_PROTECTION", "city"]] },
  zheng: { name: "郑审计", unit: "city", grants: [["AUDIT_ADMIN", "city"]] },
  yang: { name: "杨管理", unit: "city", grants: [["SYS_ADMIN", "city"]] },
  xu: { name: "许安全", unit: "city", grants: [["SEC_ADMIN", "city"]] },
} as const satisfies Record<string, Staff>;

export const members = {
  zhou: { name: "周联络", grants: [["ENT_LIAISON", "east"]] },
  lv: { name: "吕代表", grants: [["ENT_LEGAL_REP", "east"]] },
  ren: { name: "任人事", grants: [["ENT_HR", "east"]] },
  wu: { name: "吴联络", grants: [["ENT_LIAISON", "runhai"]] },
  // Acts for two firms; each session acts for one of them.
  meng: {
    name: "孟联络",
    grants: [
      ["ENT_LIAISON", "shengtong"],
      ["ENT_LIAISON", "luhe"],
    ],
  },
  anbao: { name: "何安保", grants: [["ENT_SECURITY", "shengtong"]] },
  pan: { name: "潘联络", grants: [["ENT_LIAISON", "binhe"]] },
} as const satisfies Record<string, Member>;

export type StaffLogin = keyof typeof staff;
export type MemberLogin = keyof typeof members;
export type Login = StaffLogin | MemberLogin;

/** Somebody's time away, in working minutes before the seed's end: whole days, B acts meanwhile. */
export const absences: readonly { readonly who: StaffLogin; readonly from: number; readonly to: number }[] = [
  { who: "li", from: 26 * 450, to: 21 * 450 },
];
