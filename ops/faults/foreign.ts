import { get } from "node:http";
import { type Line, openOutsider, type Outsider } from "./caller.ts";
import { type Described, readDescription, type Schema } from "./description.ts";

/** What people found who tried everything with what is not theirs. */
export interface Trials {
  readonly operations: number;
  readonly people: number;
  readonly sent: number;
  /** Words of the firm that somebody without a relation to it was shown, or rows of it that he changed. */
  readonly leaks: readonly string[];
  readonly serverErrors: readonly string[];
}

/** Who belongs to the firm whose words are looked for, and who has nothing to do with it. */
const insiders = ["liaison", "officerA", "officerB", "chief", "office", "leader", "legalRep"];
const foreigners = [null, "otherLiaison", "security", "audit", "systemAdmin", "securityAdmin"];

interface Listed {
  readonly items: readonly { readonly id: number; readonly title: string; readonly number: string }[];
}

/**
 * Every operation of the platform, tried by everybody who has no part in a firm, with every id that its own people
 * meet: reads, writes, files, exports, the event stream. `thorough: false` takes two ids of each kind.
 */
export async function tryForeign(line: Line, { thorough }: { thorough: boolean }): Promise<Trials> {
  const operations = await readDescription(line);
  const own = await Promise.all(insiders.map((persona) => openOutsider(line, persona)));
  const others = await Promise.all(foreigners.map((persona) => openOutsider(line, persona)));
  const [liaison] = own;
  if (!liaison) throw new Error("nobody belongs to the firm");
  const matters = await liaison.read<Listed>("/api/matters?limit=50");
  const secret = matters.items.flatMap(({ title, number }) => [title, number]);
  if (secret.length === 0) throw new Error("the firm has no matters");
  const ids = await idsMetBy(own, operations);
  const before = await stateOf(liaison, matters);

  const leaks: string[] = [];
  const serverErrors: string[] = [];
  let sent = 0;
  for (const other of others) {
    for (const operation of operations.filter(({ id }) => !id.startsWith("session.") && !id.startsWith("demo."))) {
      for (const { path, body } of requestsWith(operation, ids, thorough ? 40 : 2)) {
        const reply = await other.send(operation.method, path, body);
        sent += 1;
        const told = `${other.persona}: ${operation.method} ${path} ${JSON.stringify(body) ?? ""} -> ${reply.status}`;
        const word = secret.find((one) => reply.text.includes(one));
        if (word !== undefined) leaks.push(`${told} tells "${word}"`);
        if (reply.status >= 500) serverErrors.push(`${told} ${reply.text.slice(0, 200)}`);
        if (reply.status === 401) await other.enter().catch(() => undefined);
      }
    }
    for (const { id } of matters.items) {
      const status = await streamStatus(line, other, id);
      if (status === 200) leaks.push(`${other.persona}: the event stream of matter ${id} opened`);
    }
  }
  const after = await stateOf(liaison, matters);
  if (before !== after) leaks.push("a matter of the firm is not as it was");
  return { operations: operations.length, people: others.length, sent, leaks, serverErrors };
}

/** All that the firm's matters say, as its liaison reads them. */
async function stateOf(liaison: Outsider, { items }: Listed): Promise<string> {
  const all = await Promise.all(items.map(({ id }) => liaison.read<Record<string, unknown>>(`/api/matters/${id}`)));
  return JSON.stringify(all.map(({ version, state, entries }) => [version, state, entries]));
}

type Ids = ReadonlyMap<string, ReadonlySet<number | string>>;

/** Every id in what the firm's people read, by the word that says of what: `matter`, `project`, `file` … */
async function idsMetBy(people: readonly Outsider[], operations: readonly Described[]): Promise<Ids> {
  const ids = new Map<string, Set<number | string>>();
  const add = (kind: string, value: unknown) => {
    if (typeof value !== "number" && typeof value !== "string") return;
    const known = ids.get(kind) ?? new Set();
    ids.set(kind, known.add(value));
  };
  const walk = (value: unknown, kind: string): void => {
    if (Array.isArray(value)) for (const one of value) walk(one, kind);
    else if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (key === "id") add(kind, inner);
        else if (key.endsWith("Id")) add(key.slice(0, -2).toLowerCase(), inner);
        else walk(inner, key === "items" ? kind : singular(key));
      }
    }
  };
  const reads = operations.filter(({ method }) => method === "GET");
  for (const person of people) {
    for (const { path } of reads.filter(({ inPath }) => inPath.length === 0)) {
      const reply = await person.send("GET", path);
      if (reply.status === 200 && reply.type.startsWith("application/json")) walk(JSON.parse(reply.text), kindOf(path));
    }
    // One step further: what stands inside of what the lists have shown.
    for (const operation of reads.filter(({ inPath }) => inPath.length === 1)) {
      for (const id of [...(ids.get(kindOf(operation.path)) ?? [])].slice(0, 10)) {
        const path = operation.path.replace(/\{\w+\}/, encodeURIComponent(id));
        const reply = await person.send("GET", path);
        if (reply.status === 200 && reply.type.startsWith("application/json"))
          walk(JSON.parse(reply.text), kindOf(path));
      }
    }
  }
  return ids;
}

/** `/api/matters/{id}/steps/{step}` is about a matter. */
function kindOf(path: string): string {
  return singular(path.split("/")[2]?.split("?")[0] ?? "");
}

function singular(word: string): string {
  return word.toLowerCase().replace(/ies$/, "y").replace(/s$/, "");
}

interface Trial {
  readonly path: string;
  readonly body: unknown;
}

function requestsWith(operation: Described, ids: Ids, most: number): Trial[] {
  const kind = kindOf(operation.path);
  const [first] = operation.inPath;
  const about =
    first === undefined
      ? [null]
      : [...(ids.get(first.name === "id" ? kind : nameOf(first.name)) ?? ids.get(kind) ?? [1, 2, 3])];
  return about.slice(0, most).map((id) => {
    const path = operation.inPath.reduce((address, { name, schema }, index) => {
      const value = index === 0 && id !== null ? id : plausible(name, schema, ids);
      return address.replace(`{${name}}`, encodeURIComponent(String(value)));
    }, operation.path);
    const query = operation.inQuery
      .filter(({ name }) => name.endsWith("Id") || name === "q" || name === "object")
      .map(({ name, schema }) => `${name}=${encodeURIComponent(String(plausible(name, schema, ids)))}`)
      .join("&");
    return {
      path: query === "" ? path : `${path}?${query}`,
      body: operation.body === null ? undefined : plausibleOf(operation.body, ids),
    };
  });
}

function nameOf(parameter: string): string {
  return parameter.replace(/Id$/, "").toLowerCase();
}

function plausible(name: string, schema: Schema, ids: Ids): unknown {
  const known = ids.get(nameOf(name));
  const [first] = known ?? [];
  if (first !== undefined) return first;
  if (name === "step") return "accept";
  if (name === "q") return "通行";
  if (name === "month") return "2026-10";
  if (name === "at" || name === "from") return "2026-11-17T02:00:00Z";
  return plausibleOf(schema, ids);
}

function plausibleOf(schema: Schema, ids: Ids): unknown {
  const any = (schema["anyOf"] ?? schema["oneOf"]) as readonly Schema[] | undefined;
  if (any?.[0] !== undefined) return plausibleOf(any[0], ids);
  if (Array.isArray(schema["enum"])) return (schema["enum"] as unknown[])[0];
  if ("const" in schema) return schema["const"];
  if ("default" in schema) return schema["default"];
  switch (schema["type"]) {
    case "integer":
    case "number":
      return 1;
    case "boolean":
      return false;
    case "array":
      return [];
    case "object": {
      const properties = (schema["properties"] ?? {}) as Readonly<Record<string, Schema>>;
      const required = (schema["required"] ?? []) as string[];
      return Object.fromEntries(required.map((name) => [name, plausible(name, properties[name] ?? {}, ids)]));
    }
    default:
      if (schema["format"] === "date") return "2026-11-17";
      if (schema["format"] === "date-time") return "2026-11-17T02:00:00Z";
      return "夜间通行怎么办";
  }
}

/** The status with which the stream of one matter answers; it is closed at once. */
function streamStatus(line: Line, other: Outsider, matter: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = get(`${line.url}/api/events?matter=${matter}`, { headers: { cookie: other.cookie } }, (answer) => {
      resolve(answer.statusCode ?? 0);
      answer.destroy();
    });
    call.on("error", reject);
  });
}
