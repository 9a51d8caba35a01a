import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contract as session } from "#access/contract.ts";
import { contract as glass } from "#capabilities/glass/contract.ts";
import { contract as hotline } from "#capabilities/hotline/contract.ts";
import { contract as installation } from "#capabilities/installation/contract.ts";
import { seedBase } from "#db/seed/base.ts";
import { sealAudit } from "#server/audit/seal.ts";
import { execute } from "#server/pipeline.ts";
import type { Platform } from "#server/platform.ts";
import { deskOf } from "#test/fixture/desk.ts";
import { ticketOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { connectMachine, type Machine } from "#test/machines.ts";
import { newMachines } from "#test/new-machine.ts";
import { withAdmin } from "#test/server.ts";
import { openSignInDesk, outcome, password } from "#test/sign-in-desk.ts";
import { makeAdminLinks } from "../admin-link.ts";
import { backUp } from "./backup.ts";
import { restore, type RestoreOptions } from "./restore.ts";

/** What was in force in the backup and may have been used or taken away since: none of it opens anything after a restore. */
const desk = await forTheseTests(openSignInDesk("2026-10-12T18:00:00+08:00"));
const { house } = desk;
const machines = newMachines(house);
let folder: string;
let backup: string;
let target: RestoreOptions;
let app: { secret: string; codes: readonly string[] };
let machine: Machine;
let ticket: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "huhang-void-"));
  app = await desk.setUpTotp(await desk.signIn({ login: "systemAdmin" }));
  machine = await connectMachine(house);
  ticket = (await house.as("office")(hotline["ticket.receive"], ticketOf(house.town, "DY-2026-1"))).id;
  await openGlass();
  await seedBase(house.database.ownerUrl);
  await house.platform.witness?.turn();
  await sealAudit(house.platform);
  const made = await backUp({
    ownerUrl: house.database.ownerUrl,
    filesDir: join(house.folder, "files"),
    anchorsDir: join(house.folder, "audit-anchors"),
    crypto: house.platform.crypto,
    target: join(folder, "backups"),
    version: "0.1.0",
    now: house.clock.now(),
    say: () => undefined,
  });
  backup = made.path;
});
afterAll(async () => {
  await machines.drop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  house.clock.set("2026-10-12T18:01:00+08:00");
  target = { ...(await machines.make(folder, backup)), now: house.clock.now() };
});

async function openGlass(): Promise<void> {
  await desk.admin.query("update account set police_number = '371001' where id = $1", [house.town.people.specialist]);
  const { number } = await deskOf(house).row(ticket);
  const ask = { number, policeNumber: "371001", hours: 12, reason: "核查办理情况" };
  const { id } = await house.as("systemAdmin")(glass["glass.ask"], ask);
  await house.as("securityAdmin")(glass["glass.open"], { id });
}

const signIn = (platform: Platform, code: string) =>
  outcome(
    execute(platform, "session.signIn", { login: "systemAdmin", password, code } satisfies object, { device: "desk" }),
  );
const receive = (platform: Platform) =>
  outcome(
    execute(
      platform,
      "ticket.replies",
      { since: "2026-10-12T00:00:00Z" },
      { key: { hash: platform.crypto.digest(machine.key), address: "127.0.0.1" }, device: "desk" },
    ),
  );

async function onTheNewMachine(work: (platform: Platform, admin: pg.Client) => Promise<void>): Promise<void> {
  const platform = await machines.start(target);
  try {
    await withAdmin(target.ownerUrl, (admin) => work(platform, admin));
  } finally {
    await platform.close();
  }
}

describe("after a restore", () => {
  it("neither codes on paper, nor a code of the app seen before it, nor machine keys, nor a broken glass open anything", async () => {
    const [paper = "", unused = ""] = app.codes;
    const seen = desk.codeAt(app.secret, 1);
    for (const code of [paper, seen]) expect(await signIn(house.platform, code)).toBe("ok");
    expect(await receive(house.platform)).toBe("ok");
    const said: string[] = [];
    await restore({ ...target, say: (line) => said.push(line) });
    await onTheNewMachine(async (platform, admin) => {
      for (const code of [paper, unused, seen]) expect(await signIn(platform, code)).toBe("invalid code: secondFactor");
      expect(await receive(platform)).toBe("not-signed-in keyExpired");
      const { specialist } = house.town.people;
      const open = await admin.query(
        "select from matter_party where capacity = 'glass' and account_id = $1 and valid_to > $2",
        [specialist, house.clock.now()],
      );
      expect(open.rowCount).toBe(0);
      const ended = await admin.query("select from glass where ends_at > $1", [house.clock.now()]);
      expect(ended.rowCount).toBe(0);
      // The chain is whole, and says what was done.
      const noted = await admin.query<{ detail: { voided: object } }>(
        "select detail from audit where operation = 'platform.restore'",
      );
      expect(noted.rows[0]?.detail.voided).toEqual({
        sessions: 1,
        codes: 0,
        paperCodes: 10,
        machineKeys: 1,
        openings: 1,
      });
    });
    expect(said.join("\n")).toContain("10 paper codes");
    expect(said.join("\n")).toContain("1 machine keys");
    expect(said.join("\n")).toContain("huhang admin-link --role");
  });

  it("administrators come in by password and app, or by a new link", async () => {
    await restore(target);
    await onTheNewMachine(async (platform) => {
      house.clock.set("2026-10-12T18:02:30+08:00");
      expect(await signIn(platform, desk.codeAt(app.secret))).toBe("ok");
      const [link] = await makeAdminLinks({
        ownerUrl: target.ownerUrl,
        anchorsDir: target.anchorsDir,
        crypto: target.crypto,
        roles: ["SEC"],
        home: "https://huhang.example",
        hours: 72,
        now: house.clock.now(),
      });
      const input = {
        code: link?.url.split("#")[1],
        login: "secadmin.new",
        dutyName: "新管理",
        password: "Zhao-Hui-Lai-88",
      };
      const redeem = execute(platform, installation["installation.redeemLink"].id, input, { device: "desk" });
      expect(await outcome(redeem)).toBe("ok");
      const { id } = session["session.signIn"];
      const asNew = execute(platform, id, { login: "secadmin.new", password: "Zhao-Hui-Lai-88" }, { device: "desk" });
      expect(await outcome(asNew)).toBe("ok");
    });
  });
});

describe("the folders of a restore", () => {
  it("stay the folders that they are: another disk or a link there is filled, not replaced", async () => {
    const disk = join(folder, "another-disk");
    await mkdir(join(disk, "lost+found"), { recursive: true });
    await symlink(disk, target.filesDir);
    await mkdir(join(target.anchorsDir, "old"), { recursive: true });
    const before = await stat(target.anchorsDir);
    await restore(target);
    expect(await readdir(target.filesDir)).toEqual(await readdir(disk));
    expect((await stat(target.filesDir)).ino).toBe((await stat(disk)).ino);
    expect((await stat(target.anchorsDir)).ino).toBe(before.ino);
    expect(await readdir(disk)).toContain("lost+found");
    expect(await readdir(target.anchorsDir)).not.toContain("old");
  });

  it("that cannot be written are told in a sentence before anything is touched", async () => {
    const blocked = join(folder, "blocked");
    await writeFile(blocked, "");
    for (const filesDir of [blocked, join(blocked, "files")])
      await expect(restore({ ...target, filesDir })).rejects.toThrow("cannot be written");
    await withAdmin(target.ownerUrl, async (admin) => {
      expect((await admin.query("select from pg_tables where schemaname = 'public'")).rowCount).toBe(0);
    });
  });
});
