import { beforeEach, describe, expect, it } from "vitest";
import { accountContract as accounts } from "#capabilities/administration/account-contract.ts";
import { contract as members } from "#capabilities/members/contract.ts";
import { contract as recovery } from "#capabilities/recovery/contract.ts";
import { execute } from "#server/pipeline.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { openSignInDesk, outcome, password } from "#test/sign-in-desk.ts";
import { factorContract } from "./factor-contract.ts";

const nextDay = "2026-09-23T09:00:00+08:00";
const morning = "2026-09-22T09:00:00+08:00";

const desk = await forTheseTests(openSignInDesk(morning));
beforeEach(async () => {
  desk.house.clock.set(morning);
  await desk.admin.query("delete from sign_in_failure");
});

const atOnce = async (count: number, work: (no: number) => Promise<unknown>) => {
  const said = await Promise.all(Array.from({ length: count }, (_, no) => outcome(work(no))));
  return Object.fromEntries(
    Map.groupBy(said.toSorted(), (word) => word)
      .entries()
      .map(([word, all]) => [word, all.length]),
  );
};
const trials = async (name: string) =>
  (await desk.admin.query("select from sign_in_failure where login = $1", [`login:${name.toLowerCase()}`])).rowCount;
const refusals = async (status: number) =>
  (
    await desk.admin.query(
      "select detail, account_id, object from audit where operation = 'session.signIn' and status = $1 and at >= $2",
      [status, nextDay],
    )
  ).rows;

describe("guesses at once", () => {
  it("of a password are judged five times, however many come together", async () => {
    const wrong = (no: number) => desk.signIn({ login: "officerB", password: `wrong ${no}` });
    expect(await atOnce(20, wrong)).toEqual({ "sign-in-failed": 5, "too-many": 15 });
    expect(await outcome(desk.signIn({ login: "officerB" }))).toBe("too-many");
    expect(await trials("officerB")).toBe(5);
    desk.house.clock.forward(15);
    expect(await outcome(desk.signIn({ login: "officerB" }))).toBe("ok");
  });

  it("of a second factor are judged five times, however many come together", async () => {
    const browser = await desk.signIn({ login: "security" });
    await desk.setUpTotp(browser);
    const wrong = (no: number) => desk.signIn({ login: "security", code: String(100_000 + no) });
    expect(await atOnce(20, wrong)).toEqual({ "invalid code: secondFactor": 5, "too-many": 15 });
  });

  it("of a code on paper are judged five times, however many come together", async () => {
    const redeem = (no: number) =>
      desk.open(members["access.redeem"], {
        uscc: "91350100M000100Y43",
        code: `AAAA-BBBB-CC${10 + no}`,
        account: { kind: "new", login: `somebody.${no}`, password, dutyName: "某某" },
      });
    expect(await atOnce(20, redeem)).toEqual({ "invalid code: codeRefused": 5, "too-many": 15 });
  });
});

describe("a trial", () => {
  it("that was no wrong guess is given back: signing in, a code that is asked for, a firm to be chosen", async () => {
    for (let times = 0; times < 6; times += 1) await desk.signIn({ login: "liaison" });
    const { otherLiaison } = desk.house.town.people;
    await desk.admin.query(
      "insert into access_grant (account_id, role, enterprise_id, valid_from) values ($1, 'ENT_HR', $2, '2026-01-01')",
      [otherLiaison, desk.house.town.firms.east],
    );
    for (let times = 0; times < 6; times += 1)
      expect(await outcome(desk.signIn({ login: "otherLiaison" }))).toBe("invalid enterpriseId: chooseFirm");
    await desk.setUpTotp(await desk.signIn({ login: "legalRep" }));
    for (let times = 0; times < 6; times += 1)
      expect(await outcome(desk.signIn({ login: "legalRep" }))).toBe("second-factor-needed code");
    expect(await trials("liaison")).toBe(0);
    expect(await trials("otherLiaison")).toBe(0);
    expect(await trials("legalRep")).toBe(0);
  });

  it("of one's own password counts when it is wrong, and is given back when the new one is refused", async () => {
    const browser = await desk.signIn({ login: "officerA" });
    const change = (old: string) =>
      outcome(browser.call(factorContract["password.change"], { old, password: "short" }));
    expect(await change("wrong")).toBe("invalid password: newPassword");
    const again = (old: string) => outcome(browser.call(factorContract["password.change"], { old, password }));
    for (let times = 0; times < 6; times += 1)
      expect(await again(password)).toBe("invalid password: passwordUsedBefore");
    for (let times = 0; times < 5; times += 1) expect(await again("wrong")).toBe("invalid old: passwordWrong");
    expect(await again(password)).toBe("too-many");
  });

  it("too many is on record once a minute, without what was guessed", async () => {
    desk.house.clock.set(nextDay);
    for (let no = 0; no < 5; no += 1) await outcome(desk.signIn({ login: "chief", password: "a guess" }));
    expect(await refusals(401)).toHaveLength(5);
    await atOnce(10, () => desk.signIn({ login: "chief", password: "a guess" }));
    const object = `account:${desk.house.town.people.chief}`;
    expect(await refusals(429)).toEqual([{ detail: { code: "too-many", minutes: 15 }, account_id: null, object }]);
    desk.house.clock.forward(1);
    await atOnce(10, () => desk.signIn({ login: "chief" }));
    expect(await refusals(429)).toHaveLength(2);
    const said = await desk.admin.query(
      "select from audit where status = 429 and row_to_json(audit)::text ~ 'a guess|chief'",
    );
    expect(said.rowCount).toBe(0);
  });
});

describe("a browser at which somebody has signed in before", () => {
  const enter = async (login: string, given: string, marks?: string) =>
    execute(
      desk.house.platform,
      "session.signIn",
      { login, password: given },
      { device: "desk", ...(marks && { marks }) },
    );
  const marksOf = async (login: string, marks?: string) => {
    const { session } = await enter(login, password, marks);
    return session && session !== "ended" ? (session.marks ?? "") : "";
  };

  it("lets him in by the right password while strangers try his login in vain, and is tried five times itself", async () => {
    const marks = await marksOf("officerA", await marksOf("officerB"));
    for (let no = 0; no < 6; no += 1) await outcome(enter("officerA", "a guess"));
    expect(await outcome(enter("officerA", password))).toBe("too-many");
    expect(await outcome(enter("officerA", password, marks))).toBe("ok");
    for (let no = 0; no < 5; no += 1) expect(await outcome(enter("officerA", "a guess", marks))).toBe("sign-in-failed");
    expect(await outcome(enter("officerA", password, marks))).toBe("too-many");
    // Each account counts by itself, and the browser's trials on no other one's behalf.
    expect(await outcome(enter("officerB", password, marks))).toBe("ok");
    expect(await outcome(enter("officerB", password))).toBe("ok");
  });

  it("is no way round the five trials: a mark that is forged, another's, or of another key is none", async () => {
    const { officerA, officerB } = desk.house.town.people;
    const marks = await marksOf("officerA");
    const forged = [marks.replace(`${officerA}.`, `${officerB}.`), marks, `${marks.slice(0, -2)}AA`, "~~~", "1.2.3"];
    for (const mark of forged) expect(await outcome(enter("officerB", "a guess", mark))).toBe("sign-in-failed");
    expect(await outcome(enter("officerB", password, forged[0]))).toBe("too-many");
  });

  it("forgets the first of more than four, and keeps its own word for one who comes again", async () => {
    let marks = "";
    for (const login of ["officerA", "officerB", "chief", "inspector", "leader"]) marks = await marksOf(login, marks);
    expect(marks.split("~")).toHaveLength(4);
    expect(marks).not.toContain(`~${desk.house.town.people.officerA}.`);
    const again = await marksOf("chief", marks);
    expect(new Set(again.split("~"))).toEqual(new Set(marks.split("~")));
    expect(again.startsWith(`${desk.house.town.people.chief}.`)).toBe(true);
  });
});

describe("a trial in vain", () => {
  it("is on record with the account or firm at which it was made, by whatever door, and never with what was typed", async () => {
    const { house, admin } = desk;
    const { officerA, specialist, security } = house.town.people;
    house.clock.set("2026-09-24T09:00:00+08:00");
    await admin.query("update account set police_number = 'B777777' where id = $1", [specialist]);
    const { rows: firms } = await admin.query<{ id: number; uscc: string }>("select id, uscc from enterprise limit 1");
    const { rows: logins } = await admin.query<{ id: number; login: string }>(
      "select id, login from account where id = any ($1)",
      [[officerA, security]],
    );
    const loginOf = (account: number) => logins.find(({ id }) => id === account)?.login ?? "";
    const code = "AAAA-BBBB-CCCC";
    await outcome(desk.signIn({ login: loginOf(officerA).toUpperCase(), password: "a guess" }));
    await outcome(desk.signIn({ login: "my.password", password: "a guess" }));
    await outcome(desk.open(recovery["recovery.use"], { login: loginOf(security), code, password }));
    await outcome(desk.open(accounts["staff.redeemCode"], { policeNumber: "B777777", code, password }));
    const account = { kind: "new", login: "somebody.else", password, dutyName: "某某" };
    await outcome(desk.open(members["access.redeem"], { uscc: firms[0]?.uscc, code, account }));
    const { rows } = await admin.query("select operation, object from audit where at >= $1 order by id", [
      house.clock.now(),
    ]);
    expect(rows).toEqual([
      { operation: "session.signIn", object: `account:${officerA}` },
      { operation: "session.signIn", object: "" },
      { operation: "recovery.use", object: `account:${security}` },
      { operation: "staff.redeemCode", object: `account:${specialist}` },
      { operation: "access.redeem", object: `enterprise:${firms[0]?.id}` },
    ]);
    const { rowCount } = await admin.query("select from audit where row_to_json(audit)::text ~ 'my.password|a guess'");
    expect(rowCount).toBe(0);
  });

  it("with the right password and a wrong second factor is on record with whose password that was", async () => {
    const { house, admin } = desk;
    house.clock.set("2026-09-25T09:00:00+08:00");
    await desk.setUpTotp(await desk.signIn({ login: "lawyer" }));
    house.clock.forward(1);
    expect(await outcome(desk.signIn({ login: "lawyer", code: "000000" }))).toBe("invalid code: secondFactor");
    const { rows } = await admin.query("select object, status from audit where at >= $1", [house.clock.now()]);
    expect(rows).toEqual([{ object: `account:${house.town.people.lawyer}`, status: 422 }]);
  });
});

describe("a slow hash", () => {
  it("holds no connection: others are served meanwhile", async () => {
    const one = await desk.house.another(undefined, 1);
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
    const slow = {
      ...one,
      crypto: {
        ...one.crypto,
        async verifyPassword(given: string, stored: string | undefined) {
          reach();
          await opened;
          return one.crypto.verifyPassword(given, stored);
        },
      },
    };
    const entering = execute(slow, "session.signIn", { login: "leader", password }, { device: "desk" });
    await reached;
    const { people, firms } = desk.house.town;
    const account = { accountId: people.liaison, enterpriseId: firms.east };
    const read = await execute(one, "session.me", {}, { account, device: "desk" });
    expect(read.body).toMatchObject({ kind: "member" });
    open();
    expect((await entering).body).toMatchObject({ kind: "staff" });
  });
});

describe("a connection that is lost", () => {
  it("while somebody signs in says that the platform is away, never that it is broken", async () => {
    let over = false;
    const any = "datname = current_database() and application_name = 'huhang' order by random() limit 1";
    const killing = (async () => {
      while (!over) await desk.admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${any}`);
    })();
    try {
      const said = await atOnce(60, (no) =>
        desk.signIn({ login: no % 2 === 0 ? "liaison" : "officerA" }, no % 3 === 0 ? "phone" : "desk"),
      );
      expect(Object.keys(said).filter((word) => !["ok", "unavailable", "too-many"].includes(word))).toEqual([]);
    } finally {
      over = true;
      await killing;
    }
    // A dead connection may still lie in the pool; it is replaced when it is met.
    const chief = { login: "chief", password };
    await expect
      .poll(() => outcome(execute(desk.house.platform, "session.signIn", chief, { device: "desk" })))
      .toBe("ok");
  });
});
