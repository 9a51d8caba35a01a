import { afterEach, describe, expect, it } from "vitest";
import { contract as hotline } from "#capabilities/hotline/contract.ts";
import { ticketOf } from "#test/fixture/openings.ts";
import { openDoorTo } from "#test/door.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { deskOf } from "#test/fixture/desk.ts";
import { connectMachine, hotlineScopes, machineWith, refusal } from "#test/machines.ts";
import { contract } from "./contract.ts";

const morning = "2026-09-22T09:00:00+08:00";

const house = await forTheseTests(startHarness({ at: morning }));
const door = await forTheseTests(openDoorTo(house));
const { admin } = house;
afterEach(() => house.clock.set(morning));

const security = () => house.as("securityAdmin");
const system = () => house.as("systemAdmin");
const proposal = (more: Record<string, unknown> = {}) => ({
  name: "12345 热线（示例）",
  purpose: "转来工单，取回答复",
  unitId: house.town.units.branch,
  scopes: hotlineScopes,
  ...more,
});
const propose = async (more: Record<string, unknown> = {}) =>
  (await security()(contract["serviceAccount.propose"], proposal(more))).id;
const get = (id: number) => security()(contract["serviceAccount.get"], { id });
const issue = (id: number, days = 365) => security()(contract["serviceKey.issue"], { id, days });
const since = { since: "2026-01-01T00:00:00Z" };

let tickets = 0;
const ticket = () => ticketOf(house.town, `DY-S-${(tickets += 1)}`, { receivedAt: "2026-09-21T08:00:00Z" });
/** A call over HTTP with a key, as the other side makes it. */
const send = (key: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  door.stranger().send(method, path, body, { authorization: `Bearer ${key}`, ...headers });

describe("a service account", () => {
  it("can do nothing before a second person has approved it, and has no key before", async () => {
    const id = await propose();
    expect(await refusal(issue(id))).toBe("illegal-step serviceNotActive");
    expect(await refusal(security()(contract["serviceAccount.approve"], { id }))).toBe("forbidden");
    expect(await refusal(house.as("office")(contract["serviceAccount.approve"], { id }))).toBe("not-found");
    expect((await get(id)).state).toBe("PROPOSED");
    await system()(contract["serviceAccount.approve"], { id });
    expect(await get(id)).toMatchObject({
      state: "ACTIVE",
      decidedBy: "杨管理",
      proposedBy: "许安全",
      may: ["issue", "revoke"],
    });
    expect(await refusal(system()(contract["serviceAccount.approve"], { id }))).toBe("illegal-step decidedAlready");
  });

  it("is refused with a reason, and never approved after that", async () => {
    const id = await propose();
    await system()(contract["serviceAccount.refuse"], { id, note: "范围太宽" });
    expect(await get(id)).toMatchObject({ state: "REFUSED", note: "范围太宽", may: [] });
    expect(await refusal(system()(contract["serviceAccount.approve"], { id }))).toBe("illegal-step decidedAlready");
  });

  it("takes two persons, whatever writes the row", async () => {
    const id = await propose();
    const alone = admin.query(
      "update service_account set state = 'ACTIVE', decided_by = proposed_by, decided_at = now() where account_id = $1",
      [id],
    );
    await expect(alone).rejects.toMatchObject({ constraint: "service_account_two_persons" });
  });

  it.each([
    ["an operation that is not for machines", { scopes: ["matter.get"] }, "invalid scopes.0 unknownScope"],
    ["no operation", { scopes: [] }, "invalid scopes tooShort"],
    ["a network that is none", { addresses: ["10.0.0.0/33"] }, "invalid addresses.0 malformed"],
    ["a name instead of an address", { addresses: ["example.com"] }, "invalid addresses.0 malformed"],
    ["a unit that there is not", { unitId: 999_999 }, "invalid unitId unknownUnit"],
  ])("is not proposed with %s", async (_what, more, answer) => {
    expect(await refusal(security()(contract["serviceAccount.propose"], proposal(more)))).toBe(answer);
  });

  it("wants a fresh proof from whoever gives it rights or keys", () => {
    for (const id of ["serviceAccount.propose", "serviceAccount.approve", "serviceKey.issue"] as const)
      expect(contract[id]).toMatchObject({ sensitive: true });
  });

  it("is nobody's sign-in: its name has no password and its account no role", async () => {
    const { id } = await connectMachine(house);
    const { rows } = await admin.query<{ login: string; password_hash: string | null }>(
      "select login, password_hash from account where id = $1",
      [id],
    );
    expect(rows).toEqual([{ login: expect.stringMatching(/^service:/), password_hash: null }]);
    const signIn = { login: rows[0]?.login, password: "anything-at-all-1" };
    expect(await door.stranger().send("POST", "/api/session", signIn)).toMatchObject({ status: 401 });
  });
});

describe("a key", () => {
  it("is shown once and lies nowhere: of it only the digest is kept", async () => {
    const { id } = await connectMachine(house);
    const { key, prefix } = await issue(id);
    expect(key).toMatch(new RegExp(`^hhk_${prefix}_[A-Za-z0-9_-]{43}$`));
    expect(JSON.stringify(await get(id))).not.toContain(key);
    const secret = key.slice(13);
    for (const table of ["service_key", "idempotency", "audit", "outbox"]) {
      const { rows } = await admin.query(`select from ${table} t where t::text like '%' || $1 || '%'`, [secret]);
      expect(rows, table).toEqual([]);
    }
  });

  it("is one of two at most, so that one can take over from the other", async () => {
    const first = await connectMachine(house);
    const second = await issue(first.id);
    expect(await refusal(issue(first.id))).toBe("illegal-step keysAtMost");
    const other = machineWith(house, first.id, second.id, second.key);
    expect(await refusal(first.call(hotline["ticket.replies"], since))).toBe("done");
    expect(await refusal(other.call(hotline["ticket.replies"], since))).toBe("done");
    await security()(contract["serviceKey.end"], { id: first.keyId });
    expect(await refusal(first.call(hotline["ticket.replies"], since))).toBe("not-signed-in keyEnded");
    expect(await refusal(security()(contract["serviceKey.end"], { id: first.keyId }))).toBe("illegal-step keyEnded");
    expect(await refusal(other.call(hotline["ticket.replies"], since))).toBe("done");
    expect(await refusal(issue(first.id))).toBe("done");
  });

  it("is one of two at most, also when two administrators issue at once", async () => {
    const { id } = await connectMachine(house);
    const both = await Promise.all([refusal(issue(id)), refusal(issue(id))]);
    expect(both.toSorted()).toEqual(["done", "illegal-step keysAtMost"]);
  });

  it("ends by itself on its day, and makes room for the next", async () => {
    const machine = await connectMachine(house, { days: 30 });
    await issue(machine.id, 30);
    house.clock.set("2026-10-22T08:59:00+08:00");
    expect(await refusal(machine.call(hotline["ticket.replies"], since))).toBe("done");
    house.clock.set("2026-10-22T09:00:00+08:00");
    expect(await refusal(machine.call(hotline["ticket.replies"], since))).toBe("not-signed-in keyExpired");
    expect(await refusal(issue(machine.id))).toBe("done");
    expect(await refusal(security()(contract["serviceKey.issue"], { id: machine.id, days: 366 }))).toBe(
      "invalid days tooBig",
    );
  });

  it("is good for nothing at once when its account is revoked, which keeps its place in the list", async () => {
    const machine = await connectMachine(house);
    await security()(contract["serviceAccount.revoke"], { id: machine.id, reason: "系统下线" });
    expect(await refusal(machine.call(hotline["ticket.replies"], since))).toBe("not-signed-in serviceEnded");
    expect(await get(machine.id)).toMatchObject({ state: "REVOKED", revokeReason: "系统下线", keys: 0, may: [] });
    expect(await refusal(issue(machine.id))).toBe("illegal-step serviceNotActive");
    const account = await admin.query("select closed_at from account where id = $1", [machine.id]);
    expect(account.rows).toEqual([{ closed_at: house.clock.now() }]);
    // Who knocked with it is on record.
    const { rows } = await admin.query(
      "select status, detail from audit where account_id = $1 and operation = 'ticket.replies'",
      [machine.id],
    );
    expect(rows).toEqual([{ status: 401, detail: { code: "not-signed-in", reason: "serviceEnded" } }]);
  });

  it("is good from its networks only", async () => {
    const addresses = ["10.20.0.0/16", "2001:db8::7"];
    const machine = await connectMachine(house, { addresses });
    const from = (address: string) =>
      refusal(
        machineWith(house, machine.id, machine.keyId, machine.key, address).call(hotline["ticket.replies"], since),
      );
    expect(await from("10.20.255.1")).toBe("done");
    expect(await from("2001:db8::7")).toBe("done");
    // As somebody is seen who comes over IPv4 to a listener for both.
    expect(await from("::ffff:10.20.255.1")).toBe("done");
    for (const address of ["10.21.0.1", "127.0.0.1", "2001:db8::8", "::ffff:10.21.0.1"])
      expect(await from(address), address).toBe("not-signed-in addressNotAllowed");
  });

  it("shows when it was last used, to the minute", async () => {
    const machine = await connectMachine(house);
    expect((await get(machine.id)).lastUsedAt).toBeNull();
    await machine.call(hotline["ticket.replies"], since);
    expect((await get(machine.id)).lastUsedAt).toBe("2026-09-22T01:00:00.000Z");
  });
});

describe("over HTTP", () => {
  it("a ticket comes in, is answered, and its reply is fetched and exported, all by a key", async () => {
    const { key, id } = await connectMachine(house);
    const one = ticket();
    const received = await send(key, "POST", "/api/hotline/tickets", one);
    expect(received).toMatchObject({ status: 200, body: { created: true } });
    expect(received.headers.get("set-cookie")).toBeNull();
    const matter = received.body.id ?? 0;
    const desk = deskOf(house);
    await desk.step("officerA", matter, "sign");
    await desk.step("officerA", matter, "contact", { how: "PHONE", text: "电话里说好今晚去看。" });
    await desk.step("officerA", matter, "reply", { result: "DONE", text: "十点以后停止施工。" });
    const replies = await send(key, "GET", `/api/hotline/replies?since=${encodeURIComponent("2026-09-01T00:00:00Z")}`);
    expect(replies.body["items"]).toEqual([
      expect.objectContaining({ ticketNumber: one.number, text: "十点以后停止施工。", result: "DONE" }),
    ]);
    expect(await send(key, "POST", "/api/hotline/exports", {})).toMatchObject({ status: 200, body: { replies: 1 } });
    // Everything of it stands in the audit under the system's name.
    const { rows } = await admin.query<{ operation: string }>(
      "select operation from audit where account_id = $1 and status = 200 order by id",
      [id],
    );
    expect(rows.map(({ operation }) => operation)).toEqual(["ticket.receive", "ticket.replies", "ticket.export"]);
  });

  it("the same call twice with one idempotency key is done once", async () => {
    const { key } = await connectMachine(house);
    const one = ticket();
    const again = { "idempotency-key": "hotline-0001" };
    const first = await send(key, "POST", "/api/hotline/tickets", one, again);
    const second = await send(key, "POST", "/api/hotline/tickets", one, again);
    expect(second.body).toEqual(first.body);
    const other = await send(key, "POST", "/api/hotline/tickets", ticket(), again);
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency-key-reused" } });
  });

  it("a key together with a session's cookie is refused, whoever owns either", async () => {
    const { key } = await connectMachine(house);
    const office = await door.visitor("office");
    const mixed = await office.send("GET", "/api/hotline/places", undefined, { authorization: `Bearer ${key}` });
    expect(mixed).toMatchObject({ status: 400, body: { code: "bad-request" } });
    expect((await office.send("GET", "/api/hotline/places")).status).toBe(200);
    // What a proxy asks a browser for is not our business.
    const basic = await office.send("GET", "/api/hotline/places", undefined, { authorization: "Basic eDp5" });
    expect(basic.status).toBe(200);
  });

  it.each([
    ["nothing like a key", "abc"],
    ["a key that there is not", `hhk_aaaaaaaa_${"a".repeat(43)}`],
    ["an empty one", ""],
    ["a very long one", `hhk_${"a".repeat(4000)}`],
  ])("%s is 401, also at an open door", async (_what, key) => {
    for (const path of ["/api/hotline/places", "/api/session"]) {
      const answer = await send(key, "GET", path);
      expect(answer.status, path).toBe(401);
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    }
  });

  it("opens no stream of events and no session", async () => {
    const { key } = await connectMachine(house);
    expect((await send(key, "GET", "/api/events")).status).toBe(401);
    const signIn = await send(key, "POST", "/api/session", { login: "office", password: "x" });
    expect(signIn).toMatchObject({ status: 403, body: { code: "forbidden" } });
  });

  it("the published description says which operations take a key", async () => {
    const document = (await door.stranger().send("GET", "/api/openapi.json")).body as {
      paths: Record<string, Record<string, { security?: object[]; operationId: string }>>;
      components: { securitySchemes: Record<string, object> };
    };
    expect(document.components.securitySchemes["serviceAccount"]).toMatchObject({ type: "http", scheme: "bearer" });
    const withKey = Object.values(document.paths)
      .flatMap((path) => Object.values(path))
      .filter(({ security }) => security?.some((one) => "serviceAccount" in one))
      .map(({ operationId }) => operationId);
    expect(withKey.toSorted()).toEqual([...hotlineScopes, "ticket.list", "ticket.places", "project.list"].toSorted());
  });
});
