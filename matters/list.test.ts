import { expect, test } from "vitest";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";

const house = await forTheseTests(startHarness({ at: "2026-09-22T09:00:00+08:00" }));

type Person = Parameters<Harness["as"]>[0];

async function ask(): Promise<number> {
  const { id } = await house.as("liaison")(contract["matter.open"], {
    procedure: "consultation",
    projectId: house.town.projects.bridge,
    title: "大件运输",
    topic: "traffic",
    form: { question: { text: "预制梁运输要办哪些手续？" } },
  });
  return id;
}

async function step(person: Person, id: number, step: string, form: Record<string, unknown>): Promise<void> {
  const { version } = await house.as(person)(contract["matter.get"], { id });
  await house.as(person)(contract["matter.step"], { id, step, version, form });
}

async function list(person: Person, input: Record<string, unknown>): Promise<number[]> {
  const { items } = await house.as(person)(contract["matter.list"], input);
  return items.map((item) => item.id);
}

const everybody: Person[] = ["liaison", "officerA", "specialist", "chief", "office", "cityOffice"];
const answer = { text: "需要提前三个工作日办理。", source: "实施条例第二十五条" };

test("a matter is among the open ones until it is closed, and again when it is reopened, for whoever reads it", async () => {
  const id = await ask();
  await step("officerA", id, "askSpecialist", { text: "请看一下" });
  await step("specialist", id, "submitDraft", answer);
  for (const person of everybody) expect(await list(person, { view: "all", phase: "active" })).toEqual([id]);
  await step("officerA", id, "answer", answer);
  await step("liaison", id, "confirm", { verdict: "SOLVED" });
  for (const person of everybody) {
    expect(await list(person, { view: "all", phase: "active" })).toEqual([]);
    expect(await list(person, { view: "all", state: "ROUTED" })).toEqual([]);
    expect(await list(person, { view: "all", phase: "closed" })).toEqual([id]);
    expect(await list(person, { view: "all" })).toEqual([id]);
  }
  expect(await invitations(id)).toEqual([false]);
  await step("liaison", id, "reopen", { text: "情况有变化" });
  for (const person of everybody) expect(await list(person, { view: "all", phase: "active" })).toEqual([id]);
  expect(await invitations(id)).toEqual([true]);
});

test("what is late is found by everybody who may know of the task, and nothing else is", async () => {
  const [late, fresh] = [await ask(), await ask()];
  await step("officerA", fresh, "acknowledge", { text: "收到" });
  // The first reply is due after four working hours, the answer after one working day.
  house.clock.set("2026-09-22T15:00:00+08:00");
  await house.platform.settleDue();
  for (const person of ["liaison", "officerA", "chief", "office", "cityOffice"] as const) {
    const found = await list(person, { view: "all", late: true });
    expect(found).toContain(late);
    expect(found).not.toContain(fresh);
  }
});

test("pages by a cursor hold every matter once", async () => {
  const ids: number[] = [];
  for (let n = 0; n < 7; n += 1) ids.push(await ask());
  for (const person of everybody.filter((one) => one !== "specialist")) {
    const found: number[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: { id: number }[]; nextCursor: string | null } = await house.as(person)(
        contract["matter.list"],
        { view: "all", limit: 2, ...(cursor !== null && { cursor }) },
      );
      found.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(new Set(found).size).toBe(found.length);
    expect(found).toEqual(expect.arrayContaining(ids));
  }
});

test("the badge counts what the list of one's turns holds, and leaves no trace in the audit", async () => {
  for (const person of ["officerA", "chief", "liaison", "cityOffice"] as const) {
    const { items } = await house.as(person)(contract["matter.list"], { view: "mine", limit: 100 });
    expect(await house.as(person)(contract["matter.count"], {})).toEqual({
      waiting: items.length,
      serverTime: house.clock.now().toISOString(),
    });
  }
  expect((await house.as("officerA")(contract["matter.count"], {})).waiting).toBeGreaterThan(0);
  const { rows } = await house.admin.query("select from audit where operation = 'matter.count'");
  expect(rows).toEqual([]);
});

/** Whether the invitations to a matter say that it is open, each answer once. */
async function invitations(id: number): Promise<boolean[]> {
  const { rows } = await house.admin.query<{ open: boolean }>(
    "select distinct open from matter_guest where matter_id = $1 order by 1",
    [id],
  );
  return rows.map((row) => row.open);
}

test("a matter with two tasks for one person stands once in his list, however it is paged", async () => {
  const accepted = async (title: string, handling: string) => {
    const { id } = await house.as("liaison")(contract["matter.open"], {
      procedure: "appeal",
      projectId: house.town.projects.bridge,
      title,
      topic: "traffic",
      form: { demand: { text: "门口的车请来管一管。" } },
    });
    await step("officerA", id, "accept", { class: handling });
    return id;
  };
  // Its first contact is due tomorrow, its handling in ten days; the other's handling lies between.
  const two = await accepted("两项任务", "ORDINARY");
  const between = await accepted("夹在中间", "SIMPLE");
  await step("officerA", between, "contact", { how: "PHONE", text: "说好明天到场。" });
  const seen: number[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await house.as("officerA")(contract["matter.list"], {
      view: "mine",
      procedure: "appeal",
      limit: 1,
      ...(cursor && { cursor }),
    });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual([two, between]);
});
