import type { PlanContent, Sector } from "./content.ts";

/**
 * Prepared lines for a first draft, by stage and by sector: data, to be changed by whoever runs the city and by the
 * officer in each draft. Nobody has published them: they are examples (示例), and every draft made of them says so.
 */
type Lines = Pick<PlanContent, "concerns" | "services" | "emergency"> & {
  readonly visits?: Pick<PlanContent["visits"], "onSitePerQuarter" | "onlinePerMonth">;
};

const stages: Readonly<Record<string, Lines>> = {
  SIGNED: {
    concerns: [{ what: "手续多、不知找谁", measure: "一张联系卡说清找谁，警长代问有关部门" }],
    services: [
      { what: "首次联系，送联系卡和首次访问码", when: "签约后 3 个工作日内" },
      { what: "公安业务办理指引（交通、户政、出入境）", when: "落地前一次" },
    ],
    emergency: [],
    visits: { onSitePerQuarter: 1, onlinePerMonth: 1 },
  },
  LANDED: {
    concerns: [
      { what: "进场路线与周边学校、村口交会", measure: "共同看一次路线，错开上下学时段" },
      { what: "用地、通行、噪声等未了事项", measure: "列清单，逐项找到办理部门" },
    ],
    services: [
      { what: "工地治安布置建议（围挡、照明、门卫）", when: "开工前" },
      { what: "大件运输通行指引", when: "第一批设备进场前 10 个工作日" },
    ],
    emergency: [],
    visits: { onSitePerQuarter: 2, onlinePerMonth: 1 },
  },
  CONSTRUCTION: {
    concerns: [
      { what: "材料、电缆、燃油被盗", measure: "夜间照明与值守，贵重材料入库，警企同巡重点时段" },
      { what: "渣土车、大件车出入口安全", measure: "出入口设引导员，早晚高峰不出车" },
      { what: "工人集中居住、人员流动大", measure: "居住登记上门集中办，门卫登记" },
    ],
    services: [
      { what: "开工第一课（防盗、防骗、交通）", when: "开工一周内" },
      { what: "居住登记和居住证集中办理", when: "企业提出后 5 个工作日内" },
      { what: "夜间巡逻路线含工地周边", when: "施工期间" },
    ],
    emergency: [
      { what: "工地发生盗窃、斗殴", first: "保护现场，不围堵，马上报警", phone: "110" },
      { what: "交通事故堵住出入口", first: "先救人，摆警示标志，人车分离", phone: "122" },
    ],
    visits: { onSitePerQuarter: 3, onlinePerMonth: 1 },
  },
  PRODUCTION: {
    concerns: [
      { what: "财务、采购人员遇电信诈骗", measure: "大额付款两人核对，每半年一次反诈演练" },
      { what: "内部盗窃、商业秘密外泄", measure: "重点部位门禁和台账，保密提醒" },
    ],
    services: [
      { what: "内部治安保卫制度指导", when: "投产后一个月内" },
      { what: "反诈演练", when: "每半年一次" },
      { what: "车驾管、出入境等业务集中办理", when: "企业提出后" },
    ],
    emergency: [{ what: "接到可疑转账要求", first: "先停付，打电话向本人核实", phone: "96110" }],
    visits: { onSitePerQuarter: 1, onlinePerMonth: 1 },
  },
  FOLLOW_UP: {
    concerns: [],
    services: [{ what: "企业有事随时联系，警长不变", when: "长期" }],
    emergency: [],
    visits: { onSitePerQuarter: 0, onlinePerMonth: 1 },
  },
};

const none: Lines = { concerns: [], services: [], emergency: [] };

const bySector: Readonly<Record<Sector, Lines>> = {
  GENERAL: none,
  TRANSPORT: {
    concerns: [{ what: "占道施工影响通行", measure: "与交警共同审交通组织方案，提前公告" }],
    services: [{ what: "交通导改方案会商", when: "每次封道前 5 个工作日" }],
    emergency: [],
  },
  CHEMICAL: {
    concerns: [
      { what: "危险化学品运输与存放", measure: "运输路线、时段提前报备；易制毒、易制爆品种由治安、禁毒部门指导" },
    ],
    services: [{ what: "危化品运输通行和备案指引", when: "投料前" }],
    emergency: [{ what: "泄漏、起火、爆炸", first: "人员向上风向撤离，先报火警，再通知警长", phone: "119" }],
  },
  MANUFACTURING: {
    concerns: [{ what: "物流车辆集中进出厂区", measure: "分时段进出，厂门外设等候区" }],
    services: [],
    emergency: [],
  },
  ENERGY: {
    concerns: [{ what: "管线、电缆沿线被破坏", measure: "重点线段列入巡线，第三方施工先联系" }],
    services: [{ what: "管线沿线联合巡护", when: "每季度一次" }],
    emergency: [{ what: "管线破损、停电", first: "撤离人员，通知企业调度和警长", phone: "110" }],
  },
  LOGISTICS: {
    concerns: [{ what: "货物寄递安全", measure: "实名收寄、开箱验视，可疑件先隔离再报告" }],
    services: [{ what: "寄递物流安全讲解", when: "每半年一次" }],
    emergency: [],
  },
};

/** What a first draft begins with: the lines of the stage and of the sector, and who can be called in any case. */
export function templateFor(
  stage: string,
  sector: Sector,
): Lines & { visits: Pick<PlanContent["visits"], "onSitePerQuarter" | "onlinePerMonth"> } {
  const ofStage = stages[stage] ?? none;
  const ofSector = bySector[sector];
  return {
    concerns: [...ofStage.concerns, ...ofSector.concerns],
    services: [...ofStage.services, ...ofSector.services],
    emergency: [
      { what: "有人受伤", first: "先打急救电话，派人到路口接车", phone: "120" },
      ...ofStage.emergency,
      ...ofSector.emergency,
    ],
    visits: ofStage.visits ?? { onSitePerQuarter: 0, onlinePerMonth: 1 },
  };
}
