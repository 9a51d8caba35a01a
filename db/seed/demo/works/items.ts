/** What the demo city's officers wrote to the work of each stage: limits and texts by the codes of `stage_item`. */
export interface ItemWords {
  readonly code: string;
  /** Working days, as the stage's list gives them. */
  readonly limit: number;
  readonly voluntary: boolean;
  readonly results: readonly string[];
}

const item = (code: string, limit: number, ...results: readonly string[]): ItemWords => ({
  code,
  limit,
  voluntary: false,
  results,
});
const offered = (code: string, limit: number, ...results: readonly string[]): ItemWords => ({
  ...item(code, limit, ...results),
  voluntary: true,
});

export const stageItems: Readonly<Record<string, readonly ItemWords[]>> = {
  SIGNED: [
    item(
      "firstContact",
      3,
      "已电话联系联络员，说明了两名警长和派出所的值班电话，有事随时打。",
      "电话里介绍了服务内容，企业说目前没有需要，已约定有事再联系。",
    ),
    item("contactCard", 5, "联系卡已送到联络员手里。", "联系卡已交给企业办公室，电话核对无误。"),
    item(
      "servicePlan",
      10,
      "和企业商量了服务内容，方案已发给企业确认。",
      "企业先要两项服务，其余的等开工以后再说，已写进方案。",
    ),
  ],
  LANDED: [
    item(
      "sitePlan",
      10,
      "一起看了围挡、门卫和夜间照明，方案已交企业。",
      "现场走了一圈，东侧围挡缺口由企业补上，方案写好。",
    ),
    item(
      "routeSurvey",
      10,
      "会同交警看了进出路口，重车走北侧道路，早晚高峰错开。",
      "路线已踏勘，限高处绕行，时段已告知司机班。",
    ),
    item("openIssues", 10, "摸底完毕：进场道路一处坑洼已转属地，其余没有遗留问题。", "用地和通行没有遗留问题。"),
  ],
  CONSTRUCTION: [
    offered(
      "openingLesson",
      10,
      "开工第一课已讲，防盗、防骗和用工登记都说到了。",
      "按企业定的时间讲了四十分钟，发了提示单。",
    ),
    offered("residenceDrive", 20, "到工地集中办理居住登记，一个上午办完。", "工人不多，约好来所里办理，已办结。"),
    item("explosives", 10, "不涉及民爆物品；少量危化品的储存要求已说明。", "不涉及。"),
    item("patrolRoute", 10, "已排进夜间巡逻路线，每晚两次。", "工地周边已纳入网格巡逻。"),
  ],
  PRODUCTION: [
    item(
      "internalSecurity",
      20,
      "内部保卫制度已建，负责人是企业安保主管。",
      "看了企业的制度，提了三条建议，企业已改。",
    ),
    offered("ipList", 20, "登记了商标和专利的种类，留了快速联系人。", "企业暂时只登记商标。"),
    offered("fleet", 20, "讲了查验、年检和疲劳驾驶提示，发了清单。", "车队有八辆车，年检日期已帮忙核对。"),
    offered("fraudDrill", 20, "财务和采购参加演练，识别了冒充领导转账。", "演练做完，转账前电话核实已写进财务制度。"),
    offered("safeEnterprise", 30, "介绍了平安企业创建，企业愿意参加。", "企业说再考虑，已留下材料。"),
  ],
  FOLLOW_UP: [offered("returnTalk", 20, "回访了前面答应的事，都已办到，企业没有新的需要。")],
};

export const offerWords: readonly string[] = [
  "这项服务您需要吗？时间由您定，不需要也没关系。",
  "可以安排，您看需要不需要、什么时候方便。",
];
export const wishWords: readonly string[] = ["需要，下周二下午方便。", "可以，安排在月底前就行。"];
export const notNow: readonly string[] = ["现在不需要，谢谢。", "工期紧，先不安排。"];

export const moveNotes: Readonly<Record<string, readonly string[]>> = {
  LANDED: ["土地手续办结，企业已入驻（示例）。", "用地批复已核对（示例）。"],
  CONSTRUCTION: ["施工许可证已核对，现场已开工（示例）。", "开工报告已收，现场核实（示例）。"],
  PRODUCTION: ["竣工验收备案表已核对（示例）。", "试生产通知已收，现场核实（示例）。"],
  FOLLOW_UP: ["投产满半年，转入后续服务（示例）。"],
  SUSPENDED: ["企业来函：资金安排调整，暂停建设（示例）。"],
};

export const planRemarks: readonly string[] = [
  "走访请改成先电话约，月底生产忙的时候不要来。",
  "希望加一条：雨季来之前帮我们看一次排水和用电。",
  "联络人换了，请把电话改过来。",
];
