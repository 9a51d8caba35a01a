import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { loadKeys } from "#server/adapters/crypto/key-file.ts";
import { readSettings } from "#server/settings.ts";
import { makeCertificate } from "#test/certificate.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { judgeServer, judgeWay } from "./doctor-database.ts";
import { examine, judgeSpace } from "./doctor.ts";

let folder: string;
let database: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "huhang-doctor-"));
  await loadKeys({ keyFile: join(folder, "keys.json"), create: true });
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

/** The lines by name, each as health and words. */
async function linesWith(env: NodeJS.ProcessEnv, clock?: () => Date): Promise<Record<string, string>> {
  const usual = {
    HUHANG_DATA: folder,
    HUHANG_KEY_FILE: join(folder, "keys.json"),
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    PORT: "0",
  };
  const findings = await examine(readSettings({ ...usual, ...env }, "/"), clock);
  return Object.fromEntries(findings.map(({ name, health, text }) => [name, `${health} ${text}`]));
}

/** A port of this machine at which something listens until the test ends. */
async function portOf(server: Server | ReturnType<typeof createTcpServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return String((server.address() as AddressInfo).port);
}

/** One that was free a moment ago. */
async function freePort(): Promise<string> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return String(port);
}

it("finds nothing wrong with a new installation but that it has no backup", async () => {
  const lines = await linesWith({});
  const { backup, ...others } = lines;
  expect(backup).toMatch(/^warn .*there is none/);
  expect(Object.keys(others).toSorted()).toEqual([
    "assessments",
    "audit",
    "clock",
    "database",
    "disk",
    "effects",
    "home",
    "keys",
    "locale",
    "mail",
    "port",
    "role",
    "schema",
    "way",
    "webhooks",
  ]);
  expect(Object.values(others).filter((line) => !line.startsWith("ok "))).toEqual([]);
});

describe("keys and disk", () => {
  it("a key file that is missing, or that others can read", async () => {
    expect((await linesWith({ HUHANG_KEY_FILE: join(folder, "none.json") }))["keys"]).toMatch(/^fail /);
    await chmod(join(folder, "keys.json"), 0o644);
    expect((await linesWith({}))["keys"]).toMatch(/^fail /);
    await chmod(join(folder, "keys.json"), 0o600);
  });

  it("a key that has been the active one for more than two years", async () => {
    const later = (days: number) => () => new Date(Date.now() + days * 86_400_000);
    expect((await linesWith({}, later(730)))["key-age"]).toBeUndefined();
    expect((await linesWith({}, later(732)))["key-age"]).toMatch(/^warn .*huhang new-key/);
  });

  it("a folder that is not there, a disk that fills", async () => {
    expect((await linesWith({ HUHANG_DATA: join(folder, "none") }))["disk"]).toMatch(/^fail .*does not exist/);
    const bsize = 1024 ** 2;
    expect(judgeSpace({ bsize, blocks: 100_000, bavail: 50_000 })).toMatchObject({ health: "ok" });
    expect(judgeSpace({ bsize, blocks: 100_000, bavail: 9_000 })).toMatchObject({ health: "warn" });
    const full = judgeSpace({ bsize, blocks: 2_000, bavail: 1_000 });
    expect(full).toMatchObject({ health: "fail" });
    expect(full.text).toContain("1.0 GB（50%）");
  });
});

describe("the port", () => {
  it("is free, the platform's, or another program's", async () => {
    expect((await linesWith({ PORT: await freePort() }))["port"]).toMatch(/^ok .*not running/);
    const platform = await portOf(createServer((_, answer) => answer.end('{"status":"ok"}')));
    expect((await linesWith({ PORT: platform }))["port"]).toMatch(/^ok .*the platform answers/);
    const other = await portOf(createServer((_, answer) => answer.end("hello")));
    expect((await linesWith({ PORT: other }))["port"]).toMatch(/^fail .*set PORT/);
  });
});

describe("mail", () => {
  const mail = (port: string) => ({
    HUHANG_SMTP_URL: `smtp://127.0.0.1:${port}`,
    HUHANG_MAIL_FROM: "huhang@city.example",
    HUHANG_HOME: "http://127.0.0.1:8080",
  });
  it("goes to a server that answers, or does not", async () => {
    const box = await portOf(createTcpServer((socket) => socket.end()));
    expect((await linesWith(mail(box)))["mail"]).toMatch(/^ok .*answers/);
    expect((await linesWith(mail(await freePort())))["mail"]).toMatch(/^warn .*does not answer/);
  });
});

describe("the way people come", () => {
  const served = async (options: TlsOptions = {}) => {
    const server = createTlsServer({ ...makeCertificate(), ...options });
    server.on("tlsClientError", () => undefined);
    return { HUHANG_HOME: `https://127.0.0.1:${await portOf(server)}`, HUHANG_TRUST_PROXY: "127.0.0.1" };
  };

  it("is in the clear for others", async () => {
    expect((await linesWith({ HUHANG_HOME: "http://huhang.city.example" }))["home"]).toMatch(/^fail .*in the clear/);
    expect((await linesWith({ HOST: "0.0.0.0" }))["home"]).toMatch(/^fail /);
  });

  it("speaks TLS 1.2 and 1.3 with strong suites, under a certificate that nobody vouches for", async () => {
    const lines = await linesWith(await served({ ciphers: "ECDHE+AESGCM:TLS_AES_256_GCM_SHA384" }));
    expect(lines["tls"]).toMatch(/^ok TLSv1\.3/);
    expect(lines["ciphers"]).toMatch(/^ok /);
    expect(lines["certificate"]).toMatch(/^fail .*not trusted/);
    expect(lines["proxy"]).toMatch(/^ok .*requests by address limited/);
  });

  it("still speaks an old version, or takes a weak suite", async () => {
    const old = await served({ minVersion: "TLSv1", ciphers: "ALL:@SECLEVEL=0" });
    expect((await linesWith(old))["tls"]).toMatch(/^fail .*TLSv1(\.1)? .*1\.2 and 1\.3 only/);
    const weak = await served({ maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0" });
    expect((await linesWith(weak))["ciphers"]).toMatch(/^warn .*ECDHE-ECDSA-AES128-SHA/);
  });

  it("cannot be reached, or comes through a proxy that is not named", async () => {
    const lines = await linesWith({ HUHANG_HOME: `https://127.0.0.1:${await freePort()}` });
    expect(lines["tls"]).toMatch(/^warn .*cannot be reached from here/);
    expect(lines["proxy"]).toMatch(/^warn .*HUHANG_TRUST_PROXY/);
  });
});

describe("the database", () => {
  it("is not reached, is not running, or refuses", async () => {
    const away = `postgres://huhang:words@127.0.0.1:${await freePort()}/huhang`;
    expect((await linesWith({ DATABASE_URL: away, DATABASE_OWNER_URL: away }))["database"]).toMatch(
      /^fail .*cannot be reached/,
    );
    const embedded = await linesWith({ DATABASE_URL: "", DATABASE_OWNER_URL: "" });
    expect(embedded["database"]).toMatch(/^warn .*not running/);
  });

  it("is entered by a role that row-level security does not bind", async () => {
    expect((await linesWith({ DATABASE_URL: database.ownerUrl }))["role"]).toMatch(/^fail .*ordinary role/);
  });

  it("is not looked at without its owner's address", async () => {
    expect((await linesWith({ DATABASE_OWNER_URL: "" }))["schema"]).toMatch(/^warn .*set DATABASE_OWNER_URL/);
  });

  it("is reached in the clear, by an old TLS, without a look at the certificate, or safely", () => {
    const far = "postgres://app:words@db.city.example/huhang";
    expect(judgeWay(far, null)).toMatchObject({ name: "way", health: "fail" });
    expect(judgeWay(far, "TLSv1.1")).toMatchObject({ health: "fail" });
    expect(judgeWay(`${far}?sslmode=no-verify`, "TLSv1.3")).toMatchObject({ health: "warn" });
    expect(judgeWay(`${far}?sslmode=verify-full`, "TLSv1.3")).toMatchObject({ health: "ok" });
    expect(judgeWay("postgres://app@127.0.0.1/huhang", null)).toMatchObject({ health: "ok" });
    expect(judgeWay("postgres://app@localhost/huhang?host=/run/postgresql", null)).toMatchObject({ health: "ok" });
  });

  it("is too old, sorts no Chinese, or has another clock", async () => {
    const at = new Date();
    const good = { version: 180_004, text: "18.4", encoding: "UTF8", ctype: "C.UTF-8", at };
    const health = (row: typeof good, now = at) => judgeServer(row, now).map((one) => `${one.name} ${one.health}`);
    expect(health(good)).toEqual(["database ok", "locale ok", "clock ok"]);
    expect(health({ ...good, version: 140_012 })[0]).toBe("database fail");
    expect(health({ ...good, ctype: "C" })[1]).toBe("locale warn");
    expect(health({ ...good, encoding: "SQL_ASCII" })[1]).toBe("locale warn");
    const behind = await linesWith({}, () => new Date(Date.now() - 7_200_000));
    expect(behind["clock"]).toMatch(/^warn .*7200\.\d 秒.*synchronise/);
  });

  it("is older or newer than the program", async () => {
    await owner.query("insert into huhang_migration (name, checksum) values ('9999-future', '')");
    expect((await linesWith({}))["schema"]).toMatch(/^fail .*newer than this program \(9999-future\)/);
    await owner.query("delete from huhang_migration where name = '9999-future'");
    const { rows } = await owner.query<{ name: string; checksum: string }>(
      `delete from huhang_migration
        where name = (select max(name) from huhang_migration where name like '0%') returning name, checksum`,
    );
    expect(rows).toHaveLength(1);
    expect((await linesWith({}))["schema"]).toMatch(/^fail 有 1 项.*huhang upgrade/);
    await owner.query("insert into huhang_migration (name, checksum) values ($1, $2)", [
      rows[0]?.name,
      rows[0]?.checksum,
    ]);
  });

  it("has no recent backup, rows that nobody seals, effects that nobody looks at, deliveries given up", async () => {
    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    onTestFinished(() => admin.end());
    const done = (hours: number) =>
      admin.query(
        `insert into operation_run (kind, started_at, ended_at, outcome)
         values ('BACKUP', now() - $1 * interval '1 hour', now() - $1 * interval '1 hour', 'DONE')`,
        [hours],
      );
    await done(30);
    expect((await linesWith({}))["backup"]).toMatch(/^warn 30 小时前.*every day/);
    await done(2);
    expect((await linesWith({}))["backup"]).toMatch(/^ok 2 小时前/);
    await admin.query(
      `insert into audit (uid, at, operation, purpose, object, status, detail, key_id, hmac)
       values (gen_random_uuid(), now() - interval '11 minutes', 'x', 'duty', '', 200, '{}', 'k', '')`,
    );
    await admin.query(
      `with event as (insert into outbox (at, event, readers) values (now(), '{}', '{}') returning id),
            consumer as (insert into effect_consumer values ('doctor', '[]') returning name)
       insert into effect_pending (consumer, outbox_id, set_aside_at) select name, id, now() from consumer, event`,
    );
    await admin.query(
      `with place as (insert into unit (code, name, short_name, tier, area_code, duty_phone, valid_from)
              values ('X-1', '示例', '示例', 'CITY', '370500', '0546-8010000', now()) returning id),
            system as (insert into account (kind, login, duty_name, unit_id, created_at)
              select 'service', 'service:' || n, '示例系统', id, now() from place, generate_series(1, 2) n returning id),
            service as (insert into service_account (account_id, purpose, scopes, procedures, addresses, state, proposed_by,
                proposed_at, decided_by, decided_at)
              select min(id), '示例', '{ticket.receive}', '{hotline}', '{}', 'ACTIVE', min(id), now(), max(id), now()
                from system returning account_id),
            endpoint as (insert into webhook_endpoint (account_id, url, events, secret, made_by, made_at)
              select account_id, 'https://hooks.example.com/', '{matter.moved}', '', account_id, now() from service returning id)
       insert into webhook_delivery (id, endpoint_id, event, body, happened_at, state, next_at, ended_at)
       select gen_random_uuid(), id, 'matter.moved', '{}', now(), 'parked', now(), now() from endpoint`,
    );
    expect((await linesWith({}))["webhook-secrets"]).toBeUndefined();
    await admin.query(
      "insert into webhook_attempt (delivery_id, no, at, ms, fault) select id, 1, now(), 0, 'unsigned' from webhook_delivery",
    );
    const lines = await linesWith({});
    expect(lines["audit"]).toMatch(/^warn .*wait to be sealed/);
    expect(lines["effects"]).toMatch(/^warn 1 .*set aside/);
    expect(lines["webhooks"]).toMatch(/^warn 1 条.*given up/);
    expect(lines["webhook-secrets"]).toMatch(/^warn 1 条.*key file does not open/);
  });
});
