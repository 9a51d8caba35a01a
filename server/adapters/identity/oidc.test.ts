import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Forger, openForger } from "#test/identity-forger.ts";
import { type IdentityHouse, openIdentityHouse } from "#test/identity-house.ts";
import { createOidcProvider } from "./oidc.ts";

const home = "http://localhost:8080";
let forger: Forger;

const house = await forTheseTests(openIdentityHouse([`${home}/sign-in/return/house`]));
beforeAll(async () => {
  forger = await openForger();
});
beforeEach(() => {
  house.who = { sub: "u-1" };
  forger.says = {};
});
afterAll(async () => {
  await forger.close();
});

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => "ok",
    (error: unknown) => (error instanceof Error ? error.name : "?"),
  );

describe("an OpenID provider", () => {
  it("names somebody by issuer and number, asked for nothing else, with PKCE, state and nonce", async () => {
    const provider = createOidcProvider(house.settings());
    const { address, kept } = await provider.begin(home);
    const asked = new URL(address).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      scope: "openid",
      code_challenge_method: "S256",
      response_type: "code",
    });
    for (const name of ["state", "nonce", "code_challenge"]) expect(asked.get(name)?.length, name).toBeGreaterThan(20);
    expect(kept).not.toContain(asked.get("code_challenge"));
    const found = await provider.finish(home, await house.walk(address), kept);
    expect(found).toEqual({ issuer: house.issuer, subject: "u-1", strong: false });
  });

  it("is strong by declared words only", async () => {
    const come = async (settings: Parameters<IdentityHouse["settings"]>[0]) => {
      const provider = createOidcProvider(house.settings(settings));
      const { address, kept } = await provider.begin(home);
      return (await provider.finish(home, await house.walk(address), kept)).strong;
    };
    house.who = { sub: "u-1", acr: "urn:example:certificate", amr: ["hwk", "pin"] };
    expect(await come({})).toBe(false);
    expect(await come({ acr: ["urn:example:certificate"] })).toBe(true);
    expect(await come({ amr: ["hwk"] })).toBe(true);
    expect(await come({ amr: ["face"] })).toBe(false);
    house.who = { sub: "u-1" };
    expect(await come({ acr: ["urn:example:certificate"], amr: ["hwk"] })).toBe(false);
  });

  it("refuses an answer that is repeated, of another journey, cancelled, or without its parts", async () => {
    const provider = createOidcProvider(house.settings());
    const first = await provider.begin(home);
    const second = await provider.begin(home);
    const answer = await house.walk(first.address);
    expect(await outcome(provider.finish(home, answer, second.kept))).toBe("AnswerRefused");
    expect(await outcome(provider.finish(home, answer, first.kept))).toBe("ok");
    expect(await outcome(provider.finish(home, answer, first.kept))).toBe("AnswerRefused");
    const third = await provider.begin(home);
    const good = new URLSearchParams(await house.walk(third.address));
    for (const part of ["code", "state", "iss"]) {
      const without = new URLSearchParams(good);
      without.delete(part);
      expect(await outcome(provider.finish(home, `?${without}`, third.kept)), part).toBe("AnswerRefused");
    }
    house.who = { sub: "u-1", refuse: true };
    const fourth = await provider.begin(home);
    expect(await outcome(provider.finish(home, await house.walk(fourth.address), fourth.kept))).toBe("AnswerRefused");
  });

  it("refuses an answer that says that it comes from another provider", async () => {
    const provider = createOidcProvider(house.settings());
    const { address, kept } = await provider.begin(home);
    const answer = new URLSearchParams(await house.walk(address));
    answer.set("iss", forger.issuer);
    expect(await outcome(provider.finish(home, `?${answer}`, kept))).toBe("AnswerRefused");
  });

  it.each([
    ["of another issuer", { iss: "http://127.0.0.1:1" }],
    ["for somebody else", { aud: "another" }],
    ["for several of whom we are not the one", { aud: ["huhang", "another"], azp: "another" }],
    ["that has expired", { iat: 1_700_000_000, exp: 1_700_000_060 }],
    ["of another journey", { nonce: "a nonce of somebody else" }],
    ["without a nonce", { nonce: undefined }],
    ["without anybody", { sub: undefined }],
  ])("refuses a token %s", async (_what, claims) => {
    const provider = createOidcProvider(forger.settings);
    const { address, kept } = await provider.begin(home);
    const { state = "", nonce } = Object.fromEntries(new URL(address).searchParams);
    const answer = `?${new URLSearchParams({ code: "c", state, iss: forger.issuer })}`;
    forger.says = { claims: { nonce } };
    expect(await outcome(provider.finish(home, answer, kept))).toBe("ok");
    forger.says = { claims: { nonce, ...claims } };
    expect(await outcome(provider.finish(home, answer, kept))).toBe("AnswerRefused");
  });

  it("refuses a token that is signed by somebody else", async () => {
    const provider = createOidcProvider(forger.settings);
    const { address, kept } = await provider.begin(home);
    const { state = "", nonce } = Object.fromEntries(new URL(address).searchParams);
    forger.says = { claims: { nonce }, key: forger.otherKey };
    const answer = `?${new URLSearchParams({ code: "c", state, iss: forger.issuer })}`;
    expect(await outcome(provider.finish(home, answer, kept))).toBe("AnswerRefused");
  });

  it("that sends us elsewhere for a token is not followed", async () => {
    const provider = createOidcProvider(forger.settings);
    const { address, kept } = await provider.begin(home);
    const { state = "", nonce } = Object.fromEntries(new URL(address).searchParams);
    forger.says = { claims: { nonce }, elsewhere: `${forger.issuer}/elsewhere` };
    const answer = `?${new URLSearchParams({ code: "c", state, iss: forger.issuer })}`;
    expect(await outcome(provider.finish(home, answer, kept))).toBe("AnswerRefused");
    expect(forger.asked).not.toContain("/elsewhere");
  });

  it("that calls itself otherwise than the operator does is not asked", async () => {
    forger.says = { metadata: { issuer: house.issuer } };
    expect(await outcome(createOidcProvider(forger.settings).begin(home))).toBe("ProviderAway");
  });

  it("that is away, or in trouble, is said to be so, and is asked anew when it is back", async () => {
    const provider = createOidcProvider(house.settings());
    await house.away();
    expect(await outcome(provider.begin(home))).toBe("ProviderAway");
    await house.back();
    const { address, kept } = await provider.begin(home);
    const answer = await house.walk(address);
    await house.away();
    expect(await outcome(provider.finish(home, answer, kept))).toBe("ProviderAway");
    await house.back();
    const troubled = createOidcProvider(forger.settings);
    const begun = await troubled.begin(home);
    const { state = "" } = Object.fromEntries(new URL(begun.address).searchParams);
    forger.says = { status: 503 };
    const said = `?${new URLSearchParams({ code: "c", state, iss: forger.issuer })}`;
    expect(await outcome(troubled.finish(home, said, begun.kept))).toBe("ProviderAway");
  });
});
