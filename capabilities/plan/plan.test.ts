import pg from "pg";
import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "#kernel/errors.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import type { PlanContent } from "./content.ts";
import { contract } from "./contract.ts";
import { comparePlans, hasChanges } from "./diff.ts";
import { termOf } from "./queries.ts";

const morning = "2026-09-22T09:00:00+08:00";

const house = await forTheseTests(startHarness({ at: morning }));
const { admin } = house;
const { bridge } = house.town.projects;
beforeEach(async () => {
  house.clock.set(morning);
  await admin.query("truncate service_plan, service_plan_word");
});

type Person = Parameters<Harness["as"]>[0];

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "ok";
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (typeof error.params["reason"] === "string") return error.params["reason"];
    return error.code === "invalid" ? `${error.issues[0]?.path}: ${error.issues[0]?.code}` : error.code;
  }
}
const draft = (person: Person = "officerA", from = "template") =>
  house.as(person)(contract["plan.draft"], { projectId: bridge, from });
const get = (person: Person, no?: number) =>
  house.as(person)(contract["plan.get"], { projectId: bridge, ...(no !== undefined && { no }) });
const answer = (person: Person, id: number, kind: string, text = "") =>
  house.as(person)(contract["plan.answer"], { id, answer: kind, text });
const sign = (person: Person, id: number) => house.as(person)(contract["plan.sign"], { id });
async function proposed(): Promise<number> {
  const { id } = await draft();
  await house.as("officerA")(contract["plan.propose"], { id, revision: 1 });
  return id;
}

describe("a service plan", () => {
  it("is drafted by A from the stage's lines, proposed, confirmed by the firm, signed, and then in force", async () => {
    const { id, no } = await draft();
    expect(no).toBe(1);
    const { shown } = await get("officerA");
    expect(shown?.content.concerns.map((one) => one.what)).toContain("材料、电缆、燃油被盗");
    expect(shown?.content.contacts.map((one) => one.dutyName)).toEqual(expect.arrayContaining(["李警官", "王警官"]));
    expect((await get("liaison")).shown).toBeNull();
    await house.as("officerA")(contract["plan.propose"], { id, revision: 1 });
    expect((await get("liaison")).abilities).toMatchObject({ answer: true, sign: false });
    await answer("liaison", id, "CONFIRM");
    await sign("officerA", id);
    const view = await get("liaison");
    expect(view.shown).toMatchObject({ state: "IN_FORCE", signedBy: "李警官" });
    expect(view.shown?.words.map((word) => [word.kind, word.dutyName])).toEqual([
      ["PROPOSE", "李警官"],
      ["CONFIRM", "周联络"],
      ["SIGN", "李警官"],
    ]);
  });

  it("is in force only by both sides: no signature without the firm, no confirmation by the police, also past a handler", async () => {
    const id = await proposed();
    expect(await codeOf(sign("officerA", id))).toBe("planMoved");
    expect(await codeOf(answer("officerA", id, "CONFIRM"))).toBe("forbidden");
    expect(await codeOf(answer("security", id, "CONFIRM"))).toBe("forbidden");
    expect(await codeOf(answer("otherLiaison", id, "CONFIRM"))).toBe("not-found");
    for (const state of ["IN_FORCE", "CONFIRMED"]) {
      await admin.query("begin");
      await admin.query(`set local role ${pg.escapeIdentifier(new URL(house.database.appUrl).username)}`);
      await admin.query("select app.enter($1, null, $2)", [house.town.people.officerA, house.clock.now()]);
      const write = admin.query("update service_plan set state = $2 where id = $1", [id, state]);
      await expect(write, state).rejects.toMatchObject({ code: "42501" });
      await admin.query("rollback");
    }
  });

  it("is drafted in A's place only: by B while A is away, by nobody else", async () => {
    for (const person of ["officerB", "chief", "office", "liaison", "legalRep"] as const)
      expect(await codeOf(draft(person)), person).toBe("forbidden");
    expect(await codeOf(draft("otherA"))).toBe("not-found");
    await admin.query("insert into absence (account_id, from_at, to_at) values ($1, '2026-09-22', '2026-09-23')", [
      house.town.people.officerA,
    ]);
    expect(await codeOf(draft("officerB"))).toBe("ok");
    await admin.query("delete from absence");
  });

  it("keeps what was proposed as it was; a new version is drafted beside it, and replaces it when both agree", async () => {
    const first = await proposed();
    const { shown } = await get("officerA");
    const content = { ...(shown?.content as PlanContent), note: "改" };
    const save = (id: number, revision: number, more: object = {}) =>
      codeOf(house.as("officerA")(contract["plan.save"], { id, revision, content: { ...content, ...more } }));
    expect(await save(first, 1)).toBe("planMoved");
    await answer("liaison", first, "CONFIRM");
    await sign("officerA", first);
    const second = await draft("officerA", "last");
    expect(second.no).toBe(2);
    expect((await get("liaison")).shown?.no).toBe(1);
    expect(await save(second.id, 1)).toBe("ok");
    expect(await save(second.id, 1)).toBe("stale-version");
    expect(await save(second.id, 2, { validUntil: "2026-01-01" })).toBe("content.validUntil: endsBefore");
    expect(await save(second.id, 2, { validUntil: "2026-02-31" })).toBe("content.validUntil: malformed");
    expect(
      await save(second.id, 2, { concerns: Array.from({ length: 13 }, () => ({ what: "一", measure: "二" })) }),
    ).toBe("content.concerns: tooLong");
    await house.as("officerA")(contract["plan.propose"], { id: second.id, revision: 2 });
    await answer("legalRep", second.id, "CONFIRM");
    await sign("officerA", second.id);
    const { versions, before, shown: now } = await get("liaison");
    expect(versions.map((one) => [one.no, one.state])).toEqual([
      [2, "IN_FORCE"],
      [1, "REPLACED"],
    ]);
    expect(comparePlans(before?.content ?? null, now?.content as PlanContent).note).toEqual([
      { cells: [shown?.content.note], change: "removed" },
      { cells: ["改"], change: "added" },
    ]);
  });

  it("has a remark with words; two who draft at once make one draft", async () => {
    const id = await proposed();
    expect(await codeOf(answer("liaison", id, "COMMENT"))).toBe("text: required");
    expect(await codeOf(answer("liaison", id, "COMMENT", "请把门卫电话写上"))).toBe("ok");
    expect(await codeOf(answer("legalRep", id, "CONFIRM"))).toBe("planMoved");
    const both = await Promise.all([codeOf(draft("officerA", "last")), codeOf(draft("officerA", "last"))]);
    expect(both.toSorted()).toEqual(["draftExists", "ok"]);
  });

  it("may be declined, and nothing follows (GR-12): every other table stays as it is", async () => {
    const id = await proposed();
    const before = await everythingElse();
    await answer("liaison", id, "DECLINE");
    expect(await everythingElse()).toEqual(before);
    expect((await get("officerA")).shown?.state).toBe("DECLINED");
    expect((await get("officerA")).abilities.draft).toBe(true);
  });

  it("stands on the list by what it lacks, and ends on its last day", async () => {
    const of = async () =>
      (await house.as("officerA")(contract["plan.list"], {})).items.map((item) => [
        item.term,
        item.open?.state ?? null,
      ]);
    expect(await of()).toEqual([["missing", null]]);
    const id = await proposed();
    expect(await of()).toEqual([["missing", "PROPOSED"]]);
    await answer("liaison", id, "CONFIRM");
    await sign("officerA", id);
    expect(await of()).toEqual([["good", null]]);
    house.clock.set("2027-08-24T09:00:00+08:00");
    expect(await of()).toEqual([["ending", null]]);
    expect(termOf("2027-09-22", "2027-09-22")).toBe("ending");
    expect(termOf("2027-09-22", "2027-09-23")).toBe("ended");
  });
});

/** Rows of all tables but the plan's own and what every call leaves. */
async function everythingElse(): Promise<Record<string, number>> {
  const { rows } = await admin.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public'",
  );
  const own = ["service_plan", "service_plan_word", "audit", "audit_open", "idempotency"];
  const counts: Record<string, number> = {};
  for (const { name } of rows.filter((row) => !own.includes(row.name))) {
    const found = await admin.query<{ n: string }>(
      `select coalesce(sum(hashtext(t::text)::bigint), 0) || ':' || count(*) as n from ${pg.escapeIdentifier(name)} t`,
    );
    counts[name] = found.rows[0]?.n as unknown as number;
  }
  return counts;
}

describe("two versions beside each other", () => {
  const plan: PlanContent = {
    concerns: [
      { what: "甲", measure: "一" },
      { what: "乙", measure: "二" },
    ],
    services: [],
    contacts: [],
    visits: { onSitePerQuarter: 1, onlinePerMonth: 1, quiet: "" },
    emergency: [],
    note: "",
    validFrom: "2026-01-01",
    validUntil: "2026-12-31",
  };
  it("show new lines, gone lines at their place, and no change when a line only moved", () => {
    const [first, second] = plan.concerns;
    if (!first || !second) throw new Error("two lines");
    const moved = { ...plan, concerns: [second, first] };
    expect(hasChanges(comparePlans(plan, moved))).toBe(false);
    const changed = { ...plan, concerns: [second, { what: "丙", measure: "三" }, second] };
    expect(comparePlans(plan, changed).concerns.map((line) => [line.cells[0], line.change])).toEqual([
      ["甲", "removed"],
      ["乙", "same"],
      ["丙", "added"],
      ["乙", "added"],
    ]);
    expect(hasChanges(comparePlans(null, changed))).toBe(false);
  });
});
