import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { procedures } from "#capabilities/index.ts";
import { contract } from "#matters/contract.ts";
import { execute } from "#server/pipeline.ts";
import type { Platform } from "#server/platform.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { answerForm, questionOf } from "#test/fixture/openings.ts";
import { relay } from "#test/fixture/relay/procedure.ts";
import { bothSnapshots } from "#test/fixture/rows.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";

let other: Platform;
const house = await forTheseTests(startHarness({ procedures: [...procedures, relay] }));
const desk = deskOf(house);
beforeAll(async () => {
  other = await house.another();
});
beforeEach(async () => {
  desk.at("2026-10-12 09:00");
  // What earlier tests have left for the clock to do is theirs.
  await desk.sql("delete from due");
});

type Person = keyof Harness["town"]["people"];
const words = { text: "再说两句" };
const at = (count: number) => Array.from({ length: count }, (_, index) => index);

const ask = () => desk.open("liaison", questionOf(house.town));
const relayed = async () => {
  const id = await desk.open("liaison", {
    procedure: "relay",
    projectId: house.town.projects.bridge,
    title: "两边一起准备",
    topic: "traffic",
    form: { wish: { text: "请两边一起准备" }, remark: {} },
  });
  for (const [side, account] of [
    ["sideA", house.town.people.security],
    ["sideB", house.town.people.otherLiaison],
  ] as const) {
    await desk.sql("insert into principal (kind, ref_id, duty) values ('matter', $1, $2)", [id, side]);
    await desk.sql(
      "insert into matter_party (matter_id, capacity, account_id, valid_from) values ($1, $2, $3, '2025-01-01')",
      [id, side, account],
    );
  }
  return id;
};

let keys = 0;

/** A step as a request of its own, through either of the two processes. */
function take(
  person: Person,
  id: number,
  step: string,
  form: Record<string, unknown>,
  options: { version?: number; key?: string; by?: Platform } = {},
) {
  const input = { id, step, version: options.version ?? 1, form };
  keys += 1;
  if (options.by === undefined) return house.as(person)(contract["matter.step"], input, options.key);
  const firms: Partial<Record<Person, number>> = { liaison: house.town.firms.east, otherLiaison: house.town.firms.run };
  return execute(options.by, "matter.step", input, {
    account: { accountId: house.town.people[person], enterpriseId: firms[person] ?? null },
    device: "desk",
    idempotencyKey: options.key ?? `other-key-${keys}`,
  }).then((answer) => answer.body);
}

/** How often each answer was given. */
async function tally(calls: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const answers = await Promise.all(calls.map(refusalOf));
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[answer] = (counts[answer] ?? 0) + 1;
  return counts;
}

/** The rows are what the entries give, and the entries are numbered without a gap. */
async function checkWhole(id: number): Promise<void> {
  const { rows, replayed } = await bothSnapshots(house.platform, id);
  expect(replayed).toEqual(rows);
  const numbers = await desk.sql<{ seq: number }>("select seq from entry where matter_id = $1 order by seq", [id]);
  expect(numbers.map(({ seq }) => seq)).toEqual(at(rows.seq).map((index) => index + 1));
}

describe("at once", () => {
  it("the same step with different keys is taken once", async () => {
    const id = await ask();
    expect(await tally(at(8).map(() => take("officerA", id, "answer", answerForm)))).toEqual({
      accepted: 1,
      "stale-version": 7,
    });
    expect(await desk.story(id)).toHaveLength(2);
    await checkWhole(id);
  });

  it("a step that stays in its state is taken once too", async () => {
    const id = await ask();
    expect(await tally(at(8).map(() => take("officerA", id, "askSpecialist", words)))).toEqual({
      accepted: 1,
      "illegal-step specialistAsked": 7,
    });
    expect(await tally(at(8).map(() => take("specialist", id, "submitDraft", answerForm)))).toEqual({
      accepted: 1,
      "illegal-step taskNotOpen": 7,
    });
    await checkWhole(id);
  });

  it("the same step with one key is taken once, and everybody gets its answer", async () => {
    const id = await ask();
    const answers = await Promise.all(
      at(8).map(() => take("officerA", id, "answer", answerForm, { key: "one-key-for-all" })),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toEqual({ id, version: 2, state: "ANSWERED", phase: "waiting" });
    expect(await desk.story(id)).toHaveLength(2);
    // The key remembers what it was for.
    const changed = { ...answerForm, source: "另一条" };
    expect(await refusalOf(take("officerA", id, "answer", changed, { key: "one-key-for-all" }))).toBe(
      "idempotency-key-reused",
    );
    // Another person's key of the same name is another key.
    expect(await refusalOf(take("liaison", id, "confirm", {}, { version: 2, key: "one-key-for-all" }))).toBe(
      "accepted",
    );
  });

  it("a refused call leaves its key free", async () => {
    const id = await ask();
    expect(await refusalOf(take("officerA", id, "answer", { text: "短" }, { key: "mended-later" }))).toMatch(
      /^invalid/,
    );
    expect(await refusalOf(take("officerA", id, "answer", answerForm, { key: "mended-later" }))).toBe("accepted");
  });

  it("two different steps: the first is taken, the second is told that the page is old", async () => {
    const id = await ask();
    const calls = [
      take("officerA", id, "answer", answerForm),
      take("officerA", id, "askBack", words, { by: other }),
      take("liaison", id, "withdraw", words, { by: other }),
    ];
    expect(await tally(calls)).toEqual({ accepted: 1, "stale-version": 2 });
    await checkWhole(id);
  });

  it("a step and remarks of others all find their place", async () => {
    const id = await ask();
    const remark = (person: Person, audience: string) =>
      house.as(person)(contract["matter.comment"], { id, audience, text: "补一句" });
    const calls = [
      ...at(4).map(() => remark("liaison", "shared")),
      take("officerA", id, "answer", answerForm, { by: other }),
      ...at(4).map(() => remark("officerB", "handlers")),
    ];
    expect(await tally(calls)).toEqual({ accepted: 9 });
    expect(await desk.story(id)).toHaveLength(10);
    await checkWhole(id);
  });

  it("both sides hand in: each is taken, and the work goes on once", async () => {
    for (let round = 0; round < 3; round += 1) {
      const id = await relayed();
      await take("officerA", id, "start", words);
      const calls = [
        house.as("security")(contract["matter.step"], { id, step: "prepareA", version: 2, form: words }),
        take("otherLiaison", id, "prepareB", words, { version: 2, by: other }),
      ];
      expect(await tally(calls)).toEqual({ accepted: 2 });
      expect(await desk.row(id)).toMatchObject({ state: "JOINING", version: 3 });
      expect((await desk.view("officerA", id)).turns.map((turn) => turn.kind)).toEqual(["join"]);
      await checkWhole(id);
    }
  });

  it("the last child closes while the parent is accepted: never is a child open below a closed parent", async () => {
    for (let round = 0; round < 3; round += 1) {
      const id = await relayed();
      await take("officerA", id, "start", words);
      await desk.step("security", id, "prepareA", words);
      await desk.step("otherLiaison", id, "prepareB", words);
      await desk.step("officerA", id, "split", { legs: ["一段路"] });
      await desk.step("officerA", id, "propose", words);
      await desk.step("chief", id, "release");
      const [link] = await desk.sql<{ child: number }>(
        "select child_id as child from matter_link where parent_id = $1",
        [id],
      );
      const child = link?.child ?? 0;
      const { version } = await desk.row(id);
      expect(await refusalOf(take("liaison", id, "accept", {}, { version }))).toBe("illegal-step childrenOpen");
      const answers = await tally([
        take("officerA", child, "drop", words),
        ...at(4).map(() => take("liaison", id, "accept", {}, { version, by: other })),
      ]);
      expect(answers["accepted"]).toBeGreaterThanOrEqual(1);
      const [state] = await desk.sql<{ wrong: boolean }>(
        `select p.phase = 'closed' and (p.closed_at < c.closed_at or c.phase <> 'closed') as wrong
           from matter p, matter c where p.id = $1 and c.id = $2`,
        [id, child],
      );
      expect(state?.wrong).toBe(false);
      expect((await desk.row(child)).state).toBe("DROPPED");
    }
  });

  it("new matters of one station and day get numbers of their own", async () => {
    const ids = await Promise.all(at(10).map(() => ask()));
    const numbers = await desk.sql<{ number: string }>("select number from matter where id = any($1)", [ids]);
    expect(new Set(numbers.map(({ number }) => number)).size).toBe(10);
  });
});

describe("two processes on one database", () => {
  it("let each due thing happen once, also while somebody takes a step", async () => {
    const ids = await Promise.all(at(6).map(() => ask()));
    desk.at("2026-10-12 15:00");
    const calls = ids.slice(0, 3).map((id) => take("officerA", id, "acknowledge", words, { by: other }));
    await Promise.all([
      house.platform.settleDue(),
      other.settleDue(),
      ...calls,
      other.settleDue(),
      house.platform.settleDue(),
    ]);
    for (const [index, id] of ids.entries()) {
      expect(await desk.story(id)).toEqual([
        "10-12 09:00 open question → ROUTED",
        "10-12 11:00 reminder firstReply 50",
        "10-12 13:42 reminder firstReply 80",
        "10-12 14:30 climb firstReply deputy",
        ...(index < 3 ? ["10-12 15:00 step acknowledge → ANSWERING"] : []),
      ]);
      await checkWhole(id);
    }
    const events = await desk.sql<{ n: number }>(
      "select count(*)::int as n from outbox where event->>'name' in ('taskReminded', 'taskEscalated') and (event->>'matter')::bigint = any($1)",
      [ids],
    );
    expect(events[0]?.n).toBe(ids.length * 3);
  });

  it("close a silent matter once, and a late word of hers changes nothing", async () => {
    const id = await ask();
    await take("officerA", id, "answer", answerForm);
    desk.at("2026-10-26 09:00");
    const late = take("liaison", id, "confirm", {}, { version: 2 });
    const [answer] = await Promise.all([refusalOf(late), other.settleDue(), house.platform.settleDue()]);
    expect(answer).toBe("stale-version");
    expect((await desk.story(id)).slice(-2)).toEqual([
      "10-22 09:00 reminder confirm 80",
      "10-26 09:00 step closeUnrated → UNRATED",
    ]);
    await checkWhole(id);
  });
});
