import { normaliseName } from "#kernel/fields/person-name.ts";
import { plainLine } from "#kernel/fields/text.ts";
import type { SheetColumn } from "./sheet.ts";

/** Columns and fields that several kinds of lists have alike. */

/** The county that a row belongs to; with the unit beside it, it says which of two stations of one name is meant. */
export const areaColumn = {
  key: "area",
  headings: {
    zh: "所属县区",
    en: "County",
    also: ["县区", "所在县区", "属地", "区县", "所属区域", "Area", "District"],
  },
  as: "text",
  field: plainLine({ min: 1, max: 40 }),
  example: "利津县",
} as const satisfies SheetColumn<"area">;

/** Somebody's name as lists write it. */
export const personName = plainLine({ min: 1, max: 40 }).overwrite(normaliseName);
