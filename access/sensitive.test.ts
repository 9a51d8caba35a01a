import { describe, expect, it } from "vitest";
import { accountContract as accounts } from "#capabilities/administration/account-contract.ts";
import type { Operation } from "#kernel/operation.ts";
import { operations } from "#server/registry.ts";
import { openDoorTo } from "#test/door.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";

// Who is asked once more who he is (S1.3): every write about who has access says yes or no, and a yes is meant.

/**
 * What operations are about that give nobody access and take nobody's: the work itself, and what is one's own. A new
 * noun belongs here only if nobody gets in or is shut out by it.
 */
const business = new Set(
  (
    "session matter file enterprise project station plan metric ticket duplicate returnVisitRule policySet policyItem " +
    "template hold lookSample disclosure assessment myData notice quietDay view rule workYear module " +
    // Places of the daily work: two people decide on each, or it is one's own duty that is lent.
    "assignment absence delegation handover"
  ).split(" "),
);
const saysNothing = ({ id, kind, open, sensitive }: Pick<Operation, "id" | "kind" | "open" | "sensitive">) =>
  kind === "write" && open !== true && sensitive === undefined && !business.has(id.split(".")[0] ?? "");

describe("a write about who has access", () => {
  it("says whether it wants a fresh proof", () => {
    expect(operations.filter(saysNothing).map(({ id }) => id)).toEqual([]);
    expect(saysNothing({ id: "grant.widen", kind: "write" })).toBe(true);
    expect(saysNothing({ id: "keyRing.give", kind: "write" })).toBe(true);
    expect(saysNothing({ id: "keyRing.give", kind: "write", sensitive: false })).toBe(false);
  });

  it("is named by what there is", () => {
    const nouns = new Set(operations.map(({ id }) => id.split(".")[0]));
    expect([...business].filter((noun) => !nouns.has(noun))).toEqual([]);
  });
});

describe("an administrator whose proof is older than five minutes", async () => {
  const house = await forTheseTests(startHarness({ at: "2026-09-22T09:00:00+08:00" }));
  const door = await forTheseTests(openDoorTo(house));

  it("is asked for it before he changes what somebody may do or ends it, and nothing has happened", async () => {
    const { officerA } = house.town.people;
    const path = `/api/administration/accounts/${officerA}`;
    const look = () => house.as("securityAdmin")(accounts["staff.get"], { id: officerA });
    const { serverTime: _then, ...before } = await look();
    const trials = [
      ["PUT", path, { version: before.version, dutyName: "钱警官" }],
      ["POST", `${path}/end-sessions`, {}],
      ["POST", `${path}/grants/${before.grants[0]?.id}/revoke`, { reason: "调离" }],
      ["POST", `${path}/close`, { reason: "离任" }],
    ] as const;
    const admin = await door.visitor("securityAdmin");
    const his = await door.visitor("officerA");
    house.clock.forward(5 + 1 / 60);
    for (const [method, address, body] of trials) {
      const answer = await admin.send(method, address, body);
      expect([answer.status, answer.body.code], address).toEqual([401, "reauthenticate"]);
    }
    expect((await his.send("GET", "/api/session")).status).toBe(200);
    expect(await look()).toMatchObject(before);
    // Within the five minutes each is done.
    const fresh = await door.visitor("securityAdmin");
    for (const [method, address, body] of trials)
      expect((await fresh.send(method, address, body)).status, address).toBe(200);
    expect((await his.send("GET", "/api/session")).status).toBe(401);
    expect(await look()).toMatchObject({ dutyName: "钱警官", closedAt: expect.any(String), roles: [] });
  });
});

describe("anybody whose proof is older than five minutes", async () => {
  const house = await forTheseTests(startHarness({ at: "2026-09-22T09:00:00+08:00" }));
  const door = await forTheseTests(openDoorTo(house));

  it.each([
    ["liaison", "POST", "/api/notices/address", { address: "somebody@else.example" }],
    ["liaison", "DELETE", "/api/notices/address", undefined],
    ["chief", "GET", "/api/grant-reviews/export", undefined],
  ] as const)(
    "is asked for it before letters about his proofs go elsewhere, or a list of rights is taken out: %s %s %s",
    async (person, method, path, body) => {
      const visitor = await door.visitor(person);
      house.clock.forward(5 + 1 / 60);
      const answer = await visitor.send(method, path, body);
      expect([answer.status, answer.body.code]).toEqual([401, "reauthenticate"]);
    },
  );
});
