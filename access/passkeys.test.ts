import { generateKeyPairSync } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { contract as matters } from "#matters/contract.ts";
import { relyingParty } from "#server/adapters/webauthn/passkeys.ts";
import { execute } from "#server/pipeline.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Browser, openSignInDesk, outcome } from "#test/sign-in-desk.ts";
import { type SoftPasskey, softPasskey } from "#test/soft-passkey.ts";
import { contract } from "./contract.ts";
import { factorContract } from "./factor-contract.ts";
import { passkeyContract } from "./passkey-contract.ts";

const morning = "2026-09-22T09:00:00+08:00";

const desk = await forTheseTests(openSignInDesk(morning));
beforeEach(async () => {
  desk.house.clock.set(morning);
  await desk.admin.query("delete from sign_in_failure");
});

/** Answers are given out in a well-ordered life: a challenge, then what the device makes of it. */
async function add(browser: Browser, key: SoftPasskey = softPasskey(), claims = {}) {
  const { options } = await browser.call(passkeyContract["passkey.begin"], {});
  const answer = key.create(options.challenge, claims);
  await browser.call(passkeyContract["passkey.add"], { name: "手机", answer });
  return key;
}
async function ask(): Promise<string> {
  const { body } = await execute(desk.house.platform, "passkey.ask", {}, { device: "desk" });
  return (body as { options: { challenge: string } }).options.challenge;
}
const enter = (answer: unknown) => desk.open(passkeyContract["passkey.signIn"], { answer });

describe("a passkey", () => {
  it("is the officer's second factor, then signs him in by itself: two factors in one", async () => {
    const browser = await desk.signIn({ login: "officerA" });
    expect(browser.me.limit).toBe("factor");
    const key = await add(browser);
    expect((await browser.call(contract["session.me"], {})).limit).toBe(null);
    expect(await outcome(desk.signIn({ login: "officerA" }))).toBe("second-factor-needed passkey");
    const second = await enter(key.show(await ask(), { counter: 2 }));
    expect(second.me).toMatchObject({ dutyName: "李警官", limit: null });
    expect(await outcome(second.call(matters["matter.list"], {}))).toBe("ok");
    const { items } = await second.call(passkeyContract["passkey.list"], {});
    expect(items).toMatchObject([{ name: "手机", usedAt: "2026-09-22T01:00:00.000Z" }]);
  });

  it("asks the device for the person himself, and makes none twice for one device", async () => {
    const browser = await desk.signIn({ login: "officerB" });
    const key = await add(browser);
    const { options } = await browser.call(passkeyContract["passkey.begin"], {});
    expect(options).toMatchObject({
      rp: { id: "localhost" },
      authenticatorSelection: { userVerification: "required", residentKey: "required" },
      excludeCredentials: [{ id: key.id }],
    });
    const again = { name: "又一次", answer: key.create(options.challenge) };
    expect(await outcome(browser.call(passkeyContract["passkey.add"], again))).toBe("invalid answer: passkeyKnown");
  });

  it("is added only with a fresh answer to one's own challenge, from this place, with the person there", async () => {
    const browser = await desk.signIn({ login: "chief" });
    const other = await desk.signIn({ login: "leader" });
    const key = softPasskey();
    const challengeFor = async (one: Browser) =>
      (await one.call(passkeyContract["passkey.begin"], {})).options.challenge;
    const trial = (answer: unknown) => outcome(browser.call(passkeyContract["passkey.add"], { name: "手机", answer }));
    const refused = "invalid answer: passkey";
    expect(await trial(key.create(await challengeFor(browser), { origin: "https://evil.example" }))).toBe(refused);
    expect(await trial(key.create(await challengeFor(browser), { origin: "http://localhost.evil.example" }))).toBe(
      refused,
    );
    expect(await trial(key.create(await challengeFor(browser), { rpId: "evil.example" }))).toBe(refused);
    expect(await trial(key.create(await challengeFor(browser), { userVerified: false }))).toBe(refused);
    expect(await trial(key.create(await challengeFor(browser), { type: "webauthn.get" }))).toBe(refused);
    expect(await trial(key.create(await challengeFor(other)))).toBe(refused);
    expect(await trial(key.create("bm90IGEgY2hhbGxlbmdl"))).toBe(refused);
    expect(await trial(key.create(await ask()))).toBe(refused);
    const late = await challengeFor(browser);
    desk.house.clock.forward(5);
    expect(await trial(key.create(late))).toBe(refused);
    expect((await browser.call(factorContract["factor.get"], {})).passkeys).toBe(0);
    desk.house.clock.set(morning);
    expect(await trial(key.create(await challengeFor(browser)))).toBe("ok");
  });

  it("signs nobody in by a forged, foreign, repeated, late, copied or unattended answer, each on record", async () => {
    const key = await add(await desk.signIn({ login: "inspector" }));
    const good = key.show(await ask(), { counter: 5 });
    expect(await outcome(enter(good))).toBe("ok");
    const trial = (answer: unknown) => outcome(enter(answer));
    const since = (await desk.admin.query("select coalesce(max(id), 0) as id from audit")).rows[0].id;
    const wrong: unknown[] = [
      good,
      key.show(await ask(), { counter: 6, key: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey }),
      key.show(await ask(), { counter: 6, origin: "https://evil.example" }),
    ];
    for (const answer of wrong) expect(await trial(answer)).toBe("sign-in-failed");
    await desk.admin.query("delete from sign_in_failure");
    const more: unknown[] = [
      key.show(await ask(), { counter: 6, rpId: "evil.example" }),
      key.show(await ask(), { counter: 6, userVerified: false }),
      key.show(await ask(), { counter: 5 }),
      { ...key.show(await ask(), { counter: 6 }), id: softPasskey().id },
    ];
    for (const answer of more) expect(await trial(answer)).toBe("sign-in-failed");
    const late = await ask();
    desk.house.clock.forward(5);
    expect(await trial(key.show(late, { counter: 6 }))).toBe("sign-in-failed");
    desk.house.clock.set(morning);
    const { rows } = await desk.admin.query(
      "select count(*)::int as n from audit where id > $1 and operation = 'passkey.signIn' and status = 401",
      [since],
    );
    expect(rows).toEqual([{ n: 8 }]);
    await desk.admin.query("delete from sign_in_failure");
    const challenge = await ask();
    const both = await Promise.all([1, 2].map(() => trial(key.show(challenge, { counter: 7 }))));
    expect(both.toSorted()).toEqual(["ok", "sign-in-failed"]);
  });

  it("proves who is there before a sensitive act, for its owner only", async () => {
    const browser = await desk.signIn({ login: "specialist" });
    const key = await add(browser);
    const stranger = await desk.signIn({ login: "liaison" });
    desk.house.clock.forward(6);
    expect(await outcome(browser.call(passkeyContract["passkey.begin"], {}))).toBe("reauthenticate");
    // A challenge of a stranger who acts is not one of nobody's.
    const challenge = (await stranger.call(passkeyContract["passkey.ask"], {})).options.challenge;
    const foreign = { answer: key.show(challenge, { counter: 2 }) };
    expect(await outcome(stranger.call(passkeyContract["passkey.prove"], foreign))).toBe("sign-in-failed");
    expect(await outcome(browser.call(passkeyContract["passkey.prove"], foreign))).toBe("sign-in-failed");
    const own = (await browser.call(passkeyContract["passkey.ask"], {})).options.challenge;
    await browser.call(passkeyContract["passkey.prove"], { answer: key.show(own, { counter: 2 }) });
    expect(await outcome(browser.call(passkeyContract["passkey.begin"], {}))).toBe("ok");
    // Whoever is signed in at a browser, its owner comes in there.
    const asked = (await stranger.call(passkeyContract["passkey.ask"], {})).options.challenge;
    const { body } = await execute(
      desk.house.platform,
      "passkey.signIn",
      { answer: key.show(asked, { counter: 3 }) },
      { tokenHash: stranger.token, device: "desk" },
    );
    expect(body).toMatchObject({ accountId: desk.house.town.people.specialist });
  });

  it("is renamed and removed by its owner; of staff the last factor stays", async () => {
    const browser = await desk.signIn({ login: "office" });
    const key = await add(browser);
    const stranger = await desk.signIn({ login: "liaison" });
    const [own] = (await browser.call(passkeyContract["passkey.list"], {})).items;
    const id = own?.id;
    expect(await outcome(stranger.call(passkeyContract["passkey.rename"], { id, name: "我的" }))).toBe("not-found");
    expect(await outcome(stranger.call(passkeyContract["passkey.remove"], { id }))).toBe("not-found");
    await browser.call(passkeyContract["passkey.rename"], { id, name: "办公室电脑" });
    expect((await browser.call(passkeyContract["passkey.list"], {})).items).toMatchObject([{ name: "办公室电脑" }]);
    expect(await outcome(browser.call(passkeyContract["passkey.remove"], { id }))).toBe("invalid : lastFactor");
    await desk.setUpTotp(browser);
    expect(await outcome(browser.call(passkeyContract["passkey.remove"], { id }))).toBe("ok");
    expect(await outcome(enter(key.show(await ask(), { counter: 9 })))).toBe("sign-in-failed");
  });

  it("of an account that has closed or lost its role opens nothing", async () => {
    const key = await add(await desk.signIn({ login: "lawyer" }));
    await desk.admin.query("update account set closed_at = '2026-09-22T08:00:00+08:00' where login = 'lawyer'");
    expect(await outcome(enter(key.show(await ask(), { counter: 2 })))).toBe("sign-in-failed");
  });
});

describe("where passkeys belong", () => {
  it.each([
    ["https://hu.example", "https://hu.example", true],
    ["https://hu.example", "https://hu.example:8443", false],
    ["https://hu.example", "http://hu.example", false],
    ["https://hu.example", "https://a.hu.example", false],
    ["https://hu.example", "http://localhost:8080", false],
    [null, "http://localhost:8080", true],
    [null, "http://localhost.evil.example", false],
    [null, "https://hu.example", false],
    [null, "nonsense", false],
  ])("of %s: %s is %s", (home, origin, right) => {
    expect(relyingParty(home).isOrigin(origin)).toBe(right);
  });
});
