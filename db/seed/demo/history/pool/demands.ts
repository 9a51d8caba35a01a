import type { TopicKey } from "../../places.ts";
import { building, running } from "./question.ts";

/** Something that firms want done, and what came of it. Words in braces are drawn anew each time. */
export interface Demand {
  readonly topic: TopicKey;
  readonly stages?: readonly string[];
  readonly class: "SIMPLE" | "ORDINARY" | "COMPLEX";
  readonly titles: readonly string[];
  readonly asks: readonly string[];
  /** What was said at the first contact. */
  readonly contact: string;
  readonly done: readonly string[];
  /** What could be done of it only, or why nothing, with the law. */
  readonly part?: string;
  readonly impossible?: readonly [text: string, law: string];
  /** Where it belongs, if not here. */
  readonly elsewhere?: readonly [why: string, whereTo: string];
}

export const demands: readonly Demand[] = [
  {
    topic: "traffic",
    class: "ORDINARY",
    titles: ["{gate}外请装减速带和警示灯", "请在{road}口装信号灯", "{road}转弯处请装凸面镜"],
    asks: [
      "{gate}外{road}货车快，上月擦碰两次，请装减速带和警示灯。",
      "{road}口每天 {k} 多人过路，没有信号灯，请勘查后安装。",
    ],
    contact: "已通电话，约好{day}和交警到现场看车流和视距。",
    done: [
      "现场勘查后，减速带和警示灯已装好，反光标志同步更换，请职工走新画的斑马线。",
      "凸面镜和减速标线已装，一周车流数据显示平均车速降了两成。",
    ],
    part: "警示标志和减速标线已施划；信号灯没有达到设置条件，半年后再统计一次。",
  },
  {
    topic: "traffic",
    class: "SIMPLE",
    titles: ["货车堵住{gate}，请清理", "{road}夜间停满大车，请整治", "{gate}外僵尸车请拖走"],
    asks: ["{gate}外每晚停十几台大车，消防车都进不来，请清理。", "{road}有两台车停了 {n} 个月没动，挡住出口，请处理。"],
    contact: "今晚和交警到场，先联系车主，联系不上的依法拖移。",
    done: ["车主已通知到，全部驶离；加了禁停标线，夜巡连看三晚，没有再停。", "两台车已联系车主开走，路口摆了隔离桩。"],
  },
  {
    topic: "traffic",
    stages: building,
    class: "ORDINARY",
    titles: ["大件运输路线受阻，请协调", "{road}限高架挡住设备，请协调", "跨县运输请两地交警衔接"],
    asks: ["设备{day}到，{road}限高架过不去，请协调路线。", "大件要过两个县，时间对不上，请协调两地交警衔接护送。"],
    contact: "已收到尺寸图，明天和交警、公路一起踏勘备用路线。",
    done: [
      "改走备用路线，夜间通行两小时，交警前后护送，已安全到场。",
      "两地交警已定交接点和时间，运输单位一次报备即可。",
    ],
  },
  {
    topic: "residence",
    class: "SIMPLE",
    titles: ["{m} 名工人请上门办居住登记", "请到厂里集中补办身份证", "夜班职工办证请延时服务"],
    asks: ["新到 {m} 名工人倒班，请上门集中办居住登记。", "有 {n} 名职工身份证到期，外地户口，请来厂里一次办完。"],
    contact: "已和人事约时间，名单今天发来先核对。",
    done: [
      "当晚带设备到厂，{m} 人全部登记，其中符合条件的当场受理居住证。",
      "集中办理完成，证件制好后送到厂门口发给本人。",
    ],
  },
  {
    topic: "borders",
    class: "SIMPLE",
    titles: ["出国递签在即，护照请加急", "{n} 名外籍专家居留证件请预约", "外籍工程师登记被退回，请协助"],
    asks: ["{n} 人{day}递签，护照还没有，请帮忙加急。", "外籍专家住宿登记网上被退回，窗口说缺材料，请协助。"],
    contact: "已联系出入境窗口，缺的材料清单发给您了。",
    done: ["按急件办理，三个工作日出证，已通知本人领取。", "缺的是邀请函翻译件，补齐后当天登记完成。"],
  },
  {
    topic: "security",
    stages: building,
    class: "ORDINARY",
    titles: ["{gate}围挡连续被盗，请加强巡逻", "夜间有人翻墙，请排查", "工地柴油被抽，请查处"],
    asks: ["{gate}一周被盗 {n} 次，案子已报，请加强夜巡、帮看防范。", "夜里有人翻墙进材料区，监控拍到身影，请排查。"],
    contact: "已到现场看过，今晚起加两班夜巡，监控拷走一份。",
    done: [
      "夜巡加密后两周没有再发；缺口已封，照明补齐。案件由刑侦另行办理，进展会单独告知。",
      "排查完毕，是附近拾荒人员，已教育；围墙加高 40 厘米，装了感应灯。",
    ],
  },
  {
    topic: "security",
    stages: building,
    class: "COMPLEX",
    titles: ["有人堵路要求承揽工程，请处理", "进场道路被堆土拦住", "村民阻拦施工已 {n} 天，请协调"],
    asks: ["有人在{road}堵车，要我们用他们的料和车，已停工半天。", "村民说地里积水是工地造成的，拦了 {n} 天，请协调。"],
    contact: "当天到场，先请双方把路让开，分别听了情况，镇里{day}牵头坐下来谈。",
    done: [
      "三方谈了两次：道路恢复通行，料和车由企业自己招标；讲清强迫交易的后果，双方签了书面约定。",
      "查明是排水沟淤堵，企业清沟、镇里修涵管，村民撤离，留了联系人。",
    ],
    part: "道路已通，补偿标准有分歧，镇里在 20 日内评估；在那以前双方都不再拦路。",
  },
  {
    topic: "security",
    class: "ORDINARY",
    titles: ["邻厂夜间放炮试验，请协调", "工地和邻厂围墙之争请调解", "夜里噪声被反复报警，请牵头说和"],
    asks: ["邻厂夜里试设备，响声大，职工睡不好，请协调。", "因为夜间浇筑，同一户反复报警，请牵头当面谈一次。"],
    contact: "两边都听了，请各自写下可以让的和不能让的。",
    done: [
      "约好 22 点以后不试机，特殊情况提前一天说；双方各留一个电话。",
      "当面谈了一个晚上，企业加隔声屏、提前告知，对方撤回投诉。",
    ],
  },
  {
    topic: "cyber",
    class: "ORDINARY",
    titles: ["仿冒我公司招聘骗押金，请查处", "假网站盗用我公司资料", "员工被拉进刷单群，请处置"],
    asks: ["网上有人冒充我公司收押金，已有 {n} 人上当，请查处。", "一个网站盗用我公司名称和证照，请关停。"],
    contact: "线索已收，请保留页面和转账记录，上当的人一并联系。",
    done: [
      "仿冒页面已下架，涉案收款账户已止付，受害人已分别做了笔录。",
      "网站已由平台关停；群里的人逐个提醒，没有新的损失。",
    ],
  },
  {
    topic: "case",
    class: "COMPLEX",
    titles: ["报案 {n} 周没有回音，请督办", "合同诈骗案请告知进展", "假冒商标窝点请查处"],
    asks: ["{n} 周前报的货款被骗案，没有回音，请告诉我们办到哪一步。", "发现假冒我们商标的窝点，请查处。"],
    contact: "已和办案单位对上，受案回执和经办人联系方式今天补给您。",
    done: [
      "已立案，立案告知书送达；后面每月一次告诉您能公开的进展。",
      "和市场监管一起查了窝点，扣下假货，案件移送办理中。",
    ],
    impossible: [
      "证据还不够立案：签约主体真实、有部分履行。已书面告知理由和复议办法，可以走民事。",
      "《刑事诉讼法》第一百一十二条",
    ],
  },
  {
    topic: "law",
    class: "ORDINARY",
    titles: ["对罚款数额有意见，请复核", "检查没有出示手续，请核实", "扣押物品请依法处理"],
    asks: ["罚款告知书数额和事实不符，请复核。", "{day}来检查的人没有出示证件，请核实是不是民警。"],
    contact: "材料已调来看，{day}给您书面说明。",
    done: [
      "复核后数额有误，已按规定重新告知；陈述申辩期重新计算。",
      "核实是辅警随队、民警证件出示不全，已向您道歉并在队里讲评。",
    ],
    impossible: [
      "复核后事实和裁量都没有变，理由已逐条写明；不服可以复议或者起诉。",
      "《行政处罚法》第四十五条；《行政复议法》第二十条",
    ],
  },
  {
    topic: "other",
    class: "SIMPLE",
    titles: ["请来讲一次开工第一课", "请帮园区建联防群", "夜巡请增加{road}"],
    asks: ["{day}开工，{m} 人，请来讲安全。", "相邻 {n} 家想一起值夜，请牵头开个会。"],
    contact: "时间约好，内容按您说的三项准备。",
    done: ["讲了 40 分钟，{m} 人参加，材料留给班组。", "{n} 家建了联防群，值班表排到下月，夜巡路线同步。"],
  },
  {
    topic: "dispute",
    stages: running,
    class: "ORDINARY",
    titles: ["劳务工资纠纷围堵{gate}，请维持秩序", "请协调物业停水停电纠纷", "园区扬尘请查处"],
    asks: ["劳务公司欠薪，{m} 名工人围在{gate}，请维持秩序、联系人社。", "旁边工地扬尘大，请查处。"],
    contact: "已到现场，请大家到会议室坐下谈，人社半小时内到。",
    done: ["人社当场核工资，{n} 天内由专户代发，工人已散去，没有冲突。", "已和主管部门一起到场，覆盖、喷淋当天落实。"],
    elsewhere: [
      "这件事由人社、住建等部门管理，公安机关只管其中的治安问题。",
      "人力资源和社会保障局 12333；住房和城乡建设局；12345 统一受理",
    ],
  },
];
