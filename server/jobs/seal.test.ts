import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openContact, sealContact } from "#capabilities/imports/contacts.ts";
import { contract as hotline } from "#capabilities/hotline/contract.ts";
import { contract as members } from "#capabilities/members/contract.ts";
import { contract as projects } from "#capabilities/projects/contract.ts";
import { replay } from "#matters/engine/snapshot.ts";
import { loadEntries, loadMatter, openDoor } from "#matters/store.queries.ts";
import { contract as matters } from "#matters/contract.ts";
import { createAesProvider } from "#server/adapters/crypto/aes-provider.ts";
import { loadKeys, rotateKeys } from "#server/adapters/crypto/key-file.ts";
import { execute } from "#server/pipeline.ts";
import type { Platform } from "#server/platform.ts";
import { addressContext } from "#server/post.ts";
import { type Desk, deskOf } from "#test/fixture/desk.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { sealAnew } from "./seal.ts";

let house: Harness;
let desk: Desk;
beforeEach(async () => {
  house = await startHarness({ at: "2026-09-22T09:00:00+08:00" });
  desk = deskOf(house);
});
afterEach(async () => {
  await house.close();
});

const keyFile = () => join(house.folder, "keys.json");

/** What is said of persons in the story below. */
const personal = [
  "欧阳示例",
  "13800000001",
  "13800000002",
  "13800000003",
  "家里老人住院",
  "诸葛示例",
  "晚上七点以后打他手机",
  "上官某某态度生硬",
  "司马示例",
  "住在二号楼",
  "皇甫示例",
];

async function tellStory() {
  const consultation = await desk.open("officerA", {
    onBehalfOf: house.town.firms.east,
    procedure: "consultation",
    projectId: house.town.projects.bridge,
    title: "渣土车进场路线",
    topic: "traffic",
    channel: "phone",
    form: {
      question: { text: "欧阳示例来电：家里老人住院，车能早点走吗？" },
      confidentialCaller: { name: "欧阳示例", callback: "13800000001" },
    },
  });
  await house.as("officerA")(matters["matter.comment"], {
    id: consultation,
    audience: "handlers",
    text: "诸葛示例说，晚上七点以后打他手机。",
  });
  await desk.step("officerA", consultation, "askSpecialist", { text: "请看一下，诸葛示例在等。" });
  await desk.step("officerA", consultation, "answer", { text: "可以，错峰到九点以后。", source: "示例办法 第 7 条" });
  const complaint = await desk.open("liaison", {
    procedure: "conduct",
    projectId: house.town.projects.bridge,
    title: "对待群众的态度",
    form: { facts: { whom: "上官某某", text: "上官某某态度生硬，说了两次。" } },
  });
  const { id: ticket } = await house.as("office")(hotline["ticket.receive"], {
    number: "DY-2026-1",
    unitId: house.town.units.station,
    projectId: house.town.projects.bridge,
    title: "夜间施工噪声",
    text: "司马示例反映，他住在二号楼，吵到凌晨。",
    subject: "噪声",
    class: "D7",
    receivedAt: "2026-09-21T08:00:00Z",
    caller: { name: "司马示例", phone: "13800000002", confidential: true },
  });
  await desk.step("officerA", ticket, "sign");
  await desk.step("officerA", ticket, "contact", { how: "PHONE", text: "已与皇甫示例通话。" });
  const { code } = await house.as("officerA")(members["access.issueCode"], {
    id: house.town.firms.east,
    role: "ENT_LIAISON",
  });
  const account = {
    kind: "new",
    login: "fang",
    password: "Da-Qiao-2026",
    dutyName: "方代表",
    dutyPhone: "13800000003",
  };
  const input = { uscc: "91350100M000100Y43", code, account };
  await execute(house.platform, "access.redeem", input, { device: "phone" });
  return { consultation, complaint, ticket };
}

/** Every place of the database where one of the texts stands, as words or as their bytes. */
async function findInClear(texts: readonly string[]): Promise<string[]> {
  const { admin } = house;
  const tables = await admin.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema')`,
  );
  const wanted = texts.flatMap((text) => [
    text,
    Buffer.from(text).toString("hex"),
    Buffer.from(text).toString("base64"),
  ]);
  const found: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await admin.query<{ text: string }>(
      `select w as text from unnest($1::text[]) w where exists (select from ${name} t where position(w in t::text) > 0)`,
      [wanted],
    );
    found.push(...rows.map(({ text }) => `${name}: ${text}`));
  }
  return found;
}

const readAll = async (platform: Platform, ids: readonly number[], person: keyof typeof house.town.people) => {
  const caller = { account: { accountId: house.town.people[person], enterpriseId: null }, device: "desk" } as const;
  const views = await Promise.all(ids.map((id) => execute(platform, "matter.get", { id }, caller)));
  return views.map(({ body }) => (body as { entries: unknown }).entries);
};

it("says nothing of persons to whoever has a copy of the whole database, and everything to those who may read", async () => {
  const { consultation, complaint, ticket } = await tellStory();
  await house.platform.runEffects();
  // What the search would find, lest it look in the wrong place.
  expect(await findInClear(["渣土车进场路线"])).toContain("public.matter: 渣土车进场路线");
  expect(await findInClear(personal)).toEqual([]);
  const seen = JSON.stringify(await readAll(house.platform, [consultation, ticket], "officerA"));
  for (const text of ["欧阳示例", "13800000001", "诸葛示例", "司马示例", "13800000002", "皇甫示例"])
    expect(seen, text).toContain(text);
  expect(JSON.stringify(await desk.view("liaison", complaint))).toContain("上官某某态度生硬");
  const firm = await house.as("legalRep")(members["member.list"], {});
  expect(firm.items.map(({ phone }) => phone)).toContain("13800000003");
  const lists = await house.as("officerA")(projects["project.sixLists"], { id: house.town.projects.bridge });
  expect(lists.items.find(({ id }) => id === ticket)?.measure).toBe("已与皇甫示例通话。");
});

it("replays sealed matters to the same rows", async () => {
  const ids = Object.values(await tellStory());
  const same = await house.platform.asSystem(async (tx) => {
    const results: [unknown, unknown][] = [];
    for (const id of ids) {
      await openDoor(tx, id);
      results.push([replay(await loadEntries(tx, id)), (await loadMatter(tx, id)).snapshot]);
    }
    return results;
  });
  for (const [replayed, stored] of same) expect(replayed).toEqual(stored);
});

it("goes over to a new key: old and new are read, and after the job nothing needs the old one", async () => {
  const { consultation, ticket } = await tellStory();
  const before = await readAll(house.platform, [consultation, ticket], "officerA");
  const { active: old } = await loadKeys({ keyFile: keyFile(), create: false });
  await rotateKeys({ keyFile: keyFile() });
  const rotated = await house.another();
  expect(await readAll(rotated, [consultation, ticket], "officerA")).toEqual(before);
  expect(await sealAnew(rotated)).toBeGreaterThan(6);
  expect(await sealAnew(rotated)).toBe(0);
  const heads = await desk.sql<{ head: Buffer }>(
    `select sealed as head from entry where sealed is not null
     union all select sealed_phone from account where sealed_phone is not null`,
  );
  for (const { head } of heads) expect(head.subarray(0, rotated.vault.head.length)).toEqual(rotated.vault.head);
  // Without the old key.
  const file = JSON.parse(await readFile(keyFile(), "utf8")) as { keys: Record<string, unknown> };
  const { [old]: _gone, ...keys } = file.keys;
  await writeFile(keyFile(), JSON.stringify({ ...file, keys }));
  const without = await house.another();
  expect(await readAll(without, [consultation, ticket], "officerA")).toEqual(before);
});

it("takes contacts of projects and mail addresses over to a new key, each in its place", async () => {
  const { liaison, officerA } = house.town.people;
  const { bridge, plant } = house.town.projects;
  const { vault, crypto } = house.platform;
  for (const [project, name] of [
    [bridge, "东方示例"],
    [plant, null],
  ] as const)
    await desk.sql("insert into project_contact (project_id, name, phone) values ($1, $2, $3)", [
      project,
      sealContact(vault, project, name),
      sealContact(vault, project, "13800000004"),
    ]);
  for (const [account, address] of [
    [liaison, "zhou@firm.example"],
    [officerA, "li@police.example"],
  ] as const)
    await desk.sql(
      "insert into notice_address (account_id, channel, sealed, codes_since) values ($1, 'mail', $2, '2026-09-01')",
      [account, crypto.seal(address, addressContext(account))],
    );
  await sealAnew(house.platform);
  await rotateKeys({ keyFile: keyFile() });
  const rotated = await house.another();
  expect(await sealAnew(rotated)).toBeGreaterThanOrEqual(4);
  expect(await sealAnew(rotated)).toBe(0);
  const contacts = await desk.sql<{ project_id: number; name: string | null; phone: string }>(
    "select project_id, name, phone from project_contact order by id",
  );
  expect(
    contacts.map(({ project_id: at, name, phone }) => [
      openContact(rotated.vault, at, name),
      openContact(rotated.vault, at, phone),
    ]),
  ).toEqual([
    ["东方示例", "13800000004"],
    [null, "13800000004"],
  ]);
  const addresses = await desk.sql<{ account_id: number; sealed: Buffer }>(
    "select account_id, sealed from notice_address",
  );
  expect(addresses).toHaveLength(2);
  for (const { account_id: account, sealed } of addresses) {
    expect(sealed.subarray(0, rotated.vault.head.length)).toEqual(rotated.vault.head);
    expect(rotated.crypto.open(sealed, addressContext(account)).toString()).toMatch(/example$/);
    const other = account === liaison ? officerA : liaison;
    expect(() => rotated.crypto.open(sealed, addressContext(other))).toThrow("sealed-data-damaged");
  }
  expect(await findInClear(["东方示例", "13800000004", "zhou@firm.example"])).toEqual([]);
});

it("seals what lies there from before, also when it was cut off in between", async () => {
  const { consultation } = await tellStory();
  const seen = await readAll(house.platform, [consultation], "officerA");
  const [question] = await desk.sql<{ seq: number }>("select seq from entry where matter_id = $1 and kind = 'open'", [
    consultation,
  ]);
  await desk.sql(`update entry set sealed = null, sealed_fields = null, form = $3 where matter_id = $1 and seq = $2`, [
    consultation,
    question?.seq,
    JSON.stringify({ text: "欧阳示例来电：家里老人住院，车能早点走吗？", urgency: "normal", tradeSecret: false }),
  ]);
  expect(await readAll(house.platform, [consultation], "officerA")).toEqual(seen);
  expect(await findInClear(personal)).not.toEqual([]);
  // The town's people have their telephones from before, too.
  const broken = new Error("cut off");
  const cut = {
    ...house.platform,
    clock: {
      now: () => {
        throw broken;
      },
    },
  };
  await expect(sealAnew(cut)).rejects.toBe(broken);
  expect(await findInClear(personal)).toEqual([]);
  expect(await findInClear(["0546-0000001"])).not.toEqual([]);
  await sealAnew(house.platform);
  expect(await findInClear(["0546-0000001"])).toEqual([]);
  expect(await readAll(house.platform, [consultation], "officerA")).toEqual(seen);
  expect(await sealAnew(house.platform)).toBe(0);
});

it("opens under no other kind of matter, and in no other place", async () => {
  const { consultation } = await tellStory();
  const [row] = await desk.sql<{ seq: number; sealed: Buffer }>(
    "select seq, sealed from entry where matter_id = $1 and sealed is not null order by seq limit 1",
    [consultation],
  );
  if (!row) throw new Error("nothing was sealed");
  const place = `entry:${consultation}:${row.seq}`;
  const { vault } = house.platform;
  expect(vault.open("entry:consultation", place, row.sealed)).toContain("欧阳示例");
  expect(() => vault.open("entry:appeal", place, row.sealed)).toThrow("sealed-data-damaged");
  expect(() => vault.open("entry:consultation", `entry:${consultation}:99`, row.sealed)).toThrow("sealed-data-damaged");
});

it("gives each module its own digest of the same value, under every key in use (GR-7)", async () => {
  const { vault } = house.platform;
  expect(vault.blind("hotline", "13800000002")).not.toEqual(vault.blind("members", "13800000002"));
  await rotateKeys({ keyFile: keyFile() });
  const rotated = createAesProvider(await loadKeys({ keyFile: keyFile(), create: false }));
  const both = rotated.keyIds.map((id) => rotated.mac("blind-index:hotline", "13800000002", id));
  expect(both).toHaveLength(2);
  expect(both).toContainEqual(vault.blind("hotline", "13800000002")[0]);
});
