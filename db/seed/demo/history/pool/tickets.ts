/** What people of the city and of firms tell the hotline about the police's service around building sites and works. */
export interface Report {
  readonly subject: string;
  readonly titles: readonly string[];
  readonly texts: readonly string[];
  readonly place: string;
  /** What was said at the first contact. */
  readonly contact: string;
  readonly done: readonly string[];
  /** What could be done of it only, or why nothing, with the law. */
  readonly part?: string;
  readonly impossible?: readonly [text: string, law: string];
  /** Whose it is by the directory, if not the police's. */
  readonly elsewhere?: readonly [basis: string, why: string, whereTo: string];
}

export const reports: readonly Report[] = [
  {
    subject: "交通秩序",
    titles: ["{gate}外货车占道停车（示例）", "{road}夜间停满大车（示例）"],
    texts: ["{gate}外每天停着 {n} 台大货车，上下班绕不过去，报过一次没有好转。", "{road}夜里两边停满，消防车进不来。"],
    place: "{road}",
    contact: "已通电话，约好今晚到现场看。",
    done: ["已联系车主挪车，加密夜间巡逻，连看三晚没有再停。", "与交警划了禁停标线，违停车辆已处理。"],
    part: "路面违停已清理；路侧停车位的规划由住建部门研究，已转去并告知您。",
  },
  {
    subject: "施工扰民",
    titles: ["工地夜间施工噪声（示例）", "{block}旁夜里卸料声音大（示例）"],
    texts: ["工地连着 {n} 晚施工到后半夜，老人睡不着。", "{block}旁夜里卸钢筋，一车接一车。"],
    place: "{block}",
    contact: "已通电话，说好今晚十点一起到门口听。",
    done: ["已与项目部约定十点以后不卸料，当晚复听安静。", "项目部调整了卸料时间，门口贴了值班电话。"],
    elsewhere: ["派单目录：夜间施工许可", "有夜间施工许可的连续浇筑由住建部门审批监管。", "县住建局施工管理科"],
  },
  {
    subject: "治安管理",
    titles: ["工地附近夜里有人翻墙偷电缆（示例）", "{gate}外有人拦车收钱（示例）"],
    texts: ["近来工地附近夜里有人翻墙，听说丢了电缆，心里不踏实。", "{gate}外有人拦住送料车要钱，不给不让走。"],
    place: "{gate}",
    contact: "已当面了解情况，当晚安排巡逻，并请您把看到的时间记下来。",
    done: ["夜间巡逻已排到这一段，围墙缺口由项目部补好。", "拦车的人已查明并依法处理，运料恢复正常。"],
  },
  {
    subject: "户政服务",
    titles: ["外来务工人员办居住证难（示例）", "派出所窗口中午不办公（示例）"],
    texts: ["{m} 名工人下班后窗口已经关门，请假办证要扣工钱。", "中午去办居住证，窗口没有人。"],
    place: "示例路便民服务点",
    contact: "已通电话，先把人数和证件情况登记下来。",
    done: ["已到项目部集中办理，当场受理，证件寄到项目部。", "窗口中午安排轮值，门口写明了时间。"],
  },
  {
    subject: "警务服务态度",
    titles: ["电话咨询没有人接（示例）", "报警后等了很久（示例）"],
    texts: ["上周打值班电话咨询通行证，响了很久没有人接。", "{road}出了小事故，等了一个多小时才有人来。"],
    place: "{road}",
    contact: "已打电话致歉，问清了时间，去查当天的接警记录。",
    done: ["查实当时值班电话转接有误，已改正，并向您说明。", "当天同时有两起警情，已说明调度情况，并调整了备勤点。"],
    part: "值班电话已改正；通话记录按规定保存不足，无法逐次核对，已向您说明。",
  },
  {
    subject: "交通设施",
    titles: ["{road}口没有信号灯（示例）", "{gate}外学校路段缺减速带（示例）"],
    texts: ["{road}口每天 {k} 人过路，没有信号灯，工程车又多。", "{gate}外接送孩子的人多，车开得快。"],
    place: "{road}",
    contact: "已通电话，约好{day}和交警到现场勘查。",
    done: ["减速带和警示标志已装好，工程车限速三十。", "早晚高峰已有民警和协管员值守，信号灯列入下季度计划。"],
    impossible: [
      "勘查后流量没有达到设置信号灯的条件，已改装减速带和警示灯，半年后再统计一次。",
      "道路交通信号灯设置与安装规范（GB 14886）",
    ],
  },
];

/** Words of callers and of those who call back. */
export const ticketWords = {
  askHelp: ["请到现场先看一眼，留几张照片。", "请帮忙联系车主。"],
  help: ["已到现场，照片附在巡查记录里。", "车主已联系上，答应今晚挪走。"],
  notSolved: ["好了两天又和原来一样。", "来人看过，事情还没有办。"],
  again: ["重新到现场办理，留人值守三晚，来电人当面看过。", "与责任单位当面定了办法，张贴在门口，已复查。"],
  happy: ["谢谢，当晚就有人来了。", "说到做到。", "希望一直这样。"],
  missed: ["上午十点，响铃没有人接。", "下午三点，关机。"],
  unreached: ["两天打了三次都没有接通。", "号码已停机，发过短信没有回复。"],
  ruling: ["涉及治安秩序，归我们办。", "按派单目录归主管部门，已写明该找谁。"],
} as const;
