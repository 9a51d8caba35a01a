import { expect, it } from "vitest";
import { fillTemplate } from "./fill-template.ts";

it.each([
  ["请【企业】为【项目】办理", { project: "大桥", enterprise: "东岸" }, "请东岸为大桥办理"],
  ["【项目】【项目】", { project: "$&", enterprise: null }, "$&$&"],
  ["[firm] for [project]", { project: "Bridge", enterprise: "East" }, "East for Bridge"],
  ["请【企业】来", { project: null, enterprise: null }, "请【企业】来"],
])("fills %j", (text, names, filled) => {
  expect(fillTemplate(text, names)).toBe(filled);
});
