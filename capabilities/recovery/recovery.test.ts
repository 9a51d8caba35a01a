import { beforeEach, describe, expect, it } from "vitest";
import { contract as session } from "#access/contract.ts";
import { factorContract } from "#access/factor-contract.ts";
import { execute } from "#server/pipeline.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import type { Harness } from "#test/harness.ts";
import { openSignInDesk, outcome, password } from "#test/sign-in-desk.ts";
import { contract } from "./contract.ts";

let day = 0;
const other = "Zhao-Hui-Lai-88";
type Person = Parameters<Harness["as"]>[0];

const desk = await forTheseTests(openSignInDesk("2026-09-22T09:00:00+08:00"));
beforeEach(async () => {
  // A day for each story: the codes of the one before are over.
  day += 2;
  desk.house.clock.set(new Date(Date.UTC(2026, 8, 22 + day, 1)).toISOString());
  await desk.admin.query("delete from sign_in_failure");
  await desk.admin.query("delete from account_recovery");
  await desk.admin.query("delete from notice where kind = 'recoveryWaiting'");
});

const id = (person: keyof Harness["town"]["people"]) => desk.house.town.people[person];
const give = (by: Person, to: keyof Harness["town"]["people"]) =>
  desk.house.as(by)(contract["recovery.give"], { accountId: id(to) });
const confirm = (by: Person, recovery: number) =>
  outcome(desk.house.as(by)(contract["recovery.confirm"], { id: recovery }));
const use = (login: string, code: string, word = other) =>
  desk.open(contract["recovery.use"], { login, code, password: word });
/** Who has been told that somebody waits, and all that the notice holds. */
const told = async (): Promise<{ login: string }[]> =>
  (
    await desk.admin.query(
      `select a.login, n.params, coalesce(n.matter_id, n.project_id) as about from notice n join account a on a.id = n.account_id
        where n.kind = 'recoveryWaiting' order by a.login collate "C"`,
    )
  ).rows;
const refusedCode = "invalid code: recoveryRefused";

describe("a recovery code", () => {
  it("works only after a second person has confirmed it; then the old password and factors are gone", async () => {
    const before = await desk.signIn({ login: "security" });
    const phone = await desk.signIn({ login: "security" }, "phone");
    await desk.setUpTotp(before);
    const given = await give("officerA", "security");
    expect(given).toMatchObject({ login: "security", dutyName: "何安保" });
    expect(await outcome(use("security", given.code))).toBe(refusedCode);
    expect(await confirm("officerB", given.id)).toBe("ok");
    const browser = await use(" ｓecURITY ", ` ${given.code.toLowerCase().replaceAll("-", " ")}`);
    expect(browser.me).toMatchObject({ accountId: id("security"), enterprise: { id: desk.house.town.firms.east } });
    for (const one of [before, phone])
      expect(await outcome(one.call(session["session.me"], {}))).toBe("not-signed-in RECOVERY");
    const factors = await browser.call(factorContract["factor.get"], {});
    expect(factors).toMatchObject({ totp: null, passkeys: 0, password: { temporary: false } });
    expect(await outcome(desk.signIn({ login: "security" }))).toBe("sign-in-failed");
    expect(await outcome(desk.signIn({ login: "security", password: other }))).toBe("ok");
    expect(await outcome(use("security", given.code))).toBe(refusedCode);
  });

  it("of the staff leads to a new second factor before anything else opens", async () => {
    const before = await desk.signIn({ login: "officerA" });
    await desk.setUpTotp(before);
    const given = await give("securityAdmin", "officerA");
    expect(await confirm("systemAdmin", given.id)).toBe("ok");
    const browser = await use("officerA", given.code);
    expect(browser.me.limit).toBe("factor");
    await desk.setUpTotp(browser);
    expect((await browser.call(session["session.me"], {})).limit).toBe(null);
  });

  it("is never confirmed by whoever gave it, by its owner, or by a stranger", async () => {
    const given = await give("officerA", "liaison");
    expect(await confirm("officerA", given.id)).toBe("forbidden");
    for (const person of [
      "otherA",
      "specialist",
      "systemAdmin",
      "securityAdmin",
      "auditor",
      "liaison",
      "legalRep",
    ] as const)
      expect(await confirm(person, given.id), person).toBe("not-found");
    expect(await confirm("chief", given.id)).toBe("ok");
    expect(await confirm("office", given.id)).toBe("illegal-step recoveryOver");
    const ofStaff = await give("securityAdmin", "systemAdmin");
    for (const person of ["securityAdmin", "systemAdmin"] as const)
      expect(await confirm(person, ofStaff.id), person).not.toBe("ok");
    const ofOfficer = await give("securityAdmin", "officerB");
    for (const person of ["officerB", "otherA", "otherB", "leader"] as const)
      expect(await confirm(person, ofOfficer.id), person).not.toBe("ok");
    expect(await confirm("chief", ofOfficer.id)).toBe("ok");
  });

  it.each([
    ["officerA", "liaison"],
    ["securityAdmin", "officerB"],
    ["securityAdmin", "auditor"],
  ] as const)(
    "given by %s for %s is told once to those who may be the second person, and to nobody else",
    async (by, to) => {
      const given = await give(by, to);
      const may: string[] = [];
      for (const person of Object.keys(desk.house.town.people) as (keyof Harness["town"]["people"])[]) {
        const seen = await desk.house
          .as(person)(contract["recovery.list"], {})
          .catch(() => undefined);
        if (seen?.items.some((item) => item.id === given.id && item.mayConfirm)) may.push(person);
      }
      expect(may.length).toBeGreaterThan(0);
      for (let times = 0; times < 2; times += 1) {
        await desk.house.platform.runEffects();
        expect((await told()).map(({ login }) => login)).toEqual(may.toSorted());
      }
      // It says to nobody for whom.
      expect(await told()).toEqual(may.toSorted().map((login) => ({ login, params: {}, about: null })));
    },
  );

  it("is told to nobody once it needs no second person any more", async () => {
    const given = await give("officerA", "liaison");
    expect(await confirm("officerB", given.id)).toBe("ok");
    const ended = await give("officerA", "security");
    await desk.house.as("officerA")(contract["recovery.end"], { id: ended.id });
    await desk.house.platform.runEffects();
    expect(await told()).toEqual([]);
  });

  it("is given by those who serve the firm or keep the account, and never to oneself", async () => {
    const of = (by: Person, to: keyof Harness["town"]["people"]) => outcome(give(by, to));
    for (const person of ["officerA", "officerB", "chief", "office", "cityOffice"] as const)
      expect(await of(person, "liaison"), person).toBe("ok");
    for (const person of [
      "otherA",
      "specialist",
      "auditor",
      "systemAdmin",
      "securityAdmin",
      "legalRep",
      "liaison",
    ] as const)
      expect(await of(person, "liaison"), person).toBe("not-found");
    expect(await of("securityAdmin", "officerA")).toBe("ok");
    expect(await of("systemAdmin", "officerA")).toBe("forbidden");
    expect(await of("chief", "officerA")).toBe("forbidden");
    expect(await of("securityAdmin", "securityAdmin")).toBe("not-found");
  });

  it("cannot be confirmed by one person past the rules, whatever a handler did", async () => {
    const { id: recovery } = await give("officerA", "liaison");
    const twice = "update account_recovery set confirmed_by = given_by, confirmed_at = given_at where id = $1";
    await expect(desk.admin.query(twice, [recovery])).rejects.toMatchObject({ code: "23514" });
    const self = "update account_recovery set confirmed_by = account_id, confirmed_at = given_at where id = $1";
    await expect(desk.admin.query(self, [recovery])).rejects.toMatchObject({ code: "23514" });
    await expect(
      desk.admin.query("update account_recovery set used_at = given_at where id = $1", [recovery]),
    ).rejects.toMatchObject({ code: "23514" });
  });

  it("lasts a day, is void once another is given or it is taken back, and five a day are enough", async () => {
    const first = await give("officerA", "liaison");
    const second = await give("officerA", "liaison");
    expect(await confirm("officerB", first.id)).toBe("not-found");
    expect(await confirm("officerB", second.id)).toBe("ok");
    desk.house.clock.forward(24 * 60);
    expect(await outcome(use("liaison", second.code))).toBe(refusedCode);
    const third = await give("officerB", "liaison");
    expect(await confirm("officerA", third.id)).toBe("ok");
    expect(await outcome(desk.house.as("otherA")(contract["recovery.end"], { id: third.id }))).toBe("not-found");
    await desk.house.as("officerA")(contract["recovery.end"], { id: third.id });
    expect(await outcome(use("liaison", third.code))).toBe(refusedCode);
    for (let no = 0; no < 4; no += 1) await give("officerB", "liaison");
    expect(await outcome(give("officerA", "liaison"))).toBe("too-many");
  });

  it("is used once by two at the same time, and by nobody under another login", async () => {
    const given = await give("officerA", "legalRep");
    await confirm("officerB", given.id);
    expect(await outcome(use("security", given.code))).toBe(refusedCode);
    const both = await Promise.all([
      outcome(use("legalRep", given.code, "Yi-Hao-Mi-Ma-11")),
      outcome(use("legalRep", given.code, "Er-Hao-Mi-Ma-22")),
    ]);
    expect(both.toSorted()).toEqual([refusedCode, "ok"]);
  });

  it("is guessed five times, however many try at once", async () => {
    const said = await Promise.all(
      Array.from({ length: 20 }, (_, no) => outcome(use("liaison", `AAAA-BBBB-CC${10 + no}`))),
    );
    expect(said.filter((word) => word === refusedCode)).toHaveLength(5);
    expect(said.filter((word) => word === "too-many")).toHaveLength(15);
  });

  it("leaves the choice of the password under the same rules, and stays usable until one is taken", async () => {
    const given = await give("officerA", "liaison");
    await confirm("officerB", given.id);
    expect(await outcome(use("liaison", given.code, password))).toBe("invalid password: passwordUsedBefore");
    expect(await outcome(use("liaison", given.code, "Liaison-2026"))).toBe("invalid password: passwordGuessable");
    expect(await outcome(use("liaison", given.code))).toBe("ok");
  });

  it("is in the database only as a keyed digest, and who gave, confirmed and used it is on record without it", async () => {
    const given = await give("officerA", "security");
    await confirm("officerB", given.id);
    await use("security", given.code, "San-Hao-Mi-Ma-33");
    const plain = given.code.replaceAll("-", "");
    const { rows } = await desk.admin.query("select code_hash from account_recovery where id = $1", [given.id]);
    expect(rows[0].code_hash).toEqual(desk.house.platform.crypto.mac("account-recovery", plain));
    const audit = await desk.admin.query(
      "select operation, account_id, object from audit where operation like 'recovery.%' and at = $1 order by at, operation",
      [desk.house.clock.now()],
    );
    expect(audit.rows).toEqual([
      { operation: "recovery.confirm", account_id: id("officerB"), object: `account:${id("security")}` },
      { operation: "recovery.give", account_id: id("officerA"), object: `account:${id("security")}` },
      { operation: "recovery.use", account_id: id("security"), object: `account:${id("security")}` },
    ]);
    const said = await desk.admin.query("select from audit where row_to_json(audit)::text like '%' || $1 || '%'", [
      given.code,
    ]);
    expect(said.rowCount).toBe(0);
  });

  it("wants a fresh proof of whoever gives or confirms it", async () => {
    const browser = await desk.signIn({ login: "chief" });
    await desk.setUpTotp(browser);
    desk.house.clock.forward(6);
    expect(await outcome(browser.call(contract["recovery.give"], { accountId: id("liaison") }))).toBe("reauthenticate");
    const { id: recovery } = await give("officerA", "liaison");
    expect(await outcome(browser.call(contract["recovery.confirm"], { id: recovery }))).toBe("reauthenticate");
  });
});

describe("the owner", () => {
  it("is told when a code is confirmed and when it was used, in all his places", async () => {
    const given = await give("officerA", "legalRep");
    await confirm("officerB", given.id);
    await use("legalRep", given.code, "Si-Hao-Mi-Ma-44");
    await desk.house.platform.runEffects();
    const { rows } = await desk.admin.query(
      "select params, urgency from notice where account_id = $1 and kind = 'proofChanged' and at = $2 order by id",
      [id("legalRep"), desk.house.clock.now()],
    );
    expect(rows).toEqual([
      { params: { what: "recoveryGiven" }, urgency: "urgent" },
      { params: { what: "recovered" }, urgency: "urgent" },
    ]);
  });
});

describe("the lists", () => {
  it("show whom one could help and what waits, to those concerned only", async () => {
    const { east } = desk.house.town.firms;
    const names = async (by: Person, firm = east) =>
      (await desk.house.as(by)(contract["recovery.choices"], { id: firm })).items.map((one) => one.dutyName).toSorted();
    expect(await names("officerA")).toEqual(["何安保", "冯代表", "周联络"]);
    for (const person of ["otherA", "securityAdmin", "auditor", "specialist"] as const)
      expect(await names(person), person).toEqual([]);
    expect(await names("officerA", desk.house.town.firms.run)).toEqual([]);
    await give("officerA", "liaison");
    const waiting = async (by: Person) => (await desk.house.as(by)(contract["recovery.list"], {})).items;
    expect(await waiting("officerA")).toMatchObject([{ dutyName: "周联络", mayConfirm: false, givenBy: "李警官" }]);
    expect(await waiting("officerB")).toMatchObject([{ dutyName: "周联络", mayConfirm: true, confirmedBy: null }]);
    for (const person of ["otherA", "securityAdmin", "auditor"] as const)
      expect(await waiting(person), person).toEqual([]);
    const call = execute(
      desk.house.platform,
      "recovery.list",
      {},
      {
        device: "desk",
        account: { accountId: id("liaison"), enterpriseId: east },
      },
    );
    expect(await outcome(call)).toBe("forbidden");
  });
});
