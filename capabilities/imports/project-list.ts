import { z } from "zod";
import { creditCode } from "#kernel/fields/credit-code.ts";
import { phone } from "#kernel/fields/phone.ts";
import { plainLine } from "#kernel/fields/text.ts";
import { areaColumn, personName } from "#sheets/columns.ts";
import { defineSheet } from "#sheets/sheet.ts";

/** In the order in which a project goes through them. */
export const stageOrder = ["SIGNED", "LANDED", "CONSTRUCTION", "PRODUCTION", "FOLLOW_UP"] as const;

/** The list of key projects as the development and reform or the investment office keeps it. */
export const projectSheet = defineSheet({
  columns: [
    {
      key: "code",
      headings: { zh: "项目代码", en: "Project code", also: ["项目编号", "项目编码", "代码", "编号"] },
      as: "code",
      field: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{1,39}$/),
      example: "2605-370522-04-01-123456",
      width: 28,
    },
    {
      key: "name",
      headings: { zh: "项目名称", en: "Project", also: ["名称", "项目", "重点项目名称", "Project name"] },
      as: "text",
      field: plainLine({ min: 2, max: 120 }),
      required: true,
      example: "年产 5 万吨新材料项目（示例）",
      width: 36,
    },
    {
      key: "firm",
      headings: {
        zh: "项目单位",
        en: "Firm",
        also: ["建设单位", "企业名称", "单位名称", "投资主体", "项目业主", "业主单位", "Enterprise", "Company"],
      },
      as: "text",
      field: plainLine({ min: 2, max: 120 }),
      required: true,
      example: "示例新材料有限公司（示例）",
      width: 30,
    },
    {
      key: "creditCode",
      headings: {
        zh: "统一社会信用代码",
        en: "Credit code",
        also: ["信用代码", "社会信用代码", "统一信用代码", "USCC", "Unified social credit code"],
      },
      as: "code",
      field: creditCode,
      required: true,
      example: "91350100M000100Y43",
      width: 22,
    },
    {
      key: "level",
      headings: { zh: "项目级别", en: "Level", also: ["级别", "重点级别", "项目类别"] },
      as: {
        choices: {
          PROVINCE: ["省级", "省重点", "省级重点", "省", "provincial"],
          CITY: ["市级", "市重点", "市级重点", "市", "municipal"],
        },
      },
      field: z.enum(["PROVINCE", "CITY"]),
      example: "市重点",
    },
    {
      key: "stage",
      headings: { zh: "项目阶段", en: "Stage", also: ["阶段", "建设阶段", "项目状态", "进展阶段", "当前阶段"] },
      as: {
        choices: {
          SIGNED: ["签约", "已签约", "签约阶段"],
          LANDED: ["落地", "已落地", "落地阶段", "前期", "前期手续"],
          CONSTRUCTION: ["建设", "在建", "建设中", "建设阶段", "已开工", "开工"],
          PRODUCTION: ["投产", "已投产", "投产阶段", "竣工投产"],
          FOLLOW_UP: ["后续服务", "后续", "follow up", "follow-up"],
        },
      },
      field: z.enum(stageOrder),
      example: "签约",
    },
    {
      key: "stageSince",
      headings: {
        zh: "阶段起始日期",
        en: "Stage since",
        also: ["阶段日期", "进入阶段日期", "阶段开始日期", "签约日期"],
      },
      as: "day",
      field: z.string(),
      example: "2026-03-05",
    },
    areaColumn,
    {
      key: "unit",
      headings: {
        zh: "管辖派出所",
        en: "Police station",
        also: ["派出所", "辖区派出所", "管辖单位", "责任派出所", "Station"],
      },
      as: "text",
      field: plainLine({ min: 1, max: 60 }),
      example: "北宋派出所",
    },
    {
      key: "address",
      headings: { zh: "建设地点", en: "Address", also: ["项目地址", "地址", "建设地址", "项目位置", "Location"] },
      as: "text",
      field: plainLine({ min: 2, max: 200 }),
      example: "示例路 1 号",
      width: 30,
    },
    {
      key: "lat",
      headings: { zh: "纬度", en: "Latitude", also: ["纬度（WGS84）", "北纬", "Lat"] },
      as: "degrees",
      field: z.number().min(-180).max(180),
      example: "37.432156",
    },
    {
      key: "lng",
      headings: { zh: "经度", en: "Longitude", also: ["经度（WGS84）", "东经", "Lng", "Lon"] },
      as: "degrees",
      field: z.number().min(-180).max(180),
      example: "118.301245",
    },
    {
      key: "investment",
      headings: {
        zh: "总投资（万元）",
        en: "Investment (10k yuan)",
        also: ["总投资额", "投资额", "计划总投资", "Investment"],
      },
      as: "wan",
      field: z.number().min(0),
      example: "12500",
    },
    {
      key: "industry",
      headings: { zh: "所属行业", en: "Industry", also: ["行业", "产业", "产业类别", "行业类别", "Sector"] },
      as: "text",
      field: plainLine({ min: 1, max: 60 }),
      example: "化工新材料",
    },
    {
      key: "year",
      headings: { zh: "列入年度", en: "List year", also: ["年度", "年份", "Year"] },
      as: "year",
      field: z.int().min(2000).max(2099),
      example: "2026",
    },
    {
      key: "contact",
      headings: { zh: "联系人", en: "Contact", also: ["项目联系人", "企业联系人", "联络员"] },
      as: "text",
      field: personName,
      personal: true,
      example: "周某",
    },
    {
      key: "phone",
      headings: { zh: "联系电话", en: "Telephone", also: ["电话", "联系方式", "联系人电话", "手机", "Phone"] },
      as: "code",
      field: phone,
      personal: true,
      mask: "phone",
      example: "0546-8012345",
    },
  ],
});
export type ProjectColumn = (typeof projectSheet)["columns"][number]["key"];
