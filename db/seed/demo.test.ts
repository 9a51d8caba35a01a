import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contract as auditContract } from "#capabilities/audit/contract.ts";
import { contract as demoContract } from "#capabilities/demo/contract.ts";
import { personas } from "#capabilities/demo/personas.ts";
import { procedures } from "#capabilities/index.ts";
import { contract as directoryContract } from "#directory/contract.ts";
import { clockFrom } from "#kernel/clock.ts";
import { creditCode } from "#kernel/fields/credit-code.ts";
import { phone } from "#kernel/fields/phone.ts";
import type { CallInputOf, Operation, OutputOf } from "#kernel/operation.ts";
import { isWorkingTime } from "#kernel/work-calendar.ts";
import { contract } from "#matters/contract.ts";
import { replay } from "#matters/engine/snapshot.ts";
import { loadEntries, loadMatter, openDoor } from "#matters/store.queries.ts";
import { createAesProvider } from "#server/adapters/crypto/aes-provider.ts";
import type { CryptoProvider } from "#server/adapters/crypto/crypto-provider.ts";
import { loadKeys } from "#server/adapters/crypto/key-file.ts";
import { isIntact } from "#server/audit.ts";
import { seedDemoCity } from "#server/demo-city.ts";
import { execute } from "#server/pipeline.ts";
import { openPlatform, type Platform } from "#server/platform.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { findDemoState } from "./demo/index.ts";

// A Monday morning in the middle of a session: what is due and what is left can be said to the minute.
const now = new Date("2026-11-23T11:05:30+08:00");
const silent = pino({ level: "silent" });

let database: TestDatabase;
let folder: string;
let crypto: CryptoProvider;
let platform: Platform;
let admin: pg.Client;
let seeded: unknown[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "huhang-demo-"));
  crypto = createAesProvider(await loadKeys({ keyFile: join(folder, "keys.json"), create: true }));
  database = await createTestDatabase();
  await seed(database, now);
  seeded = await historyOf(database);
  platform = await openPlatform({ ...common(database), clock: clockFrom(now) });
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin?.end();
  await platform?.close();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

function common(of: TestDatabase) {
  return { databaseUrl: of.appUrl, filesDir: join(folder, "files"), crypto, procedures, log: silent };
}

const seed = (of: TestDatabase, at: Date, lent = crypto) =>
  seedDemoCity({ ownerUrl: of.ownerUrl, now: at, size: "small", platform: { ...common(of), crypto: lent } });

/** What happened, as the rows tell it; ids of files and audit rows are drawn by chance and left out. */
async function historyOf(of: TestDatabase): Promise<unknown[]> {
  const session = new pg.Client({ connectionString: of.adminUrl });
  await session.connect();
  try {
    const { rows } = await session.query(
      `select m.number, m.title, m.state, m.readers, e.seq, e.at, e.kind, e.name, e.actor_id, e.form, e.resolved
         from matter m join entry e on e.matter_id = m.id order by m.id, e.seq`,
    );
    const { rows: calls } = await session.query(
      "select at, account_id, operation, object, status from audit order by id",
    );
    return [rows, calls.map((call) => ({ ...call, object: String(call.object).replace(/^file:.*/, "file") }))];
  } finally {
    await session.end();
  }
}

async function select<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await admin.query<Row>(text, values)).rows;
}

let keys = 0;
async function as<Op extends Operation>(login: string, operation: Op, input: CallInputOf<Op>): Promise<OutputOf<Op>> {
  const [account] = await select<{ id: number; firms: number[] }>(
    `select a.id, array(select g.enterprise_id from access_grant g
       where g.account_id = a.id and g.enterprise_id is not null order by g.id) as firms
       from account a where a.login = $1`,
    [login],
  );
  if (!account) throw new Error(`no account ${login}`);
  keys += 1;
  const answer = await execute(platform, operation.id, input, {
    account: { accountId: account.id, enterpriseId: account.firms[0] ?? null },
    device: "desk",
    idempotencyKey: `demo-test-${keys}`,
  });
  return answer.body as OutputOf<Op>;
}

test("the city has its units, people, firms, projects and topics", async () => {
  const [counts] = await select<Record<string, number>>(`select
    (select count(*)::int from unit) as units, (select count(*)::int from account where kind = 'staff') as staff,
    (select count(*)::int from account where kind = 'member') as members,
    (select count(*)::int from enterprise) as firms, (select count(*)::int from project) as projects,
    (select count(*)::int from topic) as topics, (select count(*)::int from matter) as matters,
    (select amount from limit_rule where key = 'appeal.handle.complex' and source = 'P' and law is null) as granted,
    (select count(distinct role)::int from access_grant) as used, (select count(*)::int from role) as roles`);
  expect(counts).toMatchObject({ units: 8, staff: 18, members: 7, firms: 5, projects: 5, topics: 12, matters: 41 });
  expect(counts).toMatchObject({ granted: 20, used: counts?.["roles"] });
});

test("eight units: two bureaus, two stations, four departments that answer for all topics", async () => {
  const rows = await select<{ name: string; under: string | null; topics: string[] }>(
    `select u.short_name as name, p.short_name as under,
            array(select t.code from topic t where t.department = u.department order by t.position) as topics
       from unit u left join unit p on p.id = u.parent_id order by u.id`,
  );
  expect(rows).toEqual([
    { name: "东营市公安局", under: null, topics: [] },
    { name: "利津县公安局", under: "东营市公安局", topics: [] },
    { name: "北宋派出所", under: "利津县公安局", topics: [] },
    { name: "盐窝派出所（示例）", under: "利津县公安局", topics: [] },
    { name: "交警大队", under: "利津县公安局", topics: ["traffic"] },
    { name: "户政出入境支队", under: "东营市公安局", topics: ["residence", "borders"] },
    { name: "治安网安支队", under: "东营市公安局", topics: ["security", "dispute", "hazmat", "cyber", "other"] },
    { name: "法制支队", under: "东营市公安局", topics: ["case", "economic", "ip", "law"] },
  ]);
  const reviewed = await select<{ code: string }>("select code from topic where reviewed order by position");
  expect(reviewed.map(({ code }) => code)).toEqual(["case", "economic", "ip", "law"]);
});

test("every project has A and B, specialist and sponsor, and its stages in order", async () => {
  const rows = await select<{ name: string; kinds: string[]; stage: string; stages: string[] }>(
    `select p.name, p.stage, array_agg(distinct s.kind order by s.kind) as kinds,
            (select array_agg(g.stage order by g.since) from project_stage g where g.project_id = p.id) as stages
       from project p join assignment s on s.project_id = p.id group by p.id`,
  );
  for (const { kinds, stage, stages } of rows) {
    expect(kinds).toEqual(["A", "B", "SPECIALIST", "SPONSOR"]);
    expect(stages.at(-1)).toBe(stage);
  }
});

test("nothing in it could be taken for real", async () => {
  const firms = await select<{ name: string; uscc: string }>("select name, uscc from enterprise");
  for (const { name, uscc } of firms) {
    expect(name).toContain("（示例）");
    expect(creditCode.parse(uscc)).toBe(uscc);
    expect(uscc.slice(2, 8)).toBe("370599");
  }
  const phones = await select<{ duty_phone: string }>(
    "select duty_phone from unit union all select duty_phone from account",
  );
  for (const { duty_phone } of phones) {
    expect(phone.parse(duty_phone)).toBe(duty_phone);
    expect(duty_phone).toMatch(/^0546-0/);
  }
  // A number that a story gives out is its owner's.
  const given = await select<{ contact: string }>(
    "select form ->> 'contact' as contact from entry where name = 'convert'",
  );
  const known = await select<{ line: string }>(
    `select short_name || '值班室 ' || duty_phone as line from unit
     union all select u.short_name || a.duty_name || ' ' || a.duty_phone from account a join unit u on u.id = a.unit_id`,
  );
  expect(given).toHaveLength(2);
  for (const { contact } of given) expect(known.map(({ line }) => line)).toContain(contact);
  // Three names of units are published; a project's or another unit's says that it is invented.
  const named = await select<{ name: string }>("select name from unit union all select name from project");
  expect(
    named
      .filter(({ name }) => !name.includes("示例"))
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(["东营市公安局", "利津县公安局", "利津县公安局北宋派出所"]);
  expect(await select("select from account where password_hash is not null")).toEqual([]);
});

test("matters stand in every state that a consultation knows, most of them closed", async () => {
  const rows = await select<{ state: string; n: number }>(
    "select state, count(*)::int as n from matter group by state order by state",
  );
  expect(Object.fromEntries(rows.map(({ state, n }) => [state, n]))).toEqual({
    ROUTED: 3,
    ANSWERING: 3,
    REVIEWING: 1,
    WAITING_REQUESTER: 1,
    ANSWERED: 2,
    CLOSED: 22,
    UNRATED: 3,
    NOT_OUR_REMIT: 2,
    CONVERTED: 2,
    NOT_SOLVED: 1,
    WITHDRAWN: 1,
  });
  const outcomes = await select<{ outcome: string; n: number }>(
    "select outcome, count(*)::int as n from matter where state = 'CLOSED' group by 1 order by 1",
  );
  expect(outcomes).toEqual([
    { outcome: "PARTLY", n: 4 },
    { outcome: "SOLVED", n: 18 },
  ]);
});

test("everything happened in office hours before now, and the oldest some two months ago", async () => {
  const rows = await select<{ at: Date }>("select at from entry where capacity <> 'system' order by at");
  const calendar = platform.calendar();
  for (const { at } of rows) expect(isWorkingTime(calendar, at) && at <= now, at.toISOString()).toBe(true);
  const days = (now.getTime() - (rows[0]?.at.getTime() ?? 0)) / 86_400_000;
  expect(days).toBeGreaterThan(55);
  expect(days).toBeLessThan(70);
  const [later] = await select<{ n: number }>(
    `select (select count(*) from entry where at > $1)::int + (select count(*) from audit where at > $1)::int
       + (select count(*) from outbox where at > $1)::int + (select count(*) from file where uploaded_at > $1)::int as n`,
    [now],
  );
  expect(later?.n).toBe(0);
});

test("the clock reminded, climbed, resumed and closed by itself", async () => {
  const rows = await select<{ kind: string; name: string; n: number }>(
    "select kind, name, count(*)::int as n from entry where capacity = 'system' group by 1, 2",
  );
  const count = (kind: string, name: string) => rows.find((row) => row.kind === kind && row.name === name)?.n ?? 0;
  expect(count("reminder", "firstReply")).toBeGreaterThan(3);
  expect(count("climb", "firstReply")).toBeGreaterThan(3);
  expect(count("step", "closeUnrated")).toBe(3);
  expect(count("step", "resume")).toBe(1);
  const [unfired] = await select<{ n: number }>(
    "select count(*)::int as n from due where fired_at is null and at <= $1",
    [now],
  );
  expect(unfired?.n).toBe(0);
});

test("every matter is what its entries alone say", async () => {
  const ids = await select<{ id: number }>("select id::int from matter");
  expect(ids).toHaveLength(41);
  for (const { id } of ids) {
    await platform.asSystem(async (tx) => {
      await openDoor(tx, id);
      const { snapshot } = await loadMatter(tx, id);
      expect(replay(await loadEntries(tx, id))).toEqual(snapshot);
    });
  }
});

test("every call is on record with a right signature, the intruder's too", async () => {
  const rows = await select<Parameters<typeof isIntact>[1] & { id: number }>("select * from audit");
  expect(rows.every((row) => isIntact(crypto, row))).toBe(true);
  const count = (operation: string) => rows.filter((row) => row.operation === operation && row.status === 200).length;
  expect(count("matter.open")).toBe(40);
  expect(count("matter.step")).toBeGreaterThan(90);
  expect(count("matter.get")).toBeGreaterThan(100);
  expect(count("file.upload")).toBe(5);
  expect(rows.filter((row) => row.status !== 200).map((row) => [row.operation, row.status])).toEqual([
    ["matter.get", 404],
  ]);
});

test("the liaison has three matters in progress: a first reply awaited, papers to bring, an answer to confirm", async () => {
  const { items } = await as("zhou", contract["matter.list"], { phase: "active" });
  expect(items.map(({ title, state }) => [title, state])).toEqual([
    ["工地大门口渣土车拥堵", "ROUTED"],
    ["新到工人 37 人办居住证", "WAITING_REQUESTER"],
    ["东侧围挡夜间被盗扣件", "ANSWERED"],
  ]);
  expect(items[0]?.turns[0]).toMatchObject({
    holder: { dutyName: "李警官" },
    clock: { state: "running", remainingMinutes: 130 },
  });
  const { entries } = await as("zhou", contract["matter.get"], { id: items[0]?.id ?? 0 });
  expect(entries.map(({ kind, files }) => [kind, files.length])).toEqual([
    ["open", 2],
    ["comment", 0],
  ]);
  expect(entries[0]?.files[0]).toMatchObject({ mediaType: "image/jpeg", hasThumb: true });
});

test("officer A's list is varied: late, nearly due, running, paused", async () => {
  const { items } = await as("li", contract["matter.list"], { view: "mine" });
  const clocks = items.map(({ title, turns }) => {
    const clock = turns.find(({ mine }) => mine)?.clock;
    return [title, clock?.state, clock?.remainingMinutes];
  });
  expect(clocks).toEqual([
    ["塔吊作业占道，请求临时管制", "late", -125],
    ["民爆物品运输路线要怎么报", "running", 55],
    ["工地大门口渣土车拥堵", "running", 130],
    ["反应釜大件运输，夜里走县城能不能通行", "running", 200],
    ["新到工人 37 人办居住证", "paused", 450],
  ]);
});

test("what is late has come to B and to the chief; what was reopened to those one level up", async () => {
  const titles = async (login: string) =>
    (await as(login, contract["matter.list"], { view: "mine" })).items.map(({ title }) => title);
  expect(await titles("wang")).toEqual([
    "塔吊作业占道，请求临时管制",
    "外来施工队进厂，人和工具怎么登记",
    "东门货车出口看不见左侧来车",
  ]);
  expect(await titles("sun")).toEqual(["塔吊作业占道，请求临时管制", "外来施工队进厂，人和工具怎么登记"]);
  expect(await titles("qian")).toEqual(["东门货车出口看不见左侧来车"]);
  expect(await titles("zhao")).toEqual(["反应釜大件运输，夜里走县城能不能通行"]);
  expect(await titles("shen")).toEqual(["民警来检查时，企业可以看什么手续"]);
});

test("while A was away, B answered for him", async () => {
  const rows = await select<{ actor_label: string; n: number }>(
    `select e.actor_label, count(*)::int as n
       from entry e join matter m on m.id = e.matter_id join project p on p.id = m.project_id
       join assignment s on s.project_id = p.id and s.kind = 'A' join account a on a.id = s.account_id and a.login = 'li'
       join absence b on b.account_id = a.id and b.from_at <= e.at and b.to_at > e.at
      where e.capacity = 'handler' group by 1`,
  );
  expect(rows).toEqual([{ actor_label: "王警官", n: 6 }]);
});

test("each card signs in the person and the place that it names, the firm of the two-firm liaison too", async () => {
  const signIn = demoContract["demo.signIn"];
  for (const { id, dutyName, place } of personas) {
    const answer = await execute(platform, signIn.id, { persona: id }, { device: "desk" });
    const me = answer.body as OutputOf<typeof signIn>;
    expect([me.dutyName, (me.enterprise ?? me.unit)?.name], id).toEqual([dutyName, place]);
  }
  // Whoever has to choose meets them in the order of the firms.
  const firms = await select<{ enterprises: number[] }>("select enterprises from app.find_sign_in('meng', $1)", [now]);
  const names = await select<{ name: string }>(
    "select e.name from unnest($1::int[]) with ordinality f(id, at) join enterprise e using (id) order by f.at",
    [firms[0]?.enterprises],
  );
  expect(names.map(({ name }) => name)).toEqual(["盛通管道公司（示例）", "鲁河冷链物流公司（示例）"]);
});

test("everybody who can be tried finds something, as far as his work is with matters", async () => {
  const withoutMatters = new Set(["inspector", "dataProtection", "audit", "systemAdmin", "securityAdmin"]);
  for (const { id, login, dutyName } of personas) {
    const [account] = await select<{ duty_name: string }>("select duty_name from account where login = $1", [login]);
    expect(account?.duty_name).toBe(dutyName);
    if (withoutMatters.has(id)) continue;
    const { items } = await as(login, contract["matter.list"], {});
    expect(items.length, id).toBeGreaterThan(0);
    for (const { id: matter } of items.slice(0, 3)) await as(login, contract["matter.get"], { id: matter });
  }
  expect((await as("yan", contract["matter.list"], {})).items).toEqual([]);
  expect((await as("zheng", auditContract["audit.list"], {})).items.length).toBeGreaterThan(0);
  expect((await as("meng", directoryContract["project.list"], {})).items).toHaveLength(1);
});

test("a second seeding finds the city and writes nothing", async () => {
  const before = await historyOf(database);
  expect(seeded).not.toEqual([[], []]);
  expect(await seed(database, new Date(now.getTime() + 86_400_000))).toEqual({ outcome: "present" });
  expect(await historyOf(database)).toEqual(before);
  expect(await findDemoState(database.ownerUrl)).toBe("demo");
});

test("a database in use is left as it is and never becomes a demo", async () => {
  const used = await createTestDatabase();
  try {
    const owner = new pg.Client({ connectionString: used.ownerUrl });
    await owner.connect();
    await owner.query("insert into account (kind, login, duty_name, created_at) values ('member', 'x', '某人', now())");
    await owner.end();
    expect(await seed(used, now)).toEqual({ outcome: "inUse" });
    expect(await findDemoState(used.ownerUrl)).toBe("configured");
    expect(await historyOf(used)).toEqual([[], []]);
  } finally {
    await used.drop();
  }
});

test("a seeding that was broken off begins anew and gives the same city", async () => {
  const other = await createTestDatabase();
  try {
    let signed = 0;
    const breaking: CryptoProvider = {
      ...crypto,
      mac(...args) {
        signed += 1;
        if (signed > 120) throw new Error("the process was killed");
        return crypto.mac(...args);
      },
    };
    await expect(seed(other, now, breaking)).rejects.toThrow("The demo city cannot go on");
    expect(await findDemoState(other.ownerUrl)).toBe("unfinished");
    expect(await historyOf(other)).not.toEqual([[], []]);
    expect(await seed(other, now)).toMatchObject({ outcome: "seeded", matters: 40 });
    expect(await findDemoState(other.ownerUrl)).toBe("demo");
    expect(await historyOf(other)).toEqual(seeded);
  } finally {
    await other.drop();
  }
});
