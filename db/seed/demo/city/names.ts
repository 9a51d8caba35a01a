import { creditCodeCheck } from "#kernel/fields/credit-code.ts";

/** Common surnames: with a duty behind them they are how people are called, and nobody's name. */
export const surnames = Array.from(
  "王李张刘陈杨黄吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜" +
    "崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤",
);

/** What firms are called: two characters that stand for nothing, drawn from these. */
const firstCharacters = Array.from("苇鹭沐汀禾桐槐榆澜岚汐屿堤沣栖昀朔霁暄葭");
const secondCharacters = Array.from("川原泽舟岸林源桥田丰峰远和安启");

/** So many different brands, in an order of their own. */
export function brands(count: number, shuffled: (items: readonly string[]) => readonly string[]): readonly string[] {
  const all = firstCharacters.flatMap((first) => secondCharacters.map((second) => first + second));
  if (count > all.length) throw new RangeError(`only ${all.length} brands can be made`);
  return shuffled(all).slice(0, count);
}

/**
 * A valid credit code that nobody can have: 370599 is no area of GB/T 2260, so no registry can have issued one with it
 * (decision 31); the check character is right.
 */
export function creditCode(organisation: string): string {
  const body = `91370599${organisation}`;
  return `${body}${creditCodeCheck(body)}`;
}

export type Sector = keyof typeof sectors;

/** Kinds of business: how their firms are called, and what they build. `{b}` is the brand, `{n}` a number. */
export const sectors = {
  chemicals: {
    firms: ["化工公司", "石化公司", "精细化工公司"],
    projects: [
      "{b}年产 {n} 万吨高端润滑油基础油",
      "{b}环氧丙烷一体化",
      "{b}催化剂再生装置",
      "{b}碳材料产业链",
      "{b}年产 {n} 万吨特种树脂",
      "{b}油品质量升级",
    ],
  },
  materials: {
    firms: ["新材料公司", "高分子材料公司", "陶瓷材料公司"],
    projects: [
      "{b}新材料{o}期",
      "{b}年产 {n} 千吨电子陶瓷粉体",
      "{b}碳纤维复合材料",
      "{b}可降解薄膜",
      "{b}催化陶瓷载体",
      "{b}锂电隔膜生产线",
    ],
  },
  rubber: {
    firms: ["轮胎公司", "橡胶科技公司"],
    projects: [
      "{b}年产 {n} 万套半钢子午胎",
      "{b}绿色轮胎智能工厂",
      "{b}全钢胎技术改造",
      "{b}密炼中心搬迁",
      "{b}工程胎{o}期",
    ],
  },
  equipment: {
    firms: ["石油装备公司", "机械制造公司", "智能装备公司"],
    projects: [
      "{b}智能钻机总装基地",
      "{b}海洋油气装备制造",
      "{b}压裂泵车生产线",
      "{b}阀门铸造车间",
      "{b}油管防腐处理{o}期",
      "{b}高端装备制造园",
    ],
  },
  energy: {
    firms: ["新能源公司", "储能科技公司", "风电公司"],
    projects: [
      "{b} {n} 兆瓦渔光互补",
      "{b}海上风电装备配套",
      "{b}共享储能电站",
      "{b} {n} 兆瓦风电场",
      "{b}源网荷储一体化",
      "{b}绿氢制备示范",
    ],
  },
  pharma: {
    firms: ["生物医药公司", "医疗器械公司"],
    projects: [
      "{b}原料药生产基地",
      "{b}医用敷料智能工厂",
      "{b}海洋生物制品",
      "{b}体外诊断试剂{o}期",
      "{b}药用辅料扩产",
    ],
  },
  food: {
    firms: ["农业公司", "食品公司", "水产科技公司"],
    projects: [
      "{b}对虾工厂化养殖园",
      "{b}盐碱地特色种业基地",
      "{b}中央厨房",
      "{b}蔬菜高科技示范园",
      "{b}海产品精深加工{o}期",
      "{b}饲料智能化生产线",
    ],
  },
  logistics: {
    firms: ["物流公司", "港务公司", "供应链公司"],
    projects: ["{b}液体化工品码头", "{b}多式联运物流园", "{b}原油储备库{o}期", "{b}保税仓储中心", "{b}冷链集散中心"],
  },
  building: {
    firms: ["建设公司", "水务公司", "路桥公司", "城市运营公司"],
    projects: [
      "{b}跨河大桥引线",
      "{b}再生水利用工程",
      "{b}城市快速路{o}期",
      "{b}热力管网改造",
      "{b}污水处理厂扩建",
      "{b}湿地修复工程",
    ],
  },
  electronics: {
    firms: ["电子科技公司", "信息技术公司", "光电公司"],
    projects: ["{b}北斗应用产业园", "{b}大数据中心{o}期", "{b}光学薄膜生产线", "{b}传感器封装测试", "{b}软件研发总部"],
  },
  commerce: {
    firms: ["文旅公司", "商业管理公司", "酒店管理公司"],
    projects: ["{b}黄河文化体验园", "{b}城市商业综合体", "{b}会展酒店", "{b}研学营地{o}期", "{b}滨河步行街区"],
  },
  metals: {
    firms: ["铜业公司", "金属材料公司", "稀土材料公司"],
    projects: ["{b}高精铜箔{o}期", "{b}铜冶炼余热利用", "{b}铝板带生产线", "{b}稀土催化材料", "{b}再生金属回收"],
  },
} as const satisfies Record<string, { readonly firms: readonly string[]; readonly projects: readonly string[] }>;

/** What is built where: by branch, with weights. */
export const sectorsByBranch: Readonly<Record<string, readonly (readonly [weight: number, sector: Sector])[]>> = {
  dongying: [
    [4, "building"],
    [3, "commerce"],
    [3, "equipment"],
    [2, "electronics"],
    [2, "food"],
    [1, "pharma"],
  ],
  hekou: [
    [4, "energy"],
    [3, "chemicals"],
    [2, "food"],
    [2, "logistics"],
    [1, "materials"],
  ],
  kenli: [
    [3, "equipment"],
    [3, "chemicals"],
    [2, "food"],
    [2, "materials"],
    [1, "pharma"],
    [1, "energy"],
  ],
  lijin: [
    [3, "chemicals"],
    [2, "food"],
    [2, "energy"],
    [2, "building"],
    [1, "materials"],
    [1, "pharma"],
  ],
  guangrao: [
    [4, "rubber"],
    [3, "chemicals"],
    [2, "metals"],
    [2, "equipment"],
    [1, "pharma"],
    [1, "building"],
  ],
  kaifa: [
    [3, "electronics"],
    [3, "materials"],
    [2, "metals"],
    [2, "equipment"],
    [2, "commerce"],
    [1, "pharma"],
  ],
  port: [
    [4, "chemicals"],
    [3, "logistics"],
    [2, "energy"],
    [1, "materials"],
  ],
  nonggao: [
    [5, "food"],
    [1, "electronics"],
    [1, "pharma"],
  ],
};
