import { expect, it } from "vitest";
import { statusContract } from "#capabilities/administration/status-contract.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { connectMachine } from "#test/machines.ts";
import { createMetrics } from "./metrics-door.ts";

const house = await forTheseTests(startHarness({ at: "2026-09-22T09:00:00+08:00" }));
const { admin } = house;

/** What the status page counts, and what the figures for Prometheus say. */
async function watched() {
  const { webhooks } = await house.as("systemAdmin")(statusContract["status.get"], {});
  const text = await createMetrics(house.platform).text();
  const figure = (state: string) =>
    Number(new RegExp(`^huhang_webhooks\\{state="${state}"\\} (\\d+)$`, "m").exec(text)?.[1]);
  return { page: webhooks, figures: { waiting: figure("waiting"), parked: figure("parked") } };
}

it("counts deliveries that wait and those that were given up, as long as their address is to be told", async () => {
  const both = (waiting: number, parked: number) => ({
    page: { waiting, parked, unsigned: 0 },
    figures: { waiting, parked },
  });
  expect(await watched()).toEqual(both(0, 0));
  const machine = await connectMachine(house);
  const { rows } = await admin.query<{ id: number }>(
    `insert into webhook_endpoint (account_id, url, events, secret, made_by, made_at)
     values ($1, 'https://hooks.example.com/', '{matter.moved}', '', $2, $3) returning id`,
    [machine.id, house.town.people.securityAdmin, house.clock.now()],
  );
  const endpoint = rows[0]?.id;
  for (const state of ["waiting", "sending", "sent", "parked", "parked", "parked", "dropped"])
    await admin.query(
      `insert into webhook_delivery (id, endpoint_id, event, body, happened_at, state, next_at, ended_at)
       values (gen_random_uuid(), $1, 'matter.moved', '{}', $2::timestamptz, $3, $2,
         case when $3 in ('sent', 'parked', 'dropped') then $2::timestamptz end)`,
      [endpoint, house.clock.now(), state],
    );
  expect(await watched()).toEqual(both(2, 3));
  // Nobody has to look after what goes nowhere any more.
  const end =
    "update webhook_endpoint set ended_at = $1, ended_by = case when $1::timestamptz is null then null else made_by end";
  await admin.query(end, [house.clock.now()]);
  expect(await watched()).toEqual(both(0, 0));
  await admin.query(end, [null]);
  await admin.query(
    "update service_account set state = 'REVOKED', revoked_by = decided_by, revoked_at = $1, revoke_reason = '停用'",
    [house.clock.now()],
  );
  expect(await watched()).toEqual(both(0, 0));
});
