import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { statusContract } from "#capabilities/administration/status-contract.ts";
import { contract as hotline } from "#capabilities/hotline/contract.ts";
import { webhookContract } from "#capabilities/integrations/webhook-contract.ts";
import { webhookPausesMs } from "#capabilities/integrations/webhook-events.ts";
import { contract as notices } from "#capabilities/notices/contract.ts";
import { ticketOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { connectMachine, hotlineScopes, type Machine } from "#test/machines.ts";
import { openReceiver } from "#test/receiver.ts";
import { emitter } from "../outbox.ts";
import { readDestinations } from "./destinations.ts";

const morning = "2026-09-22T09:00:00+08:00";
const receiver = await forTheseTests(openReceiver());
const house = await forTheseTests(startHarness({ at: morning, destinations: readDestinations(receiver.host) }));
const { admin } = house;
let machine: Machine;
let ticket: number;

beforeAll(async () => {
  machine = await connectMachine(house, { scopes: [...hotlineScopes, "ticket.list"] });
  ticket = (
    await machine.call(
      hotline["ticket.receive"],
      ticketOf(house.town, "DY-S-1", { receivedAt: "2026-09-21T08:00:00Z" }),
    )
  ).id;
  await house.platform.runEffects();
});
beforeEach(async () => {
  house.clock.set(morning);
  await admin.query("delete from webhook_delivery");
  await admin.query("update webhook_endpoint set ended_at = now(), ended_by = made_by where ended_at is null");
  receiver.received.length = 0;
});

const security = () => house.as("securityAdmin");
const create = () =>
  security()(webhookContract["webhook.create"], { id: machine.id, url: receiver.url, events: ["matter.moved"] });
const log = async (id: number) => (await security()(webhookContract["webhook.deliveries"], { id, state: "all" })).items;
const inMs = (ms: number) => house.clock.set(new Date(house.clock.now().getTime() + ms).toISOString());
const watched = async () => (await house.as("systemAdmin")(statusContract["status.get"], {})).webhooks;
async function moved(): Promise<void> {
  await house.platform.asSystem((tx) => emitter(tx, house.clock.now())({ name: "matterMoved", matter: ticket }, []));
  await house.platform.runEffects();
}
/** As after a restore with another city's key file: the key of the secret is not there. */
const underAnotherKey = Buffer.concat([Buffer.of(1, 4), Buffer.from("gone", "latin1"), Buffer.alloc(60)]);
/** A key of the same name that is another one, or a secret that belongs to another row. */
const underAWrongKey = async (id: number) => {
  const { rows } = await admin.query<{ secret: Buffer }>("select secret from webhook_endpoint where id = $1", [id]);
  return rows[0]?.secret ?? Buffer.alloc(0);
};
const put = (id: number, column: "secret" | "former_secret", value: Buffer) =>
  admin.query(`update webhook_endpoint set ${column} = $2 where id = $1`, [id, value]);

describe("a secret", () => {
  it("that cannot be opened is given up after as many attempts as any, and keeps nobody else waiting", async () => {
    const lost = await create();
    const wrong = await create();
    const whole = await create();
    await put(lost.id, "secret", underAnotherKey);
    await put(wrong.id, "secret", await underAWrongKey(whole.id));
    await moved();
    expect(await house.platform.sendWebhooks()).toBe(3);
    expect(await log(whole.id)).toMatchObject([{ state: "sent" }]);
    expect(await watched()).toEqual({ waiting: 2, parked: 0, unsigned: 2 });
    for (const pause of webhookPausesMs) {
      inMs(pause - 1);
      expect(await house.platform.sendWebhooks()).toBe(0);
      inMs(1);
      expect(await house.platform.sendWebhooks()).toBe(2);
    }
    await house.platform.runEffects();
    const told = await security()(notices["notice.list"], {});
    expect(told.items.filter(({ kind }) => kind === "webhookParked").length).toBeGreaterThan(0);
    inMs(30 * 86_400_000);
    expect(await house.platform.sendWebhooks()).toBe(0);
    for (const { id } of [lost, wrong]) {
      const [given] = await log(id);
      expect(given).toMatchObject({ state: "parked" });
      expect(given?.attempts).toHaveLength(webhookPausesMs.length + 1);
      expect(given?.attempts.every(({ status, fault }) => status === null && fault === "unsigned")).toBe(true);
    }
    // Nothing goes out unsigned.
    expect(receiver.received).toHaveLength(1);
    expect(await watched()).toEqual({ waiting: 0, parked: 2, unsigned: 2 });

    // With a new secret it goes out, and the former one, which nobody can open, keeps nothing back.
    await security()(webhookContract["webhook.rotate"], { id: lost.id });
    await security()(webhookContract["webhook.replay"], { id: lost.id, delivery: null });
    expect(await house.platform.sendWebhooks()).toBe(1);
    expect(receiver.received.at(-1)?.headers["webhook-signature"]?.split(" ")).toHaveLength(1);
    expect(await watched()).toEqual({ waiting: 0, parked: 1, unsigned: 1 });
  });

  it("that has just been changed signs alone when the former one cannot be opened", async () => {
    const { id } = await create();
    await security()(webhookContract["webhook.rotate"], { id });
    await put(id, "former_secret", underAnotherKey);
    await moved();
    expect(await house.platform.sendWebhooks()).toBe(1);
    expect(await log(id)).toMatchObject([{ state: "sent" }]);
  });
});
