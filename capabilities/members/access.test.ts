import pg from "pg";
import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "#kernel/errors.ts";
import { contract as directory } from "#directory/contract.ts";
import { execute } from "#server/pipeline.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";

const morning = "2026-09-22T09:00:00+08:00";
const password = "Da-Qiao-2026";
const uscc = "91350100M000100Y43";
const otherUscc = "91350100M000100Y44";

const house = await forTheseTests(startHarness({ at: morning }));
const { admin } = house;
beforeEach(async () => {
  house.clock.set(morning);
  await admin.query("delete from sign_in_failure");
});

let logins = 0;
const freshLogin = () => {
  logins += 1;
  return `fang.${logins}`;
};
const fresh = (login = freshLogin()) => ({ kind: "new", login, password, dutyName: "方代表" });

async function redeem(input: Record<string, unknown>, platform = house.platform) {
  const answer = await execute(platform, "access.redeem", { uscc, account: fresh(), ...input }, { device: "phone" });
  if (!answer.session || answer.session === "ended") throw new Error("no session was opened");
  return { me: answer.body as Record<string, unknown>, token: house.platform.crypto.digest(answer.session.token) };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "ok";
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.code === "invalid" ? `${error.issues[0]?.path}: ${error.issues[0]?.code}` : error.code;
  }
}

const issue = (role = "ENT_LIAISON", firm = house.town.firms.east) =>
  house.as(firm === house.town.firms.east ? "officerA" : "otherA")(contract["access.issueCode"], { id: firm, role });
const look = (tokenHash: Buffer) => codeOf(execute(house.platform, "session.me", {}, { tokenHash, device: "phone" }));

describe("a first-access code", () => {
  it("printed by the officer lets the liaison choose login and password, and she sees her project", async () => {
    const { code, expiresAt } = await issue();
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
    expect(expiresAt).toBe("2026-10-06T01:00:00.000Z");
    const login = freshLogin();
    const { me, token } = await redeem({ code, account: fresh(login) });
    expect(me).toMatchObject({ kind: "member", dutyName: "方代表", desk: "enterprise" });
    const projects = await execute(house.platform, "project.list", {}, { tokenHash: token, device: "phone" });
    expect((projects.body as { items: { id: number }[] }).items.map(({ id }) => id)).toEqual([
      house.town.projects.bridge,
    ]);
    const again = await execute(house.platform, "session.signIn", { login, password }, { device: "desk" });
    expect(again.body).toMatchObject({ enterprise: { id: house.town.firms.east } });
  });

  it("is read as people type it: small letters, spaces, O for 0, I for 1", async () => {
    const { code } = await issue();
    const typed = ` ${code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "i")} `;
    expect(await codeOf(redeem({ code: typed, uscc: uscc.toLowerCase() }))).toBe("ok");
  });

  it("is in the database only as a keyed digest, and nowhere in the stored answers", async () => {
    const { code } = await issue();
    const plain = code.replaceAll("-", "");
    const { rows } = await admin.query<{ code_hash: Buffer }>(
      "select code_hash from access_code order by id desc limit 1",
    );
    expect(rows[0]?.code_hash).toEqual(house.platform.crypto.mac("access-code", plain));
    expect(rows[0]?.code_hash).not.toEqual(house.platform.crypto.digest(plain));
    const stored = await admin.query("select from idempotency where operation = 'access.issueCode'");
    expect(stored.rowCount).toBe(0);
    const said = await admin.query("select from audit where detail::text like '%' || $1 || '%'", [code]);
    expect(said.rowCount).toBe(0);
  });

  it("is given by the project's officers, the station's chief and the program office, and by nobody else", async () => {
    const of = (person: Parameters<Harness["as"]>[0]) =>
      codeOf(house.as(person)(contract["access.issueCode"], { id: house.town.firms.east, role: "ENT_LIAISON" }));
    for (const person of ["officerA", "officerB", "chief", "office", "cityOffice"] as const)
      expect(await of(person), person).toBe("ok");
    for (const person of ["otherA", "specialist", "systemAdmin", "auditor", "otherLiaison"] as const)
      expect(await of(person), person).toBe("not-found");
    for (const person of ["liaison", "legalRep"] as const) expect(await of(person), person).toBe("forbidden");
  });

  it("cannot be written for a firm that is not served, whatever a handler did", async () => {
    await admin.query("begin");
    await admin.query(`set local role ${pg.escapeIdentifier(new URL(house.database.appUrl).username)}`);
    await admin.query("select app.enter($1, null, $2)", [house.town.people.otherA, house.clock.now()]);
    const insert = admin.query(
      `insert into access_code (enterprise_id, kind, role, proposed_by, proposed_at, issued_by, issued_at, expires_at, code_hash)
       values ($1, 'FIRST', 'ENT_LEGAL_REP', $2, $3, $2, $3, $3, 'x')`,
      [house.town.firms.east, house.town.people.otherA, house.clock.now()],
    );
    await expect(insert).rejects.toMatchObject({ code: "42501" });
    await admin.query("rollback");
  });
});

describe("what a code withstands", () => {
  it("guessing: five trials at a firm, then a quarter of an hour's wait, also for the right code", async () => {
    const { code } = await issue();
    for (let trial = 0; trial < 5; trial += 1)
      expect(await codeOf(redeem({ code: `AAAA-BBBB-CCC${trial}` }))).toBe("code: codeRefused");
    expect(await codeOf(redeem({ code }))).toBe("too-many");
    house.clock.forward(15);
    expect(await codeOf(redeem({ code }))).toBe("ok");
  });

  it("reuse: a second time it is no code any more", async () => {
    const { code } = await issue();
    expect(await codeOf(redeem({ code }))).toBe("ok");
    expect(await codeOf(redeem({ code }))).toBe("code: codeRefused");
  });

  it("expiry: to the last instant it is one, then it is none", async () => {
    const { code } = await issue();
    house.clock.set("2026-10-06T09:00:00+08:00");
    expect(await codeOf(redeem({ code }))).toBe("code: codeRefused");
    house.clock.set("2026-10-06T08:59:59.999+08:00");
    expect(await codeOf(redeem({ code }))).toBe("ok");
  });

  it("a new code, or none: the one before is void", async () => {
    const first = await issue();
    const second = await issue();
    expect(await codeOf(redeem({ code: first.code }))).toBe("code: codeRefused");
    await house.as("officerB")(contract["access.revokeCode"], { id: house.town.firms.east, role: "ENT_LIAISON" });
    expect(await codeOf(redeem({ code: second.code }))).toBe("code: codeRefused");
  });

  it("two who issue at once: both get paper, one of the codes opens", async () => {
    const both = await Promise.all([issue(), issue()]);
    const answers: string[] = [];
    for (const { code } of both) answers.push(await codeOf(redeem({ code })));
    expect(answers.toSorted()).toEqual(["code: codeRefused", "ok"]);
  });

  it("two who redeem at once, in two processes: one account, one role", async () => {
    const { code } = await issue();
    const other = await house.another();
    const logins = [freshLogin(), freshLogin()];
    const answers = await Promise.all(
      [house.platform, other].map((platform, at) => codeOf(redeem({ code, account: fresh(logins[at]) }, platform))),
    );
    expect(answers.toSorted()).toEqual(["code: codeRefused", "ok"]);
    const { rowCount } = await admin.query("select from account where login = any ($1)", [logins]);
    expect(rowCount).toBe(1);
  });

  it("another firm's name on it: it is no code there, and no trial of the other's", async () => {
    const { code } = await issue();
    expect(await codeOf(redeem({ code, uscc: otherUscc }))).toBe("code: codeRefused");
    expect(await codeOf(redeem({ code, uscc: "nobody" }))).toBe("code: codeRefused");
    expect(await codeOf(redeem({ code }))).toBe("ok");
  });

  it("enumeration: without a right code a login that exists answers like one that does not", async () => {
    const answers = [
      await codeOf(redeem({ code: "AAAA-BBBB-CCCC", account: fresh("liaison") })),
      await codeOf(redeem({ code: "AAAA-BBBB-CCCC", account: fresh("nobody.here") })),
      await codeOf(redeem({ code: "AAAA-BBBB-CCCC", account: { kind: "own", login: "liaison", password: "wrong" } })),
      await codeOf(redeem({ code: "AAAA-BBBB-CCCC", uscc: otherUscc })),
    ];
    expect(new Set(answers)).toEqual(new Set(["code: codeRefused"]));
  });

  it("a login that is taken uses nothing up", async () => {
    const { code } = await issue();
    const taken = (await admin.query<{ login: string }>("select login from account where login ~ '^fang' limit 1"))
      .rows;
    expect(await codeOf(redeem({ code, account: fresh(taken[0]?.login) }))).toBe("account.login: loginTaken");
    expect(await codeOf(redeem({ code }))).toBe("ok");
  });

  it("a login in capitals or of full width is the same one: taken, and entered", async () => {
    const { code } = await issue();
    const { me } = await redeem({ code, account: fresh(" Fang.Ｄａ ") });
    const { rows } = await admin.query("select login from account where id = $1", [me["accountId"]]);
    expect(rows).toEqual([{ login: "fang.da" }]);
    const next = await issue();
    expect(await codeOf(redeem({ code: next.code, account: fresh("FANG.DA") }))).toBe("account.login: loginTaken");
    const own = { kind: "own", login: "ＦＡＮＧ.da", password };
    expect(await codeOf(redeem({ code: next.code, account: own }))).toBe("ok");
  });

  it("weak passwords and strange logins, before anything is looked up", async () => {
    const { code } = await issue();
    for (const weak of [
      "short-1A",
      "alllowercase",
      "1234567890",
      "aaaaaaaaaaA1",
      "密码密码密码密码密码",
      "Ab1\u0000Ab1Ab1Ab1",
    ])
      expect(await codeOf(redeem({ code, account: { ...fresh(), password: weak } })), weak).toBe(
        "account.password: newPassword",
      );
    for (const login of ["abc", "周联络", "a b c d", "-abcd", `a${"b".repeat(40)}`])
      expect(await codeOf(redeem({ code, account: fresh(login) })), login).toBe("account.login: newLogin");
    for (const login of ["051234", "A1234", "sd-0512", "１３８００００００００"])
      expect(await codeOf(redeem({ code, account: fresh(login) })), login).toBe("account.login: likePoliceNumber");
    expect(await codeOf(redeem({ code, role: "ENT_LEGAL_REP" }))).toBe("role: unknownField");
    expect(await codeOf(redeem({ code }))).toBe("ok");
  });

  it("is on record, who tried in vain too, without the code", async () => {
    await codeOf(redeem({ code: "AAAA-BBBB-CCCC" }));
    const { rows } = await admin.query(
      "select account_id, status, detail::text as detail from audit where operation = 'access.redeem' order by id desc limit 1",
    );
    expect(rows).toEqual([{ account_id: null, status: 422, detail: '{"code": "invalid"}' }]);
  });
});

describe("an account that one has", () => {
  it("gets the second firm by the code and its own password; each session acts for one", async () => {
    const first = await issue();
    const login = freshLogin();
    const { token } = await redeem({ code: first.code, account: fresh(login) });
    const second = await issue("ENT_LIAISON", house.town.firms.run);
    const wrong = { kind: "own", login, password: "wrong" };
    expect(await codeOf(redeem({ code: second.code, uscc: otherUscc, account: wrong }))).toBe("sign-in-failed");
    const joined = await redeem({ code: second.code, uscc: otherUscc, account: { kind: "own", login, password } });
    const { east, run } = house.town.firms;
    expect(joined.me).toMatchObject({ enterprise: { id: run }, firms: [{ id: east }, { id: run }] });
    // One session of a kind of device, and it acts for the new firm.
    expect(await look(token)).toBe("not-signed-in");

    const choice = execute(house.platform, "session.signIn", { login, password }, { device: "desk" });
    await expect(choice).rejects.toMatchObject({
      issues: [{ code: "chooseFirm", choices: [{ name: "东岸路桥（示例）" }, { name: "润海材料（示例）" }] }],
    });
    const switched = await execute(
      house.platform,
      "session.switchFirm",
      { enterpriseId: east },
      { tokenHash: joined.token, device: "phone" },
    );
    expect(switched.body).toMatchObject({ enterprise: { id: east } });
    expect(await look(joined.token)).toBe("not-signed-in");
  });

  it("is a member's: a police officer's login redeems nothing, and no firm is switched to that is not one's own", async () => {
    const { code } = await issue();
    await admin.query("update account set password_hash = $1 where login = 'otherB'", [
      await house.platform.crypto.hashPassword(password),
    ]);
    expect(await codeOf(redeem({ code, account: { kind: "own", login: "otherB", password } }))).toBe("sign-in-failed");
    const switchTo = (person: "liaison" | "officerA", id: number) =>
      codeOf(
        execute(
          house.platform,
          "session.switchFirm",
          { enterpriseId: id },
          {
            account: {
              accountId: house.town.people[person],
              enterpriseId: person === "liaison" ? house.town.firms.east : null,
            },
            device: "desk",
          },
        ),
      );
    expect(await switchTo("liaison", house.town.firms.run)).toBe("enterpriseId: chooseFirm");
    expect(await switchTo("officerA", house.town.firms.run)).toBe("forbidden");
  });
});

describe("a new legal representative", () => {
  it("takes the place of the old one, whose session ends at that instant", async () => {
    const before = await redeem({ code: (await issue("ENT_LEGAL_REP")).code });
    expect(await look(before.token)).toBe("ok");
    const { code } = await issue("ENT_LEGAL_REP");
    expect(await look(before.token)).toBe("ok");
    const after = await redeem({ code, account: { ...fresh(), dutyName: "新代表" } });
    expect(await look(before.token)).toBe("not-signed-in");
    expect(await look(after.token)).toBe("ok");
    const card = await house.as("officerA")(contract["access.card"], { id: house.town.firms.east });
    expect(card.access.find((one) => one.role === "ENT_LEGAL_REP")?.holders).toEqual(["新代表"]);
  });
});

describe("the contact card", () => {
  it("has the officers' duty names and telephones, the station's line, and which codes are out", async () => {
    await issue();
    const card = await house.as("officerA")(contract["access.card"], { id: house.town.firms.east });
    expect(card).toMatchObject({
      enterprise: { name: "东岸路桥（示例）", uscc },
      station: { dutyPhone: "0546-0000110" },
      projects: [
        {
          name: "大桥项目（示例）",
          officers: [
            { dutyName: "李警官", place: "A" },
            { dutyName: "王警官", place: "B" },
          ],
        },
      ],
    });
    expect(card.access.find((one) => one.role === "ENT_LIAISON")?.open).toMatchObject({ issuedBy: "李警官" });
    const strange = house.as("otherA")(contract["access.card"], { id: house.town.firms.east });
    await expect(strange).rejects.toMatchObject({ code: "not-found" });
    const firm = await house.as("officerA")(directory["enterprise.get"], { id: house.town.firms.east });
    expect(firm.name).toBe(card.enterprise.name);
  });

  it("is offered on the firm's page to whoever may print it, and to nobody else", async () => {
    const id = house.town.firms.east;
    await admin.query(
      "insert into assignment (project_id, account_id, kind, valid_from) values ($1, $2, 'SPECIALIST', '2026-01-01')",
      [house.town.projects.bridge, house.town.people.specialist],
    );
    const offered = async (person: "officerA" | "chief" | "office" | "specialist" | "liaison") =>
      (await house.as(person)(directory["enterprise.get"], { id })).abilities.firstAccess;
    for (const person of ["officerA", "chief", "office"] as const) expect(await offered(person), person).toBe(true);
    for (const person of ["specialist", "liaison"] as const) expect(await offered(person), person).toBe(false);
  });
});
