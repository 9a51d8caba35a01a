import {
  acknowledge,
  answer,
  askSpecialist,
  comment,
  confirm,
  instead,
  look,
  notOurRemit,
  type Story,
  submitDraft,
  wd,
} from "../acts.ts";

const by = "wu";
const firm = "runhai";
const project = "runhaiTwo";

/** A chemical plant being enlarged: the officer's busiest project at the end. */
export const runhai: readonly Story[] = [
  {
    ago: wd(38, 160),
    by,
    firm,
    project,
    topic: "borders",
    title: "外籍工程师住厂区宿舍怎么登记",
    question: "设备厂家派 3 名外籍工程师来调试，住厂区宿舍两个月。住宿登记怎么做，要不要办居留证件？",
    acts: [
      answer(
        92,
        "入住后 24 小时内，由本人或者单位到派出所登记，带护照和签证。换宿舍或者离开后再回来要重新登记。持工作签证、需要办居留证件的，入境后 30 日内到出入境窗口申请。",
        "《出境入境管理法》第三十条、第三十九条",
      ),
      confirm(70, 5),
    ],
  },
  {
    ago: wd(34, 20),
    by,
    firm,
    project,
    topic: "cyber",
    title: "想请民警来厂里做一次反诈培训",
    question: "最近有员工接到冒充客服的电话，差点转账。能不能给全厂做一次培训，财务人员单独讲讲？",
    acts: [
      acknowledge(25, "收到，我和反诈民警约时间，今天给您安排。"),
      comment(40, "wu", "shared", "白班 16 点下班，16:10 以后都方便。"),
      answer(
        120,
        "安排两场，每场 40 分钟，财务人员另加一节转账核验。当天带宣传页来，不需要企业准备材料。遇到可疑转账先停下，拨打 96110 问一句。",
        "《反电信网络诈骗法》关于单位内部防范教育的规定",
      ),
      confirm(1300, 5),
    ],
  },
  {
    ago: wd(24, 60),
    by,
    firm,
    project,
    topic: "traffic",
    title: "厂外道路半幅施工，原料车怎么绕行",
    question: "厂门口县道半幅施工，20 米长的原料车掉不了头，能不能指一条绕行路线？",
    // Nobody answers for ten working hours: the ladder climbs to the leader, then the chief takes it in hand.
    acts: [
      instead(
        "sun",
        acknowledge(
          640,
          "答复晚了，向您道歉：李警官外出培训，王警官这两天在处置突发警情。现在由王警官专门办理，明天上午给您绕行路线。",
        ),
      ),
      look(20, "jiang"),
      answer(
        180,
        "原料车走南环路，从厂区南门进出，南门口已请施工方让出 4 米。早 7 点到 8 点半县道管控，请错开。施工预计十天，变化会提前告诉您。",
        "《道路交通安全法》第三十九条",
      ),
      confirm(400, 3, "PARTLY"),
    ],
  },
  {
    ago: wd(18, 250),
    by,
    firm,
    project,
    topic: "other",
    title: "无人机航拍工地进度要报批吗",
    question: "监理想每周用无人机拍一次进度照片，飞之前要向公安报批吗？",
    acts: [
      notOurRemit(
        88,
        "空域和飞行活动申请不由公安机关审批。登记过的小型无人机在适飞空域飞行，按规定可以不报，但要先查清工地是不是管制空域。",
        "民用无人驾驶航空器综合管理平台，或当地空中交通管理机构",
        "有不同意见可拨打 12345，也可以再来找我",
      ),
    ],
  },
  {
    ago: wd(15, 100),
    by,
    firm,
    project,
    topic: "traffic",
    title: "厂门口能不能划禁停线",
    question: "社会车辆常停在厂门口，罐车转弯看不见。能不能划一段禁停线？",
    // No confirmation comes: the clock closes it as unrated after ten working days.
    acts: [
      acknowledge(130, "收到，和交警约了时间看现场。"),
      answer(
        310,
        "已和交警看过，门口两侧各 15 米适合划禁停线，由交警报道路管理部门施划，约两周。之前先借给你们 6 个锥桶。",
        "《道路交通安全法》第二十五条",
      ),
    ],
  },
  {
    ago: 365,
    by,
    firm,
    project,
    topic: "traffic",
    title: "塔吊作业占道，请求临时管制",
    question: "后天塔吊拆臂，要占用厂门口县道约两小时。临时管制要什么手续，能不能请交警到场？",
    soon: true,
    pictures: ["crane"],
    acts: [look(335, "wang")],
  },
  {
    ago: 300,
    by,
    firm,
    project,
    topic: "traffic",
    title: "反应釜大件运输，夜里走县城能不能通行",
    question: "反应釜宽 4.2 米，厂家建议夜里 23 点以后穿过县城。能不能走，要不要护送？",
    acts: [
      acknowledge(50, "收到，要请交警看路线和限高，明天中午前正式答复。"),
      askSpecialist(14, "请看县城段限高、限宽和夜间时段，是否需要护送。"),
      look(60, "zhao"),
    ],
  },
  {
    ago: 185,
    by,
    firm,
    project,
    topic: "security",
    title: "民爆物品运输路线要怎么报",
    question: "二期场平需要爆破，爆破公司问炸药运到工地的路线向谁报，多久能批？",
    acts: [
      askSpecialist(16, "请核对运输许可由谁申请、多久决定，路线要写到什么程度。"),
      submitDraft(
        112,
        "由收货单位向运达地县级公安机关申请民用爆炸物品运输许可证，写明品种、数量、起运和运达地点、路线和经停点。受理之日起 3 日内决定。",
        "《民用爆炸物品安全管理条例》第二十六条",
      ),
      look(30, "li"),
    ],
  },
];
