import {
  accept,
  acknowledge,
  answer,
  approve,
  askBack,
  confirm,
  convert,
  firstContact,
  handled,
  look,
  returnDraft,
  sendToReview,
  type Story,
  wd,
  withdraw,
} from "../acts.ts";

const park = { by: "meng", firm: "luhe", project: "coldPark" } as const;
const storage = { by: "pan", firm: "binhe", project: "storage" } as const;

/** The two projects of the station in Yanwo: one has just been signed, the other is being prepared. */
export const yanwo: readonly Story[] = [
  {
    ...storage,
    ago: wd(39, 50),
    topic: "law",
    title: "刚签约，进场前要和派出所对接哪些事",
    question: "项目刚签约，下月进场平整场地。进场前要和派出所对接哪些事，有没有必须办的手续？",
    acts: [
      acknowledge(55, "欢迎。答复请专员看过以后发给您。"),
      sendToReview(
        120,
        "没有专门的进场审批。请确定一名治安联络人；自己招保安的按规定备案；要用民爆、剧毒、易制毒等物品的，提前说明品种，我们告诉您怎么办许可。",
        "《企业事业单位内部治安保卫条例》；《保安服务管理条例》第十四条；《民用爆炸物品安全管理条例》",
      ),
      approve(150),
      confirm(200, 5),
    ],
  },
  {
    ...park,
    ago: wd(37, 180),
    topic: "traffic",
    title: "园区西门外路口没有信号灯",
    question: "西门外十字路口没有信号灯，冷藏车左转很危险，能不能装一个？",
    acts: [
      convert(
        140,
        "appeal",
        "装信号灯要现场勘查和论证，咨询给不了结果，转为诉求办理，由交警勘查后书面告诉您能不能装、什么时候装。",
        "盐窝派出所（示例）刘警官 0546-0000103",
      ),
      accept(60, "ORDINARY"),
      firstContact(120, "PHONE", "电话约好后天上午一起到路口看。"),
      handled(wd(7), "交警勘查后决定先装黄闪灯和转弯镜，月底前装好；信号灯列入明年计划，方案已书面交给您。"),
      confirm(wd(2), 4, "PARTLY"),
    ],
  },
  {
    ...park,
    ago: wd(32, 70),
    topic: "economic",
    title: "对方要先交保证金才签合同，怎么判断真假",
    question: "有人自称大型超市采购，要我们先交 20 万元保证金再签冷链合同，怎么判断真假？",
    tradeSecret: true,
    acts: [
      acknowledge(20, "在核实清楚以前先不要打款。正式答复请专员审核后发您。"),
      sendToReview(60, "不要先交钱。对方身份核实以前，不打款、不给印章和证照原件。", "《刑法》第二百二十四条"),
      returnDraft(110, "缺少核实对方身份的办法，补上再发。"),
      sendToReview(
        45,
        "先核实再谈：在国家企业信用信息公示系统查主体；用该公司官网的总机回拨，找采购部门核对经办人；约到对方办公地点签约。保证金只付合同写明的对公账户。已经打款的，马上报警并拨打 96110。",
        "《刑法》第二百二十四条；《反电信网络诈骗法》",
      ),
      approve(65),
      confirm(90, 5),
    ],
  },
  {
    ...storage,
    ago: wd(30, 260),
    topic: "other",
    title: "公章刻制到哪里备案",
    question: "项目公司刚成立，公章刻制是自己找店还是要派出所开单子？",
    acts: [withdraw(58, "已经在政务窗口问清楚了，不用再答复。")],
  },
  {
    ...park,
    ago: wd(22, 110),
    topic: "residence",
    title: "外地司机多，能不能在园区集中做居住登记",
    question: "园区常住外地司机约 50 人，白天都在路上，能不能晚上来园区集中登记？",
    acts: [
      acknowledge(77, "可以商量晚上的时间，明天答复。"),
      answer(
        300,
        "可以。我们晚上到园区集中登记一次，司机带身份证，园区出住宿证明。错过的随时到派出所办，也可以网上登记。",
        "《居住证暂行条例》第八条；居住登记办事指南",
      ),
    ],
  },
  {
    ...storage,
    ago: wd(21, 30),
    topic: "security",
    title: "奠基仪式约 600 人，要不要审批",
    question: "奠基仪式预计 600 人，都是员工和受邀代表，要不要向公安申请许可？",
    acts: [
      answer(
        63,
        "不用许可。面向社会公众、预计参加 1000 人以上的活动才需要。请自己做好安全方案，确定现场负责人，车多的话把停车安排发我们一份。",
        "《大型群众性活动安全管理条例》第二条",
      ),
      confirm(35, 5),
    ],
  },
  {
    ...storage,
    ago: wd(14, 200),
    topic: "residence",
    title: "监理人员流动快，登记能不能简化",
    question: "监理和设计人员经常换，每次登记都要跑一趟，能不能简化？",
    // No answer to the question back: after ten working days the clock lets the officer go on with what he has.
    acts: [
      askBack(60, "请补充：一般住多久，住在哪几处，有没有固定的人负责。"),
      answer(
        4580,
        "先按通常情况答复：由项目部固定一人，通过网上登记统一报送，住满半年以前不用反复跑。换人时在三日内更新即可；具体住处不同的，再来问我。",
        "《居住证暂行条例》第八条；居住登记办事指南",
      ),
      confirm(240),
    ],
  },
  {
    ...park,
    ago: wd(9, 330),
    topic: "cyber",
    title: "财务收到“老板”要求转账的消息",
    question: "财务刚在群里收到“老板”要求转 38 万元的消息，头像和名字都一样，怎么办？",
    soon: true,
    acts: [
      answer(
        9,
        "先不要转，这是常见的冒充领导诈骗。马上给老板本人打电话核实；退出并举报那个群；钱已经转出的，立刻拨打 110 和 96110，越早越可能止付。",
        "《反电信网络诈骗法》；反诈中心提示",
      ),
      confirm(30, 5),
    ],
  },
  {
    ...storage,
    ago: wd(7, 90),
    topic: "law",
    title: "宿舍走廊能不能装监控",
    question: "员工宿舍走廊想装监控防盗，有员工不同意，这样装合法吗？",
    acts: [
      acknowledge(64, "收到，涉及个人信息，请专员审核后答复。"),
      sendToReview(
        170,
        "公共走廊因安全需要可以装，要有明显的提示标识，镜头不得对着房间、洗手间和更衣处。录像只用于安全，专人保管。装之前和员工说清楚位置和用途，能用门禁、照明解决的先用。",
        "《个人信息保护法》第二十六条",
      ),
      approve(140),
      confirm(260, 4, "PARTLY"),
    ],
  },
  {
    ...storage,
    ago: 500,
    topic: "law",
    title: "民警来检查时，企业可以看什么手续",
    question: "为了避免有人冒充，想问民警来企业检查时，我们可以要求看哪些证件和手续？",
    acts: [
      acknowledge(200, "问得对。答复请专员审核后发您。"),
      sendToReview(
        262,
        "检查时民警不少于两人，应当出示人民警察证，依法需要检查证的还要出示检查证。您可以核对证件、拨打派出所电话核实。走访服务不是检查，不作处罚，也不收任何费用。",
        "《公安机关办理行政案件程序规定》关于检查的规定",
      ),
      look(15, "chen"),
    ],
  },
];
