import fc from "fast-check";
import { generateSecret, generateSync } from "otplib";
import { beforeEach, describe, expect, it } from "vitest";
import { contract as directory } from "#directory/contract.ts";
import { contract as exports } from "#capabilities/exports/contract.ts";
import { contract as members } from "#capabilities/members/contract.ts";
import { contract as matters } from "#matters/contract.ts";
import { checkTotp } from "#server/adapters/crypto/totp.ts";
import { isGuessable } from "#server/adapters/crypto/guessable.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { openSignInDesk, outcome, password } from "#test/sign-in-desk.ts";
import { contract } from "./contract.ts";
import { factorContract } from "./factor-contract.ts";

const morning = "2026-09-22T09:00:00+08:00";
const other = "Xin-Mi-Ma-Wu-88";

const desk = await forTheseTests(openSignInDesk(morning));
beforeEach(async () => {
  desk.house.clock.set(morning);
  await desk.admin.query("delete from sign_in_failure");
});

const list = matters["matter.list"];

describe("a password", () => {
  it("is changed with the old one: rotates the session, ends the others, and the old one opens nothing", async () => {
    const phone = await desk.signIn({ login: "security" }, "phone");
    const browser = await desk.signIn({ login: "security" });
    const before = browser.token;
    const change = (input: Record<string, unknown>) => outcome(browser.call(factorContract["password.change"], input));
    expect(await change({ old: "wrong", password: other })).toBe("invalid old: passwordWrong");
    expect(await change({ password: other })).toBe("invalid old: passwordWrong");
    expect(await change({ old: password, password: "short" })).toBe("invalid password: newPassword");
    expect(await change({ old: password, password })).toBe("invalid password: passwordUsedBefore");
    expect(await change({ old: password, password: "Security-2026" })).toBe("invalid password: passwordGuessable");
    expect(await change({ old: password, password: other })).toBe("ok");
    expect(browser.token.equals(before)).toBe(false);
    expect(await outcome(phone.call(contract["session.me"], {}))).toBe("not-signed-in PASSWORD");
    expect(await outcome(browser.call(list, {}))).toBe("ok");
    expect(await outcome(desk.signIn({ login: "security" }))).toBe("sign-in-failed");
    expect(await outcome(desk.signIn({ login: "security", password: other }))).toBe("ok");
  });

  it("does not come back within five", async () => {
    const browser = await desk.signIn({ login: "legalRep" });
    const row = [password, ...["Yi", "Er", "San", "Si", "Wu"].map((word) => `${word}-Hao-Mi-Ma-9`)];
    for (let at = 1; at < row.length; at += 1)
      await browser.call(factorContract["password.change"], { old: row[at - 1], password: row[at] });
    const back = (to: string) =>
      outcome(browser.call(factorContract["password.change"], { old: row.at(-1), password: to }));
    // The oldest of the five; the one before it may come back.
    expect(await back(row[1] ?? "")).toBe("invalid password: passwordUsedBefore");
    expect(await back(password)).toBe("ok");
  });

  it("of the police lasts ninety days, to the second; a firm's does not age", async () => {
    const setAt = new Date(morning).getTime();
    const day = 86_400_000;
    for (const [login, after, limit] of [
      ["officerB", 90 * day - 1, "factor"],
      ["officerB", 90 * day, "password"],
      ["systemAdmin", 90 * day, "password"],
      ["liaison", 400 * day, null],
    ] as const) {
      desk.house.clock.set(new Date(setAt + after).toISOString());
      expect((await desk.signIn({ login })).me.limit, `${login} ${after}`).toBe(limit);
    }
  });

  it("that somebody else has set is changed first, and nothing else opens before", async () => {
    await desk.admin.query("update account set password_temporary = true where login = 'otherLiaison'");
    const browser = await desk.signIn({ login: "otherLiaison" });
    expect(browser.me.limit).toBe("password");
    expect(await outcome(browser.call(list, {}))).toBe("set-up-needed password");
    expect(await outcome(browser.call(factorContract["totp.begin"], {}))).toBe("set-up-needed password");
    await browser.call(factorContract["password.change"], { old: password, password: other });
    expect((await browser.call(contract["session.me"], {})).limit).toBe(null);
    expect(await outcome(browser.call(list, {}))).toBe("ok");
  });

  it.each([
    ["Password1234", true],
    ["P@ssw0rd2026", true],
    ["Qwerty123456", true],
    ["Huhang-2026", true],
    ["Li-Jing-Guan-2026", false],
    ["Hao-Mimaa-17", false],
  ])("%s is guessed: %s", async (text, guessed) => {
    expect(await isGuessable(text, [])).toBe(guessed);
  });

  it("made of words about its owner is guessed", async () => {
    expect(await isGuessable("Fanglianluo-1", ["fanglianluo"])).toBe(true);
    expect(await isGuessable("Fanglianluo-1", ["somebody"])).toBe(false);
  });
});

describe("a second factor", () => {
  it("is set up by the police before anything else opens: in the pipeline, and in the database", async () => {
    const browser = await desk.signIn({ login: "officerA" });
    expect(browser.me).toMatchObject({ limit: "factor", desk: "officer" });
    for (const operation of [list, matters["matter.get"], directory["project.list"], contract["session.list"]])
      expect(await outcome(browser.call(operation, { ...(operation === matters["matter.get"] && { id: 1 }) }))).toBe(
        "set-up-needed factor",
      );
    const seen = await desk.house.platform.db.transaction().execute(async (tx) => {
      const { sql } = await import("kysely");
      await sql`select app.enter_session(${browser.token}, ${desk.house.clock.now()})`.execute(tx);
      const { rows } = await sql<{ n: number }>`
        select (select count(*) from project) + (select count(*) from enterprise) + (select count(*) from matter) as n`.execute(
        tx,
      );
      return Number(rows[0]?.n);
    });
    expect(seen).toBe(0);
    const { rows } = await desk.admin.query("select app.peek_session($1, $2) as who", [
      browser.token,
      desk.house.clock.now(),
    ]);
    expect(rows).toEqual([{ who: null }]);
    await desk.setUpTotp(browser);
    expect((await browser.call(contract["session.me"], {})).limit).toBe(null);
    expect((await browser.call(directory["project.list"], {})).items).toHaveLength(1);
  });

  it("is asked for after a right password only, and a wrong code counts as a failed trial", async () => {
    const { secret } = await desk.setUpTotp(await desk.signIn({ login: "chief" }));
    desk.house.clock.forward(1);
    const trial = (input: Record<string, unknown>) => outcome(desk.signIn({ login: "chief", ...input }));
    expect(await trial({})).toBe("second-factor-needed code");
    const right = desk.codeAt(secret);
    expect(await trial({ password: "wrong", code: right })).toBe("sign-in-failed");
    for (let count = 0; count < 4; count += 1)
      expect(await trial({ code: right === "000000" ? "111111" : "000000" })).toBe("invalid code: secondFactor");
    expect(await trial({ code: right })).toBe("too-many");
    desk.house.clock.forward(15);
    expect(await trial({ code: desk.codeAt(secret) })).toBe("ok");
  });

  it("takes each code once, also of two at the same time, and none older", async () => {
    const { secret } = await desk.setUpTotp(await desk.signIn({ login: "leader" }));
    desk.house.clock.forward(2);
    const code = desk.codeAt(secret);
    const both = await Promise.all([1, 2].map(() => outcome(desk.signIn({ login: "leader", code }))));
    expect(both.toSorted()).toEqual(["invalid code: secondFactor", "ok"]);
    expect(await outcome(desk.signIn({ login: "leader", code }))).toBe("invalid code: secondFactor");
    expect(await outcome(desk.signIn({ login: "leader", code: desk.codeAt(secret, -1) }))).toBe(
      "invalid code: secondFactor",
    );
    expect(await outcome(desk.signIn({ login: "leader", code: desk.codeAt(secret, 1) }))).toBe("ok");
  });

  it("drifts by one step and no more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 4_000_000_000 }), fc.integer({ min: -1, max: 1 }), (epoch, steps) => {
        const secret = generateSecret();
        const code = generateSync({ secret, epoch: epoch + steps * 30 });
        expect(checkTotp(secret, code, new Date(epoch * 1000))).toBe(Math.floor((epoch + steps * 30) / 30));
      }),
      { numRuns: 200 },
    );
    const secret = generateSecret();
    const now = new Date(morning);
    const far = [-3, -2, 2, 3].filter(
      (steps) => checkTotp(secret, generateSync({ secret, epoch: now.getTime() / 1000 + steps * 30 }), now) !== null,
    );
    expect(far).toEqual([]);
  });

  it("is replaced by a code from the paper, each once, also of two at the same time", async () => {
    const { codes } = await desk.setUpTotp(await desk.signIn({ login: "inspector" }));
    expect(new Set(codes).size).toBe(10);
    const [first = "", second = ""] = codes;
    const typed = ` ${first.toLowerCase().replaceAll("-", " ")} `;
    expect(await outcome(desk.signIn({ login: "inspector", code: typed }))).toBe("ok");
    expect(await outcome(desk.signIn({ login: "inspector", code: first }))).toBe("invalid code: secondFactor");
    const both = await Promise.all([1, 2].map(() => outcome(desk.signIn({ login: "inspector", code: second }))));
    expect(both.toSorted()).toEqual(["invalid code: secondFactor", "ok"]);
    const browser = await desk.signIn({ login: "inspector", code: codes[2] });
    expect((await browser.call(factorContract["factor.get"], {})).totp?.codesLeft).toBe(7);
    const drawn = await browser.call(factorContract["recoveryCode.draw"], {});
    expect(await outcome(desk.signIn({ login: "inspector", code: codes[3] }))).toBe("invalid code: secondFactor");
    expect(await outcome(desk.signIn({ login: "inspector", code: drawn.codes[0] }))).toBe("ok");
  });

  it("lies sealed in the database, its codes as keyed digests, and in no audit row", async () => {
    const { secret, codes } = await desk.setUpTotp(await desk.signIn({ login: "office" }));
    const { rows } = await desk.admin.query<{ text: string }>(
      `select string_agg(t::text, ' ') as text from (select to_jsonb(t) from totp t union all select to_jsonb(c) from recovery_code c
        union all select to_jsonb(a) from audit a union all select to_jsonb(s) from sign_in_challenge s) as all_rows(t)`,
    );
    const text = rows[0]?.text ?? "";
    expect(text).toContain("totp.confirm");
    for (const word of [
      secret,
      Buffer.from(secret).toString("hex"),
      ...codes,
      ...codes.map((one) => one.replaceAll("-", "")),
    ])
      expect(text).not.toContain(word);
  });

  it("may be turned off by a firm's person; of staff the last one stays", async () => {
    const browser = await desk.signIn({ login: "cityOffice" });
    const { secret } = await desk.setUpTotp(browser);
    expect(await outcome(browser.call(factorContract["totp.remove"], {}))).toBe("invalid : lastFactor");
    desk.house.clock.forward(2);
    expect(await outcome(desk.signIn({ login: "cityOffice", code: desk.codeAt(secret) }))).toBe("ok");
    const firm = await desk.signIn({ login: "liaison" });
    await desk.setUpTotp(firm);
    expect(await outcome(desk.signIn({ login: "liaison" }))).toBe("second-factor-needed code");
    await firm.call(factorContract["totp.remove"], {});
    expect(await outcome(desk.signIn({ login: "liaison" }))).toBe("ok");
  });
});

describe("a sensitive act", () => {
  it("wants a proof of the last five minutes; the call is then sent again under its own key", async () => {
    const browser = await desk.signIn({ login: "specialist" });
    const { secret } = await desk.setUpTotp(browser);
    expect(await outcome(browser.call(exports["matter.export"], {}))).toBe("ok");
    desk.house.clock.forward(5);
    expect(await outcome(browser.call(exports["matter.export"], {}))).toBe("ok");
    desk.house.clock.forward(1 / 60_000);
    expect(await outcome(browser.call(exports["matter.export"], {}))).toBe("reauthenticate");
    // What somebody may not do at all is refused first: nobody is asked for nothing.
    expect(await outcome(browser.call(members["access.issueCode"], { id: 1, role: "ENT_LIAISON" }))).toBe("not-found");
    expect(await outcome(browser.call(list, {}))).toBe("ok");
    expect(await outcome(browser.call(contract["session.prove"], { password: "wrong" }))).toBe(
      "invalid password: passwordWrong",
    );
    expect(await outcome(browser.call(contract["session.prove"], { password }))).toBe("second-factor-needed code");
    const before = desk.browserOf(browser.token);
    await browser.call(contract["session.prove"], { password, code: desk.codeAt(secret) });
    expect(await outcome(browser.call(exports["matter.export"], {}))).toBe("ok");
    // The token before is good for what was under way, proves nothing, and is soon over.
    expect(await outcome(before.call(list, {}))).toBe("ok");
    expect(await outcome(before.call(exports["matter.export"], {}))).toBe("reauthenticate");
    desk.house.clock.forward(0.5);
    expect(await outcome(before.call(list, {}))).toBe("not-signed-in");
  });

  it("refused for want of a proof leaves nothing but its audit row; the same key then does it once", async () => {
    const browser = await desk.signIn({ login: "legalRep" });
    desk.house.clock.forward(6);
    const { security } = desk.house.town.people;
    const change = () =>
      outcome(browser.call(members["member.changeRole"], { accountId: security, role: "ENT_HR" }, "one-wish-one-key"));
    const traces = async () =>
      (
        await desk.admin.query(
          `select (select count(*)::int from access_grant where account_id = $1) as grants,
             array(select status from audit where operation = 'member.changeRole' order by id) as statuses`,
          [security],
        )
      ).rows[0];
    expect(await change()).toBe("reauthenticate");
    expect(await traces()).toEqual({ grants: 1, statuses: [401] });
    await browser.call(contract["session.prove"], { password });
    expect(await change()).toBe("ok");
    expect(await change()).toBe("ok");
    expect(await traces()).toEqual({ grants: 2, statuses: [401, 200] });
  });
});

describe("one's sessions", () => {
  it("are listed, and ended from another device", async () => {
    const phone = await desk.signIn({ login: "liaison" }, "phone");
    const browser = await desk.signIn({ login: "liaison" });
    const { items } = await browser.call(contract["session.list"], {});
    expect(items.map(({ device, current }) => `${device} ${current}`).toSorted()).toEqual(["desk true", "phone false"]);
    const theirs = items.find(({ current }) => !current)?.id;
    const stranger = await desk.signIn({ login: "otherLiaison", password: other });
    expect(await outcome(stranger.call(contract["session.remove"], { id: theirs }))).toBe("not-found");
    await browser.call(contract["session.remove"], { id: theirs });
    expect(await outcome(phone.call(contract["session.me"], {}))).toBe("not-signed-in REMOVED");
    expect((await browser.call(contract["session.list"], {})).items).toHaveLength(1);
  });

  it("of one kind of device are one: the older ends, and is told why", async () => {
    const older = await desk.signIn({ login: "liaison" });
    await desk.signIn({ login: "liaison" });
    expect(await outcome(older.call(contract["session.me"], {}))).toBe("not-signed-in REPLACED");
  });
});

describe("who exists", () => {
  it("is told by no answer and by no time taken", async () => {
    const took = async (login: string) => {
      const from = performance.now();
      expect(await outcome(desk.signIn({ login, password: "wrong" }))).toBe("sign-in-failed");
      await desk.admin.query("delete from sign_in_failure");
      return performance.now() - from;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 11; round += 1) {
      known.push(await took("office"));
      unknown.push(await took(`nobody-${round}`));
    }
    // The quickest of each, which other work on the machine touches least: without the slow hash it is a tenth.
    const ratio = Math.min(...known) / Math.min(...unknown);
    expect(ratio).toBeGreaterThan(1 / 3);
    expect(ratio).toBeLessThan(3);
    for (let trial = 0; trial < 5; trial += 1) await outcome(desk.signIn({ login: "nobody", password: "wrong" }));
    expect(await outcome(desk.signIn({ login: "nobody", password: "wrong" }))).toBe("too-many");
  });
});
