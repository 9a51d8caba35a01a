import { expect, it } from "vitest";
import { contract } from "#capabilities/audit/contract.ts";
import { execute } from "#server/pipeline.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";

const house = await forTheseTests(startHarness({ at: "2026-09-22T09:00:00+08:00" }));

it("a refused call is on record, whatever characters the id has that it asked for", async () => {
  const account = { accountId: house.town.people.officerA, enterpriseId: null };
  const call = execute(house.platform, "matter.get", { id: "7\0or all" }, { account, device: "desk" });
  await expect(call).rejects.toMatchObject({ code: "invalid" });
  const { items } = await house.as("auditor")(contract["audit.list"], { operation: "matter.get" });
  expect(items).toMatchObject([{ object: "matter:7\uFFFDor all" }]);
});
