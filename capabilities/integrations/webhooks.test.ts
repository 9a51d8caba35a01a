import { beforeAll, describe, expect, it } from "vitest";
import { readDestinations } from "#server/webhooks/destinations.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { connectMachine, type Machine, refusal } from "#test/machines.ts";
import { contract } from "./contract.ts";
import { webhookContract } from "./webhook-contract.ts";

const host = "127.0.0.1:8099";
const listed = `http://${host}/hooks`;
let machine: Machine;
let endpoint: { id: number; secret: string };

const house = await forTheseTests(startHarness({ destinations: readDestinations(`${host} hooks.example.com`) }));
beforeAll(async () => {
  machine = await connectMachine(house, { scopes: ["ticket.list", "project.list"] });
  endpoint = await create(["matter.moved", "project.moved"]);
});

const security = () => house.as("securityAdmin");
const create = (events: string[], url = listed, id = machine.id) =>
  security()(webhookContract["webhook.create"], { id, url, events });

describe("an endpoint", () => {
  it.each([
    ["a host that is not listed", "https://elsewhere.example.com/", "invalid url hostNotListed"],
    ["the inside, by its address", "https://169.254.169.254/latest/meta-data", "invalid url hostNotListed"],
    ["a listed host in the clear", "http://hooks.example.com/", "invalid url notHttps"],
    ["a name and password in it", "https://a:b@hooks.example.com/", "invalid url malformedUrl"],
    ["no address", "nothing", "invalid url malformed"],
  ])("is not made for %s", async (_what, url, answer) => {
    expect(await refusal(create(["matter.moved"], url))).toBe(answer);
  });

  it("is not made for events that the account's operations do not tell of, or before it is in force", async () => {
    const narrow = await connectMachine(house, { scopes: ["ticket.replies"] });
    const list = await security()(webhookContract["webhook.list"], { id: narrow.id });
    expect(list).toMatchObject({
      offers: ["ticket.replied"],
      hosts: [host, "hooks.example.com"],
      keeps: true,
    });
    const foreign = create(["ticket.replied", "project.moved"], listed, narrow.id);
    expect(await refusal(foreign)).toBe("invalid events.1 eventNotInScope");
    await security()(contract["serviceAccount.revoke"], { id: narrow.id, reason: "停用" });
    expect(await refusal(create(["ticket.replied"], listed, narrow.id))).toBe("illegal-step serviceNotActive");
  });

  it("is kept by whoever keeps the accounts; the system administrator reads its log", async () => {
    const other = house.as("systemAdmin");
    expect(await refusal(other(webhookContract["webhook.rotate"], { id: endpoint.id }))).toBe("forbidden");
    expect(await refusal(other(webhookContract["webhook.replay"], { id: endpoint.id }))).toBe("forbidden");
    expect(await refusal(other(webhookContract["webhook.deliveries"], { id: endpoint.id }))).toBe("done");
    expect(await refusal(house.as("office")(webhookContract["webhook.deliveries"], { id: endpoint.id }))).toBe(
      "not-found",
    );
  });
});
