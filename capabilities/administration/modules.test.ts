import { expect, it } from "vitest";
import { contract as matters } from "#matters/contract.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { moduleContract as contract } from "./module-contract.ts";

const house = await forTheseTests(startHarness());

const ask = (person: "liaison" | "otherLiaison", procedure: string, projectId: number | null) =>
  house.as(person)(matters["matter.open"], {
    procedure,
    projectId,
    title: "进场路线",
    topic: "traffic",
    form: procedure === "appeal" ? { demand: { text: "请帮忙协调。" } } : { question: { text: "能走北门吗？" } },
  });
const switchIt = (way: "Off" | "On", unitId: number, procedure = "appeal") =>
  house.as("systemAdmin")(contract[`module.switch${way}`], {
    unitId,
    procedure,
    ...(way === "Off" && { reason: "先试点咨询" }),
  });
const offered = async (projectId?: number) =>
  (await house.as("liaison")(contract["module.offered"], projectId === undefined ? {} : { projectId })).off;

it("a module that is off at a unit is not offered and not opened there and below; what runs goes on (GR-24)", async () => {
  const { bridge, plant } = house.town.projects;
  const { station } = house.town.units;
  const running = await ask("liaison", "appeal", bridge);
  await switchIt("Off", station);
  expect(await offered(bridge)).toEqual(["appeal"]);
  expect(await offered()).toEqual(["appeal"]);
  const refusal = { code: "invalid", issues: [{ path: "procedure", code: "moduleOff" }] };
  await expect(ask("liaison", "appeal", bridge)).rejects.toMatchObject(refusal);
  await expect(ask("liaison", "appeal", null)).rejects.toMatchObject(refusal);
  // Another kind, another station.
  await ask("liaison", "consultation", bridge);
  await ask("otherLiaison", "appeal", plant);
  // What runs is worked on to its end.
  await house.as("officerA")(matters["matter.step"], {
    id: running.id,
    step: "accept",
    version: 1,
    form: { class: "SIMPLE" },
  });
  await expect(switchIt("Off", station)).rejects.toMatchObject({ params: { reason: "moduleIsOff" } });
  await switchIt("On", station);
  expect(await offered(bridge)).toEqual([]);
  await ask("liaison", "appeal", bridge);
  await expect(switchIt("On", station)).rejects.toMatchObject({ params: { reason: "moduleIsOn" } });
});

it("holds for everything below a unit", async () => {
  await switchIt("Off", house.town.units.city, "consultation");
  await expect(ask("otherLiaison", "consultation", house.town.projects.plant)).rejects.toMatchObject({
    issues: [{ code: "moduleOff" }],
  });
  const { off } = await house.as("systemAdmin")(contract["module.list"], {});
  expect(off).toMatchObject([
    { procedure: "consultation", unit: { name: "市局" }, by: "杨管理", reason: "先试点咨询" },
  ]);
  await switchIt("On", house.town.units.city, "consultation");
});

it("leaves complaints open: nobody switches off the way to the inspectorate", async () => {
  const { modules } = await house.as("systemAdmin")(contract["module.list"], {});
  expect(modules.toSorted()).toEqual(["appeal", "consultation"]);
  for (const procedure of ["conduct", "rightsRequest", "hotline", "stageItem", "nothing"]) {
    await expect(switchIt("Off", house.town.units.city, procedure)).rejects.toMatchObject({
      issues: [{ path: "procedure", code: "notSwitchable" }],
    });
  }
});

it("is the system administrator's of that unit", async () => {
  const input = { unitId: house.town.units.station, procedure: "appeal", reason: "试点" };
  for (const person of ["securityAdmin", "cityOffice", "chief", "liaison"] as const) {
    await expect(house.as(person)(contract["module.switchOff"], input), person).rejects.toMatchObject({
      code: "forbidden",
    });
  }
});
