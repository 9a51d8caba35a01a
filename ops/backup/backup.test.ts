import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { migrate, restoreMark } from "#db/migrate.ts";
import { seedBase } from "#db/seed/base.ts";
import { valueTypes } from "#db/value-types.ts";
import { accountContract as accounts } from "#capabilities/administration/account-contract.ts";
import { contract as members } from "#capabilities/members/contract.ts";
import { contract as recoveries } from "#capabilities/recovery/contract.ts";
import { contract } from "#matters/contract.ts";
import type { ByteSource, CryptoProvider } from "#server/adapters/crypto/crypto-provider.ts";
import { createAesProvider } from "#server/adapters/crypto/aes-provider.ts";
import { loadKeys, rotateKeys } from "#server/adapters/crypto/key-file.ts";
import { sealAudit } from "#server/audit/seal.ts";
import { verifyAudit } from "#server/audit/verify.ts";
import { execute } from "#server/pipeline.ts";
import type { Platform } from "#server/platform.ts";
import { arrivalOf } from "#server/upload.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { newMachines } from "#test/new-machine.ts";
import { withAdmin } from "#test/server.ts";
import { outcome } from "#test/sign-in-desk.ts";
import { makeAdminLinks } from "../admin-link.ts";
import { backUp } from "./backup.ts";
import { restore, type RestoreOptions } from "./restore.ts";

let folder: string;
let backup: string;
let rowsBefore: Map<string, string>;
/** Ways in that are open when the backup is made: operations with what their holders type. */
let codes: readonly (readonly [operation: string, input: object, refusal: string])[];

const house = await forTheseTests(startHarness());
const machines = newMachines(house);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "huhang-backup-"));
  const { body } = await execute(
    house.platform,
    "file.upload",
    {},
    {
      account: { accountId: house.town.people.liaison, enterpriseId: house.town.firms.east },
      device: "desk",
      idempotencyKey: "backup-upload",
      arrival: arrivalOf(
        Readable.from([Buffer.from("进场路线图\n")]),
        "note.txt",
        "text/plain",
        AbortSignal.timeout(9_000),
      ),
    },
  );
  await house.as("liaison")(contract["matter.open"], {
    procedure: "consultation",
    projectId: house.town.projects.bridge,
    title: "进场路线\\n \\N 反斜杠",
    topic: "traffic",
    form: { question: { text: "第一行\n第二行\\ 与 NULL \\N" } },
    files: [(body as { id: string }).id],
  });
  codes = await giveCodes();
  await seedBase(house.database.ownerUrl);
  await house.platform.witness?.turn();
  await sealAudit(house.platform);
  // A session that is open when the machine dies.
  await withAdmin(house.database.adminUrl, async (admin) => {
    await admin.query(
      `insert into session (token_hash, account_id, device, created_at, seen_at, expires_at)
       values ('x', $1, 'desk', $2::timestamptz, $2, $2::timestamptz + interval '12 hours')`,
      [house.town.people.officerA, house.clock.now()],
    );
  });
  const made = await backUp(optionsOf(join(folder, "backups")));
  backup = made.path;
  rowsBefore = new Map(made.manifest.tables.map(({ name, rows, digest }) => [name, `${rows} ${digest}`]));
});
afterAll(async () => {
  await machines.drop();
  await rm(folder, { recursive: true, force: true });
});

let target: RestoreOptions;
beforeEach(async () => {
  target = await machines.make(folder, backup);
});

/** One of each kind, given through its own door. */
async function giveCodes(): Promise<typeof codes> {
  const { people, firms } = house.town;
  const recovery = await house.as("officerA")(recoveries["recovery.give"], { accountId: people.security });
  await house.as("officerB")(recoveries["recovery.confirm"], { id: recovery.id });
  const staff = await house.as("securityAdmin")(accounts["staff.create"], {
    policeNumber: "SL9001",
    dutyName: "丁警官",
    unitId: house.town.units.station,
  });
  const grant = { accountId: staff.id, role: "OFFICER", unitId: house.town.units.station, from: "2026-09-22" };
  const proposal = await house.as("securityAdmin")(accounts["grant.propose"], { ...grant, reason: "调入" });
  await house.as("systemAdmin")(accounts["grant.approve"], { id: proposal.id });
  const first = await house.as("securityAdmin")(accounts["staff.issueCode"], { id: staff.id });
  const firm = await house.as("officerA")(members["access.issueCode"], { id: firms.east, role: "ENT_LIAISON" });
  const [link] = await makeAdminLinks({
    ownerUrl: house.database.ownerUrl,
    anchorsDir: join(house.folder, "audit-anchors"),
    crypto: house.platform.crypto,
    roles: ["SYS"],
    home: "https://huhang.example",
    hours: 72,
    now: house.clock.now(),
  });
  const password = "Zhao-Hui-Lai-88";
  const account = { kind: "new", login: "fang.lianluo", password, dutyName: "方联络" };
  return [
    ["recovery.use", { login: "security", code: recovery.code, password }, "invalid code: recoveryRefused"],
    ["staff.redeemCode", { policeNumber: "SL9001", code: first.code, password }, "invalid code: staffCodeRefused"],
    ["access.redeem", { uscc: "91350100M000100Y43", code: firm.code, account }, "invalid code: codeRefused"],
    [
      "installation.redeemLink",
      { code: link?.url.split("#")[1], login: "sysadmin", dutyName: "杨管理", password },
      "invalid code: linkRefused",
    ],
  ];
}

function optionsOf(into: string) {
  return {
    ownerUrl: house.database.ownerUrl,
    filesDir: join(house.folder, "files"),
    anchorsDir: join(house.folder, "audit-anchors"),
    crypto: house.platform.crypto,
    target: into,
    version: "0.1.0",
    now: new Date("2026-09-22T10:00:00Z"),
    say: () => undefined,
  };
}

async function asOwner<T>(work: (session: pg.Client) => Promise<T>): Promise<T> {
  const session = new pg.Client({ connectionString: target.ownerUrl, types: valueTypes });
  await session.connect();
  try {
    return await work(session);
  } finally {
    await session.end();
  }
}

it("brings everything back on a new machine, row by row, with its files and a whole audit", async () => {
  await restore(target);
  const again = await backUp({ ...optionsOf(join(folder, "cut")), ...target, target: join(folder, "again") });
  const changed = again.manifest.tables
    .filter(({ name, rows, digest }) => rowsBefore.get(name) !== `${rows} ${digest}`)
    .map(({ name }) => name);
  // Sessions were ended and codes made void, and the audit and the list of runs say that there was a restore.
  const voided = ["access_code", "account_recovery", "admin_link", "staff_code"];
  expect(changed).toEqual([...voided, "audit", "audit_open", "operation_run", "session"].toSorted());
  expect(again.manifest.files).toMatchObject({ count: 1 });
  await asOwner(async (session) => {
    const { rows } = await session.query("select count(*)::int as n from session where ended_at is null");
    expect(rows).toEqual([{ n: 0 }]);
    const audit = await session.query("select operation from audit order by id desc limit 1");
    expect(audit.rows).toEqual([{ operation: "platform.restore" }]);
    const report = await verifyAudit({
      session,
      crypto: target.crypto,
      anchorsDir: target.anchorsDir,
      now: target.now,
    });
    expect(report.faults).toEqual([]);
    expect(report.batches).toBeGreaterThan(0);
    // Numbers go on behind the old ones.
    const next = await session.query("select nextval('matter_id_seq')::int > (select max(id) from matter) as fresh");
    expect(next.rows).toEqual([{ fresh: true }]);
  });
});

it("a code or a link that was used after the backup opens nothing on the new machine, and the operator is told", async () => {
  const use = (platform: Platform, [operation, input]: (typeof codes)[number]) =>
    outcome(execute(platform, operation, input, { device: "desk" }));
  for (const code of codes) expect(await use(house.platform, code), code[0]).toBe("ok");
  const said: string[] = [];
  await restore({ ...target, say: (line) => said.push(line) });
  expect(said.join()).toContain("codes and links that were open in the backup are void");
  const platform = await machines.start(target);
  try {
    for (const code of codes) expect(await use(platform, code), code[0]).toBe(code[2]);
  } finally {
    await platform.close();
  }
});

it("begins again what was broken off, and nothing runs on half a restore", async () => {
  const half = restore({
    ...target,
    say: (line) => {
      if (line.includes("proved")) throw new Error("killed");
    },
  });
  await expect(half).rejects.toThrow("killed");
  await expect(migrate({ ownerUrl: target.ownerUrl, appRole: target.appRole })).rejects.toMatchObject({
    code: "restore-unfinished",
  });
  await restore(target);
  await asOwner(async (session) => {
    expect((await session.query("select to_regclass($1) as mark", [restoreMark])).rows).toEqual([{ mark: null }]);
    expect((await session.query("select count(*)::int as n from matter")).rows).toEqual([{ n: 1 }]);
  });
});

it("refuses a database in use and folders with something in them", async () => {
  await expect(restore({ ...target, ownerUrl: house.database.ownerUrl })).rejects.toThrow("empty installation");
  await mkdir(target.filesDir, { recursive: true });
  await writeFile(join(target.filesDir, "something"), "");
  await expect(restore(target)).rejects.toThrow("is not empty");
});

it("finds any damage before it touches anything, and needs the key of the backup", async () => {
  const copy = join(folder, "copy");
  const check = async (spoil: () => Promise<void>, words: string) => {
    await rm(copy, { recursive: true, force: true });
    await cp(backup, copy, { recursive: true });
    await spoil();
    await expect(restore({ ...target, from: copy })).rejects.toThrow(words);
    await asOwner(async (session) => {
      expect((await session.query("select from pg_tables where schemaname = 'public'")).rowCount).toBe(0);
    });
  };
  await check(() => appendFile(join(copy, "tables", "matter"), "x"), "matter of the backup");
  await check(() => rm(join(copy, "tables", "entry")), "entry of the backup");
  await check(() => rm(join(copy, "tables", "entry")).then(() => swap(copy)), "entry of the backup");
  await check(() => appendFile(join(copy, "files.sealed"), "x"), "files.sealed of the backup");
  await check(() => rm(join(copy, "manifest.sealed")), "manifest.sealed of the backup");
  await check(() => rm(join(copy, "backup.json")), "is no backup");
  await expect(restore({ ...target, from: folder })).rejects.toThrow("is no backup");
  const other = createAesProvider(await loadKeys({ keyFile: join(folder, "other.json"), create: true }));
  await expect(restore({ ...target, crypto: other })).rejects.toThrow("the key file lacks");
});

/** One table's rows in the place of another's. */
async function swap(copy: string): Promise<void> {
  await writeFile(join(copy, "tables", "entry"), await readFile(join(copy, "tables", "matter")));
}

it("opens after a rotation of keys, and keeps only so many backups, none of them half", async () => {
  const keyFile = join(house.folder, "keys.json");
  await rotateKeys({ keyFile });
  target = { ...target, crypto: createAesProvider(await loadKeys({ keyFile, create: false })) };
  await restore(target);
  const many = join(folder, "many");
  for (const hour of [1, 2, 3]) {
    await backUp({ ...optionsOf(many), now: new Date(`2026-09-23T0${hour}:00:00Z`), keep: 2 });
  }
  await expect(
    backUp({ ...optionsOf(many), filesDir: "/proc/version", now: new Date("2026-09-24T00:00:00Z") }),
  ).rejects.toThrow("ENOTDIR");
  expect((await readdir(many)).toSorted()).toEqual(["huhang-20260923T020000Z", "huhang-20260923T030000Z"]);
});

it("holds what was committed when it began, whatever is written meanwhile", async () => {
  let stop = false;
  const busy = (async () => {
    while (!stop) await house.as("officerA")(contract["matter.list"], {});
  })();
  const { manifest, path } = await backUp({
    ...optionsOf(join(folder, "busy")),
    now: new Date("2026-09-25T00:00:00Z"),
  });
  stop = true;
  await busy;
  await restore({ ...target, from: path });
  await asOwner(async (session) => {
    const { rows } = await session.query<{ n: number }>("select count(*)::int as n from audit");
    expect(rows[0]?.n).toBe((manifest.tables.find(({ name }) => name === "audit")?.rows ?? 0) + 1);
    const report = await verifyAudit({
      session,
      crypto: target.crypto,
      anchorsDir: target.anchorsDir,
      now: target.now,
    });
    expect(report.faults).toEqual([]);
  });
});

it("is made also when the database was started again while the files were copied", async () => {
  const crypto: CryptoProvider = Object.create(house.platform.crypto, {
    sealStream: {
      value: async function* (source: ByteSource, context: string) {
        if (context.endsWith("files.sealed")) {
          await withAdmin(house.database.adminUrl, (admin) =>
            admin
              .query(
                `select pg_terminate_backend(pid, 5000) from pg_stat_activity
                  where application_name = 'huhang-backup' and datname = $1`,
                [new URL(house.database.ownerUrl).pathname.slice(1)],
              )
              .then(() => undefined),
          );
        }
        yield* house.platform.crypto.sealStream(source, context);
      },
    },
  }) as CryptoProvider;
  const into = join(folder, "cut");
  await backUp({ ...optionsOf(into), crypto, now: new Date("2026-09-27T00:00:00Z") });
  expect(await readdir(into)).toEqual(["huhang-20260927T000000Z"]);
  const noted = await house.admin.query("select from operation_run where kind = 'BACKUP' and started_at = $1", [
    new Date("2026-09-27T00:00:00Z"),
  ]);
  expect(noted.rowCount).toBe(1);
});

it("that keeps only so many clears away what a killed one left days ago, and not one that is under way", async () => {
  const into = join(folder, "halves");
  for (const half of [".huhang-20260920T000000Z.0a1b2c3d", ".huhang-20260927T230000Z.0a1b2c3d", ".other"]) {
    await mkdir(join(into, half, "tables"), { recursive: true });
  }
  await backUp({ ...optionsOf(into), now: new Date("2026-09-28T00:00:00Z"), keep: 2 });
  expect((await readdir(into)).toSorted()).toEqual([
    ".huhang-20260927T230000Z.0a1b2c3d",
    ".other",
    "huhang-20260928T000000Z",
  ]);
});
