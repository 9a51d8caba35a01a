import fc from "fast-check";
import { type Line, openOutsider, type Reply } from "./caller.ts";
import { type Described, readDescription, type Schema } from "./description.ts";

/** What a flood of hostile requests met. */
export interface Flood {
  readonly sent: number;
  readonly byStatus: Readonly<Record<number, number>>;
  /** Requests that were answered with 5xx, not at all, or with more than a caller should be told. */
  readonly faults: readonly string[];
}

const people = [
  null,
  "liaison",
  "officerA",
  "chief",
  "office",
  "leader",
  "inspector",
  "audit",
  "systemAdmin",
  "securityAdmin",
];
const atOnce = 12;

/** What no answer may tell: statements, places in the code, names of the database. */
const innards =
  /node_modules|\bat [\w.<>]+ \(|\.ts:\d+|SQLSTATE|syntax error|\b(select|insert into|update) [\w"*]+ (from|set|\()/i;

/** Sends `count` requests that somebody might make who means no good, made from the published description by a seed. */
export async function flood(line: Line, count: number, seed: number): Promise<Flood> {
  const operations = (await readDescription(line)).filter(({ id }) => id !== "demo.signIn");
  const outsiders = await Promise.all(people.map((persona) => openOutsider(line, persona)));
  const byStatus: Record<number, number> = {};
  const faults: string[] = [];
  const requests = fc.sample(requestOf(operations, outsiders.length), { numRuns: count, seed });
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < requests.length; at = next++) {
      const wanted = requests[at];
      const who = outsiders[wanted?.who ?? 0];
      if (!wanted || !who) continue;
      const told = `${who.persona}: ${wanted.method} ${wanted.path.slice(0, 200)} ${wanted.body?.slice(0, 200)}`;
      try {
        const reply = await who.sendText(wanted.method, wanted.path, wanted.body, wanted.headers);
        byStatus[reply.status] = (byStatus[reply.status] ?? 0) + 1;
        // An administrator among them may have closed the account; from then on he is a stranger.
        if (reply.status === 401) await who.enter().catch(() => undefined);
        const fault = faultOf(reply);
        if (fault !== null) faults.push(`${fault}: ${told} -> ${reply.status} ${reply.text.slice(0, 200)}`);
      } catch (error) {
        faults.push(`no answer (${error instanceof Error ? error.message : String(error)}): ${told}`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { sent: requests.length, byStatus, faults };
}

function faultOf({ status, text, type }: Reply): string | null {
  if (status >= 500) return "5xx";
  if (status < 400) return null;
  if (innards.test(text)) return "tells innards";
  return type.startsWith("application/problem+json") ? null : "no problem body";
}

interface Hostile {
  readonly who: number;
  readonly method: string;
  readonly path: string;
  /** The text of the body, or none. */
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Values that have hurt others. Lone halves of letters, far dates and names of prototypes among them. */
const nasty: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    1.5,
    1e308,
    Number.MAX_SAFE_INTEGER,
    2 ** 31,
    "",
    " ",
    "\u0000",
    "a\u0000b",
    "\ud800",
    "𠮷\u202e",
    "'; drop table matter; --",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "../../../etc/passwd",
    "%00%2e%2e%2f",
    "${7*7}{{7*7}}",
    "9".repeat(400),
    "2026-02-30",
    "0000-00-00T00:00:00Z",
    "+275760-09-13T00:00:00.001Z",
    "9999-12-31T23:59:59+18:00",
    "NaN",
    "Infinity",
    [],
    {},
    { __proto__: { admin: true } },
    JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{}}}'),
  ),
  fc.jsonValue({ maxDepth: 4 }),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.integer(),
  fc.constant("长".repeat(120_000)),
  fc.constant(Array.from({ length: 20_000 }, (_, index) => index)),
  fc.constant(deep(3000)),
);

function deep(levels: number): unknown {
  let inner: unknown = "end";
  for (let level = 0; level < levels; level += 1) inner = { a: inner };
  return inner;
}

/** A value that fits the schema, now and then one that does not. */
function valueOf(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 5, arbitrary: fitting(schema) }, { weight: 1, arbitrary: nasty });
}

function fitting(schema: Schema): fc.Arbitrary<unknown> {
  const any = (schema["anyOf"] ?? schema["oneOf"]) as readonly Schema[] | undefined;
  if (any !== undefined && any.length > 0) return fc.oneof(...any.map(valueOf));
  if (Array.isArray(schema["enum"])) return fc.constantFrom<unknown>(...(schema["enum"] as unknown[]));
  if ("const" in schema) return fc.constant(schema["const"]);
  switch (schema["type"]) {
    case "integer":
    case "number":
      return fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: -5, max: 100_000 }));
    case "boolean":
      return fc.boolean();
    case "array":
      return fc.array(valueOf((schema["items"] ?? {}) as Schema), { maxLength: 3 });
    case "object":
      return bodyOf(schema);
    case "string":
      return textOf(schema);
    default:
      return nasty;
  }
}

function textOf(schema: Schema): fc.Arbitrary<string> {
  if (schema["format"] === "date-time") return fc.constantFrom("2026-11-17T02:00:00Z", "2026-11-17T10:00:00+08:00");
  if (schema["format"] === "date") return fc.constantFrom("2026-11-17", "2027-01-01");
  if (schema["format"] === "uuid") return fc.uuid();
  return fc.oneof(
    fc.constantFrom("consultation", "traffic", "accept", "夜间通行怎么办", "abc", "12", "2026-10"),
    fc.string({ unit: "grapheme", maxLength: 40 }),
  );
}

function bodyOf(schema: Schema): fc.Arbitrary<unknown> {
  const properties = (schema["properties"] ?? {}) as Readonly<Record<string, Schema>>;
  const required = (schema["required"] ?? []) as string[];
  const known = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, valueOf(inner)])),
    { requiredKeys: required.filter((name) => name in properties) },
  );
  const more = fc.dictionary(fc.constantFrom("__proto__", "constructor", "id", "role", "admin", "多"), nasty, {
    maxKeys: 1,
  });
  return fc.oneof(
    { weight: 6, arbitrary: known },
    { weight: 1, arbitrary: fc.tuple(known, more).map(([some, other]) => ({ ...some, ...other })) },
  );
}

const headers = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Record<string, string>>(
      { "content-type": "text/plain" },
      { "content-type": "application/json; charset=utf-16" },
      { "content-type": "multipart/form-data" },
      { "content-type": "multipart/form-data; boundary=x" },
      { "idempotency-key": "" },
      { "idempotency-key": "k".repeat(5000) },
      { "idempotency-key": "same-for-all-of-them" },
      { cookie: "huhang=; huhang=%00" },
      { cookie: `huhang=${"x".repeat(4000)}` },
      { "accept-language": ",;q=,,zz-" },
      { "sec-fetch-site": "cross-site" },
      { range: "bytes=5-1,-0" },
      { "x-forwarded-for": "127.0.0.1, ::1" },
      { host: "elsewhere.example" },
    ),
  },
);

/** A request to one of the operations, by one of the people. */
function requestOf(operations: readonly Described[], people: number): fc.Arbitrary<Hostile> {
  return fc
    .record({ operation: fc.constantFrom(...operations), who: fc.nat({ max: people - 1 }), headers })
    .chain(({ operation, who, headers: sent }) =>
      fc
        .record({
          path: pathOf(operation),
          body: operation.body === null ? fc.constant(null) : hostileBody(operation.body),
        })
        .map(({ path, body }) => ({ who, method: operation.method, path, body, headers: sent })),
    );
}

function hostileBody(schema: Schema): fc.Arbitrary<Hostile["body"]> {
  return fc.oneof(
    { weight: 8, arbitrary: bodyOf(schema).map((json) => JSON.stringify(json)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "{",
        "[]",
        "null",
        "",
        '{"a":1}{"b":2}',
        '"text"',
        "\u0000",
        "[".repeat(5000),
        "9e999",
      ),
    },
    { weight: 1, arbitrary: nasty.map((json) => JSON.stringify(json) ?? null) },
  );
}

function pathOf({ path, inPath, inQuery }: Described): fc.Arbitrary<string> {
  const segment = (schema: Schema) =>
    fc.oneof(
      { weight: 5, arbitrary: fitting(schema).map(encode) },
      {
        weight: 1,
        arbitrary: fc.constantFrom("%ff", "%", "..%2f..%2fetc", "-1", "1.0", "1e3", "0x1", "１", "9".repeat(300)),
      },
    );
  const inside = fc
    .tuple(...inPath.map(({ schema }) => segment(schema)))
    .map((values) =>
      inPath.reduce((address, { name }, index) => address.replace(`{${name}}`, values[index] ?? "1"), path),
    );
  const query = fc
    .record(Object.fromEntries(inQuery.map(({ name, schema }) => [name, valueOf(schema)])), { requiredKeys: [] })
    .map((values) =>
      Object.entries(values)
        .flatMap(([name, value]) =>
          (Array.isArray(value) ? value.slice(0, 3) : [value]).map((one) => `${name}=${encode(one)}`),
        )
        .join("&"),
    );
  return fc.tuple(inside, query).map(([address, asked]) => (asked === "" ? address : `${address}?${asked}`));
}

/** As a piece of an address; short enough for the line, and never a lone half of a letter, which has no bytes. */
function encode(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return encodeURIComponent(text.slice(0, 300).toWellFormed());
}
