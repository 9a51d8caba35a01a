import { z } from "zod";
import { creditCode } from "#kernel/fields/credit-code.ts";
import { phone } from "#kernel/fields/phone.ts";
import { plainLine, plainText } from "#kernel/fields/text.ts";
import { areaColumn, personName } from "#sheets/columns.ts";
import { defineSheet, sheetLimits } from "#sheets/sheet.ts";
import { replyClasses } from "./forms.ts";

/** The list of tickets that the hotline passes on as a workbook: what `ticket.receive` takes, one ticket a row. */
export const ticketSheet = defineSheet({
  columns: [
    {
      key: "number",
      headings: {
        zh: "工单编号",
        en: "Ticket number",
        also: ["工单号", "编号", "热线编号", "诉求编号", "受理编号", "12345工单编号", "12345编号"],
      },
      as: "code",
      field: plainLine({ min: 3, max: 40 }),
      required: true,
      example: "示例-2026-000123",
      width: 24,
    },
    {
      key: "title",
      headings: { zh: "标题", en: "Title", also: ["工单标题", "诉求标题", "事项标题", "来电标题"] },
      as: "text",
      field: plainLine({ min: 2, max: 60 }),
      personal: true,
      example: "夜间施工噪声（示例）",
      width: 28,
    },
    {
      key: "text",
      headings: {
        zh: "来电内容",
        en: "What was reported",
        also: ["诉求内容", "工单内容", "反映内容", "主要内容", "内容", "具体内容"],
      },
      as: "text",
      field: plainText({ min: 2, max: sheetLimits.cell }),
      required: true,
      personal: true,
      example: "工地连续三晚施工到凌晨，请管一管。（示例）",
      width: 48,
    },
    {
      key: "subject",
      headings: {
        zh: "热线分类",
        en: "Topic",
        also: ["诉求分类", "事项分类", "问题分类", "工单分类", "分类", "事项类别"],
      },
      as: "text",
      field: plainLine({ min: 1, max: 60 }),
      required: true,
      example: "噪声",
    },
    {
      key: "receivedAt",
      headings: { zh: "来电时间", en: "Received", also: ["受理时间", "接收时间", "登记时间", "诉求时间", "接单时间"] },
      as: "moment",
      field: z.string(),
      required: true,
      example: "2026-03-05 08:30",
      width: 18,
    },
    {
      key: "dueAt",
      headings: {
        zh: "答复期限",
        en: "Deadline",
        also: ["办理期限", "截止时间", "办结期限", "到期时间", "办理时限", "回复期限", "要求办结时间", "办结时限"],
      },
      as: "moment",
      field: z.string(),
      example: "2026-03-12 17:00",
      width: 18,
    },
    {
      key: "class",
      headings: { zh: "时限类别", en: "Time class", also: ["紧急程度", "时限要求", "办理时限类别", "工单类型"] },
      as: {
        choices: {
          H2: ["紧急", "特急", "2小时", "紧急（2小时）", "2 hours"],
          H24: ["24小时", "加急", "1天", "24 hours"],
          D7: ["一般", "普通", "7天", "7日", "一般（7天）", "7 days"],
          D15: ["复杂", "疑难", "15天", "15日", "复杂（15天）", "15 days"],
        },
      },
      field: z.enum(replyClasses),
      example: "一般",
    },
    {
      key: "place",
      headings: { zh: "地点", en: "Place", also: ["事发地点", "诉求地点", "事发地址", "反映地点", "地址"] },
      as: "text",
      field: plainLine({ min: 1, max: 100 }),
      example: "示例路 9 号",
      width: 24,
    },
    {
      key: "callerName",
      headings: { zh: "来电人", en: "Caller", also: ["诉求人", "反映人", "市民姓名", "来电人姓名", "联系人", "姓名"] },
      as: "text",
      field: personName,
      personal: true,
      example: "周某",
    },
    {
      key: "callerPhone",
      headings: {
        zh: "来电号码",
        en: "Caller's telephone",
        also: ["联系电话", "来电电话", "联系方式", "电话", "诉求人电话", "手机"],
      },
      as: "code",
      field: phone,
      personal: true,
      mask: "phone",
      example: "0546-8012345",
    },
    {
      key: "confidential",
      headings: { zh: "是否保密", en: "Confidential", also: ["保密", "要求保密", "是否匿名", "信息保密"] },
      as: { choices: { YES: ["是", "保密", "要求保密", "匿名", "y"], NO: ["否", "不保密", "公开", "n"] } },
      field: z.enum(["YES", "NO"]),
      example: "是",
    },
    {
      key: "project",
      headings: { zh: "涉及项目", en: "Project", also: ["项目", "项目名称", "项目代码", "重点项目", "涉及重点项目"] },
      as: "text",
      field: plainLine({ min: 2, max: 120 }),
      example: "",
      width: 28,
    },
    {
      // The one heading without other names: a firm that the call is about must not be taken for one that agreed.
      key: "agreedFirm",
      headings: { zh: "同意跟踪的来电企业（信用代码）", en: "Calling firm that agreed (credit code)" },
      as: "code",
      field: creditCode,
      example: "",
      width: 30,
    },
    areaColumn,
    {
      key: "unit",
      headings: {
        zh: "承办单位",
        en: "Unit",
        also: ["办理单位", "派出所", "责任单位", "主办单位", "处办单位", "转办单位", "Police station"],
      },
      as: "text",
      field: plainLine({ min: 1, max: 60 }),
      example: "北宋派出所",
    },
  ],
});
export type TicketColumn = (typeof ticketSheet)["columns"][number]["key"];
