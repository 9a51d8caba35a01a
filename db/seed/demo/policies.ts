import { contract } from "#capabilities/policy/contract.ts";
import { addDays, shanghaiDay } from "#kernel/shanghai-time.ts";
import type { Caller, Stage } from "./stage.ts";

/** A set as the city has announced it; what its items say is not published with it, so each is an example. */
interface Measures {
  readonly code: string;
  readonly name: string;
  readonly items: readonly (readonly [title: string, body: string])[];
}

const sets: readonly Measures[] = [
  {
    code: "示例-20",
    name: "服务保障营商环境 20 条（示例条文）",
    items: [
      ["重点项目双警长（示例）", "每个重点项目明确 A、B 两名项目警长，公布值班电话，一方不在岗由另一方接办。"],
      ["咨询四小时首复（示例）", "企业提出的咨询，工作时间四小时内作出首次答复，说明由谁办、何时办结。"],
      ["通行证当日办（示例）", "重点项目施工车辆申领通行证，材料齐全的当日办结。"],
      ["上门集中办（示例）", "用工较多的企业可预约民警上门，集中办理居住登记、居住证和证照拍照。"],
    ],
  },
  {
    code: "示例-19",
    name: "服务企业新 19 条（示例条文）",
    items: [
      ["一项目一方案（示例）", "按项目所处阶段制定服务方案，双方确认后执行，到期复盘。"],
      ["涉企案件绿色通道（示例）", "企业报案优先接待，当场出具回执，进展按期告知。"],
      ["减少入企打扰（示例）", "能线上办的不进企业，进企业前统筹安排，一次办多件事。"],
    ],
  },
  {
    code: "示例-10",
    name: "服务民营经济发展十条（示例条文）",
    items: [
      ["平等对待（示例）", "各类企业在受理条件、办理时限和办理标准上一律平等。"],
      ["外籍人员便利（示例）", "企业聘用的外籍人员办理居留手续，可由企业统一预约。"],
    ],
  },
];

const templates = [
  {
    topic: "traffic",
    title: "通行证怎么办（示例）",
    text: "【企业】可为【项目】的施工车辆申领通行证：带行驶证、驾驶证和项目合同，到车管窗口或线上提交，材料齐全的当日办结。高峰时段请按通行证上的路线和时间行驶。",
    source: "服务保障营商环境 20 条第 3 条（示例条文）",
    days: 300,
  },
  {
    topic: null,
    title: "请补充材料（示例）",
    text: "为了给【项目】准确答复，请补充：一、具体地点；二、时间；三、现场照片或文件。补齐后我们接着办，时限从补齐时继续计算。",
    source: "咨询办理规程（示例）",
    days: 20,
  },
] as const;

/** The library as specialists and the office would fill it: drafted by one, published by the other. */
export async function seedPolicies(stage: Stage, writer: Caller, publisher: Caller, now: Date): Promise<void> {
  const today = shanghaiDay(now);
  for (const { code, name, items } of sets) {
    const set = await stage.call(
      contract["policySet.create"],
      { code, name, issuer: "东营市公安局", source: "示例：公开发布的名称，条文为示例" },
      publisher,
    );
    for (const [at, [title, body]] of items.entries()) {
      const draft = await stage.call(
        contract["policyItem.draft"],
        { setId: set.id, no: at + 1, title, body, validFrom: "2024-03-01" },
        writer,
      );
      // The last one waits for its publication, so that the second person has something to do.
      if (set.id === 1 && at === items.length - 1) continue;
      await stage.call(contract["policyItem.publish"], draft, publisher);
    }
  }
  for (const { days, ...template } of templates) {
    await stage.call(contract["template.save"], { ...template, validTo: addDays(today, days) }, writer);
  }
}
