import { z } from "zod";
import { policeNumber } from "#kernel/fields/credentials.ts";
import { normaliseName } from "#kernel/fields/person-name.ts";
import { phone } from "#kernel/fields/phone.ts";
import { plainLine } from "#kernel/fields/text.ts";
import { defineSheet } from "#sheets/sheet.ts";

/** The parts that a list can give somebody in the program. Chiefs, offices and administrators are no list's to name. */
export const listedParts = ["OFFICER", "SPECIALIST", "LEADER"] as const;

/** The list of officers, specialists and sponsoring leaders of a bureau. */
export const officerSheet = defineSheet({
  columns: [
    {
      key: "number",
      headings: { zh: "警号", en: "Police number", also: ["民警警号", "警员编号", "Badge number"] },
      as: "code",
      field: policeNumber,
      required: true,
      personal: true,
      example: "051234",
    },
    {
      key: "name",
      headings: { zh: "对外称呼", en: "Duty name", also: ["姓名", "称呼", "民警姓名", "警官", "Name"] },
      as: "text",
      field: plainLine({ min: 2, max: 30 }).overwrite(normaliseName),
      required: true,
      personal: true,
      example: "李警官",
    },
    {
      key: "unit",
      headings: { zh: "所属单位", en: "Unit", also: ["单位", "工作单位", "所在单位", "派出所", "部门"] },
      as: "text",
      field: plainLine({ min: 1, max: 60 }),
      required: true,
      example: "北宋派出所",
    },
    {
      key: "phone",
      headings: { zh: "值班电话", en: "Duty telephone", also: ["办公电话", "工作电话", "联系电话", "电话", "Phone"] },
      as: "code",
      field: phone,
      example: "0546-8012345",
    },
    {
      key: "part",
      headings: { zh: "身份", en: "Part", also: ["角色", "岗位", "类别", "Role"] },
      as: {
        choices: {
          OFFICER: ["项目警长", "警长", "民警", "officer"],
          SPECIALIST: ["政策专员", "专员", "specialist"],
          LEADER: ["包靠领导", "领导", "局领导", "leader"],
        },
      },
      field: z.enum(listedParts),
      required: true,
      example: "项目警长",
    },
    {
      key: "department",
      headings: { zh: "专业领域", en: "Field", also: ["领域", "警种", "业务领域", "业务警种"] },
      as: {
        choices: {
          CRIMINAL: ["刑侦", "刑警"],
          ECONOMIC: ["经侦"],
          PUBLIC_ORDER: ["治安"],
          HOUSEHOLD: ["户政", "人口"],
          TRAFFIC: ["交警", "交通", "交管"],
          EXIT_ENTRY: ["出入境"],
          CYBER: ["网安"],
          IP_FOOD_DRUG_ENV: ["食药环", "知识产权", "环食药"],
          NARCOTICS: ["禁毒"],
          LEGAL: ["法制"],
          COMMAND: ["指挥中心", "指挥"],
          IT: ["科信", "科技信息化"],
        },
      },
      field: z.string(),
      example: "",
    },
  ],
});
export type OfficerColumn = (typeof officerSheet)["columns"][number]["key"];
