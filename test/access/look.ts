/** Looks at a drawn city in every way that the platform offers and compares with what the oracle says. */
import pg from "pg";
import type { Procedure } from "#kernel/procedure.ts";
import { call, procedures, type Site } from "./build.ts";
import { type City, type Happened, type Identity, nameOf, type Relation } from "./model.ts";
import { type Oracle, oracle, type Standing } from "./oracle.ts";
import { breaches } from "./walls.ts";

/** A city with what has happened in it, and the rows that only the engine knows. */
export interface Scene {
  readonly city: City;
  readonly matters: readonly Happened[];
  readonly judge: Oracle;
  readonly turns: readonly { matter: number; no: number; relation: Relation }[];
  readonly guests: readonly { matter: number; relation: Relation }[];
}

export async function setScene(admin: pg.Client, city: City, matters: readonly Happened[]): Promise<Scene> {
  const name = "p.kind || ':' || p.ref_id || '/' || p.duty as relation";
  const turns = await admin.query<Scene["turns"][number]>(
    `select t.matter_id::int as matter, t.task_no as no, ${name} from turn t join principal p on p.id = t.principal`,
  );
  const guests = await admin.query<Scene["guests"][number]>(
    `select g.matter_id::int as matter, ${name} from matter_guest g join principal p on p.id = g.principal`,
  );
  return { city, matters, judge: oracle(city, matters), turns: turns.rows, guests: guests.rows };
}

/** Rows by table, each named by its key. */
type Sight = Readonly<Record<string, readonly string[]>>;

/** One statement over all tables whose rows belong to somebody, each row by its key. */
const everything = `select json_build_object(
  'matter', (select array_agg(id::text) from matter),
  'matter_audience', (select array_agg(matter_id || ' ' || audience) from matter_audience),
  'entry', (select array_agg(matter_id || ' ' || seq) from entry),
  'task', (select array_agg(matter_id || ' ' || no) from task),
  'turn', (select array_agg(t.matter_id || ' ' || t.task_no || ' ' || p.kind || ':' || p.ref_id || '/' || p.duty)
             from turn t join principal p on p.id = t.principal),
  'matter_guest', (select array_agg(g.matter_id || ' ' || p.kind || ':' || p.ref_id || '/' || p.duty)
             from matter_guest g join principal p on p.id = g.principal),
  'matter_link', (select array_agg(parent_id || ' ' || child_id) from matter_link),
  'file', (select array_agg(id::text) from file),
  'enterprise', (select array_agg(id::text) from enterprise),
  'project', (select array_agg(id::text) from project),
  'account', (select array_agg(id::text) from account)) as seen`;

/** A session of the application's role to look at the bare tables with. */
export async function openEyes(appUrl: string): Promise<pg.Client> {
  const app = new pg.Client({ connectionString: appUrl });
  await app.connect();
  // One statement over all tables: compiling it would take a second, running it takes some milliseconds.
  await app.query("set jit = off");
  return app;
}

/** What the bare tables show to the application's role once somebody has entered; nothing when he may not enter. */
export async function seeRaw(app: pg.Client, { account, firm }: Identity, at: number): Promise<Sight> {
  await app.query("begin");
  try {
    await app.query("select app.enter($1, $2, $3)", [account, firm, new Date(at)]);
    const { rows } = await app.query<{ seen: Record<string, string[] | null> }>({
      name: "everything",
      text: everything,
    });
    return Object.fromEntries(Object.entries(rows[0]?.seen ?? {}).map(([table, keys]) => [table, keys ?? []]));
  } finally {
    await app.query("rollback");
  }
}

/** What they should show. */
export function expectedSight({ city, matters, judge, turns, guests }: Scene, who: Standing | null): Sight {
  if (!who) return Object.fromEntries(tables.map((table) => [table, []]));
  const seen = matters.filter((matter) => judge.readable(who, matter));
  const ids = new Set(seen.map((matter) => matter.id));
  const each = <T>(pick: (matter: Happened) => readonly T[], key: (matter: Happened, one: T) => string | null) =>
    seen.flatMap((matter) => pick(matter).flatMap((one) => key(matter, one) ?? []));
  const audiences = (matter: Happened) =>
    matter.procedure === "relay" ? ["shared", "handlers", "sideA", "sideB"] : ["shared", "handlers"];
  const seesTask = (id: number, no: number) => {
    const matter = seen.find((one) => one.id === id);
    const kind = matter?.tasks.find((one) => one.no === no)?.kind;
    return matter !== undefined && kind !== undefined && judge.hears(who, matter, judge.audienceOfTask(kind));
  };
  return {
    matter: seen.map((matter) => String(matter.id)),
    matter_audience: each(audiences, (matter, one) => (judge.hears(who, matter, one) ? `${matter.id} ${one}` : null)),
    entry: each(
      (matter) => matter.entries,
      (matter, one) => (judge.hears(who, matter, one.audience) ? `${matter.id} ${one.seq}` : null),
    ),
    task: each(
      (matter) => matter.tasks,
      (matter, one) => (seesTask(matter.id, one.no) ? `${matter.id} ${one.no}` : null),
    ),
    turn: turns
      .filter((one) => ids.has(one.matter) && (who.held.has(one.relation) || seesTask(one.matter, one.no)))
      .map((one) => `${one.matter} ${one.no} ${one.relation}`),
    matter_guest: guests
      .filter((one) => ids.has(one.matter) && who.held.has(one.relation))
      .map((one) => `${one.matter} ${one.relation}`),
    matter_link: seen
      .filter((matter) => matter.parent !== null && ids.has(matter.parent))
      .map((matter) => `${matter.parent} ${matter.id}`),
    file: each(
      (matter) => matter.files,
      (matter, one) => (judge.hears(who, matter, one.audience) ? one.id : null),
    ),
    enterprise: city.firms.filter((one) => judge.seesFirm(who, one)).map((one) => String(one.id)),
    project: city.projects.filter((one) => judge.seesProject(who, one)).map((one) => String(one.id)),
    account: city.accounts.filter((one) => judge.seesAccount(who, one)).map((one) => String(one.id)),
  };
}
const tables = [
  "matter",
  "matter_audience",
  "entry",
  "task",
  "turn",
  "matter_guest",
  "matter_link",
  "file",
  "enterprise",
  "project",
  "account",
];

/** The bare tables against the oracle: one sentence per difference. */
export async function compareRaw(app: pg.Client, scene: Scene, identity: Identity, at: number): Promise<string[]> {
  const seen = await seeRaw(app, identity, at);
  const expected = expectedSight(scene, scene.judge.standing(identity, at));
  return [
    ...tables.flatMap((table) =>
      differences(`${where(identity, at)}: table ${table}`, expected[table] ?? [], seen[table] ?? []),
    ),
    ...breaches(scene, identity, at, seen).map((one) => `${where(identity, at)}: ${one}`),
  ];
}

/** Lists against the oracle: everything, what waits for him, and by a project's or a firm's id, foreign ones too. */
export async function compareLists(site: Site, scene: Scene, identity: Identity, at: number): Promise<string[]> {
  site.clock.set(new Date(at));
  const { city, matters, judge } = scene;
  const who = judge.standing(identity, at);
  const readable = who ? matters.filter((one) => judge.readable(who, one)) : [];
  const project = city.projects[at % city.projects.length]?.id;
  const firm = city.firms[at % city.firms.length]?.id;
  const lists: [Record<string, unknown>, readonly Happened[]][] = [
    [{}, readable],
    [{ view: "mine" }, readable.filter((one) => who !== null && waitsForHim(judge, who, one))],
    [{ projectId: project }, readable.filter((one) => one.project === project)],
    [{ enterpriseId: firm }, readable.filter((one) => one.firm === firm)],
  ];
  const found: string[] = [];
  for (const [filter, expected] of lists) {
    const what = `${where(identity, at)}: list ${JSON.stringify(filter)}`;
    const seen = await listAll(site, identity, filter);
    if (typeof seen === "string") {
      found.push(...differ(what, who === null ? "not-signed-in" : who.business ? "ok" : "forbidden", seen));
    } else {
      const ids = expected.map((one) => String(one.id));
      found.push(...differences(what, ids, seen));
    }
  }
  return found;
}

/** The operations on single records against the oracle: matters with all they show, files, readers, projects, firms. */
export async function compareCalls(site: Site, scene: Scene, identity: Identity, at: number): Promise<string[]> {
  site.clock.set(new Date(at));
  const { city, matters, judge } = scene;
  const who = judge.standing(identity, at);
  const here = where(identity, at);
  const found: string[] = [];
  for (const matter of matters) found.push(...(await compareMatter(site, scene, who, identity, matter, here)));
  for (const project of city.projects) {
    const expected =
      who === null ? "not-signed-in" : who.business && judge.seesProject(who, project) ? "ok" : "not-found";
    found.push(
      ...differ(
        `${here}: project ${project.id}`,
        expected,
        (await call(site, identity, "project.get", { id: project.id })).code,
      ),
    );
  }
  for (const { id, station } of city.firms) {
    const expected =
      who === null ? "not-signed-in" : who.business && judge.seesFirm(who, { id, station }) ? "ok" : "not-found";
    found.push(...differ(`${here}: firm ${id}`, expected, (await call(site, identity, "enterprise.get", { id })).code));
  }
  return found;
}

async function compareMatter(
  site: Site,
  { judge }: Scene,
  who: Standing | null,
  identity: Identity,
  matter: Happened,
  here: string,
): Promise<string[]> {
  const what = `${here}: matter ${matter.id}`;
  const readable = who !== null && judge.readable(who, matter);
  const expected = who === null ? "not-signed-in" : readable ? "ok" : "not-found";
  const { body, code } = await call(site, identity, "matter.get", { id: matter.id });
  const found = differ(what, expected, code);
  const readers = await call(site, identity, "matter.readers", { id: matter.id });
  found.push(...differ(`${what}, its readers`, expected, readers.code));
  for (const file of matter.files) {
    const allowed =
      readable && judge.hears(who, matter, file.audience) ? "ok" : expected === "ok" ? "not-found" : expected;
    found.push(
      ...differ(
        `${what}, file for ${file.audience}`,
        allowed,
        (await call(site, identity, "file.get", { id: file.id })).code,
      ),
    );
  }
  if (!body || !who) return found;
  const view = body as unknown as MatterView;
  const heard = matter.entries.filter((one) => judge.hears(who, matter, one.audience));
  found.push(
    ...differences(
      `${what}, entries`,
      heard.map((one) => String(one.seq)),
      view.entries.map((one) => String(one.seq)),
    ),
    ...differences(
      `${what}, files`,
      matter.files.filter((one) => judge.hears(who, matter, one.audience)).map((one) => one.id),
      view.entries.flatMap((one) => one.files.map((file) => file.id)),
    ),
    ...differences(
      `${what}, turns`,
      matter.tasks
        .filter((one) => one.open && judge.hears(who, matter, judge.audienceOfTask(one.kind)))
        .map((one) => String(one.no)),
      view.turns.map((one) => String(one.taskNo)),
    ),
    ...differences(
      `${what}, steps`,
      offered(judge, who, matter),
      view.abilities.steps.map((one) => one.id),
    ),
    ...differences(`${what}, remarks`, remarkable(judge, who, matter), view.abilities.comment),
  );
  const named = (readers.body?.["readers"] ?? []) as readonly { audiences: readonly string[] }[];
  const secret = named.flatMap((one) => one.audiences).filter((one) => !judge.hears(who, matter, one));
  if (secret.length > 0) found.push(`${what}: the readers of ${secret.join(", ")} are told`);
  return found;
}

interface MatterView {
  readonly entries: readonly { seq: number; files: readonly { id: string }[] }[];
  readonly turns: readonly { taskNo: number }[];
  readonly abilities: { readonly steps: readonly { id: string }[]; readonly comment: readonly string[] };
}

/** Every step of a matter tried with a form that cannot be: who may take it is told about the form or the state. */
export async function compareSteps(
  site: Site,
  { judge }: Scene,
  identity: Identity,
  matter: Happened,
  at: number,
): Promise<string[]> {
  site.clock.set(new Date(at));
  const who = judge.standing(identity, at);
  const found: string[] = [];
  for (const step of Object.keys(procedureOf(matter).steps)) {
    const allowed = who !== null && judge.readable(who, matter);
    const expected =
      who === null
        ? "not-signed-in"
        : !allowed
          ? "not-found"
          : mayTake(judge, who, matter, step)
            ? "allowed"
            : "forbidden";
    const input = { id: matter.id, step, version: matter.version, form: { nothingLikeIt: 1 } };
    const { code } = await call(site, identity, "matter.step", input);
    const seen = code === "invalid" || code === "illegal-step" ? "allowed" : code;
    found.push(...differ(`${where(identity, at)}: matter ${matter.id} step ${step}`, expected, seen));
  }
  for (const audience of Object.keys(procedureOf(matter).audiences)) {
    const allowed = who !== null && judge.readable(who, matter);
    const expected =
      who === null
        ? "not-signed-in"
        : !allowed
          ? "not-found"
          : !writes(judge, who, matter, audience)
            ? "forbidden"
            : isClosed(matter)
              ? "illegal-step"
              : "invalid";
    // A file that does not exist: whoever may write is told so, and nothing is written.
    const files = ["00000000-0000-4000-8000-000000000000"];
    const { code } = await call(site, identity, "matter.attach", { id: matter.id, audience, files });
    found.push(...differ(`${where(identity, at)}: matter ${matter.id} file for ${audience}`, expected, code));
  }
  return found;
}

function procedureOf(matter: Happened): Procedure {
  const found = procedures.find((one) => one.id === matter.procedure);
  if (!found) throw new Error(`no procedure ${matter.procedure}`);
  return found;
}

function mayTake(judge: Oracle, who: Standing, matter: Happened, step: string): boolean {
  const acts: readonly string[] = judge.acts(who, matter);
  return procedureOf(matter).steps[step]?.by.some((one) => acts.includes(one)) ?? false;
}

function offered(judge: Oracle, who: Standing, matter: Happened): string[] {
  const { steps } = procedureOf(matter);
  return Object.keys(steps).filter((name) => {
    const step = steps[name];
    if (!step?.from.includes(matter.state) || !mayTake(judge, who, matter, name)) return false;
    const ends = step.completes ?? [];
    const endsNothing = ends.length > 0 && !matter.tasks.some((task) => task.open && ends.includes(task.kind));
    return !(step.to === "same" && endsNothing);
  });
}

function writes(judge: Oracle, who: Standing, matter: Happened, audience: string): boolean {
  const acts: readonly string[] = judge.acts(who, matter);
  return procedureOf(matter).audiences[audience]?.writers.some((one) => acts.includes(one)) ?? false;
}

function isClosed(matter: Happened): boolean {
  return procedureOf(matter).states[matter.state]?.phase === "closed";
}

function remarkable(judge: Oracle, who: Standing, matter: Happened): string[] {
  if (isClosed(matter)) return [];
  return Object.keys(procedureOf(matter).audiences).filter((name) => writes(judge, who, matter, name));
}

function waitsForHim(judge: Oracle, who: Standing, matter: Happened): boolean {
  return matter.tasks.some((task) => task.open && judge.meets(who.held, judge.waitsFor(matter, task.kind)));
}

/** All pages of a list, in small pages; the error's code when it is refused. */
async function listAll(site: Site, identity: Identity, filter: Record<string, unknown>): Promise<string[] | string> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const { body, code } = await call(site, identity, "matter.list", {
      ...filter,
      limit: 3,
      ...(cursor && { cursor }),
    });
    if (!body) return code;
    ids.push(...(body["items"] as { id: number }[]).map((one) => String(one.id)));
    cursor = body["nextCursor"] as string | null;
  } while (cursor !== null);
  return ids;
}

function where(identity: Identity, at: number): string {
  return `${nameOf(identity)} at ${new Date(at).toISOString()}`;
}

function differ(what: string, expected: string, seen: string): string[] {
  return expected === seen ? [] : [`${what}: ${seen} instead of ${expected}`];
}

function differences(what: string, expected: readonly string[], seen: readonly string[]): string[] {
  const extra = seen.filter((one) => !expected.includes(one));
  const missing = expected.filter((one) => !seen.includes(one));
  const twice = seen.filter((one, index) => seen.indexOf(one) !== index);
  return [
    ...(extra.length > 0 ? [`${what} shows ${extra.join(", ")}`] : []),
    ...(missing.length > 0 ? [`${what} hides ${missing.join(", ")}`] : []),
    ...(twice.length > 0 ? [`${what} repeats ${twice.join(", ")}`] : []),
  ];
}
