import { beforeAll, describe, expect, it } from "vitest";
import { consultation } from "#capabilities/consultation/procedure.ts";
import { AppError } from "#kernel/errors.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { contract } from "#matters/contract.ts";
import { execute } from "#server/pipeline.ts";
import { relay } from "#test/fixture/relay/procedure.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";

/** A relay that can be split at once, without sides. */
const splitting = {
  ...relay,
  steps: { ...relay.steps, split: { ...relay.steps.split, from: ["DRAWN"] } },
} as unknown as Procedure;

/** A matter of the liaison's firm, on its project. */
let id: number;

const from = "2026-09-22T10:00:00+08:00";
const to = "2026-09-22T10:05:00+08:00";

const house = await forTheseTests(startHarness({ procedures: [consultation, splitting] }));
const { admin } = house;
beforeAll(async () => {
  id = await ask("liaison");
});

async function ask(person: "liaison" | "otherLiaison"): Promise<number> {
  const opened = await house.as(person)(contract["matter.open"], {
    procedure: "consultation",
    projectId: person === "liaison" ? house.town.projects.bridge : house.town.projects.plant,
    title: "进场路线",
    topic: "traffic",
    form: { question: { text: "渣土车能走北门吗？" } },
  });
  return opened.id;
}

let sessions = 0;

/** A session that was signed in at an instant, used every few minutes by moving its last use along. */
async function session(account: number, firm: number | null, device: "desk" | "phone" = "desk") {
  sessions += 1;
  const hash = house.platform.crypto.digest(`token ${sessions}`);
  await admin.query(
    `insert into session (token_hash, account_id, enterprise_id, device, created_at, seen_at, expires_at, method, second_factor)
     values ($1, $2, $3, $4, $5, $5, $6, 'PASSKEY', true)`,
    [hash, account, firm, device, "2026-09-22T09:55:00+08:00", "2026-09-22T21:55:00+08:00"],
  );
  return hash;
}

/** What one and the same session gets at an instant. */
async function at(tokenHash: Buffer, instant: string | number, matter = id): Promise<string> {
  house.clock.set(new Date(instant));
  try {
    await execute(house.platform, "matter.get", { id: matter }, { tokenHash, device: "desk" });
    return "ok";
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

/** The last millisecond before an instant. */
const before = (instant: string) => Date.parse(instant) - 1;

/** The four looks at which a dated relation shows: before it, at its beginning, before its end, at its end. */
async function looks(tokenHash: Buffer, matter = id): Promise<string[]> {
  const seen: string[] = [];
  for (const instant of [before(from), Date.parse(from), before(to), Date.parse(to)])
    seen.push(await at(tokenHash, instant, matter));
  return seen;
}

describe("within one session, access begins and ends at its instant", () => {
  it("with an assignment", async () => {
    const { officerA, officerB, otherA, otherB } = house.town.people;
    // A change is a successor in the same transaction: the project is never without.
    const { bridge } = house.town.projects;
    await admin.query("begin");
    await admin.query("update assignment set valid_to = $2 where account_id = $1 and kind = 'A'", [officerA, from]);
    const follow =
      "insert into assignment (project_id, account_id, kind, valid_from, valid_to) values ($1, $2, 'A', $3, $4)";
    await admin.query(follow, [bridge, otherA, from, to]);
    await admin.query(follow, [bridge, otherB, to, null]);
    await admin.query("commit");
    expect(await looks(await session(otherA, null))).toEqual(["not-found", "ok", "ok", "not-found"]);
    expect(await looks(await session(officerA, null))).toEqual(["ok", "not-found", "not-found", "not-found"]);
    expect(await looks(await session(officerB, null))).toEqual(["ok", "ok", "ok", "ok"]);
    await admin.query("begin");
    await admin.query("delete from assignment where project_id = $1 and valid_from >= $2", [bridge, from]);
    await admin.query("update assignment set valid_to = null where account_id = $1", [officerA]);
    await admin.query("commit");
  });

  it("with a grant: the liaison's, and the chief's", async () => {
    const { security, chief } = house.town.people;
    const { east } = house.town.firms;
    await admin.query(
      "insert into access_grant (account_id, role, enterprise_id, valid_from, valid_to) values ($1, 'ENT_LIAISON', $2, $3, $4)",
      [security, east, from, to],
    );
    expect(await looks(await session(security, east))).toEqual(["not-found", "ok", "ok", "not-found"]);
    await admin.query("update access_grant set valid_from = $2, valid_to = $3 where account_id = $1", [
      chief,
      from,
      to,
    ]);
    // Without any role there is nobody to act.
    expect(await looks(await session(chief, null))).toEqual(["not-signed-in", "ok", "ok", "not-signed-in"]);
  });

  it("with a loan, and with the lender's own right to it", async () => {
    const { officerA, otherB, otherA } = house.town.people;
    const lend = (taker: number, since: string, until: string) =>
      admin.query(
        `insert into delegation (from_account, to_account, principal_id, valid_from, valid_to, reason)
         select $1, $2, p.id, $3, $4, '出差' from principal p where p.kind = 'project' and p.ref_id = $5 and p.duty = 'a'`,
        [officerA, taker, since, until, house.town.projects.bridge],
      );
    await lend(otherB, from, to);
    expect(await looks(await session(otherB, null))).toEqual(["not-found", "ok", "ok", "not-found"]);
    // A loan outlives nothing: it ends when the lender's place ends.
    await lend(otherA, "2026-09-22T09:00:00+08:00", "2026-09-23T09:00:00+08:00");
    const hash = await session(otherA, null);
    expect(await looks(hash)).toEqual(["ok", "ok", "ok", "ok"]);
    const { lawyer } = house.town.people;
    await admin.query("begin");
    await admin.query("update assignment set valid_to = $2 where account_id = $1", [officerA, to]);
    await admin.query("insert into assignment (project_id, account_id, kind, valid_from) values ($1, $2, 'A', $3)", [
      house.town.projects.bridge,
      lawyer,
      to,
    ]);
    await admin.query("commit");
    expect(await looks(hash)).toEqual(["ok", "ok", "ok", "not-found"]);
    await admin.query("begin");
    await admin.query("delete from assignment where account_id = $1", [lawyer]);
    await admin.query("update assignment set valid_to = null where account_id = $1", [officerA]);
    await admin.query("commit");
    await admin.query("delete from delegation");
  });

  it("with an absence: B has what waits for A, from the first moment to the last", async () => {
    const { officerA, officerB } = house.town.people;
    await admin.query("insert into absence (account_id, from_at, to_at) values ($1, $2, $3)", [officerA, from, to]);
    const hash = await session(officerB, null);
    const mine: boolean[] = [];
    for (const instant of [before(from), Date.parse(from), before(to), Date.parse(to)]) {
      house.clock.set(new Date(instant));
      const { body } = await execute(
        house.platform,
        "matter.list",
        { view: "mine" },
        { tokenHash: hash, device: "desk" },
      );
      mine.push((body as { items: { id: number }[] }).items.some((item) => item.id === id));
    }
    expect(mine).toEqual([false, true, true, false]);
    await admin.query("delete from absence");
  });

  it("with a closed account", async () => {
    const { legalRep } = house.town.people;
    await admin.query("update account set closed_at = $2 where id = $1", [legalRep, to]);
    expect(await looks(await session(legalRep, house.town.firms.east))).toEqual(["ok", "ok", "ok", "not-signed-in"]);
    await admin.query("update account set closed_at = null where id = $1", [legalRep]);
  });

  it("with a side of a matter, for somebody without any other relation", async () => {
    const { inspector } = house.town.people;
    const side = await admin.query<{ id: number }>(
      "insert into principal (kind, ref_id, duty) values ('matter', $1, 'sideA') returning id",
      [id],
    );
    await admin.query("update matter set readers = readers || $2::int where id = $1", [id, side.rows[0]?.id]);
    await admin.query("insert into matter_party values ($1, 'sideA', $2, $3, $4)", [id, inspector, from, to]);
    expect(await looks(await session(inspector, null))).toEqual(["not-found", "ok", "ok", "not-found"]);
  });
});

describe("a person of two firms", () => {
  it("sees in each session the matters of one, also those that she has opened herself", async () => {
    const { otherLiaison } = house.town.people;
    const { east, run } = house.town.firms;
    house.clock.set("2026-09-22T09:10:00+08:00");
    const theirs = await ask("otherLiaison");
    await admin.query(
      "insert into access_grant (account_id, role, enterprise_id, valid_from) values ($1, 'ENT_LIAISON', $2, $3)",
      [otherLiaison, east, from],
    );
    const forRun = await session(otherLiaison, run);
    const forEast = await session(otherLiaison, east, "phone");
    expect(await at(forRun, from, theirs)).toBe("ok");
    expect(await at(forRun, from, id)).toBe("not-found");
    expect(await at(forEast, from, theirs)).toBe("not-found");
    expect(await at(forEast, from, id)).toBe("ok");
    // Having left a firm, she keeps nothing of it, whatever she does elsewhere.
    await admin.query("update access_grant set valid_to = $3 where account_id = $1 and enterprise_id = $2", [
      otherLiaison,
      run,
      to,
    ]);
    expect(await at(forRun, to, theirs)).toBe("not-signed-in");
    expect(await at(forEast, to, theirs)).toBe("not-found");
  });
});

describe("a complaint", () => {
  it("is kept from whom it is about, from his substitutes by loan, and not from B in his own right", async () => {
    const { officerA, officerB, otherA } = house.town.people;
    house.clock.set("2026-09-22T09:20:00+08:00");
    const complaint = await ask("liaison");
    await admin.query(
      `update matter set barred = array(select p.id from principal p where kind = 'account' and ref_id = $2 and duty = 'self')
        where id = $1`,
      [complaint, officerA],
    );
    await admin.query(
      `insert into delegation (from_account, to_account, principal_id, valid_from, valid_to, reason)
       select $1, $2, p.id, $3, $4, '出差' from principal p where p.kind = 'project' and p.ref_id = $5 and p.duty = 'a'`,
      [officerA, otherA, "2026-09-22T09:00:00+08:00", "2026-09-23T09:00:00+08:00", house.town.projects.bridge],
    );
    const answers = async (matter: number) => {
      const seen: Record<string, string> = {};
      for (const [name, account] of Object.entries({ officerA, officerB, otherA }))
        seen[name] = await at(await session(account, null), from, matter);
      return seen;
    };
    expect(await answers(id)).toEqual({ officerA: "ok", officerB: "ok", otherA: "ok" });
    expect(await answers(complaint)).toEqual({ officerA: "not-found", officerB: "ok", otherA: "not-found" });
    for (const person of ["officerA", "otherA"] as const) {
      const { items } = await house.as(person)(contract["matter.list"], {});
      expect(items.map((item) => item.id)).toContain(id);
      expect(items.map((item) => item.id)).not.toContain(complaint);
      const mine = await house.as(person)(contract["matter.list"], { view: "mine" });
      expect(mine.items.map((item) => item.id)).not.toContain(complaint);
      const readers = house.as(person)(contract["matter.readers"], { id: complaint });
      await expect(readers).rejects.toMatchObject({ code: "not-found" });
    }
  });
});

describe("what a complaint leads to", () => {
  it("is kept from whom it is about as well", async () => {
    const { officerA, officerB } = house.town.people;
    house.clock.set("2026-09-22T09:30:00+08:00");
    const { id: parent } = await house.as("liaison")(contract["matter.open"], {
      procedure: "relay",
      projectId: house.town.projects.bridge,
      title: "有关一位警官",
      form: { wish: { text: "请另外的人看看。" } },
    });
    await admin.query("insert into absence (account_id, from_at, to_at) values ($1, '2026-09-22', '2026-09-23')", [
      officerA,
    ]);
    await admin.query(
      `update matter set barred = array(select p.id from principal p where kind = 'account' and ref_id = $2 and duty = 'self')
        where id = $1`,
      [parent, officerA],
    );
    const split = { id: parent, step: "split", version: 1, form: { legs: ["第一段"] } };
    await house.as("officerB")(contract["matter.step"], split);
    const { rows } = await admin.query<{ id: string }>("select child_id as id from matter_link where parent_id = $1", [
      parent,
    ]);
    const child = Number(rows[0]?.id);
    expect(await at(await session(officerB, null), from, child)).toBe("ok");
    expect(await at(await session(officerA, null), from, child)).toBe("not-found");
    await admin.query("delete from absence");
  });
});

describe("an administrator", () => {
  it("sees no business by any other office that he was given besides", async () => {
    const { systemAdmin, auditor } = house.town.people;
    const { station, city } = house.town.units;
    for (const [account, role, unit] of [
      [systemAdmin, "STATION_CHIEF", station],
      [auditor, "PROGRAM_OFFICE_CITY", city],
    ] as const)
      await admin.query(
        "insert into access_grant (account_id, role, unit_id, valid_from) values ($1, $2, $3, '2025-01-01')",
        [account, role, unit],
      );
    for (const person of ["systemAdmin", "auditor"] as const) {
      await expect(house.as(person)(contract["matter.get"], { id })).rejects.toMatchObject({ code: "not-found" });
      await expect(house.as(person)(contract["matter.list"], {})).rejects.toMatchObject({ code: "forbidden" });
    }
  });
});
