/**
 * The guard rails of domain.md §6 that today's features can reach. Each scan is shown a small offence too, so that it
 * is known to find one. Held elsewhere: GR-8 (sides) and GR-16 (a firm's other people) by access/oracle.test.ts, GR-11
 * (a complaint is kept from whom it is about, and changes no priority) there, in access/instants.test.ts and in
 * capabilities/conduct/conduct.test.ts. docs/security/guard-rails.md says of each rail how it is held, and by which test.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { procedures } from "#capabilities/index.ts";
import { consultation } from "#capabilities/consultation/procedure.ts";
import type { Operation } from "#kernel/operation.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { contract } from "#matters/contract.ts";
import { operations } from "#server/registry.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { placesIn, wordsIn } from "./access/words.ts";
import { startHarness } from "./harness.ts";
import { isTest, listSources, root } from "./sources.ts";

interface Column {
  readonly name: string;
  readonly type: string;
}

const house = await forTheseTests(startHarness());
const { rows: columns } = await house.admin.query<Column>(
  `select c.relname || '.' || a.attname as name, format_type(a.atttypid, null) as type
     from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and a.attnum > 0 and not a.attisdropped`,
);

/** Every name under which something of a person could be kept, asked for or shown. */
function namesOf(
  some: readonly Column[],
  operations: readonly Operation[],
  procedures: readonly Procedure[],
): string[] {
  const places = (schema: z.ZodType, prefix: string, io?: "input" | "output") =>
    placesIn(schema, prefix, io).map(({ path }) => path);
  return [
    ...some.map(({ name }) => name),
    ...operations.flatMap((one) => [...places(one.input, one.id), ...places(one.output, one.id, "output")]),
    ...procedures.flatMap((procedure) =>
      [...Object.entries(procedure.sections), ...Object.entries(procedure.steps)].flatMap(([name, { form }]) =>
        places(form, `${procedure.id}.${name}`),
      ),
    ),
  ];
}

/** Names of which one word is among the forbidden ones: `risk_level`, `riskLevel` and `person.risk` alike. */
function withWord(names: readonly string[], forbidden: RegExp): string[] {
  const wordsOf = (name: string) =>
    name
      .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
      .toLowerCase()
      .split(/[^a-z]+/);
  return [...new Set(names.filter((name) => wordsOf(name).some((word) => forbidden.test(word))))];
}

function withField(field: string): Procedure {
  const section = { audience: "shared", form: z.strictObject({ [field]: z.string() }) };
  return { ...(consultation as unknown as Procedure), sections: { more: section } };
}

describe("GR-1: no lists, labels or scores of people", () => {
  const labels =
    /^(risks?|labels?|tags?|scores?|scoring|colou?rs?|blacklist(ed)?|watchlist|suspects?|suspicious|petition(s|er|ers)?|protest(s|er|ers)?|unstable|stability|troublemakers?|dangerous|profile|profiling|stigma|reputation)$/;

  it("knows no name for one", () => {
    // Of whoever acted in a matter, the duty name at that time.
    const names = namesOf(columns, operations, procedures).filter((name) => name !== "entry.actor_label");
    expect(withWord(names, labels)).toEqual([]);
  });

  it("would find one in a table, in a form, in an operation", () => {
    const account = [{ name: "account.risk_level", type: "text" }];
    expect(withWord(namesOf(account, [], [withField("callerTags")]), labels)).toHaveLength(2);
    const output = z.object({ people: z.array(z.object({ stabilityScore: z.number() })) });
    expect(withWord(namesOf([], [{ ...contract["matter.get"], output }], []), labels)).toHaveLength(1);
  });

  it("has no column in which a person could be tagged in words", () => {
    // Duties of roles; the names of an entry's fields that lie sealed; what another system may call, and from where.
    const systems = [
      "service_account.scopes",
      "service_account.procedures",
      "service_account.addresses",
      "webhook_endpoint.events",
    ];
    const known = ["role.duties", "entry.sealed_fields", ...systems];
    const tagged = (some: readonly Column[]) =>
      some.filter(({ name, type }) => type === "text[]" && !known.includes(name)).map(({ name }) => name);
    expect(tagged(columns)).toEqual([]);
    expect(tagged([{ name: "matter_party.notes", type: "text[]" }])).toEqual(["matter_party.notes"]);
  });

  it("has no words for one in what is shown", () => {
    const words = /重点人员?|重点人口|上访|维稳|缠访|闹访|黑名单|不稳定人员|不放心人员|闹事者?|刁民/;
    const messages = listSources(".zh-CN.json", "personas.ts");
    expect(messages.filter(({ text }) => words.test(text)).map(({ path }) => path)).toEqual([]);
    expect(messages.length).toBeGreaterThan(3);
    expect(words.test("列为重点人员")).toBe(true);
  });
});

describe("GR-2: no sensitive beliefs", () => {
  const beliefs =
    /^(religion|religious|faith|beliefs?|politics|political|union|unions|ethnic|ethnicity|nation|race|opinions?|sexual|orientation|petitions?)$/;

  it("asks for none and keeps none", () => {
    expect(withWord(namesOf(columns, operations, procedures), beliefs)).toEqual([]);
  });

  it("would find one", () => {
    const names = namesOf([{ name: "account.political_status", type: "text" }], [], [withField("tradeUnion")]);
    expect(withWord(names, beliefs)).toEqual(["account.political_status", "consultation.more.tradeUnion"]);
  });
});

describe("GR-3 and GR-6: matters, not persons; no search over people", () => {
  /** Inputs of reading operations in which words could be looked for. */
  const searches = (some: readonly Operation[]) =>
    some.filter((one) => one.kind === "read").flatMap((one) => wordsIn(one.input, one.id));
  const persons =
    /^(persons?|people|names?|phones?|mobiles?|telephones?|callers?|requesters?|citizens?|idno|logins?|opener|keywords?|search|query|q)$/;

  /** Decision 25: these look through numbers, projects, firms and official answers, and through published measures. */
  const reviewed = ["search.find.q", "policyItem.find.q"];

  it("no reading operation takes words, but the reviewed searches and a list's own names of states and the like", () => {
    const names = ["matter.list.state", "matter.list.procedure", "matter.list.topic", "template.list.topic"];
    expect(searches(operations).toSorted()).toEqual([...names, ...reviewed].toSorted());
    const inputs = operations
      .filter((one) => one.kind === "read")
      .flatMap((one) => placesIn(one.input, one.id))
      .filter(({ path }) => !reviewed.includes(path));
    expect(
      withWord(
        inputs.map(({ path }) => path),
        persons,
      ),
    ).toEqual([]);
  });

  it("would find a search, and a filter by person", () => {
    const input = z.strictObject({ text: z.string(), requesterId: z.int() });
    const list = { ...contract["matter.list"], input };
    expect(searches([list])).toEqual(["matter.list.text"]);
    expect(
      withWord(
        placesIn(input, "matter.list").map(({ path }) => path),
        persons,
      ),
    ).toEqual(["matter.list.requesterId"]);
  });

  it("compares those names as they are: no wildcards, and no other filter is taken", async () => {
    const liaison = house.as("liaison");
    await liaison(contract["matter.open"], {
      procedure: "consultation",
      title: "进场路线",
      topic: "traffic",
      form: { question: { text: "渣土车能走北门吗？" } },
    });
    expect((await liaison(contract["matter.list"], { topic: "traffic" })).items).toHaveLength(1);
    for (const filter of [{ topic: "traf%" }, { topic: "%" }, { state: "ROUTE_" }, { procedure: "consult*" }])
      expect((await liaison(contract["matter.list"], filter)).items).toEqual([]);
    for (const filter of ["q", "text", "name", "phone", "requester", "openedBy", "accountId", "title"])
      await expect(liaison(contract["matter.list"], { [filter]: "周" })).rejects.toMatchObject({
        code: "invalid",
        issues: [{ path: filter, code: "unknownField" }],
      });
  });
});

describe("GR-5: no face recognition", () => {
  const libraries =
    /(^|[@/-])(face-?api|faces?|facenet|deepface|insightface|opencv|opencv4nodejs|tfjs|tensorflow|mediapipe|onnxruntime|dlib|rekognition|faiss|pgvector|vladmandic)([-./@]|$)/i;
  const words =
    /\bFaceDetector\b|\bface[-_ ]?(match|recogni|detect|template|compare|embed|descriptor)|\bfaceId\b|navigator\.geolocation|(getCurrent|watch)Position\(/i;
  const isBiometric = ({ name, type }: Column) =>
    // The words of a text (tsvector) are no measures of a face.
    /(?<!ts)vector|^real\[\]|^double precision\[\]/.test(type) ||
    /face|embedding|descriptor|biometric|fingerprint|voiceprint|iris|gait/.test(name);

  it("has no library for it, in the whole tree of dependencies", () => {
    const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
      packages: Record<string, unknown>;
    };
    const packages = Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, ""));
    expect(packages.length).toBeGreaterThan(100);
    expect(packages.filter((name) => libraries.test(name))).toEqual([]);
    for (const name of ["face-api.js", "@tensorflow/tfjs-node", "@vladmandic/human", "pgvector", "onnxruntime-node"])
      expect(libraries.test(name), name).toBe(true);
    for (const name of ["typeface", "interface-store", "fast-check"]) expect(libraries.test(name), name).toBe(false);
  });

  it("has no column for it", () => {
    expect(columns.filter(isBiometric).map(({ name }) => name)).toEqual([]);
    const some = [
      { name: "file.embedding", type: "vector" },
      { name: "portrait.face_template", type: "bytea" },
    ];
    expect(some.filter(isBiometric)).toHaveLength(2);
  });

  it("has no call for it, nor for the place of a device (GR-18)", () => {
    const sources = listSources(".ts", ".tsx").filter(({ path }) => !isTest(path) && !path.endsWith(".gen.ts"));
    expect(sources.filter(({ text }) => words.test(text)).map(({ path }) => path)).toEqual([]);
    expect(words.test("navigator.geolocation.watchPosition()")).toBe(true);
    expect(words.test("await compare(new FaceDetector())")).toBe(true);
  });
});

describe("GR-7: no cross-linking", () => {
  it("finds the same person under another index in each module", () => {
    const { crypto } = house.platform;
    const one = crypto.mac("blind-index:appeals", "13800138000");
    expect(one.equals(crypto.mac("blind-index:appeals", "13800138000"))).toBe(true);
    expect(one.equals(crypto.mac("blind-index:portraits", "13800138000"))).toBe(false);
  });
});

describe("GR-10: nothing rewards silence", () => {
  const satisfied = new Set(["SOLVED", "PARTLY", "SATISFIED", "CONFIRMED"]);

  /** Steps through which a matter would count as solved, or as withdrawn, without a word of whoever asked. */
  function silences(procedure: Procedure): string[] {
    return Object.entries(procedure.steps).flatMap(([name, step]) => {
      const speaks = step.by.every((capacity) => capacity === "requester");
      const outcomes = formsOf(step.form).map((form) => step.outcome?.(form) ?? "");
      return outcomes.some((one) => (satisfied.has(one) || one === "WITHDRAWN") && !speaks) ? [name] : [];
    });
  }

  /** A form filled with each choice of its enumerations, and left empty. */
  function formsOf(form: z.ZodObject): Record<string, unknown>[] {
    let forms: Record<string, unknown>[] = [{}];
    const properties = (z.toJSONSchema(form, { io: "input", unrepresentable: "any" }).properties ?? {}) as Record<
      string,
      { enum?: unknown[] }
    >;
    for (const [name, { enum: choices = [] }] of Object.entries(properties))
      forms = [...forms, ...forms.flatMap((one) => choices.map((choice) => ({ ...one, [name]: choice })))];
    return forms;
  }

  it("counts a matter as solved, or withdrawn, only by the word of whoever asked", () => {
    expect(procedures.map((procedure) => [procedure.id, silences(procedure)])).toEqual(
      procedures.map((procedure) => [procedure.id, []]),
    );
  });

  it("would find a clock that satisfies, and an officer who withdraws", () => {
    const { steps } = consultation;
    const silent = {
      ...consultation,
      steps: {
        ...steps,
        closeUnrated: { ...steps.closeUnrated, outcome: () => "SOLVED" },
        withdraw: { ...steps.withdraw, by: ["requester", "handler"] },
        confirm: { ...steps.confirm, by: ["handler"] },
      },
    } as unknown as Procedure;
    expect(silences(silent)).toEqual(["confirm", "closeUnrated", "withdraw"]);
  });

  it("gives no stars by default", () => {
    const starred = (procedure: Procedure) =>
      Object.entries(procedure.steps).filter(([, step]) => {
        const given = step.form.shape["stars"];
        return given !== undefined && (given as z.ZodType).safeParse(undefined).data !== undefined;
      });
    expect(procedures.flatMap(starred)).toEqual([]);
    const form = z.strictObject({ stars: z.int().default(5) });
    const confirm = { ...consultation.steps.confirm, form };
    expect(starred({ ...(consultation as Procedure), steps: { confirm } })).toHaveLength(1);
  });

  it("lets silence end as unrated and nothing else, and the officer end nothing in her name", async () => {
    house.clock.set("2026-09-22T09:00:00+08:00");
    const { id } = await house.as("liaison")(contract["matter.open"], {
      procedure: "consultation",
      projectId: house.town.projects.bridge,
      title: "进场路线",
      form: { question: { text: "渣土车能走北门吗？" } },
    });
    const step = (person: "officerA" | "liaison", name: string, version: number, form = {}) =>
      house.as(person)(contract["matter.step"], { id, step: name, version, form });
    await step("officerA", "answer", 1, { text: "可以，错峰到九点以后。", source: "示例办法 第 7 条" });
    for (const name of ["confirm", "withdraw", "closeUnrated"])
      await expect(step("officerA", name, 2)).rejects.toMatchObject({ code: "forbidden" });
    house.clock.set("2026-11-20T09:00:00+08:00");
    await house.platform.settleDue();
    const { state, outcome } = await house.as("officerA")(contract["matter.get"], { id });
    expect({ state, outcome }).toEqual({ state: "UNRATED", outcome: "UNRATED" });
  });
});

describe("GR-11: a complaint marks nobody outside itself", () => {
  const marks = /^(complain(s|t|ts|ed|ant|ants|er)?|whistleblowers?|informants?)$/;
  it("has no field that marks somebody as one who complains", () => {
    expect(withWord(namesOf(columns, operations, procedures), marks)).toEqual([]);
    expect(withWord(["account.complaints"], marks)).toHaveLength(1);
  });

  it("never shows from whom a matter is kept", () => {
    const shown = operations.flatMap((one) => placesIn(one.output, one.id, "output").map(({ path }) => path));
    expect(withWord(shown, /^barred$/)).toEqual([]);
    expect(withWord(["matter.get.barred"], /^barred$/)).toHaveLength(1);
  });
});

describe("GR-17: no money", () => {
  const money =
    /^(pay|pays|paid|payment|payments|payer|payee|deposits?|debits?|fees?|prices?|wallets?|refunds?|invoices?|fines?|alipay|wechatpay|unionpay|donations?|advert(s|ising)?|promoted|discounts?)$/;

  it("has no field for paying, and no library", () => {
    expect(withWord(namesOf(columns, operations, procedures), money)).toEqual([]);
    const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    expect(withWord([...Object.keys(dependencies), ...operations.map(({ path }) => path)], money)).toEqual([]);
  });

  it("would find one", () => {
    expect(
      withWord(namesOf([{ name: "matter.deposit_paid", type: "int" }], [], [withField("feeAmount")]), money),
    ).toHaveLength(2);
    expect(withWord(["alipay-sdk"], money)).toEqual(["alipay-sdk"]);
  });
});

describe("GR-13 and GR-14: nothing orders, inspects or punishes, and no clock refuses", () => {
  const force =
    /^(penalt(y|ies)|sanctions?|punish(ments?|ed)?|arrests?|arrested|detain(ed)?|detentions?|warrants?|inspections?|inspect(s|ed)?|rectif(y|ication)|grades?|grading)$/;
  const stepsOf = (some: readonly Procedure[]) =>
    some.flatMap((one) => Object.keys(one.steps).map((step) => `${one.id}.${step}`));

  it("has no field, step or operation for it", () => {
    const ids = operations.map(({ id }) => id);
    expect(withWord([...namesOf(columns, operations, procedures), ...stepsOf(procedures), ...ids], force)).toEqual([]);
    const visit = { ...(consultation as unknown as Procedure), id: "visit", steps: { imposePenalty: {} } };
    expect(withWord(stepsOf([visit as unknown as Procedure]), force)).toEqual(["visit.imposePenalty"]);
  });

  /** Steps of the clock alone that would turn somebody down. */
  const refusals = (procedure: Procedure) =>
    Object.entries(procedure.steps).flatMap(([name, { by, to, outcome }]) =>
      by.every((capacity) => capacity === "system") &&
      /REFUS|REJECT|NOT_ACCEPTED|NOT_OUR|EXCLUDED|WITHDRAWN/.test(`${to} ${outcome?.({}) ?? ""}`)
        ? [`${procedure.id}.${name}`]
        : [],
    );

  it("lets only people turn somebody down", () => {
    expect(procedures.flatMap(refusals)).toEqual([]);
    const { closeUnrated } = consultation.steps;
    const steps = { expire: { ...closeUnrated, outcome: () => "REFUSED" } };
    expect(refusals({ ...(consultation as Procedure), steps })).toEqual(["consultation.expire"]);
  });
});

describe("GR-20: no firm and no project ranks before another", () => {
  const ranks = /^(priority|priorities|vip|ranks?|ranking|importance|privileged?|express)$/;

  it("has no field by which one could", () => {
    expect(withWord(namesOf(columns, operations, procedures), ranks)).toEqual([]);
    expect(withWord(namesOf([{ name: "project.vip", type: "boolean" }], [], [withField("priority")]), ranks)).toEqual([
      "project.vip",
      "consultation.more.priority",
    ]);
  });
});
