import pg from "pg";
import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "#kernel/errors.ts";
import { execute } from "#server/pipeline.ts";
import { openEvents } from "#test/event-stream.ts";
import { openDoorTo } from "#test/door.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";

const morning = "2026-09-22T09:00:00+08:00";
const password = "Da-Qiao-2026";
const uscc = "91350100M000100Y43";

const house = await forTheseTests(startHarness({ at: morning }));
const { admin } = house;
beforeEach(() => house.clock.set(morning));

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "ok";
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { reason } = error.params;
    return typeof reason === "string" && error.code !== "not-signed-in" ? reason : error.code;
  }
}

let logins = 0;
/** Somebody who comes in by an invitation of the legal representative. */
async function join(role: string, dutyName: string, device: "phone" | "desk" = "phone") {
  const { code } = await house.as("legalRep")(contract["member.invite"], { role, dutyName });
  return redeem(code, device);
}
async function redeem(code: string | null, device: "phone" | "desk" = "phone") {
  logins += 1;
  const account = { kind: "new", login: `member.${logins}`, password, dutyName: "不用这个名字" };
  const answer = await execute(house.platform, "access.redeem", { uscc, code, account }, { device });
  if (!answer.session || answer.session === "ended") throw new Error("no session was opened");
  const me = answer.body as { accountId: number; dutyName: string };
  return { ...me, token: answer.session.token, tokenHash: house.platform.crypto.digest(answer.session.token) };
}
const list = (person: Parameters<Harness["as"]>[0]) => house.as(person)(contract["member.list"], {});
const look = (tokenHash: Buffer) => codeOf(execute(house.platform, "session.me", {}, { tokenHash, device: "phone" }));

describe("invitations", () => {
  it("of the legal representative open a place by a code, under the name that he gave", async () => {
    const { id, code, expiresAt } = await house.as("legalRep")(contract["member.invite"], {
      role: "ENT_HR",
      dutyName: "任人事",
    });
    expect(expiresAt).toBe("2026-09-29T01:00:00.000Z");
    expect((await list("legalRep")).invitations).toMatchObject([{ id, state: "open", dutyName: "任人事", own: true }]);
    const joined = await redeem(code);
    expect(joined.dutyName).toBe("任人事");
    const after = await list("legalRep");
    expect(after.invitations).toEqual([]);
    expect(after.items.find((one) => one.accountId === joined.accountId)?.roles).toEqual(["ENT_HR"]);
  });

  it("of the liaison are proposals: no code before the legal representative has agreed", async () => {
    const proposed = await house.as("liaison")(contract["member.invite"], { role: "ENT_SECURITY", dutyName: "新安保" });
    expect(proposed).toMatchObject({ code: null, expiresAt: null });
    const own = house.as("liaison")(contract["member.issueCode"], { id: proposed.id });
    expect(await codeOf(own)).toBe("forbidden");
    const { code } = await house.as("legalRep")(contract["member.issueCode"], { id: proposed.id });
    const again = await house.as("legalRep")(contract["member.issueCode"], { id: proposed.id });
    expect(await codeOf(redeem(code))).toBe("invalid");
    expect((await redeem(again.code)).dutyName).toBe("新安保");
    expect(await codeOf(house.as("legalRep")(contract["member.issueCode"], { id: proposed.id }))).toBe("not-found");
  });

  it("are taken back by whoever made them or binds the firm, and are nobody else's", async () => {
    const proposal = await house.as("liaison")(contract["member.invite"], { role: "ENT_HR", dutyName: "某人事" });
    const end = (person: "security" | "otherLiaison" | "officerA" | "liaison" | "legalRep", id: number) =>
      codeOf(house.as(person)(contract["member.endInvitation"], { id }));
    for (const person of ["security", "otherLiaison", "officerA"] as const)
      expect(await end(person, proposal.id), person).toBe("not-found");
    expect(await end("liaison", proposal.id)).toBe("ok");
    const invited = await house.as("legalRep")(contract["member.invite"], { role: "ENT_HR", dutyName: "某人事" });
    expect(await end("liaison", invited.id)).toBe("forbidden");
    expect(await end("legalRep", invited.id)).toBe("ok");
    expect(await codeOf(redeem(invited.code))).toBe("invalid");
  });

  it("lapse after a week, and name no role that a firm cannot give", async () => {
    const { code } = await house.as("legalRep")(contract["member.invite"], { role: "ENT_HR", dutyName: "晚到的人" });
    house.clock.set("2026-09-29T09:00:00+08:00");
    expect(await codeOf(redeem(code))).toBe("invalid");
    expect((await list("legalRep")).invitations[0]).toMatchObject({ state: "expired" });
    for (const role of ["ENT_LEGAL_REP", "OFFICER", "AUDIT_ADMIN"])
      expect(await codeOf(house.as("legalRep")(contract["member.invite"], { role, dutyName: "某某" })), role).toBe(
        "invalid",
      );
  });
});

describe("a member", () => {
  const rename = (
    person: "legalRep" | "liaison" | "security" | "otherLiaison",
    accountId: number,
    dutyName = "新称呼",
  ) => codeOf(house.as(person)(contract["member.rename"], { accountId, dutyName }));
  const nameOf = async (accountId: number) =>
    (await list("legalRep")).items.find((one) => one.accountId === accountId)?.dutyName;

  it("is called as he says himself, or as the legal representative says", async () => {
    const joined = await join("ENT_HR", "人事甲");
    expect(await rename("legalRep", joined.accountId, "  人事乙 ")).toBe("ok");
    expect(await nameOf(joined.accountId)).toBe("人事乙");
    const { security } = house.town.people;
    expect(await rename("security", security, "安保丙")).toBe("ok");
    expect(await nameOf(security)).toBe("安保丙");
    expect(await rename("liaison", security)).toBe("forbidden");
    expect(await rename("otherLiaison", security)).toBe("not-found");
    expect(await rename("legalRep", security, "")).toBe("invalid");
    expect(await nameOf(security)).toBe("安保丙");
  });

  it("who acts for another firm too is named by himself only", async () => {
    const joined = await join("ENT_HR", "两家的人");
    await admin.query(
      "insert into access_grant (account_id, role, enterprise_id, valid_from) values ($1, 'ENT_HR', $2, $3)",
      [joined.accountId, house.town.firms.run, house.clock.now()],
    );
    expect(await rename("legalRep", joined.accountId)).toBe("actsElsewhere");
    expect(await nameOf(joined.accountId)).toBe("两家的人");
    const own = { tokenHash: joined.tokenHash, device: "phone" as const, idempotencyKey: "rename-own" };
    await execute(house.platform, "member.rename", { accountId: joined.accountId, dutyName: "自己的名字" }, own);
    expect(await nameOf(joined.accountId)).toBe("自己的名字");
    await admin.query("delete from access_grant where account_id = $1 and enterprise_id = $2", [
      joined.accountId,
      house.town.firms.run,
    ]);
  });

  it("is signed out of the firm by the legal representative, and only of this firm", async () => {
    const joined = await join("ENT_HR", "丢了手机的人");
    const end = (person: "legalRep" | "liaison" | "otherLiaison") =>
      codeOf(house.as(person)(contract["member.endSessions"], { accountId: joined.accountId }));
    expect(await end("liaison")).toBe("forbidden");
    expect(await end("otherLiaison")).toBe("not-found");
    expect(await look(joined.tokenHash)).toBe("ok");
    await admin.query("update session set enterprise_id = $2 where account_id = $1", [
      joined.accountId,
      house.town.firms.run,
    ]);
    expect(await end("legalRep")).toBe("ok");
    const open = "select from session where account_id = $1 and ended_at is null";
    expect((await admin.query(open, [joined.accountId])).rowCount).toBe(1);
    await admin.query("update session set enterprise_id = $2 where account_id = $1", [
      joined.accountId,
      house.town.firms.east,
    ]);
    expect(await end("legalRep")).toBe("ok");
    expect(await look(joined.tokenHash)).toBe("not-signed-in");
  });
});

describe("a firm's people", () => {
  it("see each other; who is invited is for those who speak for the firm; other firms and the police get nothing", async () => {
    await house.as("legalRep")(contract["member.invite"], { role: "ENT_HR", dutyName: "候任人事" });
    expect((await list("legalRep")).may).toBe("decide");
    expect((await list("liaison")).may).toBe("propose");
    const security = await list("security");
    expect(security.may).toBe("look");
    expect(security.invitations).toEqual([]);
    expect(security.items.map((one) => one.dutyName)).toContain("冯代表");
    expect((await list("otherLiaison")).items.map((one) => one.dutyName)).toEqual(["吴联络"]);
    expect(await codeOf(list("officerA"))).toBe("forbidden");
  });

  it("have other roles when the legal representative says so, and nobody else", async () => {
    const joined = await join("ENT_HR", "换岗的人");
    const change = (
      person: "legalRep" | "liaison" | "security" | "otherLiaison",
      accountId: number,
      role = "ENT_SECURITY",
    ) => codeOf(house.as(person)(contract["member.changeRole"], { accountId, role }));
    expect(await change("liaison", joined.accountId)).toBe("forbidden");
    expect(await change("security", house.town.people.security, "ENT_LIAISON")).toBe("forbidden");
    expect(await change("otherLiaison", joined.accountId)).toBe("not-found");
    expect(await change("legalRep", joined.accountId)).toBe("ok");
    expect(await change("legalRep", joined.accountId)).toBe("ok");
    const after = (await list("legalRep")).items.find((one) => one.accountId === joined.accountId);
    expect(after?.roles).toEqual(["ENT_SECURITY"]);
    expect(await look(joined.tokenHash)).toBe("ok");
    expect(await change("legalRep", house.town.people.legalRep, "ENT_LIAISON")).toBe("lastRepresentative");
    expect(await change("legalRep", house.town.people.otherLiaison)).toBe("not-found");
  });

  it("cannot be changed past the rules, whatever a handler did", async () => {
    const { liaison, legalRep, security, officerA } = house.town.people;
    const attempt = async (who: number, firm: number | null, account: number, role: string | null) => {
      await admin.query("begin");
      try {
        await admin.query(`set local role ${pg.escapeIdentifier(new URL(house.database.appUrl).username)}`);
        await admin.query("select app.enter($1, $2, $3)", [who, firm, house.clock.now()]);
        await admin.query("select app.change_member($1, $2, $3)", [account, role, house.clock.now()]);
        return "ok";
      } catch (error) {
        return error instanceof pg.DatabaseError ? error.code : "?";
      } finally {
        await admin.query("rollback");
      }
    };
    const { east, run } = house.town.firms;
    expect(await attempt(liaison, east, security, null)).toBe("42501");
    expect(await attempt(officerA, null, security, null)).toBe("42501");
    expect(await attempt(legalRep, run, security, null)).toBe("42501");
    expect(await attempt(legalRep, east, security, "ENT_LEGAL_REP")).toBe("42501");
    expect(await attempt(legalRep, east, security, null)).toBe("ok");
  });
});

describe("somebody who leaves", () => {
  it("loses roles and sessions at that instant, also of a session that is in use", async () => {
    const joined = await join("ENT_LIAISON", "要走的人");
    expect(await look(joined.tokenHash)).toBe("ok");
    expect(await codeOf(house.as("security")(contract["member.remove"], { accountId: joined.accountId }))).toBe(
      "forbidden",
    );
    await house.as("legalRep")(contract["member.remove"], { accountId: joined.accountId });
    expect(await look(joined.tokenHash)).toBe("not-signed-in");
    const { rows } = await admin.query("select ended_at is not null as ended from session where account_id = $1", [
      joined.accountId,
    ]);
    expect(rows).toEqual([{ ended: true }]);
    const again = execute(
      house.platform,
      "session.signIn",
      { login: `member.${logins}`, password },
      { device: "desk" },
    );
    expect(await codeOf(again)).toBe("sign-in-failed");
    expect(await codeOf(house.as("legalRep")(contract["member.remove"], { accountId: joined.accountId }))).toBe(
      "not-found",
    );
  });

  it("is told by the stream that it is over, at once", async () => {
    const door = await openDoorTo(house);
    try {
      const joined = await join("ENT_SECURITY", "听着的人");
      const stream = await openEvents(`${door.url}/api/events`, { cookie: `huhang=${joined.token}` });
      const legalRep = await door.visitor("legalRep");
      const before = performance.now();
      expect((await legalRep.send("DELETE", `/api/members/${joined.accountId}`)).status).toBe(200);
      await stream.closed;
      expect(stream.heard.at(-1)).toMatchObject({ event: "ended", data: { reason: "session" } });
      // By itself a look comes only after some ten seconds.
      expect(performance.now() - before).toBeLessThan(8_000);
    } finally {
      await door.close();
    }
  });

  it("may be oneself, but never the last who binds the firm; two at once leave one", async () => {
    const joined = await join("ENT_HR", "自己要走的人");
    const own = { tokenHash: joined.tokenHash, device: "phone" as const, idempotencyKey: "leaving-oneself-1" };
    expect(await codeOf(execute(house.platform, "member.remove", { accountId: joined.accountId }, own))).toBe("ok");
    expect(await look(joined.tokenHash)).toBe("not-signed-in");
    const { legalRep } = house.town.people;
    const leave = () => codeOf(house.as("legalRep")(contract["member.remove"], { accountId: legalRep }));
    expect(await leave()).toBe("lastRepresentative");
    await admin.query(
      "insert into access_grant (account_id, role, enterprise_id, valid_from) values ($1, 'ENT_LEGAL_REP', $2, '2026-01-01')",
      [house.town.people.liaison, house.town.firms.east],
    );
    const both = await Promise.all([
      leave(),
      codeOf(house.as("liaison")(contract["member.remove"], { accountId: house.town.people.liaison })),
    ]);
    expect(both.toSorted()).toEqual(["lastRepresentative", "ok"]);
  });
});
