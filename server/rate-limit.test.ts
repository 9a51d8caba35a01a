import { describe, expect, it } from "vitest";
import { contract as integrations } from "#capabilities/integrations/contract.ts";
import { type Door, openDoorTo } from "#test/door.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { connectMachine } from "#test/machines.ts";
import { createRateLimit, nameOfAddress } from "./rate-limit.ts";

describe("a limit of 600 a minute", () => {
  let now = 5_000_000;
  const limit = () => createRateLimit(600, () => now);

  it("lets half of it through at once, then as fast as it fills", () => {
    const { take } = limit();
    expect(Array.from({ length: 300 }, () => take("one")).every((wait) => wait === 0)).toBe(true);
    expect(take("one")).toBe(1);
    // A tenth of a second for each.
    now += 1_000;
    expect(Array.from({ length: 12 }, () => take("one")).filter((wait) => wait === 0)).toHaveLength(10);
    now += 3_600_000;
    expect(Array.from({ length: 400 }, () => take("one")).filter((wait) => wait === 0)).toHaveLength(300);
  });

  it("counts each name for itself, and trying on makes nobody wait longer", () => {
    const { take } = limit();
    for (let count = 0; count < 1_000; count += 1) take("one");
    expect(take("one")).toBe(1);
    expect(take("other")).toBe(0);
  });

  it("says how long to wait when it fills slowly", () => {
    const { take } = createRateLimit(2, () => now);
    expect([take("one"), take("one")]).toEqual([0, 30]);
  });

  it("keeps a bounded number of names, and forgets the one longest unused", () => {
    const { take } = createRateLimit(2, () => now);
    take("first");
    take("busy");
    for (let count = 0; count < 19_999; count += 1) {
      take(`made-up-${count}`);
      if (count % 5_000 === 0) take("busy");
    }
    expect(take("busy")).toBeGreaterThan(0);
    expect(take("first")).toBe(0);
  });
});

it.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["127.0.0.1", null],
  ["::ffff:127.0.0.1", null],
  ["::1", null],
  ["2001:DB8:0:1::9", "2001:db8:0:1"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["2001:0db8:0000:0001:aaaa:bbbb:cccc:dddd", "2001:db8:0:1"],
  ["fe80::1%eth0", "fe80:0:0:0"],
])("%s is known as %s", (address, name) => {
  expect(nameOfAddress(address)).toBe(name);
});

describe("at the door", async () => {
  const house = await forTheseTests(startHarness());
  let door: Door;
  const rates = { session: 20, address: 60 };
  let now = 0;
  const open = async (options: Parameters<typeof openDoorTo>[1]) => {
    door = await openDoorTo(house, { rateClock: () => now, ...options });
    return door;
  };
  /** The statuses of so many requests from an address, each with what it says of itself. */
  const statuses = async (times: number, remoteAddress: string, headers: (count: number) => Record<string, string>) => {
    const found: number[] = [];
    for (let count = 0; count < times; count += 1) {
      const answer = await door.app.inject({ url: "/api/session", remoteAddress, headers: headers(count) });
      found.push(answer.statusCode);
    }
    return found;
  };
  const refused = (all: readonly number[]) => all.filter((status) => status === 429).length;

  it("a session that asks too fast is told to wait, in words and by header, and nobody else is", async () => {
    await open({ rates });
    const liaison = await door.visitor("liaison");
    for (let count = 0; count < 10; count += 1) expect((await liaison.send("GET", "/api/session")).status).toBe(200);
    const late = await liaison.send("GET", "/api/session", undefined, { "accept-language": "en" });
    expect([late.status, late.headers.get("content-type")]).toEqual([429, "application/problem+json; charset=utf-8"]);
    expect(late.headers.get("retry-after")).toBe("3");
    expect(late.body).toEqual({
      type: "urn:huhang:error:too-many",
      title: "Too many attempts; please try again in a while.",
      status: 429,
      code: "too-many",
    });
    expect((await liaison.send("POST", "/api/matters", {})).status).toBe(429);
    expect((await liaison.send("GET", "/api/events")).status).toBe(429);
    // Whoever keeps watch, and the page itself, go on.
    expect((await liaison.send("GET", "/healthz")).status).toBe(200);
    expect((await liaison.send("GET", "/robots.txt")).status).toBe(200);
    const other = await door.visitor("otherLiaison");
    expect((await other.send("GET", "/api/session")).status).toBe(200);
    now += 3_000;
    expect((await liaison.send("GET", "/api/session")).status).toBe(200);
    expect((await liaison.send("GET", "/api/session")).status).toBe(429);
    await door.close();
  });

  it("a key that asks too fast is told to wait by itself, wherever it comes from; no other key of its system is", async () => {
    await open({ rates: { session: 20, address: 0 } });
    const path = "/api/hotline/replies?since=2026-01-01T00:00:00Z";
    const [one, other] = [await connectMachine(house), await connectMachine(house, { name: "督查系统（示例）" })];
    const second = await house.as("securityAdmin")(integrations["serviceKey.issue"], { id: one.id, days: 30 });
    const ask = (key: string, more: Record<string, string> = {}) =>
      door.stranger().send("GET", path, undefined, { authorization: `Bearer ${key}`, ...more });
    for (let count = 0; count < 10; count += 1) expect((await ask(one.key)).status).toBe(200);
    const late = await ask(one.key, { "accept-language": "en" });
    expect([late.status, late.headers.get("retry-after"), late.body.code]).toEqual([429, "3", "too-many"]);
    // Written otherwise, or for another operation, it is the same key.
    expect((await ask(one.key, { authorization: `bearer  ${one.key}` })).status).toBe(429);
    const away = await door.app.inject({
      method: "POST",
      url: "/api/hotline/tickets",
      remoteAddress: "203.0.113.9",
      headers: { authorization: `Bearer ${one.key}` },
    });
    expect(away.statusCode).toBe(429);
    for (const key of [other.key, second.key]) expect((await ask(key)).status).toBe(200);
    const office = await door.visitor("office");
    expect((await office.send("GET", "/api/session")).status).toBe(200);
    // As much as has filled again since, and no more.
    now += 6_000;
    const again = [await ask(one.key), await ask(one.key), await ask(one.key)].map(({ status }) => status);
    expect(again).toEqual([200, 200, 429]);
    await door.close();
  });

  it("cookies made up for each request do not get round the limit of their address", async () => {
    await open({ rates });
    const made = await statuses(40, "203.0.113.7", (count) => ({ cookie: `huhang=made-up-${count}` }));
    expect(made.slice(0, 30).every((status) => status === 401)).toBe(true);
    expect(refused(made)).toBe(10);
    expect(refused(await statuses(5, "203.0.113.8", () => ({})))).toBe(0);
    await door.close();
  });

  it("nobody gets another address, or none, by headers that only a proxy may send", async () => {
    await open({ rates });
    const spoofed = await statuses(40, "203.0.113.7", (count) => ({
      "x-forwarded-for": `198.51.100.${count}, 127.0.0.1`,
      forwarded: `for=198.51.100.${count}`,
      "x-real-ip": "127.0.0.1",
    }));
    expect(refused(spoofed)).toBe(10);
    await door.close();
  });

  it("behind a named proxy each caller has his own address, and what he adds in front of it does not count", async () => {
    await open({ rates, trustProxy: ["10.1.0.0/24"] });
    const many = await statuses(40, "10.1.0.5", (count) => ({ "x-forwarded-for": `203.0.113.${count}` }));
    expect(refused(many)).toBe(0);
    const one = await statuses(40, "10.1.0.5", (count) => ({ "x-forwarded-for": `198.51.100.${count}, 192.0.2.9` }));
    expect(refused(one)).toBe(10);
    // Another machine that claims to be a proxy is none.
    const stranger = await statuses(40, "10.2.0.5", (count) => ({ "x-forwarded-for": `203.0.113.${100 + count}` }));
    expect(refused(stranger)).toBe(10);
    await door.close();
  });

  it("a header that says the way was plain HTTP, or another host, changes neither cookie nor address", async () => {
    await open({ secure: true, trustProxy: ["127.0.0.1"] });
    const entered = await door
      .stranger()
      .send(
        "POST",
        "/api/session",
        { login: "nobody", password: "wrong words" },
        { "x-forwarded-proto": "http", "x-forwarded-host": "elsewhere.example" },
      );
    expect(entered.status).toBe(401);
    expect(entered.headers.get("strict-transport-security")).toContain("max-age=31536000");
    expect(JSON.stringify([...entered.headers, entered.body])).not.toContain("elsewhere");
    await door.close();
  });
});
