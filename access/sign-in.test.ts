import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "#kernel/errors.ts";
import { execute } from "#server/pipeline.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";

const password = "一个足够长的口令";
const morning = "2026-09-22T09:00:00+08:00";

const house = await forTheseTests(startHarness({ at: morning }));
const { admin } = house;
beforeAll(async () => {
  await admin.query("update account set password_hash = $1", [await house.platform.crypto.hashPassword(password)]);
});
beforeEach(async () => {
  house.clock.set(morning);
  await admin.query("delete from sign_in_failure");
});

async function signIn(input: Record<string, unknown>, device: "desk" | "phone" = "desk") {
  const answer = await execute(house.platform, "session.signIn", { password, ...input }, { device });
  if (!answer.session || answer.session === "ended") throw new Error("no session was opened");
  return house.platform.crypto.digest(answer.session.token);
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "ok";
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

const look = (tokenHash: Buffer) => codeOf(execute(house.platform, "session.me", {}, { tokenHash, device: "desk" }));

describe("signing in", () => {
  it("takes the right password, and says the same of a wrong one and of an unknown login", async () => {
    expect(await look(await signIn({ login: "officerA" }))).toBe("ok");
    expect(await codeOf(signIn({ login: "officerA", password: "wrong" }))).toBe("sign-in-failed");
    expect(await codeOf(signIn({ login: "nobody" }))).toBe("sign-in-failed");
  });

  it("takes a login in any letters, and counts trials under the one that it is", async () => {
    for (const login of ["OFFICERA", "officera", " ｏｆｆｉｃｅｒＡ "])
      expect(await codeOf(signIn({ login })), login).toBe("ok");
    for (const login of ["officerA", "OFFICERA", "officera", "ｏｆｆｉｃｅｒＡ", "OfficerA"])
      expect(await codeOf(signIn({ login, password: "wrong" })), login).toBe("sign-in-failed");
    expect(await codeOf(signIn({ login: "oFFICERa" }))).toBe("too-many");
  });

  it("no two logins differ by their letters' size or width alone, whoever writes them", async () => {
    const insert = (login: string) =>
      admin.query(
        "insert into account (kind, login, duty_name, created_at) values ('member', $1, '某某', '2026-01-01')",
        [login],
      );
    for (const login of ["OFFICERA", "officera", "ｏｆｆｉｃｅｒＡ", "officerA "])
      await expect(insert(login), login).rejects.toThrow("account_login_plain");
  });

  it("waits a quarter of an hour after five failures, also for the right password", async () => {
    for (let trial = 0; trial < 5; trial += 1)
      expect(await codeOf(signIn({ login: "officerB", password: `wrong ${trial}` }))).toBe("sign-in-failed");
    expect(await codeOf(signIn({ login: "officerB" }))).toBe("too-many");
    house.clock.forward(15);
    expect(await codeOf(signIn({ login: "officerB" }))).toBe("ok");
  });

  it("needs a role at that instant: before the first grant and after the last there is no account to enter", async () => {
    const { security, leader } = house.town.people;
    for (const account of [security, leader])
      await admin.query("update access_grant set valid_to = '2026-09-22T10:00:00+08:00' where account_id = $1", [
        account,
      ]);
    house.clock.set("2026-09-22T09:59:59.999+08:00");
    expect(await codeOf(signIn({ login: "security" }))).toBe("ok");
    expect(await codeOf(signIn({ login: "leader" }))).toBe("ok");
    house.clock.forward(1 / 60_000);
    expect(await codeOf(signIn({ login: "security" }))).toBe("sign-in-failed");
    expect(await codeOf(signIn({ login: "leader" }))).toBe("sign-in-failed");
    house.clock.set("2024-12-31T00:00:00+08:00");
    expect(await codeOf(signIn({ login: "officerA" }))).toBe("sign-in-failed");
  });

  it("works until the minute at which an account closes", async () => {
    await admin.query("update account set closed_at = '2026-09-22T11:00:00+08:00' where login = 'office'");
    expect(await codeOf(signIn({ login: "office" }))).toBe("ok");
    house.clock.set("2026-09-22T11:00:00+08:00");
    expect(await codeOf(signIn({ login: "office" }))).toBe("sign-in-failed");
  });

  it("asks a person of several firms for which one, and takes none that is not hers now", async () => {
    const { otherLiaison } = house.town.people;
    const { east, run } = house.town.firms;
    await admin.query(
      "insert into access_grant (account_id, role, enterprise_id, valid_from, valid_to) values ($1, 'ENT_HR', $2, '2026-01-01', '2026-09-22T12:00:00+08:00')",
      [otherLiaison, east],
    );
    const login = "otherLiaison";
    await expect(signIn({ login })).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "enterpriseId", code: "chooseFirm" }],
    });
    expect(await codeOf(signIn({ login, enterpriseId: run }))).toBe("ok");
    expect(await codeOf(signIn({ login, enterpriseId: east }))).toBe("ok");
    expect(await codeOf(signIn({ login, enterpriseId: 999 }))).toBe("invalid");
    house.clock.set("2026-09-22T12:00:00+08:00");
    expect(await codeOf(signIn({ login }))).toBe("ok");
    expect(await codeOf(signIn({ login, enterpriseId: east }))).toBe("invalid");
  });
});

describe("a session (decision 33)", () => {
  it("ends after a quarter of an hour without use for the police, half an hour for firms", async () => {
    for (const [login, minutes] of [
      ["officerA", 15],
      ["liaison", 30],
    ] as const) {
      house.clock.set(morning);
      const hash = await signIn({ login });
      house.clock.forward(minutes - 1);
      expect(await look(hash)).toBe("ok");
      house.clock.forward(minutes - 1);
      expect(await look(hash)).toBe("ok");
      house.clock.forward(minutes);
      expect(await look(hash)).toBe("not-signed-in");
    }
  });

  it("is not kept alive by what a page asks by itself while nobody is there", async () => {
    const tokenHash = await signIn({ login: "officerA" });
    const byItself = () =>
      codeOf(execute(house.platform, "session.me", {}, { tokenHash, device: "desk", unattended: true }));
    for (let minutes = 4; minutes < 15; minutes += 5) {
      house.clock.forward(5);
      expect(await byItself()).toBe(minutes < 14 ? "ok" : "not-signed-in");
    }
    expect(await look(tokenHash)).toBe("not-signed-in");
  });

  it("is the only one of its kind of device, and lives no longer than half a day", async () => {
    const first = await signIn({ login: "officerA" });
    const phone = await signIn({ login: "officerA" }, "phone");
    const second = await signIn({ login: "officerA" });
    expect([await look(first), await look(phone), await look(second)]).toEqual(["not-signed-in", "ok", "ok"]);
    for (let minutes = 0; minutes < 12 * 60 - 10; minutes += 10) {
      house.clock.forward(10);
      expect(await look(second)).toBe("ok");
    }
    house.clock.forward(10);
    expect(await look(second)).toBe("not-signed-in");
  });

  it("ends when its owner says so, at once", async () => {
    const hash = await signIn({ login: "liaison" });
    await execute(house.platform, "session.signOut", {}, { tokenHash: hash, device: "desk" });
    expect(await look(hash)).toBe("not-signed-in");
  });
});
