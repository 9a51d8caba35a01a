/**
 * The people of the demo city that one can try the platform as: somebody of every role. Names are made up (示例); the
 * seed in `db/seed/demo/` makes their accounts.
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

/** In the order in which they are shown: first those whose day is the story of one question. */
export const personas: readonly Persona[] = [
  enterprise("liaison", "zhou", "周联络", "东岸路桥建设公司（示例）"),
  police("officerA", "li", "李警官", "北宋派出所"),
  police("officerB", "wang", "王警官", "北宋派出所"),
  police("specialist", "zhao", "赵专员", "交警大队"),
  police("chief", "sun", "孙所长", "北宋派出所"),
  police("office", "qian", "钱主任", "利津县公安局"),
  enterprise("otherLiaison", "wu", "吴联络", "润海新材料公司（示例）"),
  police("leader", "jiang", "蒋局长", "利津县公安局"),
  police("lawyer", "shen", "沈专员", "法制支队"),
  police("deptHandler", "duan", "段警官", "户政出入境支队"),
  police("cityOffice", "wei", "卫主任", "东营市公安局"),
  police("inspector", "yan", "严督察", "东营市公安局"),
  police("dataProtection", "gu", "顾专员", "东营市公安局"),
  police("audit", "zheng", "郑审计", "东营市公安局"),
  police("systemAdmin", "yang", "杨管理", "东营市公安局"),
  police("securityAdmin", "xu", "许安全", "东营市公安局"),
  enterprise("legalRep", "lv", "吕代表", "东岸路桥建设公司（示例）"),
  enterprise("hr", "ren", "任人事", "东岸路桥建设公司（示例）"),
  enterprise("security", "anbao", "何安保", "盛通管道公司（示例）"),
  enterprise("twoFirms", "meng", "孟联络", "盛通管道公司（示例）"),
];

function enterprise(id: string, login: string, dutyName: string, place: string): Persona {
  return { id, login, dutyName, part: id, side: "enterprise", place };
}

function police(id: string, login: string, dutyName: string, place: string): Persona {
  return { id, login, dutyName, part: id, side: "police", place };
}
