import { beforeEach, describe, expect, it } from "vitest";
import { createOidcProvider } from "#server/adapters/identity/oidc.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type IdentityHouse, openIdentityHouse } from "#test/identity-house.ts";
import { type Browser, openSignInDesk, outcome, password } from "#test/sign-in-desk.ts";
import { contract } from "./contract.ts";
import { identityContract } from "./identity-contract.ts";

const home = "http://localhost:8080";
const morning = "2026-09-22T09:00:00+08:00";
const strong = "urn:example:certificate";

/** One of the people's city, whose strength is not declared, and one of the police, whose is. */
const people = await forTheseTests(openIdentityHouse([`${home}/sign-in/return/people`], "people"));
const police = await forTheseTests(openIdentityHouse([`${home}/sign-in/return/police`], "police"));
const desk = await forTheseTests(
  openSignInDesk(morning, {
    home,
    identityProviders: [createOidcProvider(people.settings()), createOidcProvider(police.settings({ acr: [strong] }))],
  }),
);
beforeEach(async () => {
  desk.house.clock.set(morning);
  await desk.admin.query("delete from sign_in_failure");
  await desk.admin.query("delete from account_link");
});

type House = "people" | "police";
const houseOf = (provider: House) => (provider === "people" ? people : police);

async function depart(provider: House) {
  const answer = await import("#server/pipeline.ts").then(({ execute }) =>
    execute(desk.house.platform, "identity.begin", { provider }, { device: "desk" }),
  );
  return answer.body as { address: string; ticket: string };
}
async function come(provider: House, who: IdentityHouse["who"]) {
  const { address, ticket } = await depart(provider);
  houseOf(provider).who = who;
  return { provider, ticket, answer: await houseOf(provider).walk(address) };
}
async function link(browser: Browser, provider: House, who: IdentityHouse["who"]) {
  const { address, ticket } = await browser.call(identityContract["identity.beginLink"], { provider });
  houseOf(provider).who = who;
  const answer = await houseOf(provider).walk(address);
  return browser.call(identityContract["identity.link"], { provider, ticket, answer });
}
const signIn = (arrived: Record<string, unknown>) => desk.open(identityContract["identity.signIn"], arrived);

describe("signing in by a provider's word", () => {
  it("opens the account whose owner has linked it, by issuer and number alone", async () => {
    expect(await outcome(signIn(await come("people", { sub: "liaison" })))).toBe("sign-in-failed notLinked");
    await link(await desk.signIn({ login: "liaison" }), "people", { sub: "u-1" });
    const browser = await signIn(await come("people", { sub: "u-1" }));
    expect(browser.me).toMatchObject({ accountId: desk.house.town.people.liaison, limit: null });
    const { items } = await browser.call(contract["session.list"], {});
    expect(items.find((one) => one.current)?.method).toBe("OIDC");
    // The same number at another issuer is somebody else.
    expect(await outcome(signIn(await come("police", { sub: "u-1" })))).toBe("sign-in-failed notLinked");
    expect(await outcome(signIn(await come("people", { sub: "u-2" })))).toBe("sign-in-failed notLinked");
    const kept = await desk.admin.query("select row_to_json(l)::text as row from account_link l");
    expect(kept.rows[0].row).not.toContain("u-1");
  });

  it("takes each ticket once, in its own browser, at its own provider, within ten minutes", async () => {
    await link(await desk.signIn({ login: "liaison" }), "people", { sub: "u-1" });
    const arrived = await come("people", { sub: "u-1" });
    const other = await come("people", { sub: "u-1" });
    expect(await outcome(signIn({ ...arrived, ticket: "x".repeat(40) }))).toBe("sign-in-failed ticketOver");
    expect(await outcome(signIn({ ...arrived, ticket: other.ticket }))).toBe("sign-in-failed answerRefused");
    expect(await outcome(signIn({ ...arrived, provider: "police" }))).toBe("sign-in-failed answerRefused");
    expect(await outcome(signIn(arrived))).toBe("ok");
    expect(await outcome(signIn(arrived))).toBe("sign-in-failed ticketOver");
    const late = await come("people", { sub: "u-1" });
    desk.house.clock.forward(10);
    expect(await outcome(signIn(late))).toBe("sign-in-failed ticketOver");
    for (let round = 0; round < 5; round += 1) {
      const same = await come("people", { sub: "u-1" });
      const all = await Promise.all([1, 2, 3, 4].map(() => outcome(signIn(same))));
      const over = "sign-in-failed ticketOver";
      expect(all.toSorted()).toEqual(["ok", over, over, over]);
    }
  });

  it("asks for the second factor that the account has, unless the provider's own is declared and shown", async () => {
    const browser = await desk.signIn({ login: "security" });
    const { secret } = await desk.setUpTotp(browser);
    await link(browser, "people", { sub: "u-3" });
    await link(browser, "police", { sub: "p-3" });
    const arrived = await come("people", { sub: "u-3" });
    expect(await outcome(signIn(arrived))).toBe("second-factor-needed code");
    expect(await outcome(signIn({ ...arrived, code: "000000" }))).toBe("invalid code: secondFactor");
    // The provider's answer was used up, but not the ticket: the code is still to come.
    expect(await outcome(signIn({ ...arrived, code: desk.codeAt(secret, 1) }))).toBe("ok");
    expect(await outcome(signIn({ ...arrived, code: desk.codeAt(secret, 2) }))).toBe("sign-in-failed ticketOver");
    expect(await outcome(signIn(await come("police", { sub: "p-3" })))).toBe("second-factor-needed code");
    expect(await outcome(signIn(await come("police", { sub: "p-3", acr: strong })))).toBe("ok");
  });

  it("of the staff needs the declared strength where one is declared, else a second factor of ours", async () => {
    const officer = await desk.signIn({ login: "officerA" });
    await desk.setUpTotp(officer);
    await link(officer, "police", { sub: "p-1" });
    await link(officer, "people", { sub: "u-4" });
    expect(await outcome(signIn(await come("police", { sub: "p-1" })))).toBe("sign-in-failed tooWeak");
    expect((await signIn(await come("police", { sub: "p-1", acr: strong }))).me.limit).toBe(null);
    expect(await outcome(signIn(await come("people", { sub: "u-4" })))).toBe("second-factor-needed code");
    await desk.admin.query("delete from totp");
    expect((await signIn(await come("people", { sub: "u-4" }))).me.limit).toBe("factor");
  });

  it("asks somebody of several firms for which one, with the same ticket", async () => {
    const { otherLiaison } = desk.house.town.people;
    const { east } = desk.house.town.firms;
    const browser = await desk.signIn({ login: "otherLiaison" });
    await link(browser, "people", { sub: "u-5" });
    await desk.admin.query(
      "insert into access_grant (account_id, role, enterprise_id, valid_from) values ($1, 'ENT_HR', $2, '2026-01-01')",
      [otherLiaison, east],
    );
    const arrived = await come("people", { sub: "u-5" });
    expect(await outcome(signIn(arrived))).toBe("invalid enterpriseId: chooseFirm");
    expect((await signIn({ ...arrived, enterpriseId: east })).me.enterprise?.id).toBe(east);
  });

  it("says when the provider is away, and the password still works", async () => {
    await link(await desk.signIn({ login: "liaison" }), "people", { sub: "u-1" });
    const arrived = await come("people", { sub: "u-1" });
    await people.away();
    try {
      expect(await outcome(signIn(arrived))).toBe("unavailable providerAway");
      expect(await outcome(desk.signIn({ login: "liaison", password }))).toBe("ok");
    } finally {
      await people.back();
    }
    expect(await outcome(signIn(arrived))).toBe("ok");
  });

  it("that led to nobody is on record, without whom the provider named", async () => {
    await outcome(signIn(await come("people", { sub: "a-stranger" })));
    const { rows } = await desk.admin.query(
      "select account_id, object, detail from audit where operation = 'identity.signIn' order by id desc limit 1",
    );
    expect(rows).toEqual([{ account_id: null, object: "", detail: { code: "sign-in-failed", reason: "notLinked" } }]);
  });
});

describe("a link", () => {
  it("is made by its owner after a fresh proof, belongs to one account, and tells him", async () => {
    const browser = await desk.signIn({ login: "liaison" });
    desk.house.clock.forward(6);
    const begin = () => outcome(browser.call(identityContract["identity.beginLink"], { provider: "people" }));
    expect(await begin()).toBe("reauthenticate");
    await browser.call(contract["session.prove"], { password });
    await link(browser, "people", { sub: "u-7" });
    expect(await outcome(link(browser, "people", { sub: "u-8" }))).toBe("invalid : identityKnown");
    const other = await desk.signIn({ login: "legalRep" });
    expect(await outcome(link(other, "people", { sub: "u-7" }))).toBe("invalid : identityKnown");
    await desk.house.platform.runEffects();
    const told = await desk.admin.query(
      "select params from notice where kind = 'proofChanged' and account_id = $1 order by id desc limit 1",
      [desk.house.town.people.liaison],
    );
    expect(told.rows).toEqual([{ params: { what: "link" } }]);
  });

  it("cannot be made with a ticket that a stranger was given, nor sign in with one for a link", async () => {
    const browser = await desk.signIn({ login: "liaison" });
    const strangers = await come("people", { sub: "u-9" });
    expect(await outcome(browser.call(identityContract["identity.link"], strangers))).toBe("sign-in-failed ticketOver");
    await link(browser, "people", { sub: "u-9" });
    const { address, ticket } = await browser.call(identityContract["identity.beginLink"], { provider: "people" });
    const answer = await people.walk(address);
    expect(await outcome(signIn({ provider: "people", ticket, answer }))).toBe("sign-in-failed ticketOver");
  });

  it("ends by its owner, and opens nothing afterwards", async () => {
    const browser = await desk.signIn({ login: "liaison" });
    const { id } = await link(browser, "people", { sub: "u-1" });
    const other = await desk.signIn({ login: "legalRep" });
    expect(await outcome(other.call(identityContract["identity.unlink"], { id }))).toBe("not-found");
    await browser.call(identityContract["identity.unlink"], { id });
    expect(await outcome(signIn(await come("people", { sub: "u-1" })))).toBe("sign-in-failed notLinked");
  });

  it("of somebody whose account has closed opens nothing", async () => {
    const browser = await desk.signIn({ login: "security" });
    await link(browser, "people", { sub: "u-6" });
    await desk.admin.query(
      "update access_grant set valid_to = now() - interval '10 years', valid_from = '2010-01-01' where account_id = $1",
      [desk.house.town.people.security],
    );
    expect(await outcome(signIn(await come("people", { sub: "u-6" })))).toBe("sign-in-failed notLinked");
  });
});

describe("a city without providers", () => {
  it("offers none, and knows none", async () => {
    const plain = await desk.house.another();
    const { execute } = await import("#server/pipeline.ts");
    const bare = { ...plain, identityProviders: [] };
    expect((await execute(bare, "identity.offered", {}, { device: "desk" })).body).toEqual({ items: [] });
    expect(await outcome(execute(bare, "identity.begin", { provider: "people" }, { device: "desk" }))).toBe(
      "not-found",
    );
  });
});
