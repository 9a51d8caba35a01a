import { describe, expect, it } from "vitest";
import { contract } from "#capabilities/projects/contract.ts";
import { changeInput, createInput, fieldOf, newProject, type ProjectDraft, reviveProject } from "./project-draft.ts";

const draft = (more: Partial<ProjectDraft> = {}): ProjectDraft => ({
  ...newProject("2026-11-17", "3"),
  code: "N-1",
  name: "港区储罐项目（示例）",
  address: "示例镇示例路 9 号",
  uscc: "91350100M000100Y43",
  firm: "东岸路桥（示例）",
  firmAddress: "示例路 1 号",
  note: "清单第 3 批",
  ...more,
});
const complaints = (more: Partial<ProjectDraft>) =>
  contract["project.create"].input
    .safeParse(createInput(draft(more)))
    .error?.issues.map(({ path }) => fieldOf(path.join(".")));

describe("a project as it is typed", () => {
  it("comes back from an earlier visit with the version that it was written over, or not at all", () => {
    const kept = { fields: draft({ lat: "37." }), version: 7 };
    expect(reviveProject(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
    expect(reviveProject({ ...kept, fields: { name: "another page's" } })).toBeUndefined();
  });

  it("is what the server understands; what was left empty is not known yet", () => {
    const input = createInput(draft({ construction: "2027-03-01", lat: "37.5", lng: " 118.3 " }));
    expect(contract["project.create"].input.parse(input)).toMatchObject({
      stationId: 3,
      planned: { landed: null, construction: "2027-03-01", production: null },
      place: { lat: 37.5, lng: 118.3 },
      firm: { uscc: "91350100M000100Y43" },
    });
    const change = contract["project.change"].input.parse(changeInput(draft(), 7, 2));
    expect(change).toMatchObject({ id: 7, version: 2, place: null });
  });

  it.each<[string, Partial<ProjectDraft>, string]>([
    ["no name", { name: " " }, "name"],
    ["no firm", { firm: "" }, "firm"],
    ["a wrong credit code", { uscc: "123" }, "uscc"],
    ["no address of the firm", { firmAddress: "" }, "firmAddress"],
    ["half a place", { lat: "37.5" }, "lng"],
    ["words for a place", { lat: "here", lng: "118" }, "lat"],
    ["a place beyond the country", { lat: "60", lng: "118" }, "lat"],
    ["no day", { since: "" }, "since"],
    ["no reason", { note: "" }, "note"],
    ["a day that is none", { landed: "2026-02-30" }, "landed"],
  ])("with %s is refused at its field", (_what, more, field) => {
    expect(complaints(more)).toEqual([field]);
  });
});
