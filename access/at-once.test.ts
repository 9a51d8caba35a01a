import { beforeEach, describe, expect, it } from "vitest";
import { contract as exports } from "#capabilities/exports/contract.ts";
import { contract as members } from "#capabilities/members/contract.ts";
import { execute } from "#server/pipeline.ts";
import { doneOrWaiting } from "#test/at-once.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { openSignInDesk, outcome, password } from "#test/sign-in-desk.ts";
import { contract } from "./contract.ts";
import { factorContract } from "./factor-contract.ts";

const morning = "2026-09-22T09:00:00+08:00";
const other = "Xin-Mi-Ma-Wu-88";

/** Who comes in at the moment at which somebody else is put out. */
const desk = await forTheseTests(openSignInDesk(morning));
beforeEach(async () => {
  desk.house.clock.set(morning);
  await desk.admin.query("delete from sign_in_failure");
});

/** Does what `app.set_password` does, and `meanwhile` before it is committed. */
async function whileChanged(login: string, meanwhile: () => Promise<void>): Promise<void> {
  const { rows } = await desk.admin.query<{ id: number }>("select id from account where login = $1", [login]);
  const hash = await desk.house.platform.crypto.hashPassword(other);
  await desk.admin.query("begin");
  await desk.admin.query("select app.set_password($1, $2, null, $3)", [rows[0]?.id, hash, morning]);
  await meanwhile();
  await desk.admin.query("commit");
}

const look = (token: Buffer) => outcome(desk.browserOf(token).call(contract["session.me"], {}));

describe("while a password is being changed", () => {
  it("the former one opens no session that outlives it", async () => {
    let entering: Promise<string> = Promise.resolve("");
    await whileChanged("security", async () => {
      entering = outcome(desk.signIn({ login: "security" }));
      await doneOrWaiting(desk.house.platform.pool, entering);
    });
    expect(await entering).toBe("sign-in-failed");
    expect(await outcome(desk.signIn({ login: "security", password: other }))).toBe("ok");
  });

  it("a session that ends with it is not gone on from for another firm", async () => {
    const { east, run } = desk.house.town.firms;
    await desk.admin.query(
      "insert into access_grant (account_id, role, enterprise_id, valid_from) values ($1, 'ENT_HR', $2, '2026-01-01')",
      [desk.house.town.people.otherLiaison, east],
    );
    const thief = await desk.signIn({ login: "otherLiaison", enterpriseId: run });
    let switching: Promise<string> = Promise.resolve("");
    await whileChanged("otherLiaison", async () => {
      switching = outcome(thief.call(contract["session.switchFirm"], { enterpriseId: east }));
      await doneOrWaiting(desk.house.platform.pool, switching);
    });
    expect(await switching).toMatch(/^not-signed-in/);
    expect(await look(thief.token)).toBe("not-signed-in PASSWORD");
  });
});

describe("two who come in to one account at once", () => {
  it("leave one session of the kind of device, like two who come after one another (decision 33)", async () => {
    const { office } = desk.house.town.people;
    let entering: Promise<string> = Promise.resolve("");
    await desk.admin.query("begin");
    await desk.admin.query("select app.open_session('\\x01', $1, null, 'desk', $2, $3)", [
      office,
      morning,
      "2026-09-22T21:00:00+08:00",
    ]);
    entering = outcome(desk.signIn({ login: "office" }));
    await doneOrWaiting(desk.house.platform.pool, entering);
    await desk.admin.query("commit");
    expect(await entering).toBe("ok");
    const { rows } = await desk.admin.query(
      "select token_hash = '\\x01' as first, end_reason from session where account_id = $1 and device = 'desk' and (ended_at is null or token_hash = '\\x01') order by id",
      [office],
    );
    expect(rows).toEqual([
      { first: true, end_reason: "REPLACED" },
      { first: false, end_reason: null },
    ]);
  });
});

describe("the token before the last proof", () => {
  it("opens no session of another firm: it would outlive the proof, and count as one", async () => {
    const browser = await desk.signIn({ login: "liaison" });
    const thief = desk.browserOf(browser.token);
    await browser.call(factorContract["password.change"], { old: password, password: other });
    const { east } = desk.house.town.firms;
    expect(await outcome(thief.call(contract["session.switchFirm"], { enterpriseId: east }))).toBe("reauthenticate");
    expect(await outcome(thief.call(exports["matter.export"], {}))).toBe("reauthenticate");
    expect(await outcome(browser.call(contract["session.switchFirm"], { enterpriseId: east }))).toBe("ok");
    expect(await outcome(browser.call(exports["matter.export"], {}))).toBe("ok");
  });
});

describe("at a browser at which somebody else is signed in", () => {
  it("one comes in by oneself; the session before ends", async () => {
    for (const [login, device] of [
      ["legalRep", "desk"],
      ["officerB", "phone"],
    ] as const) {
      const before = await desk.signIn({ login: "chief" }, device);
      const after = await execute(
        desk.house.platform,
        "session.signIn",
        { login, password },
        { tokenHash: before.token, device },
      );
      expect(after.body).toMatchObject({ accountId: desk.house.town.people[login] });
      expect(await look(before.token)).toBe("not-signed-in OUT");
    }
  });

  it("a code on paper is used as at any other", async () => {
    const officer = await desk.signIn({ login: "officerA" });
    const { code } = await desk.house.as("officerA")(members["access.issueCode"], {
      id: desk.house.town.firms.east,
      role: "ENT_LIAISON",
    });
    const account = { kind: "own", login: "otherLiaison", password: other };
    const redeemed = execute(
      desk.house.platform,
      "access.redeem",
      { uscc: "91350100M000100Y43", code, account },
      { tokenHash: officer.token, device: "desk" },
    );
    expect(await outcome(redeemed)).toBe("ok");
  });
});

describe("trials", () => {
  it("of a made-up login keep nobody from proving himself", async () => {
    const browser = await desk.signIn({ login: "office" });
    const { office } = desk.house.town.people;
    for (let trial = 0; trial < 5; trial += 1)
      expect(await outcome(desk.signIn({ login: `factor:${office}`, password: "wrong" }))).toBe("sign-in-failed");
    expect(await outcome(browser.call(contract["session.prove"], { password }))).toBe("ok");
  });
});
