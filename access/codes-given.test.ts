import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { accountContract as accounts } from "#capabilities/administration/account-contract.ts";
import { contract as glass } from "#capabilities/glass/contract.ts";
import { contract as members } from "#capabilities/members/contract.ts";
import { contract as recovery } from "#capabilities/recovery/contract.ts";
import { contract as matters } from "#matters/contract.ts";
import { questionOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { openSignInDesk, outcome } from "#test/sign-in-desk.ts";

let secAdmin: number;
const morning = "2026-09-22T09:00:00+08:00";
const over = "2026-09-22T09:30:00+08:00";
const chosen = "Xin-Mi-Ma-Wu-88";
const uscc = "91350100M000100Y43";

/** What somebody has given out of hand, after he has lost the right to give it, and to whom it gives no more than it says. */
const desk = await forTheseTests(openSignInDesk(morning));
beforeAll(async () => {
  secAdmin = await staff("SL9001", "SEC_ADMIN", desk.house.town.units.city);
});
beforeEach(async () => {
  desk.house.clock.set(morning);
  await desk.admin.query("delete from sign_in_failure");
});

/** Somebody of the staff with a role, who has not come in yet. */
async function staff(policeNumber: string, role: string, unit: number): Promise<number> {
  const { rows } = await desk.admin.query<{ id: number }>(
    `with a as (insert into account (kind, login, duty_name, police_number, unit_id, created_at)
       values ('staff', lower($1), '己警官', $1, $3, '2026-01-01') returning id)
     insert into access_grant (account_id, role, unit_id, valid_from) select id, $2, $3, '2026-01-01' from a
     returning account_id as id`,
    [policeNumber, role, unit],
  );
  return rows[0]?.id ?? 0;
}
const leave = async (account: number) => {
  await desk.admin.query("update access_grant set valid_to = $2 where account_id = $1 and valid_to is null", [
    account,
    over,
  ]);
  desk.house.clock.set(over);
};
const stay = (account: number) =>
  desk.admin.query("update access_grant set valid_to = null where account_id = $1 and valid_to = $2", [account, over]);

describe("a staff code", () => {
  it("sets no password that is made of its owner's login or name; it stays good for another one", async () => {
    const id = await staff("SL9012", "OFFICER", desk.house.town.units.station);
    await desk.admin.query("update account set login = 'fanglianluo', duty_name = 'Zhaodezhu' where id = $1", [id]);
    const { code } = await desk.house.as("securityAdmin")(accounts["staff.issueCode"], { id });
    const redeem = (password: string) =>
      outcome(desk.open(accounts["staff.redeemCode"], { policeNumber: "SL9012", code, password }));
    for (const words of ["Fanglianluo-1", "Zhaodezhu-1"])
      expect(await redeem(words), words).toBe("invalid password: passwordGuessable");
    expect(await outcome(desk.signIn({ login: "fanglianluo", password: "Fanglianluo-1" }))).toBe("sign-in-failed");
    expect(await redeem(chosen)).toBe("ok");
  });
});

describe("a staff code for somebody who was here before", () => {
  it("never stands for his second factor: whoever gave it out would become him", async () => {
    const officer = desk.house.town.people.officerA;
    await desk.admin.query("update account set police_number = 'SL9002' where id = $1", [officer]);
    const { secret } = await desk.setUpTotp(await desk.signIn({ login: "officerA" }));
    desk.house.clock.forward(1);
    const { code } = await desk.house.as("securityAdmin")(accounts["staff.issueCode"], { id: officer });
    const redeem = (more: object = {}) =>
      desk.open(accounts["staff.redeemCode"], { policeNumber: "SL9002", code, password: chosen, ...more });
    expect(await outcome(redeem())).toBe("second-factor-needed code");
    expect(await outcome(redeem({ proof: "000000" }))).toBe("invalid code: secondFactor");
    expect(await outcome(desk.signIn({ login: "officerA", password: chosen }))).toBe("sign-in-failed");
    const browser = await redeem({ proof: desk.codeAt(secret) });
    expect(browser.me).toMatchObject({ accountId: officer, limit: null });
  });

  it("opens nothing where the second factor is a passkey or a provider's word", async () => {
    const { people } = desk.house.town;
    await desk.admin.query("update account set police_number = 'SL9003' where id = $1", [people.chief]);
    await desk.admin.query(
      "insert into passkey (account_id, credential_id, public_key, counter, name, created_at) values ($1, 'x', '', 0, '', $2)",
      [people.chief, morning],
    );
    await desk.admin.query("update account set police_number = 'SL9005' where id = $1", [people.office]);
    await desk.admin.query(
      "insert into account_link (account_id, provider, issuer, subject_hash, linked_at) values ($1, 'police', 'x', 'x', $2)",
      [people.office, morning],
    );
    const redeem = async (policeNumber: string, id: number) => {
      const { code } = await desk.house.as("securityAdmin")(accounts["staff.issueCode"], { id });
      return outcome(desk.open(accounts["staff.redeemCode"], { policeNumber, code, password: chosen }));
    };
    expect(await redeem("SL9003", people.chief)).toBe("second-factor-needed passkey");
    expect(await redeem("SL9005", people.office)).toBe("invalid code: staffCodeRefused");
  });
});

describe("a staff code before its owner has a right", () => {
  it("says so, and is good for as soon as he has one", async () => {
    const id = await staff("SL9006", "OFFICER", desk.house.town.units.station);
    const { code } = await desk.house.as(secAdmin)(accounts["staff.issueCode"], { id });
    const redeem = () =>
      outcome(desk.open(accounts["staff.redeemCode"], { policeNumber: "SL9006", code, password: chosen }));
    const approved = await desk.admin.query("delete from access_grant where account_id = $1 returning *", [id]);
    expect(await redeem()).toBe("invalid code: noRightYet");
    const { role, unit_id: unit, valid_from: from } = approved.rows[0];
    await desk.admin.query("insert into access_grant (account_id, role, unit_id, valid_from) values ($1, $2, $3, $4)", [
      id,
      role,
      unit,
      from,
    ]);
    expect(await redeem()).toBe("ok");
  });
});

describe("what somebody has taken along who has left", () => {
  it("a first code of the staff opens nothing once its giver keeps the account no more", async () => {
    const id = await staff("SL9004", "OFFICER", desk.house.town.units.station);
    const { code } = await desk.house.as(secAdmin)(accounts["staff.issueCode"], { id });
    const redeem = () =>
      outcome(desk.open(accounts["staff.redeemCode"], { policeNumber: "SL9004", code, password: chosen }));
    await leave(secAdmin);
    expect(await redeem()).toBe("invalid code: staffCodeRefused");
    await stay(secAdmin);
    expect(await redeem()).toBe("ok");
  });

  it("a firm's first code opens nothing once the officer who printed it is gone", async () => {
    const { officerB } = desk.house.town.people;
    const { code } = await desk.house.as("officerB")(members["access.issueCode"], {
      id: desk.house.town.firms.east,
      role: "ENT_LIAISON",
    });
    const account = { kind: "new", login: "a.leaver", password: chosen, dutyName: "某某" };
    const redeem = () => outcome(desk.open(members["access.redeem"], { uscc, code, account }));
    await leave(officerB);
    expect(await redeem()).toBe("invalid code: codeRefused");
    await stay(officerB);
    await desk.admin.query("update account set closed_at = $2 where id = $1", [officerB, morning]);
    expect(await redeem()).toBe("invalid code: codeRefused");
    await desk.admin.query("update account set closed_at = null where id = $1", [officerB]);
    expect(await redeem()).toBe("ok");
  });

  it("an invitation opens nothing once somebody else binds the firm", async () => {
    const { legalRep } = desk.house.town.people;
    const { code } = await desk.house.as("legalRep")(members["member.invite"], {
      dutyName: "某某",
      role: "ENT_LIAISON",
    });
    const account = { kind: "new", login: "a.leaver.too", password: chosen, dutyName: "某某" };
    const redeem = () => outcome(desk.open(members["access.redeem"], { uscc, code, account }));
    await desk.admin.query("update access_grant set role = 'ENT_HR' where account_id = $1", [legalRep]);
    expect(await redeem()).toBe("invalid code: codeRefused");
    await desk.admin.query("update access_grant set role = 'ENT_LEGAL_REP' where account_id = $1", [legalRep]);
    expect(await redeem()).toBe("ok");
  });

  it("a recovery code opens nothing once one of the two is gone", async () => {
    const { officerB, security } = desk.house.town.people;
    const given = await desk.house.as("officerA")(recovery["recovery.give"], { accountId: security });
    await desk.house.as("officerB")(recovery["recovery.confirm"], { id: given.id });
    const use = () =>
      outcome(desk.open(recovery["recovery.use"], { login: "security", code: given.code, password: chosen }));
    await leave(officerB);
    expect(await use()).toBe("invalid code: recoveryRefused");
    await stay(officerB);
    expect(await use()).toBe("ok");
  });

  it("a matter is not opened by glass once whoever asked for it is no administrator", async () => {
    const { number } = await desk.house.as("liaison")(matters["matter.open"], questionOf(desk.house.town));
    await desk.admin.query("update account set police_number = '371001' where login = 'otherA'");
    const asked = await desk.house.as(secAdmin)(glass["glass.ask"], {
      number,
      policeNumber: "371001",
      hours: 4,
      reason: "核查办理情况",
    });
    const open = () => outcome(desk.house.as("systemAdmin")(glass["glass.open"], { id: asked.id }));
    await leave(secAdmin);
    expect(await open()).toBe("illegal-step");
    await stay(secAdmin);
    expect(await open()).toBe("ok");
  });
});
