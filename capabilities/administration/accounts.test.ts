import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { contract as session } from "#access/contract.ts";
import { contract as directory } from "#directory/contract.ts";
import { contract as matters } from "#matters/contract.ts";
import { execute } from "#server/pipeline.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { accountContract as contract } from "./account-contract.ts";

const morning = "2026-09-22T09:00:00+08:00";
const today = "2026-09-22";

const house = await forTheseTests(startHarness({ at: morning }));
const { admin } = house;
afterEach(() => house.clock.set(morning));

let numbers = 0;
const security = () => house.as("securityAdmin");
async function newcomer(): Promise<{ id: number; policeNumber: string }> {
  numbers += 1;
  const policeNumber = `SL${String(numbers).padStart(4, "0")}`;
  const { id } = await security()(contract["staff.create"], {
    policeNumber,
    dutyName: "丁警官",
    unitId: house.town.units.station,
  });
  return { id, policeNumber };
}
const propose = async (accountId: number, more: Record<string, unknown> = {}) =>
  (
    await security()(contract["grant.propose"], {
      accountId,
      role: "OFFICER",
      unitId: house.town.units.station,
      from: today,
      reason: "调入",
      ...more,
    })
  ).id;
const approve = (id: number) => house.as("systemAdmin")(contract["grant.approve"], { id });
const accountOf = (id: number) => security()(contract["staff.get"], { id });
const me = (id: number) => house.as(id)(session["session.me"], {});

describe("an account of the staff", () => {
  it("can do nothing before a second person has approved a right, and everything of it from then on", async () => {
    const { id, policeNumber } = await newcomer();
    await expect(me(id)).rejects.toMatchObject({ code: "not-signed-in" });
    const proposal = await propose(id);
    await expect(me(id)).rejects.toMatchObject({ code: "not-signed-in" });
    await expect(security()(contract["grant.approve"], { id: proposal })).rejects.toMatchObject({ code: "forbidden" });
    await approve(proposal);
    expect(await me(id)).toMatchObject({ desk: "officer", unit: { name: "北宋派出所" } });
    const account = await accountOf(id);
    expect(account).toMatchObject({ policeNumber, roles: ["OFFICER"], self: false });
    expect(account.grants).toMatchObject([
      { role: "OFFICER", inForce: true, proposedBy: "许安全", approvedBy: "杨管理", reason: "调入", to: null },
    ]);
  });

  it("has dated rights: from the morning of the first day through the last one", async () => {
    const { id } = await newcomer();
    await approve(await propose(id, { from: "2026-09-23", to: "2026-09-24" }));
    const at = async (time: string) => {
      house.clock.set(time);
      return me(id).then(
        () => true,
        () => false,
      );
    };
    expect(await at("2026-09-22T23:59:00+08:00")).toBe(false);
    expect(await at("2026-09-23T00:00:00+08:00")).toBe(true);
    expect(await at("2026-09-24T23:59:00+08:00")).toBe(true);
    expect(await at("2026-09-25T00:00:00+08:00")).toBe(false);
  });

  it("loses a right at once, on record with the reason", async () => {
    const { id } = await newcomer();
    await approve(await propose(id));
    const [grant] = (await accountOf(id)).grants;
    const revoke = () => security()(contract["grant.revoke"], { id, grantId: grant?.id, reason: "调离" });
    house.clock.set("2026-09-22T10:00:00+08:00");
    await revoke();
    await expect(me(id)).rejects.toMatchObject({ code: "not-signed-in" });
    await expect(revoke()).rejects.toMatchObject({ code: "illegal-step", params: { reason: "rightEnded" } });
    expect((await accountOf(id)).grants).toMatchObject([
      { inForce: false, to: "2026-09-22T02:00:00.000Z", endedBy: "许安全", endReason: "调离" },
    ]);
  });

  it("is closed the same minute, with all its rights, and stays closed", async () => {
    const { id } = await newcomer();
    await approve(await propose(id));
    house.clock.set("2026-09-22T10:00:00+08:00");
    const close = () => security()(contract["staff.close"], { id, reason: "离任" });
    expect(await close()).toEqual({ ended: 1 });
    await expect(me(id)).rejects.toMatchObject({ code: "not-signed-in" });
    await expect(close()).rejects.toMatchObject({ params: { reason: "accountClosed" } });
    await expect(propose(id)).rejects.toMatchObject({ params: { reason: "accountClosed" } });
    await expect(security()(contract["staff.issueCode"], { id })).rejects.toMatchObject({
      params: { reason: "accountClosed" },
    });
    const open = await security()(contract["staff.list"], { unitId: house.town.units.station });
    expect(open.items.map((one) => one.id)).not.toContain(id);
    const closed = await security()(contract["staff.list"], { state: "closed" });
    expect(closed.items.map((one) => one.id)).toContain(id);
  });

  it.each([
    ["a police number that somebody has", { policeNumber: "officerA" }, "policeNumber", "policeNumberTaken"],
    ["a number with signs in it", { policeNumber: "A;DROP" }, "policeNumber", "malformed"],
    ["a unit that there is not", { unitId: 99_999 }, "unitId", "unknownUnit"],
    ["no name", { dutyName: " " }, "dutyName", "required"],
  ])("is not made with %s", async (_what, wrong, path, code) => {
    await admin.query("update account set police_number = 'OFFICERA' where login = 'officerA'");
    const input = { policeNumber: "SL9000", dutyName: "丁警官", unitId: house.town.units.station, ...wrong };
    await expect(security()(contract["staff.create"], input)).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path, code }],
    });
  });

  it.each(["sl-7001", "ＳＬ-7001", "SL -7001"])("is not made where somebody has the number as %s", async (known) => {
    await admin.query("update account set police_number = $1 where login = 'otherB'", [known]);
    const input = { policeNumber: "SL-7001", dutyName: "丁警官", unitId: house.town.units.station, login: "ding.san" };
    await expect(security()(contract["staff.create"], input)).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "policeNumber", code: "policeNumberTaken" }],
    });
  });

  it("gets another login where somebody of a firm signs in by the number", async () => {
    await admin.query("update account set login = 'sl-8001' where login = 'otherLiaison'");
    const make = (more: Record<string, unknown>) =>
      security()(contract["staff.create"], {
        policeNumber: "SL-8001",
        dutyName: "丁警官",
        unitId: house.town.units.station,
        ...more,
      });
    const refusal = (path: string, code: string) => ({ code: "invalid", issues: [{ path, code }] });
    await expect(make({})).rejects.toMatchObject(refusal("login", "chooseLogin"));
    await expect(make({ login: "Liaison" })).rejects.toMatchObject(refusal("login", "loginTaken"));
    await expect(make({ login: "SL-8002" })).rejects.toMatchObject(refusal("login", "likePoliceNumber"));
    const { id } = await make({ login: "Ding.Jing" });
    expect(await accountOf(id)).toMatchObject({ policeNumber: "SL-8001", login: "ding.jing" });
    await expect(make({ login: "ding.er" })).rejects.toMatchObject(refusal("policeNumber", "policeNumberTaken"));
    // Last, so that the others of this file find him.
    await admin.query("update account set login = 'otherLiaison' where login = 'sl-8001'");
  });

  it("is listed by unit, with what is below it, and never a firm's", async () => {
    const { items } = await security()(contract["staff.list"], { unitId: house.town.units.branch });
    const ids = items.map((one) => one.id);
    const { people } = house.town;
    expect(ids).toEqual(expect.arrayContaining([people.officerA, people.specialist, people.office]));
    expect(ids).not.toContain(people.lawyer);
    const all = await security()(contract["staff.list"], { state: "all" });
    for (const member of ["liaison", "legalRep"] as const) {
      expect(all.items.map((one) => one.id)).not.toContain(people[member]);
      await expect(accountOf(people[member])).rejects.toMatchObject({ code: "not-found" });
    }
  });
});

describe("two persons", () => {
  it("decide once, however many press at once", async () => {
    const { id } = await newcomer();
    const proposal = await propose(id);
    const both = await Promise.allSettled([approve(proposal), approve(proposal)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((one) => one.status === "rejected")?.reason).toMatchObject({ code: "illegal-step" });
    expect((await accountOf(id)).grants).toHaveLength(1);
  });

  it("refuse with a reason, or take back; neither can be approved afterwards", async () => {
    const { id } = await newcomer();
    const first = await propose(id);
    await expect(propose(id)).rejects.toMatchObject({ issues: [{ code: "proposedAlready" }] });
    await house.as("systemAdmin")(contract["grant.refuse"], { id: first, note: "不在编" });
    await expect(approve(first)).rejects.toMatchObject({ params: { reason: "decidedAlready" } });
    const second = await propose(id);
    await expect(house.as("systemAdmin")(contract["grant.withdraw"], { id: second })).rejects.toMatchObject({
      code: "forbidden",
    });
    await security()(contract["grant.withdraw"], { id: second });
    await expect(approve(second)).rejects.toMatchObject({ params: { reason: "decidedAlready" } });
    const { items } = await house.as("systemAdmin")(contract["grant.list"], {});
    expect(items.filter((one) => one.account.id === id).map(({ state, note }) => [state, note])).toEqual([
      ["WITHDRAWN", null],
      ["REFUSED", "不在编"],
    ]);
  });

  it("are demanded by the database too, whoever writes the row", async () => {
    const { id } = await newcomer();
    const proposal = await propose(id);
    const { securityAdmin } = house.town.people;
    const app = new pg.Client({ connectionString: house.database.appUrl });
    await app.connect();
    await app.query("begin");
    await app.query("select app.enter($1, null, $2)", [securityAdmin, house.clock.now()]);
    const approved = await app.query("select app.approve_grant($1, $2, null, $2) as id", [proposal, house.clock.now()]);
    expect(approved.rows).toEqual([{ id: null }]);
    await expect(
      app.query("insert into access_grant (account_id, role, unit_id, valid_from) values ($1, 'OFFICER', $2, $3)", [
        id,
        house.town.units.station,
        house.clock.now(),
      ]),
    ).rejects.toMatchObject({ code: "42501" });
    await app.end();
    await expect(
      admin.query(
        "update grant_proposal set state = 'REFUSED', decided_by = proposed_by, decided_at = $2 where id = $1",
        [proposal, house.clock.now()],
      ),
    ).rejects.toMatchObject({ constraint: "grant_proposal_two_persons" });
  });

  it("give nobody a right of his own", async () => {
    const { securityAdmin, systemAdmin } = house.town.people;
    await expect(propose(securityAdmin)).rejects.toMatchObject({ code: "forbidden" });
    const forTheOther = await propose(systemAdmin, { role: "OFFICER" });
    await expect(approve(forTheOther)).rejects.toMatchObject({ code: "forbidden" });
    await security()(contract["grant.withdraw"], { id: forTheOther });
    await expect(security()(contract["staff.close"], { id: securityAdmin, reason: "不想干了" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("the three administrators", () => {
  const offices = ["SYS_ADMIN", "SEC_ADMIN", "AUDIT_ADMIN"] as const;
  it.each(offices.flatMap((one) => offices.filter((other) => other !== one).map((other) => [one, other] as const)))(
    "are three people: nobody has %s and %s",
    async (one, other) => {
      const { id } = await newcomer();
      const { city } = house.town.units;
      const first = await propose(id, { role: one, unitId: city });
      const second = await propose(id, { role: other, unitId: city });
      await approve(first);
      await expect(approve(second)).rejects.toMatchObject({ code: "invalid", issues: [{ code: "otherOffice" }] });
      await security()(contract["grant.withdraw"], { id: second });
      await expect(propose(id, { role: other, unitId: city, from: "2026-10-01" })).rejects.toMatchObject({
        issues: [{ code: "otherOffice" }],
      });
      // The database says the same to whoever comes another way, as long as the times overlap.
      const insert = (from: string) =>
        admin.query("insert into access_grant (account_id, role, unit_id, valid_from) values ($1, $2, $3, $4)", [
          id,
          other,
          city,
          from,
        ]);
      await expect(insert("2027-01-01")).rejects.toMatchObject({ constraint: "access_grant_one_administrator" });
      await admin.query("update access_grant set valid_to = '2026-12-31' where account_id = $1", [id]);
      await insert("2027-01-01");
    },
  );

  it("see no business content, whatever they ask for", async () => {
    const { id } = await house.as("liaison")(matters["matter.open"], {
      procedure: "consultation",
      projectId: house.town.projects.bridge,
      title: "进场路线",
      form: { question: { text: "渣土车能走北门吗？" } },
    });
    const { bridge } = house.town.projects;
    for (const person of ["systemAdmin", "securityAdmin", "auditor"] as const) {
      await expect(house.as(person)(matters["matter.get"], { id })).rejects.toMatchObject({ code: "not-found" });
      await expect(house.as(person)(matters["matter.list"], {})).rejects.toMatchObject({ code: "forbidden" });
      await expect(house.as(person)(directory["project.get"], { id: bridge })).rejects.toMatchObject({
        code: "not-found",
      });
      await expect(house.as(person)(directory["project.list"], {})).rejects.toMatchObject({ code: "forbidden" });
    }
    // The database shows them no row of it either.
    const app = new pg.Client({ connectionString: house.database.appUrl });
    await app.connect();
    for (const person of ["systemAdmin", "securityAdmin"] as const) {
      for (const table of ["matter", "entry", "task", "turn", "project", "assignment", "enterprise", "file"]) {
        await app.query("begin");
        await app.query("select app.enter($1, null, $2)", [house.town.people[person], house.clock.now()]);
        const { rows } = await app.query(`select count(*)::int as n from ${table}`);
        await app.query("rollback");
        expect([person, table, rows[0].n]).toEqual([person, table, 0]);
      }
    }
    await app.end();
  });
});

describe("first access of the staff", () => {
  const redeem = (input: Record<string, unknown>) =>
    execute(house.platform, "staff.redeemCode", { password: "Qiao-2026-yi", ...input }, { device: "desk" });

  it("is a code on paper: used once, by the police number that it is for", async () => {
    const { id, policeNumber } = await newcomer();
    await approve(await propose(id));
    const other = await newcomer();
    const { code } = await security()(contract["staff.issueCode"], { id });
    const refused = { code: "invalid", issues: [{ path: "code", code: "staffCodeRefused" }] };
    await expect(redeem({ policeNumber: other.policeNumber, code })).rejects.toMatchObject(refused);
    const { body } = await redeem({ policeNumber: policeNumber.toLowerCase(), code: code.toLowerCase() });
    expect(body).toMatchObject({ accountId: id, desk: "officer" });
    await expect(redeem({ policeNumber, code })).rejects.toMatchObject(refused);
    const signedIn = await execute(
      house.platform,
      "session.signIn",
      { login: policeNumber.toLowerCase(), password: "Qiao-2026-yi" },
      { device: "desk" },
    );
    expect(signedIn.body).toMatchObject({ accountId: id });
    expect((await accountOf(id)).code).toBeNull();
    const { rows } = await admin.query("select count(*)::int as n from staff_code where code_hash = $1", [
      Buffer.from(code),
    ]);
    expect(rows[0].n).toBe(0);
  });

  it("ends with the next code, after a week, and with the account; trials are counted", async () => {
    const { id, policeNumber } = await newcomer();
    await approve(await propose(id));
    const first = await security()(contract["staff.issueCode"], { id });
    const second = await security()(contract["staff.issueCode"], { id });
    const refused = { issues: [{ code: "staffCodeRefused" }] };
    await expect(redeem({ policeNumber, code: first.code })).rejects.toMatchObject(refused);
    house.clock.set(new Date(new Date(second.expiresAt).getTime()).toISOString());
    await expect(redeem({ policeNumber, code: second.code })).rejects.toMatchObject(refused);
    for (let trial = 0; trial < 4; trial += 1) {
      await expect(redeem({ policeNumber, code: "AAAA-BBBB-CCCC" })).rejects.toMatchObject({ code: "invalid" });
    }
    await expect(redeem({ policeNumber, code: second.code })).rejects.toMatchObject({ code: "too-many" });
  });

  it("is let in again before the waiting time is over", async () => {
    const { id, policeNumber } = await newcomer();
    await approve(await propose(id));
    const { code } = await security()(contract["staff.issueCode"], { id });
    await redeem({ policeNumber, code });
    const signIn = (password: string) =>
      execute(house.platform, "session.signIn", { login: policeNumber, password }, { device: "desk" });
    for (let trial = 0; trial < 5; trial += 1) {
      await expect(signIn("wrong")).rejects.toMatchObject({ code: "sign-in-failed" });
    }
    await expect(signIn("Qiao-2026-yi")).rejects.toMatchObject({ code: "too-many" });
    expect(await accountOf(id)).toMatchObject({ locked: true });
    await security()(contract["staff.unlock"], { id });
    expect(await accountOf(id)).toMatchObject({ locked: false });
    expect((await signIn("Qiao-2026-yi")).body).toMatchObject({ accountId: id });
  });
});

it("is the security administrator's alone", async () => {
  const { id } = await newcomer();
  const { station } = house.town.units;
  for (const person of ["systemAdmin", "auditor", "cityOffice", "chief", "officerA", "liaison"] as const) {
    const trials = [
      ["staff.list", {}],
      ["staff.create", { policeNumber: "SL9999", dutyName: "丁警官", unitId: station }],
      ["staff.close", { id, reason: "离任" }],
      ["staff.issueCode", { id }],
      ["staff.unlock", { id }],
      ["grant.propose", { accountId: id, role: "OFFICER", unitId: station, from: today, reason: "调入" }],
    ] as const;
    for (const [operation, input] of trials) {
      const found = await house
        .as(person)(contract[operation], input)
        .then(
          () => "ok",
          (error: { code: string }) => error.code,
        );
      // A firm's people do not know of him at all.
      const refusals = person === "liaison" ? ["forbidden", "not-found", "invalid"] : ["forbidden"];
      expect(refusals, `${person} ${operation}`).toContain(found);
    }
  }
});
