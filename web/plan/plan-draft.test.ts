import { expect, it } from "vitest";
import { type PlanDraft, revivePlan } from "#web/plan/plan-draft.ts";

const draft: PlanDraft = {
  revision: 4,
  content: {
    concerns: [{ what: "大门早高峰拥堵（示例）", measure: "" }],
    services: [],
    contacts: [{ duty: "A 警长", dutyName: "", dutyPhone: "" }],
    visits: { onSitePerQuarter: Number.NaN, onlinePerMonth: 1, quiet: "" },
    emergency: [],
    note: "",
    validFrom: "2026-12-01",
    validUntil: "",
  },
};

it("half a plan comes back as it was typed, also a number that was wiped out", () => {
  expect(revivePlan(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
});

it("what another page kept is no plan", () => {
  expect(revivePlan({ revision: 4 })).toBeUndefined();
  expect(revivePlan(undefined)).toBeUndefined();
});
