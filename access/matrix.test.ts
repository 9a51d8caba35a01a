import { Readable } from "node:stream";
import { beforeAll, expect, it } from "vitest";
import { AppError, errorStatus } from "#kernel/errors.ts";
import { contract as memberContract } from "#capabilities/members/contract.ts";
import { contract as planContract } from "#capabilities/plan/contract.ts";
import { contract } from "#matters/contract.ts";
import { type Caller, execute } from "#server/pipeline.ts";
import { arrivalOf } from "#server/upload.ts";
import { fillImports } from "#test/access/fill-imports.ts";
import { importRows } from "#test/access/matrix-imports.ts";
import { countedDoors, installationRows } from "#test/access/matrix-installation.ts";
import { libraryRows } from "#test/access/matrix-library.ts";
import { answerForm, matterRows, question } from "#test/access/matrix-matters.ts";
import { machineRows } from "#test/access/matrix-machines.ts";
import { memberRows } from "#test/access/matrix-members.ts";
import { metricRows } from "#test/access/matrix-metrics.ts";
import { noticeRows } from "#test/access/matrix-notices.ts";
import { oversightRows } from "#test/access/matrix-oversight.ts";
import { projectRows } from "#test/access/matrix-projects.ts";
import { type Answer, outsiders, type Persona, personas, type Row, row } from "#test/access/matrix.ts";
import { signInRows } from "#test/access/matrix-sign-in.ts";
import { type Arranged, arrangePeople, staffingRows } from "#test/access/matrix-staffing.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";

let arranged: Arranged;
/** The liaison's matter with its files, and her session that has ended. */
let id: number;
let shared: string;
let inner: string;
let pending: string;
let endedToken: Buffer;
/** An invitation of her firm's legal representative, and a plan that the officer has proposed to her. */
let invitation: number;
let plan: number;
/** A list that the branch office has uploaded. */
let batch: number;

const house = await forTheseTests(startHarness());
const { admin } = house;
beforeAll(async () => {
  const { bridge } = house.town.projects;
  shared = await upload("liaison");
  const opened = await house.as("liaison")(contract["matter.open"], {
    procedure: "consultation",
    projectId: bridge,
    title: "进场路线",
    topic: "traffic",
    form: { question: { text: "渣土车能走北门吗？" } },
    files: [shared],
  });
  id = opened.id;
  inner = await upload("officerA");
  await house.as("officerA")(contract["matter.comment"], {
    id,
    audience: "handlers",
    text: "内部情况",
    files: [inner],
  });
  pending = await upload("liaison");
  endedToken = await endedSession();
  const invited = { role: "ENT_HR", dutyName: "任人事" };
  invitation = (await house.as("legalRep")(memberContract["member.invite"], invited)).id;
  const draft = await house.as("officerA")(planContract["plan.draft"], { projectId: bridge, from: "template" });
  plan = (await house.as("officerA")(planContract["plan.propose"], { id: draft.id, revision: 1 })).id;
  arranged = await arrangePeople(admin, house);
  batch = await fillImports(admin, house.town);
});

async function upload(person: Persona | "officerA"): Promise<string> {
  const { body } = await execute(house.platform, "file.upload", {}, { ...callerOf(person), arrival: note() });
  return (body as { id: string }).id;
}

function note() {
  return arrivalOf(Readable.from([Buffer.from("附件\n")]), "note.txt", "text/plain", AbortSignal.timeout(20_000));
}

async function endedSession(): Promise<Buffer> {
  const hash = house.platform.crypto.digest("a token of her own");
  await admin.query(
    `insert into session (token_hash, account_id, enterprise_id, device, created_at, seen_at, expires_at)
     values ($1, $2, $3, 'phone', $4::timestamptz, $4, $4::timestamptz + interval '12 hours')`,
    [hash, house.town.people.liaison, house.town.firms.east, house.clock.now()],
  );
  const caller = { tokenHash: hash, device: "phone" as const };
  await execute(house.platform, "matter.get", { id }, caller);
  await execute(house.platform, "session.signOut", {}, caller);
  return hash;
}

let keys = 0;
function callerOf(person: Persona | "officerA" | "officerB"): Caller {
  keys += 1;
  const common = { device: "desk" as const, idempotencyKey: `matrix-key-${keys}` };
  if (person === "ended") return { ...common, tokenHash: endedToken };
  const { people, firms } = house.town;
  const firm = { liaison: firms.east, security: firms.east, otherLiaison: firms.run }[person as string] ?? null;
  return { ...common, account: { accountId: people[person], enterpriseId: firm } };
}

async function attempt(person: Persona, operation: string, input: Record<string, unknown>) {
  const carries = house.platform.registry.get(operation)?.operation.body === "multipart";
  try {
    const answer = await execute(house.platform, operation, input, {
      ...callerOf(person),
      ...(carries && { arrival: note() }),
    });
    answer.file?.stream.destroy();
    return { code: "ok" as const, body: answer.body };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { code: error.code, body: null };
  }
}

const theMatter = () => `matter:${id}`;

const table: readonly Row[] = [
  ...matterRows({
    town: () => house.town,
    id: () => id,
    shared: () => shared,
    inner: () => inner,
    pending: () => pending,
  }),
  row(
    "project.get",
    "her project",
    () => ({ id: house.town.projects.bridge }),
    "not-found",
    { liaison: "ok", security: "ok" },
    () => `project:${house.town.projects.bridge}`,
  ),
  row("project.list", "all", () => ({}), "ok", outsiders),
  ...projectRows(() => house.town),
  ...importRows(() => batch),
  row(
    "enterprise.get",
    "her firm",
    () => ({ id: house.town.firms.east }),
    "not-found",
    { liaison: "ok", security: "ok" },
    () => `enterprise:${house.town.firms.east}`,
  ),
  ...libraryRows(),
  ...signInRows(() => keys),
  ...installationRows,
  ...noticeRows,
  ...metricRows,
  ...staffingRows(() => ({ town: house.town, arranged })),
  row("audit.unusual", "this week", () => ({}), "forbidden", { auditor: "ok" }),
  row("audit.list", "all", () => ({ object: theMatter() }), "forbidden", { auditor: "ok" }),
  ...oversightRows,
  ...machineRows(() => house.town),
  ...memberRows({ town: () => house.town, trial: () => keys, invitation: () => invitation, plan: () => plan }),
];

it("has an entry for every operation", () => {
  const entered = new Set(table.map((one) => one.operation));
  expect([...house.platform.registry.keys()].filter((one) => !entered.has(one))).toEqual([]);
  expect([...entered].filter((one) => !house.platform.registry.has(one))).toEqual([]);
});

it.each(table.map((one) => [`${one.operation}: ${one.what}`, one] as const))("%s", async (_name, one) => {
  const before = await traces();
  const seen: Partial<Record<Persona, Answer>> = {};
  for (const person of personas) {
    const since = await lastAudit();
    seen[person] = (await attempt(person, one.operation, one.input())).code;
    await checkAudit(since, person, one, seen[person]);
  }
  expect(seen).toEqual(one.expected);
  // A refused trial leaves nothing behind.
  const someMay = Object.values(one.expected).includes("ok");
  expect(someMay ? before : await traces()).toEqual(before);
});

/** What there is of matters, apart from audit and stored answers. */
async function traces() {
  const { rows } = await admin.query(
    `select (select count(*)::int from matter) as matters, (select count(*)::int from entry) as entries,
            (select count(*)::int from outbox) as events, (select sum(version)::int from matter) as versions,
            (select count(*)::int from file where matter_id is not null) as attached`,
  );
  return rows[0];
}

async function lastAudit(): Promise<number> {
  const { rows } = await admin.query<{ id: string }>("select coalesce(max(id), 0) as id from audit");
  return Number(rows[0]?.id);
}

/** Whoever is known and was refused stands in the audit with the status, and the record where one was named. */
async function checkAudit(since: number, person: Persona, one: Row, code: Answer): Promise<void> {
  const { rows } = await admin.query<{ account_id: number | null; operation: string; object: string; status: number }>(
    "select account_id, operation, object, status from audit where id > $1",
    [since],
  );
  // Trials at the open doors count, whoever makes them.
  const isKnown = person !== "ended" || countedDoors.includes(one.operation);
  if (code === "ok" || !isKnown) return;
  expect(rows, `${person}: ${one.what}`).toEqual([
    {
      account_id: person === "ended" ? null : house.town.people[person],
      operation: one.operation,
      object: one.object?.() ?? "",
      status: errorStatus[code],
    },
  ]);
}

it("lists only one's own, whatever filter is asked for", async () => {
  const itemsOf = async (person: Persona, operation: string, input: Record<string, unknown>) =>
    ((await attempt(person, operation, input)).body as { items: { id: number }[] }).items.map((one) => one.id);
  const { bridge, plant } = house.town.projects;
  for (const filter of [{ projectId: bridge }, { enterpriseId: house.town.firms.east }, {}]) {
    expect(await itemsOf("liaison", "matter.list", filter)).toContain(id);
    for (const person of ["security", "otherLiaison", "otherA", "specialist", "inspector"] as const)
      expect(await itemsOf(person, "matter.list", filter)).not.toContain(id);
  }
  expect(await itemsOf("liaison", "project.list", {})).toEqual([bridge]);
  expect(await itemsOf("otherLiaison", "project.list", {})).toEqual([plant]);
  expect(await itemsOf("otherA", "project.list", {})).toEqual([plant]);
  expect(await itemsOf("specialist", "project.list", {})).toEqual([]);
});

it("refuses what is visible but another's to do with 403, on record", async () => {
  const trials = [
    ["liaison", "acknowledge"],
    ["officerB", "answer"],
    ["officerB", "withdraw"],
    ["officerA", "withdraw"],
    ["officerA", "confirm"],
    ["chief", "answer"],
    ["office", "notOurRemit"],
  ] as const;
  for (const [person, step] of trials) {
    const since = await lastAudit();
    const call = house.as(person)(contract["matter.step"], { id, step, version: 1, form: answerForm });
    await expect(call, `${person} ${step}`).rejects.toMatchObject({ code: "forbidden" });
    const { rows } = await admin.query("select account_id, object, status from audit where id > $1", [since]);
    expect(rows).toEqual([{ account_id: house.town.people[person], object: theMatter(), status: 403 }]);
  }
  await expect(
    house.as("chief")(contract["matter.comment"], { id, audience: "shared", text: "请稍候" }),
  ).rejects.toMatchObject({ code: "forbidden" });
});

it("attaches nobody else's file, no file twice, and none that is not there", async () => {
  const theirs = await upload("otherLiaison");
  const unknown = "00000000-0000-4000-8000-000000000000";
  const refused = { code: "invalid", issues: [{ path: "files.0", code: "unknownFile" }] };
  for (const file of [theirs, inner, shared, unknown]) {
    const say = house.as("liaison")(contract["matter.comment"], {
      id,
      audience: "shared",
      text: "附上",
      files: [file],
    });
    await expect(say).rejects.toMatchObject(refused);
    const send = house.as("liaison")(contract["matter.attach"], { id, audience: "shared", files: [file] });
    await expect(send).rejects.toMatchObject(refused);
    const open = house.as("liaison")(contract["matter.open"], { ...question(null), files: [file] });
    await expect(open).rejects.toMatchObject(refused);
  }
  const { rows } = await admin.query("select matter_id from file where id = $1", [theirs]);
  expect(rows).toEqual([{ matter_id: null }]);
});

it("shows a file to its audience and to nobody else, not even to its owner's firm", async () => {
  const view = async (person: "liaison" | "officerA") =>
    (await house.as(person)(contract["matter.get"], { id })).entries.flatMap((entry) =>
      entry.files.map((file) => file.id),
    );
  expect(await view("liaison")).toEqual([shared]);
  expect(await view("officerA")).toEqual([shared, inner]);
  expect((await attempt("security", "file.get", { id: shared })).code).toBe("not-found");
  expect((await attempt("otherA", "file.get", { id: shared, thumb: true })).code).toBe("not-found");
});
