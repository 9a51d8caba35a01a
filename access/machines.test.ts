import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contract as hotline } from "#capabilities/hotline/contract.ts";
import { contract as directory } from "#directory/contract.ts";
import { contract as matters } from "#matters/contract.ts";
import { execute } from "#server/pipeline.ts";
import { operations } from "#server/registry.ts";
import { questionOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { connectMachine, type Machine, refusal } from "#test/machines.ts";
import { startHarness } from "#test/harness.ts";

let app: pg.Client;
/** May call everything that any machine may call. */
let machine: Machine;
let ticket: number;
let question: number;

const offered = operations.filter(({ machines }) => machines !== undefined);

const house = await forTheseTests(startHarness());
const { admin } = house;
beforeAll(async () => {
  app = new pg.Client({ connectionString: house.database.appUrl });
  await app.connect();
  machine = await connectMachine(house, { scopes: offered.map(({ id }) => id) });
  const { station } = house.town.units;
  ticket = (await machine.call(hotline["ticket.receive"], { ...oneTicket, unitId: station })).id;
  const asked = await house.as("liaison")(matters["matter.open"], questionOf(house.town));
  question = asked.id;
});
afterAll(() => app?.end());

const oneTicket = {
  number: "DY-M-1",
  title: "夜间施工噪声",
  text: "工地连续三晚施工到凌晨。",
  subject: "噪声",
  class: "D7",
  receivedAt: "2026-09-21T08:00:00Z",
};

describe("another system", () => {
  it.each(operations.map((operation) => [operation.id, operation] as const))(
    "is let in to %s exactly if that is for machines and among its scopes",
    async (id, operation) => {
      const call = execute(house.platform, id, {}, callerOf(machine));
      const answer = await refusal(call.then(({ file }) => file?.stream.destroy()));
      expect(answer === "forbidden").toBe(operation.machines === undefined);
    },
  );

  it("is refused what its own scopes do not name, on record under its name", async () => {
    const narrow = await connectMachine(house, { scopes: ["ticket.replies"] });
    for (const operation of offered.filter(({ id }) => id !== "ticket.replies"))
      expect(await refusal(narrow.call(operation, {})), operation.id).toBe("forbidden");
    const since = { since: "2026-01-01T00:00:00Z" };
    expect(await refusal(narrow.call(hotline["ticket.replies"], since))).toBe("done");
    const { rows } = await admin.query(
      "select distinct status from audit where account_id = $1 and operation = 'ticket.receive'",
      [narrow.id],
    );
    expect(rows).toEqual([{ status: 403 }]);
  });

  it("sees its tickets, and no other matter of the office whose work it reads", async () => {
    expect(await idsOf("select id from matter order by id")).toEqual([ticket]);
    expect(await idsOf(`select id from matter where id = ${question}`)).toEqual([]);
    expect(await idsOf("select distinct matter_id as id from entry")).toEqual([ticket]);
    // The office itself sees both.
    const office = `select app.enter(${house.town.people.office}, null, '2026-09-22T01:00:00Z')`;
    expect(await idsOf("select id from matter order by id", office)).toEqual(
      [ticket, question].toSorted((a, b) => a - b),
    );
  });

  it("sees nothing of a matter of its kind that is kept from somebody or is one person's own", async () => {
    await admin.query("update matter set barred = '{1}' where id = $1", [ticket]);
    expect(await idsOf("select id from matter")).toEqual([]);
    await admin.query("update matter set barred = '{}', private = true where id = $1", [ticket]);
    expect(await idsOf("select id from matter")).toEqual([]);
    await admin.query("update matter set private = false where id = $1", [ticket]);
    expect(await idsOf("select id from matter")).toEqual([ticket]);
  });

  it("is behind the wall at every table but those that its operations need", async () => {
    const { rows } = await admin.query<{ name: string }>(
      `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relrowsecurity
          and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'wall') order by 1`,
    );
    const open = rows.map(({ name }) => name);
    expect(open).not.toContain("assignment");
    expect(open).not.toContain("notice");
    expect(open).not.toContain("access_grant");
    expect(open).toHaveLength(28);
    // And what it may only read, it cannot write, also where an office could.
    await expect(idsOf("update project set name = 'x' returning id")).resolves.toEqual([]);
    await expect(idsOf("update unit set lat = 1 returning id")).resolves.toEqual([]);
    expect(await idsOf("select id from account where kind <> 'service'")).toEqual([]);
  });

  it("is told of projects, and of nobody who serves them", async () => {
    const answer = await machine.call(directory["project.list"], {});
    expect(new Set(answer.items.map(({ id }) => id))).toEqual(new Set(Object.values(house.town.projects)));
    expect(answer.items.flatMap(({ people }) => people)).toEqual([]);
  });

  it("sees nothing of another branch's tickets", async () => {
    const { rows } = await admin.query<{ id: number }>(
      `insert into unit (code, name, short_name, tier, parent_id, area_code, duty_phone, valid_from)
       values ('370523', '广县局', '广县局', 'BRANCH', $1, '370523', '0546-0000110', '2025-01-01') returning id`,
      [house.town.units.city],
    );
    const other = await connectMachine(house, { unitId: rows[0]?.id ?? 0 });
    const answer = await other.call(hotline["ticket.replies"], { since: "2026-01-01T00:00:00Z" });
    expect(answer.items).toEqual([]);
    const foreign = other.call(hotline["ticket.receive"], {
      ...oneTicket,
      number: "DY-M-2",
      unitId: house.town.units.station,
    });
    expect(await refusal(foreign)).toBe("invalid unitId unitForeign");
  });
});

function callerOf({ key }: Machine) {
  const hash = house.platform.crypto.digest(key);
  return { key: { hash, address: "127.0.0.1" }, device: "desk" as const, idempotencyKey: "machines-0001" };
}

/** Ids that a bare query gives under the machine's own entry. */
async function idsOf(query: string, enter?: string): Promise<number[]> {
  await app.query("begin");
  try {
    if (enter) await app.query(enter);
    else {
      const hash = house.platform.crypto.digest(machine.key);
      await app.query("select app.enter_service($1, '127.0.0.1', '2026-09-22T01:00:00Z')", [hash]);
    }
    const { rows } = await app.query<{ id: string }>(query);
    return rows.map(({ id }) => Number(id));
  } finally {
    await app.query("rollback");
  }
}
