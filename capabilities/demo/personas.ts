/**
 * The people of the demo city that one can try the platform as. Names are made up (示例); the seed in
 * `db/seed/` makes their accounts.
 */
export interface Persona {
  readonly id: string;
  readonly login: string;
  readonly dutyName: string;
  /** Message key below `persona.`. */
  readonly part: string;
  readonly side: "enterprise" | "police";
  readonly place: string;
}

export const personas: readonly Persona[] = [
  {
    id: "liaison",
    login: "zhou",
    dutyName: "周联络",
    part: "liaison",
    side: "enterprise",
    place: "东岸路桥建设公司（示例）",
  },
  { id: "officerA", login: "li", dutyName: "李警官", part: "officerA", side: "police", place: "北宋派出所" },
  { id: "officerB", login: "wang", dutyName: "王警官", part: "officerB", side: "police", place: "北宋派出所" },
  { id: "specialist", login: "zhao", dutyName: "赵专员", part: "specialist", side: "police", place: "交警大队" },
  { id: "chief", login: "sun", dutyName: "孙所长", part: "chief", side: "police", place: "北宋派出所" },
  { id: "office", login: "qian", dutyName: "钱主任", part: "office", side: "police", place: "利津县公安局" },
  {
    id: "otherLiaison",
    login: "wu",
    dutyName: "吴联络",
    part: "otherLiaison",
    side: "enterprise",
    place: "润海新材料公司（示例）",
  },
  { id: "audit", login: "zheng", dutyName: "郑审计", part: "audit", side: "police", place: "东营市公安局" },
];
