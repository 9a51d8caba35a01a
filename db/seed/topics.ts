interface BaseTopic {
  readonly zh: string;
  readonly en: string;
  /** Code of the department whose specialists answer for it. */
  readonly department: string;
  /** An answer goes out only after a specialist has seen it. */
  readonly reviewed: boolean;
}

/** What questions and demands are about (the categories of domain P2 among them), in the order in which they are offered. */
export const baseTopics = {
  traffic: topic("交通出行", "Traffic", "TRAFFIC", false),
  residence: topic("户政、居住证与证照", "Household, residence permits and certificates", "HOUSEHOLD", false),
  borders: topic("出入境", "Exit and entry", "HOUSEHOLD", false),
  security: topic("治安防范", "Public order and site security", "PUBLIC_ORDER", false),
  dispute: topic("矛盾纠纷调处", "Disputes", "PUBLIC_ORDER", false),
  hazmat: topic("爆炸物品与危化品", "Explosives and dangerous chemicals", "PUBLIC_ORDER", false),
  cyber: topic("网络安全与反诈", "Cyber security and fraud", "PUBLIC_ORDER", false),
  case: topic("警情案件办理", "Handling of incidents and cases", "LEGAL", true),
  economic: topic("经济犯罪防范", "Economic crime", "LEGAL", true),
  ip: topic("知识产权保护", "Intellectual property", "LEGAL", true),
  law: topic("法律法规与政策", "Law and policy", "LEGAL", true),
  // Public order is the department with the widest remit.
  other: topic("其他", "Other", "PUBLIC_ORDER", false),
} as const satisfies Record<string, BaseTopic>;

function topic<const D extends string>(zh: string, en: string, department: D, reviewed: boolean) {
  return { zh, en, department, reviewed } as const;
}
