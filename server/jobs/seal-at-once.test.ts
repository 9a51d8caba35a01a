import { join } from "node:path";
import type pg from "pg";
import { afterEach, beforeEach, expect, it } from "vitest";
import { phoneOf, sealPhone } from "#directory/phones.ts";
import { rotateKeys } from "#server/adapters/crypto/key-file.ts";
import { addressContext } from "#server/post.ts";
import { doneOrWaiting } from "#test/at-once.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { sealAnew } from "./seal.ts";

// Values that their owners change while they go over to a new key.
let house: Harness;
let admin: pg.Client;
beforeEach(async () => {
  house = await startHarness({ at: "2026-09-22T09:00:00+08:00" });
  ({ admin } = house);
});
afterEach(() => house.close());

it("stay as their owners have set them", async () => {
  const { liaison } = house.town.people;
  const { vault, crypto } = house.platform;
  await admin.query("update account set sealed_phone = $2, duty_phone = null where id = $1", [
    liaison,
    sealPhone(vault, liaison, "13800000001"),
  ]);
  await admin.query(
    "insert into notice_address (account_id, channel, sealed, codes_since) values ($1, 'mail', $2, '2026-09-01')",
    [liaison, crypto.seal("old@firm.example", addressContext(liaison))],
  );
  await rotateKeys({ keyFile: join(house.folder, "keys.json") });
  const rotated = await house.another();
  await admin.query("begin");
  await admin.query("update account set sealed_phone = $2 where id = $1", [
    liaison,
    sealPhone(vault, liaison, "13800000002"),
  ]);
  await admin.query("update notice_address set sealed = $2 where account_id = $1", [
    liaison,
    crypto.seal("new@firm.example", addressContext(liaison)),
  ]);
  const sealing = sealAnew(rotated);
  await doneOrWaiting(house.platform.pool, sealing);
  await admin.query("commit");
  await sealing;
  const { rows } = await admin.query<{ duty_phone: null; sealed_phone: Buffer; sealed: Buffer }>(
    "select a.duty_phone, a.sealed_phone, n.sealed from account a join notice_address n on n.account_id = a.id where a.id = $1",
    [liaison],
  );
  const [row] = rows;
  if (!row) throw new Error("there is no such account");
  expect(phoneOf(rotated.vault, { id: liaison, ...row })).toBe("13800000002");
  expect(rotated.crypto.open(row.sealed, addressContext(liaison)).toString()).toBe("new@firm.example");
});
