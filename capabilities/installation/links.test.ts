import { join } from "node:path";
import { expect, it } from "vitest";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { outcome } from "#test/sign-in-desk.ts";
import { execute } from "#server/pipeline.ts";
import { type AdminRole, makeAdminLinks } from "../../ops/admin-link.ts";

const house = await forTheseTests(startHarness({ at: "2026-09-22T18:00:00+08:00" }));

async function linkFor(role: AdminRole): Promise<string> {
  const [link] = await makeAdminLinks({
    ownerUrl: house.database.ownerUrl,
    anchorsDir: join(house.folder, "audit-anchors"),
    crypto: house.platform.crypto,
    roles: [role],
    home: "https://huhang.example",
    hours: 72,
    now: house.clock.now(),
  });
  return link?.url.split("#")[1] ?? "";
}
const look = (code: string) => execute(house.platform, "installation.lookAtLink", { code }, { device: "phone" });
const redeem = (code: string, login: string) =>
  execute(
    house.platform,
    "installation.redeemLink",
    { code, login, dutyName: "某管理员", password: "Zhao-Hui-Lai-88" },
    { device: "phone" },
  );

it("a link that is good says which administrator it is for, as often as it is asked, and is not used up by it", async () => {
  const codes = { SYS: await linkFor("SYS"), SEC: await linkFor("SEC"), AUDIT: await linkFor("AUDIT") };
  for (const [role, code] of Object.entries(codes)) {
    for (const typed of [code, code.toLowerCase().replaceAll("-", " ")])
      expect((await look(typed)).body).toEqual({ office: `${role}_ADMIN` });
  }
  expect(await outcome(redeem(codes.SYS, "sysadmin.new"))).toBe("ok");
});

it("a link that is used, replaced, old or made up has one answer, that tells nothing, and is on record as a trial", async () => {
  const used = await linkFor("SYS");
  await redeem(used, "sysadmin.newer");
  const replaced = await linkFor("SEC");
  await linkFor("SEC");
  const old = await linkFor("AUDIT");
  house.clock.set("2026-09-26T18:00:00+08:00");
  const { rows } = await house.admin.query<{ last: number }>("select coalesce(max(id), 0)::int as last from audit");
  for (const code of [used, replaced, old, "AAAA-BBBB-CCCC"])
    expect(await outcome(look(code)), code).toBe("invalid code: linkRefused");
  const noted = await house.admin.query(
    "select operation, account_id, detail ->> 'code' as code from audit where id > $1",
    [rows[0]?.last],
  );
  expect(noted.rows).toEqual(
    Array.from({ length: 4 }, () => ({ operation: "installation.lookAtLink", account_id: null, code: "invalid" })),
  );
});
