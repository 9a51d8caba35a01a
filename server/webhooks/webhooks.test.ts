import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { webhookContract } from "#capabilities/integrations/webhook-contract.ts";
import { webhookPausesMs } from "#capabilities/integrations/webhook-events.ts";
import { contract as hotline } from "#capabilities/hotline/contract.ts";
import { contract as notices } from "#capabilities/notices/contract.ts";
import { deskOf } from "#test/fixture/desk.ts";
import { questionOf, ticketOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { connectMachine, hotlineScopes, type Machine, refusal } from "#test/machines.ts";
import { openReceiver, taken } from "#test/receiver.ts";
import { rotateKeys } from "../adapters/crypto/key-file.ts";
import { emitter } from "../outbox.ts";
import { sealAnew } from "../jobs/seal.ts";
import { sweepWebhooks } from "../jobs/sweeps.ts";
import { readDestinations } from "./destinations.ts";

let machine: Machine;
let endpoint: { id: number; secret: string };
let ticket: number;
const morning = "2026-09-22T09:00:00+08:00";

const receiver = await forTheseTests(openReceiver());
const house = await forTheseTests(
  startHarness({ at: morning, destinations: readDestinations(`${receiver.host} hooks.example.com`) }),
);
const desk = deskOf(house);
const { admin } = house;
beforeAll(async () => {
  machine = await connectMachine(house, { scopes: [...hotlineScopes, "ticket.list", "project.list"] });
});
beforeEach(async () => {
  house.clock.set(morning);
  await admin.query("delete from webhook_delivery");
  await admin.query("update webhook_endpoint set ended_at = now(), ended_by = made_by where ended_at is null");
  receiver.received.length = 0;
  receiver.answer = taken;
  endpoint = await create(["matter.moved", "ticket.replied", "project.moved"]);
  ticket = (await machine.call(hotline["ticket.receive"], newTicket())).id;
  await settle();
  receiver.received.length = 0;
});
afterEach(() => vi.useRealTimers());

const security = () => house.as("securityAdmin");
const create = (events: string[], url = receiver.url, id = machine.id) =>
  security()(webhookContract["webhook.create"], { id, url, events });
const log = async (state = "all") =>
  (await security()(webhookContract["webhook.deliveries"], { id: endpoint.id, state })).items;
const replay = (delivery: string | null = null) =>
  security()(webhookContract["webhook.replay"], { id: endpoint.id, delivery });
const inMs = (ms: number) => house.clock.set(new Date(house.clock.now().getTime() + ms).toISOString());

let tickets = 0;
const newTicket = () => ticketOf(house.town, `DY-W-${(tickets += 1)}`, { receivedAt: "2026-09-21T08:00:00Z" });
/** Effects follow, and deliveries go out. */
async function settle(): Promise<number> {
  await house.platform.runEffects();
  return house.platform.sendWebhooks();
}
const moved = (matter: number) =>
  house.platform.asSystem((tx) => emitter(tx, house.clock.now())({ name: "matterMoved", matter }, []));
const typesOf = () => receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type);
/** As a receiver verifies it, by the library and the clock of the moment. */
function verify(secret: string, at = receiver.received.length - 1): unknown {
  const one = receiver.received[at];
  vi.useFakeTimers({ toFake: ["Date"], now: house.clock.now() });
  return new Webhook(secret).verify(one?.body ?? "", one?.headers ?? {});
}

describe("a delivery", () => {
  it("says that a ticket was answered, with ids only, signed so that the library takes it", async () => {
    await desk.step("officerA", ticket, "sign");
    await desk.step("officerA", ticket, "contact", { how: "PHONE", text: "电话里说好今晚去看。" });
    await settle();
    expect(new Set(typesOf())).toEqual(new Set(["matter.moved"]));
    receiver.received.length = 0;
    await desk.step("officerA", ticket, "reply", { result: "DONE", text: "十点以后停止施工。" });
    await settle();
    expect(typesOf().toSorted()).toEqual(["matter.moved", "ticket.replied"]);
    const at = typesOf().indexOf("ticket.replied");
    expect(verify(endpoint.secret, at)).toEqual({
      type: "ticket.replied",
      timestamp: "2026-09-22T01:00:00.000Z",
      data: { matter: ticket },
    });
    const other = `whsec_${Buffer.alloc(32).toString("base64")}`;
    expect(() => verify(other, at)).toThrow("No matching signature");
    expect((await log()).every(({ state }) => state === "sent")).toBe(true);
  });

  it("says that a project has moved, to whom its operations tell of projects", async () => {
    const { bridge } = house.town.projects;
    await house.platform.asSystem((tx) =>
      emitter(tx, house.clock.now())({ name: "projectMoved", project: bridge }, []),
    );
    await settle();
    expect(receiver.received.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
      { type: "project.moved", data: { project: bridge } },
    ]);
  });

  it("is made for nothing that the account may not read", async () => {
    const asked = await desk.open("liaison", questionOf(house.town));
    await moved(asked);
    await settle();
    expect(receiver.received).toEqual([]);
    // Nor of its own kind, when it is kept from somebody.
    await admin.query("update matter set barred = '{1}' where id = $1", [ticket]);
    await moved(ticket);
    await settle();
    await admin.query("update matter set barred = '{}' where id = $1", [ticket]);
    expect(receiver.received).toEqual([]);
  });

  it("is one for each event and endpoint, also when several processes hear and send at once", async () => {
    const others = await Promise.all([house.another(), house.another()]);
    for (let at = 0; at < 20; at += 1) await moved(ticket);
    const all = [house.platform, ...others];
    await Promise.all(all.map((platform) => platform.runEffects()));
    await Promise.all(all.map((platform) => platform.sendWebhooks()));
    expect(receiver.received).toHaveLength(20);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(20);
  });

  it("is not made when what it would tell of is taken back", async () => {
    const undone = house.platform.asSystem(async (tx) => {
      await emitter(tx, house.clock.now())({ name: "matterMoved", matter: ticket }, []);
      throw new Error("not after all");
    });
    await expect(undone).rejects.toThrow("not after all");
    await settle();
    expect(receiver.received).toEqual([]);
  });

  it("goes nowhere once the account is revoked or the endpoint has ended", async () => {
    await moved(ticket);
    await house.platform.runEffects();
    await security()(webhookContract["webhook.end"], { id: endpoint.id });
    await house.platform.sendWebhooks();
    expect(receiver.received).toEqual([]);
    expect(await log()).toMatchObject([{ state: "dropped" }]);
  });
});

describe("an attempt that fails", () => {
  it("is made again with growing pauses under the same id, then parked, and the administrators are told", async () => {
    receiver.answer = (response) => response.writeHead(500).end("  Kaputt\u0000\n inside ");
    await moved(ticket);
    await settle();
    for (const pause of webhookPausesMs) {
      inMs(pause - 1);
      expect(await house.platform.sendWebhooks()).toBe(0);
      inMs(1);
      expect(await house.platform.sendWebhooks()).toBe(1);
    }
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
    expect(receiver.received).toHaveLength(webhookPausesMs.length + 1);
    const [parked] = await log("parked");
    expect(parked?.attempts).toHaveLength(webhookPausesMs.length + 1);
    expect(parked?.attempts[0]).toMatchObject({ status: 500, fault: "refused", clip: "Kaputt inside" });
    await house.platform.runEffects();
    for (const person of ["securityAdmin", "systemAdmin"] as const) {
      const { items } = await house.as(person)(notices["notice.list"], {});
      expect(
        items.map(({ kind }) => kind),
        person,
      ).toContain("webhookParked");
    }
    // Asked for again, it goes out with the same id, and its pauses begin anew.
    receiver.answer = taken;
    expect(await replay()).toEqual({ count: 1 });
    await settle();
    expect(receiver.received.at(-1)?.id).toBe(parked?.id);
    expect(await log()).toMatchObject([{ state: "sent" }]);
    expect(await refusal(replay())).toBe("illegal-step nothingToReplay");
    // One that was sent can be sent again by itself.
    expect(await replay(parked?.id)).toEqual({ count: 1 });
  });

  it("is parked at once when the receiver says that it is gone", async () => {
    receiver.answer = (response) => response.writeHead(410).end();
    await moved(ticket);
    await settle();
    expect(await log()).toMatchObject([{ state: "parked", attempts: [{ status: 410 }] }]);
  });

  it("because of a redirect is not followed", async () => {
    receiver.answer = (response) => response.writeHead(302, { location: `${receiver.url}/elsewhere` }).end();
    await moved(ticket);
    await settle();
    expect(receiver.received).toHaveLength(1);
    expect(await log()).toMatchObject([{ state: "waiting", attempts: [{ status: 302, fault: "redirect" }] }]);
  });

  it("because of an endless answer reads its beginning only", async () => {
    let sent = 0;
    receiver.answer = (response) => {
      response.writeHead(503);
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(65_536))) sent += 65_536;
        sent += 65_536;
        if (!response.destroyed && sent < 1_000_000_000) response.once("drain", more);
      };
      more();
    };
    await moved(ticket);
    await settle();
    const [one] = await log();
    expect(one?.attempts[0]).toMatchObject({ status: 503, clip: "x".repeat(200) });
    expect(sent).toBeLessThan(50_000_000);
  });

  it("because nobody is there, or the answer breaks off, says so", async () => {
    receiver.answer = (response) => response.destroy();
    await moved(ticket);
    await settle();
    expect(await log()).toMatchObject([{ state: "waiting", attempts: [{ status: null, fault: "ECONNRESET" }] }]);
  });

  it("at one receiver keeps no other one waiting", async () => {
    const other = await openReceiver();
    try {
      // Listed by the same address: the port is another one's, so the list is asked anew.
      const both = readDestinations(`${receiver.host} ${other.host}`);
      const process = await house.another(undefined, undefined, both);
      const late = Promise.withResolvers<void>();
      receiver.answer = (response) => void late.promise.then(() => taken(response, response.req));
      await admin.query("update webhook_endpoint set url = $1 where id = $2", [receiver.url, endpoint.id]);
      const second = await create(["matter.moved"]);
      await admin.query("update webhook_endpoint set url = $1 where id = $2", [other.url, second.id]);
      await moved(ticket);
      await moved(ticket);
      await process.runEffects();
      const sending = process.sendWebhooks();
      await expect.poll(() => other.received.length).toBe(2);
      // One at a time to whom is slow.
      await expect.poll(() => receiver.received.length).toBe(1);
      late.resolve();
      await sending;
      expect(receiver.received).toHaveLength(2);
    } finally {
      await other.close();
    }
  });
});

describe("a sender that is gone", () => {
  it("leaves its delivery to another process, under the same id, and nothing is lost or made twice", async () => {
    await moved(ticket);
    await house.platform.runEffects();
    // Taken, sent, and the process is no more before it wrote down what came of it.
    await admin.query("update webhook_delivery set state = 'sending', attempts = 1, tries = 1, next_at = $1", [
      house.clock.now(),
    ]);
    const other = await house.another();
    expect(await other.sendWebhooks()).toBe(0);
    inMs(60_000);
    expect(await other.sendWebhooks()).toBe(1);
    expect(receiver.received).toHaveLength(1);
    expect(await log()).toMatchObject([{ state: "sent", id: receiver.received[0]?.id }]);
    expect(await other.sendWebhooks()).toBe(0);
  });

  it("killed in the middle of three: each of them arrives, under one id, and is on record as sent", async () => {
    for (let at = 0; at < 3; at += 1) await moved(ticket);
    await house.platform.runEffects();
    const waiting = await admin.query<{ id: string }>("select id from webhook_delivery order by id");
    // The first is taken; at the second the receiver has read everything and says nothing.
    const reached = Promise.withResolvers<void>();
    receiver.answer = (response, request) => {
      if (receiver.received.length === 1) taken(response, request);
      else reached.resolve();
    };
    const child = spawn(
      process.execPath,
      [
        fileURLToPath(new URL("../../test/webhook-child.ts", import.meta.url)),
        house.database.appUrl,
        house.folder,
        morning,
        receiver.host,
      ],
      { stdio: "inherit" },
    );
    const gone = once(child, "exit");
    await reached.promise;
    child.kill("SIGKILL");
    await gone;
    receiver.answer = taken;
    inMs(60_000);
    await house.platform.sendWebhooks();
    const ids = receiver.received.map(({ id }) => id);
    expect([...new Set(ids)].toSorted()).toEqual(waiting.rows.map(({ id }) => id));
    // Only the one whose answer was never written down came twice.
    expect(ids).toHaveLength(4);
    expect((await log()).map(({ state }) => state)).toEqual(["sent", "sent", "sent"]);
  });
});

describe("a secret", () => {
  it("that is changed signs together with the former one for a day", async () => {
    const { secret } = await security()(webhookContract["webhook.rotate"], { id: endpoint.id });
    expect(secret).not.toBe(endpoint.secret);
    await moved(ticket);
    await settle();
    expect(receiver.received[0]?.headers["webhook-signature"]?.split(" ")).toHaveLength(2);
    for (const one of [secret, endpoint.secret]) expect(() => verify(one)).not.toThrow();
    vi.useRealTimers();
    inMs(24 * 3_600_000);
    await moved(ticket);
    await settle();
    expect(receiver.received[1]?.headers["webhook-signature"]?.split(" ")).toHaveLength(1);
    expect(() => verify(endpoint.secret)).toThrow("No matching signature");
    expect(() => verify(secret)).not.toThrow();
  });

  it("lies sealed to its row, is in no list and no answer but the first, and goes over to a new key", async () => {
    const { rows } = await admin.query<{ secret: Buffer }>("select secret from webhook_endpoint where id = $1", [
      endpoint.id,
    ]);
    expect(rows[0]?.secret.toString("latin1")).not.toContain(endpoint.secret.slice(6, 20));
    const list = await security()(webhookContract["webhook.list"], { id: machine.id });
    expect(JSON.stringify(list)).not.toContain("whsec_");
    for (const table of ["idempotency", "audit"]) {
      const found = await admin.query(`select from ${table} t where t::text like '%' || $1 || '%'`, [
        endpoint.secret.slice(6),
      ]);
      expect(found.rows, table).toEqual([]);
    }
    await rotateKeys({ keyFile: join(house.folder, "keys.json") });
    const rotated = await house.another();
    await sealAnew(rotated);
    const { head } = rotated.vault;
    const sealed = await admin.query<{ secret: Buffer }>("select secret from webhook_endpoint");
    for (const { secret } of sealed.rows) expect(secret.subarray(0, head.length)).toEqual(head);
    await moved(ticket);
    await rotated.runEffects();
    await rotated.sendWebhooks();
    expect(() => verify(endpoint.secret)).not.toThrow();
  });
});

describe("an endpoint", () => {
  it("that the operator has taken from the list gets nothing more", async () => {
    const without = await house.another(undefined, undefined, readDestinations("hooks.example.com"));
    await moved(ticket);
    await without.runEffects();
    await without.sendWebhooks();
    expect(receiver.received).toEqual([]);
    expect(await log()).toMatchObject([{ state: "waiting", attempts: [{ status: null, fault: "hostNotListed" }] }]);
  });
});

it("what was sent a month ago, and what was given up a quarter ago, is forgotten", async () => {
  await moved(ticket);
  await settle();
  receiver.answer = (response) => response.writeHead(410).end();
  await moved(ticket);
  await settle();
  const count = async () => (await admin.query("select state from webhook_delivery order by state")).rows;
  inMs(30 * 86_400_000 + 1);
  await sweepWebhooks(house.platform);
  expect(await count()).toEqual([{ state: "parked" }]);
  inMs(60 * 86_400_000);
  await sweepWebhooks(house.platform);
  expect(await count()).toEqual([]);
  expect((await admin.query("select from webhook_attempt")).rows).toEqual([]);
});
