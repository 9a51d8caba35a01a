import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import pg from "pg";
import { pino } from "pino";
import { roles } from "#access/roles.ts";
import { consultation } from "#capabilities/consultation/procedure.ts";
import { AppError } from "#kernel/errors.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { createAesProvider } from "#server/adapters/crypto/aes-provider.ts";
import { loadKeys } from "#server/adapters/crypto/key-file.ts";
import { execute } from "#server/pipeline.ts";
import { openPlatform, type Platform } from "#server/platform.ts";
import { arrivalOf } from "#server/upload.ts";
import { type TestClock, testClock } from "#test/clock.ts";
import type { TestDatabase } from "#test/database.ts";
import { relay } from "#test/fixture/relay/procedure.ts";
import { calendarDays } from "#test/town-calendar.ts";
import { type City, type Happened, type Identity, opening, type Plan, type Relation } from "./model.ts";
import { oracle } from "./oracle.ts";

export const procedures: readonly Procedure[] = [consultation, relay];
const minute = 60_000;
/** Sides hold principals of matters; in a drawn city they are there before the matters are. */
const sidesMade = 40;

/** A running platform over one database, whose clock stands still until it is moved. */
export interface Site {
  readonly platform: Platform;
  readonly clock: TestClock;
  close(): Promise<void>;
}

/** Opens the platform on a database. Files and keys lie in `folder`. */
export async function openSite(database: Pick<TestDatabase, "appUrl">, folder: string): Promise<Site> {
  const clock = testClock(new Date(opening).toISOString());
  const platform = await openPlatform({
    databaseUrl: database.appUrl,
    filesDir: join(folder, "files"),
    clock,
    crypto: createAesProvider(await loadKeys({ keyFile: join(folder, "keys.json"), create: true })),
    procedures,
    log: pino({ level: "silent" }),
    poolSize: 4,
  });
  return { platform, clock, close: () => platform.close() };
}

let keys = 0;

/** Calls an operation through the whole pipeline; an error comes back as its code. */
export async function call(
  site: Site,
  { account, firm }: Identity,
  operation: string,
  input: Record<string, unknown>,
  file?: string,
): Promise<{ body: Record<string, unknown> | null; code: string }> {
  keys += 1;
  try {
    const { body, file: sent } = await execute(site.platform, operation, input, {
      account: { accountId: account, enterpriseId: firm },
      device: "desk",
      idempotencyKey: `access-${keys}-key`,
      ...(file !== undefined && {
        arrival: arrivalOf(Readable.from([Buffer.from(file)]), "note.txt", "text/plain", AbortSignal.timeout(20_000)),
      }),
    });
    sent?.stream.destroy();
    return { body: body as Record<string, unknown> | null, code: "ok" };
  } catch (error) {
    if (error instanceof AppError) return { body: null, code: error.code };
    throw error;
  }
}

/** A folder for files and keys, with how to remove it. */
export async function makeFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "huhang-access-"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Fills a new database with a drawn city: rows by its owner, matters through the engine. Gives what has happened. */
export async function buildCity(database: TestDatabase, folder: string, city: City): Promise<Happened[]> {
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await Promise.all([owner.connect(), admin.connect()]);
  try {
    await fill(owner, city);
    const site = await openSite(database, folder);
    try {
      await openAll(site, city);
      await insert(
        owner,
        "matter_party",
        city.parties.map((one) => [one.matter, one.side, one.account, date(one.from), date(one.to)]),
        "matter_id, capacity, account_id, valid_from, valid_to",
      );
      for (const [index, plan] of city.plans.entries()) await live(site, admin, city, index + 1, plan);
      if (city.settle !== "none") {
        const hours = city.settle === "day" ? 8 : 33;
        site.clock.set(new Date(opening + hours * 60 * minute));
        await site.platform.settleDue();
      }
    } finally {
      await site.close();
    }
    // From here on the clock owes nothing: what anybody looks at stays as it is.
    await admin.query("update due set fired_at = at where fired_at is null");
    const ids = await principalIds(admin);
    for (const [index, plan] of city.plans.entries()) {
      const barred = plan.barred.map((one) => ids.get(one));
      await admin.query("update matter set barred = $2 where id = $1", [index + 1, barred]);
    }
    return await whatHappened(admin, city);
  } finally {
    await Promise.all([owner.end(), admin.end()]);
  }
}

async function fill(owner: pg.Client, city: City): Promise<void> {
  const since = date(Date.parse("2024-01-01T00:00:00+08:00"));
  await insert(
    owner,
    "role",
    roles.map((one) => [one.code, one.scope, one.duties, one.covers]),
  );
  await insert(owner, "calendar_year", [[2026, "test"]]);
  await insert(
    owner,
    "work_calendar",
    calendarDays.map((one) => [...one]),
  );
  await insert(
    owner,
    "unit",
    city.units.map((one) => [
      one.id,
      `U${one.id}`,
      `单位${one.id}`,
      `单位${one.id}`,
      one.tier,
      one.department,
      one.parent,
      "370522",
      "0546-0000110",
      since,
    ]),
    "id, code, name, short_name, tier, department, parent_id, area_code, duty_phone, valid_from",
  );
  await insert(
    owner,
    "topic",
    city.topics.map((one, index) => [one.code, one.code, one.code, one.department, false, index]),
  );
  await insert(
    owner,
    "enterprise",
    city.firms.map((one) => [
      one.id,
      `firm-${one.id}`,
      `示例企业${one.id}`,
      "示例路 1 号",
      "370522",
      one.station,
      since,
    ]),
    "id, uscc, name, address, area_code, station_id, created_at",
  );
  await insert(
    owner,
    "project",
    city.projects.map((one) => [
      one.id,
      `P-${one.id}`,
      `示例项目${one.id}`,
      "CONSTRUCTION",
      "2025-10-01",
      "CITY",
      "示例镇",
      "370522",
      one.station,
      since,
    ]),
    "id, code, name, stage, stage_since, key_level, address, area_code, station_id, created_at",
  );
  await insert(
    owner,
    "project_enterprise",
    city.projects.flatMap((one) => one.firms.map((firm) => [one.id, firm])),
  );
  await insert(
    owner,
    "account",
    city.accounts.map((one) => [
      one.id,
      one.kind,
      `login-${one.id}`,
      `某${one.id}`,
      one.unit,
      since,
      date(one.closedAt),
    ]),
    "id, kind, login, duty_name, unit_id, created_at, closed_at",
  );
  await insert(
    owner,
    "access_grant",
    city.grants.map((one) => [one.account, one.role, one.unit, one.firm, date(one.from), date(one.to)]),
    "account_id, role, unit_id, enterprise_id, valid_from, valid_to",
  );
  // Access has to be right in a gap too, although the platform lets none arise.
  await owner.query("alter table assignment disable trigger staffed");
  await insert(
    owner,
    "assignment",
    city.assignments.map((one) => [one.project, one.account, one.kind, date(one.from), date(one.to)]),
    "project_id, account_id, kind, valid_from, valid_to",
  );
  await insert(
    owner,
    "absence",
    city.absences.map((one) => [one.account, date(one.from), date(one.to)]),
    "account_id, from_at, to_at",
  );
  const sides = Array.from({ length: sidesMade }, (_, index) => index + 1);
  await insert(
    owner,
    "principal",
    sides.flatMap((id) => ["sideA", "sideB"].map((side) => ["matter", id, side])),
    "kind, ref_id, duty",
  );
  const ids = await principalIds(owner);
  await insert(
    owner,
    "delegation",
    city.delegations.map((one) => [one.giver, one.taker, ids.get(one.relation), date(one.from), date(one.to), "出差"]),
    "from_account, to_account, principal_id, valid_from, valid_to, reason",
  );
}

async function insert(
  client: pg.Client,
  table: string,
  rows: readonly (readonly unknown[])[],
  columns = "",
): Promise<void> {
  if (rows.length === 0) return;
  let count = 0;
  const places = rows.map((row) => `(${row.map(() => `$${(count += 1)}`).join(", ")})`);
  const list = columns === "" ? "" : `(${columns}) overriding system value`;
  await client.query(`insert into ${table} ${list} values ${places.join(", ")} on conflict do nothing`, rows.flat());
}

function date(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}

/** Principals by the oracle's names for them. */
export async function principalIds(client: pg.Client): Promise<Map<Relation, number>> {
  const { rows } = await client.query<{ name: Relation; id: number }>(
    "select kind || ':' || ref_id || '/' || duty as name, id from principal",
  );
  return new Map(rows.map((row) => [row.name, row.id]));
}

async function openAll(site: Site, city: City): Promise<void> {
  for (const [index, plan] of city.plans.entries()) {
    site.clock.set(new Date(opening + index * minute));
    const words = plan.procedure === "consultation" ? "question" : "wish";
    const { body, code } = await call(site, { account: plan.opener, firm: plan.firm }, "matter.open", {
      procedure: plan.procedure,
      projectId: plan.project,
      title: `事项 ${index + 1}`,
      topic: plan.topic,
      private: plan.private,
      form: { [words]: { text: "这是一个问题，请答复。" } },
    });
    if (body?.["id"] !== index + 1) throw new Error(`matter ${index + 1} could not be opened: ${code}`);
  }
}

/** Lets a matter's story happen: each act by whoever may, as the oracle knows; what nobody may is left out. */
async function live(site: Site, admin: pg.Client, city: City, id: number, plan: Plan): Promise<void> {
  for (const [index, act] of plan.story.entries()) {
    site.clock.set(new Date(opening + (20 + id * 5 + index) * minute));
    const at = site.clock.now().getTime();
    const matters = await whatHappened(admin, city);
    const judge = oracle(
      city,
      matters.map((one) => ({ ...one, barred: [] })),
    );
    const matter = matters.find((one) => one.id === id);
    if (!matter) throw new Error(`matter ${id} is gone`);
    const free = { ...matter, barred: [] };
    const wanted = "step" in act ? (actors[act.step] ?? "handler") : (writers[act.remark] ?? "handler");
    const actor = identitiesOf(city).find((who) => {
      const standing = judge.standing(who, at);
      return standing && judge.readable(standing, free) && judge.capacities(standing, free).includes(wanted);
    });
    if (!actor) continue;
    const { code } =
      "step" in act ? await takeStep(site, admin, actor, id, act.step) : await remark(site, actor, id, act.remark);
    if (code !== "ok" && code !== "illegal-step") throw new Error(`matter ${id}, ${JSON.stringify(act)}: ${code}`);
  }
}

/** Who takes a step or writes a remark of the stories, where it is not the handler. */
const actors: Readonly<Record<string, string>> = {
  submitDraft: "specialist",
  notAnswered: "requester",
  withdraw: "requester",
  prepareA: "sideA",
  prepareB: "sideB",
};
const writers: Readonly<Record<string, string>> = { shared: "requester", sideA: "sideA", sideB: "sideB" };

async function takeStep(site: Site, admin: pg.Client, actor: Identity, id: number, step: string) {
  const { rows } = await admin.query<{ version: number }>("select version from matter where id = $1", [id]);
  const answers = ["submitDraft", "answer", "sendToReview"].includes(step);
  const form =
    step === "split"
      ? { legs: ["第一段", "第二段"] }
      : { text: "就这样办理，请看。", ...(answers && { source: "示例办法第七条" }) };
  return call(site, actor, "matter.step", { id, step, version: rows[0]?.version, form });
}

async function remark(site: Site, actor: Identity, id: number, audience: string) {
  const { body, code } = await call(site, actor, "file.upload", {}, `附件 ${id} ${audience}\n`);
  if (!body) throw new Error(`no file for matter ${id}: ${code}`);
  return call(site, actor, "matter.comment", { id, audience, text: "补充说明", files: [body["id"]] });
}

/** Every session that anybody could have: staff, and each member for each firm. */
export function identitiesOf(city: City): Identity[] {
  return city.accounts.flatMap(({ id, kind }): Identity[] =>
    kind === "staff" ? [{ account: id, firm: null }] : city.firms.map((firm) => ({ account: id, firm: firm.id })),
  );
}

/** What has become of the matters, looked up past row-level security: names and audiences, no principals. */
export async function whatHappened(admin: pg.Client, city: City): Promise<Happened[]> {
  const { rows } = await admin.query<Omit<Happened, "barred">>(
    `select m.id::int, m.procedure, m.opened_by as opener, m.enterprise_id as firm, m.project_id as project, m.topic,
            m.private, m.state, m.version, (select l.parent_id::int from matter_link l where l.child_id = m.id) as parent,
            (select json_agg(json_build_object('seq', seq, 'kind', kind, 'name', name, 'audience', audience,
               'capacity', form ->> 'capacity') order by seq) from entry where matter_id = m.id) as entries,
            (select json_agg(json_build_object('no', no, 'kind', kind, 'open', state = 'open') order by no)
               from task where matter_id = m.id) as tasks,
            coalesce((select json_agg(json_build_object('id', id, 'audience', audience)) from file where matter_id = m.id), '[]') as files
       from matter m order by m.id`,
  );
  return rows.map((row) => ({ ...row, barred: city.plans[row.id - 1]?.barred ?? [] }));
}
