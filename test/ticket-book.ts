import type { BookCell } from "./workbooks.ts";

/** Headings of a list of tickets as a hotline writes it, and a line below them. */
export const heads = [
  "工单编号",
  "标题",
  "来电内容",
  "热线分类",
  "来电时间",
  "答复期限",
  "时限类别",
  "地点",
  "来电人",
  "来电号码",
  "是否保密",
  "涉及项目",
  "承办单位",
];
export function line(number: number, change: Partial<Record<string, BookCell>> = {}): BookCell[] {
  const plain: Record<string, BookCell> = {
    工单编号: `DY-2026-${number}`,
    标题: "夜间施工噪声",
    来电内容: "工地连续三晚施工到凌晨，请管一管。",
    热线分类: "噪声",
    来电时间: "2026-09-21 08:30",
    时限类别: "一般",
    地点: "示例路 9 号",
    来电人: "周某",
    来电号码: "0546-8012345",
    是否保密: "是",
    承办单位: "北宋派出所",
  };
  return heads.map((head) => ({ ...plain, ...change })[head] ?? null);
}
