import { describe, expect, it } from "vitest";
import { contract as matters } from "#matters/contract.ts";
import { deskOf } from "#test/fixture/desk.ts";
import { ticketOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { refused } from "#test/import-desk.ts";
import { contract } from "./contract.ts";

const house = await forTheseTests(startHarness({ at: "2026-09-22T09:00:00+08:00" }));
const desk = deskOf(house);
const { admin } = house;

let last = 0;
async function receive(project: "bridge" | "plant" = "bridge"): Promise<number> {
  last += 1;
  const given = { receivedAt: "2026-09-21T08:00:00Z", projectId: house.town.projects[project] };
  const { id } = await house.as("office")(contract["ticket.receive"], ticketOf(house.town, `DY-2026-${last}`, given));
  return id;
}
const sign = (ids: readonly number[], more: Record<string, unknown> = {}, key?: string) =>
  house.as("officerA")(
    matters["matter.stepMany"],
    { procedure: "hotline", step: "sign", form: {}, matters: ids.map((id) => ({ id, version: 1 })), ...more },
    key,
  );
const short = (results: readonly { id: number; done: boolean; code: string | null; reason: string | null }[]) =>
  results.map(({ id, code, reason }) => [id, code, ...(reason === null ? [] : [reason])]);
const stateOf = async (id: number) => (await desk.row(id)).state;

describe("one step in many matters", () => {
  it("is done in each for itself: what stands against one holds up no other, and each is on record", async () => {
    const [first, second, foreign, old, signed] = [
      await receive(),
      await receive(),
      await receive("plant"),
      await receive(),
      await receive(),
    ];
    await desk.step("officerA", signed, "sign");
    await admin.query("update matter set version = 7 where id = $1", [old]);
    const { version } = await desk.view("officerA", signed);
    const { results } = await sign([], {
      matters: [
        { id: second, version: 1 },
        { id: foreign, version: 1 },
        { id: old, version: 1 },
        { id: signed, version },
        { id: first, version: 1 },
        // Named twice: it has another version by now.
        { id: second, version: 1 },
      ],
    });
    expect(short(results)).toEqual([
      [second, null],
      [foreign, "not-found"],
      [old, "stale-version"],
      [signed, "illegal-step", "notInThisState"],
      [first, null],
      [second, "stale-version"],
    ]);
    expect(await Promise.all([first, second, foreign].map(stateOf))).toEqual(["SIGNED", "SIGNED", "RECEIVED"]);
    const { rows } = await admin.query(
      "select operation, object, status, count from audit where operation like 'matter.step%' and account_id = $1 and at = $2 order by id desc limit 7",
      [house.town.people.officerA, house.clock.now()],
    );
    expect(rows).toHaveLength(7);
    expect(rows[0]).toMatchObject({ operation: "matter.stepMany", object: "procedure:hotline", status: 200, count: 2 });
    expect(
      rows
        .filter((row) => row.operation === "matter.step")
        .map(({ status }) => Number(status))
        .toSorted((left, right) => left - right),
    ).toEqual([200, 200, 404, 409, 409, 409]);
  });

  it("is only for steps that are declared for many, with at least one and at most a hundred matters of the kind", async () => {
    const id = await receive();
    expect(await refused(sign([id], { step: "ruleNotOurs" }))).toBe("invalid notForMany");
    expect(await refused(sign([id], { step: "toString" }))).toBe("invalid unknownStep");
    expect(await refused(sign([id], { procedure: "nothing" }))).toBe("invalid unknownProcedure");
    expect(await refused(sign([]))).toBe("invalid tooShort");
    expect(await refused(sign(Array.from({ length: 101 }, (_, at) => at + 1)))).toBe("invalid tooLong");
    // Another kind's step of the same name would do something else.
    const { results } = await house.as("office")(matters["matter.stepMany"], {
      procedure: "appeal",
      step: "assign",
      form: {},
      matters: [{ id, version: 1 }],
    });
    expect(short(results)).toEqual([[id, "illegal-step", "otherKind"]]);
    expect(await stateOf(id)).toBe("RECEIVED");
  });

  it("twice at once is done once in each, and the same key gives the same answer", async () => {
    const ids = [await receive(), await receive(), await receive()];
    const [one, other] = await Promise.all([sign(ids), sign(ids.toReversed())]);
    const done = [...one.results, ...other.results].filter((result) => result.done).map(({ id }) => id);
    expect(done.toSorted((left, right) => left - right)).toEqual(ids);
    const more = [await receive(), await receive()];
    const first = await sign(more, {}, "bulk-key-0001");
    expect(await sign(more, {}, "bulk-key-0001")).toEqual(first);
    expect((await admin.query("select from entry where name = 'sign' and matter_id = any ($1)", [more])).rowCount).toBe(
      2,
    );
  });

  it("killed in the middle leaves nothing half-done; the same call again does all of it", async () => {
    const ids = [await receive(), await receive(), await receive()];
    await admin.query(
      `create function die() returns trigger language plpgsql security definer as
         $$ begin if new.matter_id = ${ids[1]} then perform pg_terminate_backend(pg_backend_pid()); end if; return new; end $$;
       create trigger die before insert on entry for each row execute function die()`,
    );
    expect(await refused(sign(ids, {}, "bulk-key-0002"))).toMatch(/internal|unavailable/);
    await admin.query("drop trigger die on entry; drop function die()");
    expect(await Promise.all(ids.map(stateOf))).toEqual(["RECEIVED", "RECEIVED", "RECEIVED"]);
    const { results } = await sign(ids, {}, "bulk-key-0002");
    expect(results.every(({ done }) => done)).toBe(true);
  });
});
