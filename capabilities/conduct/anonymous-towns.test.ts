import { beforeAll, expect, it } from "vitest";
import { contract } from "#matters/contract.ts";
import { type Desk, deskOf } from "#test/fixture/desk.ts";
import { complaintOf, questionOf } from "#test/fixture/openings.ts";
import { everything, lastNumbers, rowsOf } from "#test/fixture/traceless.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";

/**
 * Three towns after the same morning. In each of them one person has complained about officer A without his name; they
 * differ in which person, of which firm, on which project. Whatever anybody else reads is the same.
 */
type Person = keyof Harness["town"]["people"];
const complainers = ["liaison", "otherLiaison", "legalRep"] as const;
type Complainer = (typeof complainers)[number];

const at = "2026-10-12T09:00:00+08:00";
const towns: Record<Complainer, Harness> = {
  liaison: await forTheseTests(startHarness({ at })),
  otherLiaison: await forTheseTests(startHarness({ at })),
  legalRep: await forTheseTests(startHarness({ at })),
};
const town = (who: Complainer): Harness => towns[who];
/** Number of the complaint, the same in all towns. */
let number = "";
let complaint = 0;

async function morning(where: Harness, who: Complainer): Promise<void> {
  const desk = deskOf(where);
  const { people, projects } = where.town;
  // He serves both projects, so that both firms can choose him.
  await desk.sql(
    "insert into assignment (project_id, account_id, kind, valid_from) values ($1, $2, 'SPECIALIST', '2026-01-01')",
    [projects.plant, people.officerA],
  );
  for (const person of complainers)
    await desk.open(person, questionOf(where.town, { projectId: projectOf(projects, person) }));
  complaint = await complain(desk, where, who, {});
  const other = await complain(desk, where, who, { projectId: null, about: [], title: "接电话的人态度差" });
  await desk.view(who, complaint);
  await desk.step("inspector", complaint, "accept");
  await where.as("inspector")(contract["matter.comment"], {
    id: complaint,
    audience: "inspectors",
    text: "调取了记录",
  });
  await where.as(who)(contract["matter.comment"], { id: complaint, audience: "shared", text: "还有两个人在场。" });
  await desk.step("inspector", complaint, "askUnit", { text: "请说明 10 月 9 日下午的情况。" });
  await desk.step("inspector", complaint, "answer", { finding: "NOT_FOUNDED", text: "查看了执法记录，没有训斥。" });
  await desk.step(who, complaint, "askReview", { text: "在场的人没有问。" });
  await desk.step("inspector", complaint, "answerReview", { finding: "PARTLY", text: "语气确实不当。" });
  await desk.step(who, other, "withdraw", {});
  for (const person of complainers) await where.as(person)(contract["matter.list"], {});
  await where.platform.runEffects();
  await desk.runTo("2026-10-22 09:00");
  await where.platform.runEffects();
  ({ number } = await desk.row(complaint));
}

const projectOf = (projects: Harness["town"]["projects"], who: Complainer) =>
  who === "otherLiaison" ? projects.plant : projects.bridge;

const complain = (desk: Desk, { town }: Harness, who: Complainer, more: object) =>
  desk.open(who, complaintOf(town, { projectId: projectOf(town.projects, who), anonymous: true, ...more }));

beforeAll(async () => {
  for (const who of complainers) {
    await morning(town(who), who);
  }
});

const tries = () => {
  const { projects, firms } = town("liaison").town;
  return [
    {},
    ...[1, 2, 3, 4, 5, 6, 7].map((id) => ({ id })),
    { projectId: projects.bridge },
    { projectId: projects.plant, view: "all" },
    { enterpriseId: firms.run, view: "all" },
    { view: "all", procedure: "conduct" },
    { view: "mine", procedure: "conduct" },
    { object: `matter:${complaint}` },
    { q: "说话难听" },
    { q: number },
    { q: "大桥项目" },
    { month: "2026-10" },
    { year: 2026 },
    { of: "me" },
    { of: "firm" },
  ];
};

/** What is the requester's own and nobody else's: who stands behind it, what he was told, the answers that he was given. */
const own = ["matter_party", "notice", "notice_delivery", "idempotency"];
/** Drawn anew in every town: keys, nonces, digests under them. */
const drawn = ["uid", "hmac", "key_id", "sealed", "digest", "draw", "point"];

it("the tables themselves hold the same, row by row, but for what is the requester's own", async () => {
  const [one, other] = await Promise.all([whole(town("liaison")), whole(town("otherLiaison"))]);
  expect(Object.keys(one).length).toBeGreaterThan(15);
  expect(one).toEqual(other);
  expect(JSON.stringify(one["entry"])).toContain("requester");
});

/** The auditor first: what those who complained try further down stands in the audit. */
const people: readonly Person[] = [
  "auditor",
  "inspector",
  "dataProtection",
  "systemAdmin",
  "securityAdmin",
  "officerA",
  "officerB",
  "otherA",
  "otherB",
  "chief",
  "office",
  "cityOffice",
  "leader",
  "specialist",
  "lawyer",
  "security",
  "legalRep",
  "otherLiaison",
  "liaison",
];

/** What the status page measures of the machine itself is nobody's trace. */
const measured = ["disk", "clockAhead", "bytes", "connections"];
const withoutMachine = (answers: unknown): unknown =>
  JSON.parse(JSON.stringify(answers, (key, value: unknown) => (measured.includes(key) ? undefined : value)));

/** What somebody reads in each of the towns; read once, because what he tries is on record itself. */
const readings = new Map<Person, ReadonlyMap<Complainer, unknown>>();
async function readIn(person: Person): Promise<ReadonlyMap<Complainer, unknown>> {
  const known = readings.get(person);
  if (known) return known;
  const last = await lastNumbers(...Object.values(towns));
  const read = async (who: Complainer) => {
    const answers = await everything(town(who), person, tries(), last);
    expect(Object.values(answers).filter((answer) => typeof answer === "object").length).toBeGreaterThan(3);
    return [who, { answers: withoutMachine(answers), rows: await rowsOf(town(who), person) }] as const;
  };
  // Side by side: the towns have nothing in common but the processor.
  const found = new Map<Complainer, unknown>(await Promise.all(complainers.map(read)));
  readings.set(person, found);
  return found;
}

it.each(people)("%s reads the same from every operation, whoever complained", async (person) => {
  const found = await readIn(person);
  const [one, ...others] = complainers.filter((who) => who !== person).map((who) => found.get(who));
  for (const other of others) expect(other).toEqual(one);
  expect(others.length).toBeGreaterThan(0);
});

it.each(complainers)("while %s finds his own in the same ways: the comparison can fail", async (person) => {
  const found = await readIn(person);
  const [other] = complainers.filter((who) => who !== person);
  expect(found.get(person)).not.toEqual(other && found.get(other));
});

async function whole(where: Harness): Promise<Record<string, string[]>> {
  const { sql } = deskOf(where);
  const tables = await sql<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  );
  const found: Record<string, string[]> = {};
  for (const { name } of tables) {
    if (own.includes(name)) continue;
    const rows = await sql<{ row: string }>(
      `select (to_jsonb(t) - $1::text[])::text as row from "${name}" t
        ${name === "outbox" ? "where event ->> 'name' <> 'noticesChanged'" : ""}`,
      [drawn],
    );
    if (rows.length > 0) found[name] = rows.map(({ row }) => row).toSorted();
  }
  return found;
}
