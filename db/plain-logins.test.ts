import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { expect, inject, test } from "vitest";
import { databaseUrl, withAdmin } from "#test/server.ts";
import { knownMigrations, migrate } from "./migrate.ts";

const { adminUrl, template, owner, app } = inject("testServer");

test("of accounts whose logins are alike one keeps its own; the others get a number, and no two are alike any more", async () => {
  const name = `${template}_${randomBytes(4).toString("hex")}`;
  const ownerUrl = databaseUrl(adminUrl, name, owner);
  await withAdmin(adminUrl, (admin) => admin.query(`create database ${name} template template0 owner ${owner.name}`));
  const session = new pg.Client({ connectionString: ownerUrl });
  try {
    const before = knownMigrations().filter((one) => one < "0080");
    await migrate({
      ownerUrl,
      appRole: app.name,
      only: before.map((one) => ({ name: one, checksum: checksumOf(one) })),
    });
    await session.connect();
    for (const login of ["A1234", "a1234", "ZHAO", "Zhao", "a1234-2", "Liaison", "051234"])
      await session.query(
        "insert into account (kind, login, duty_name, created_at) values ('member', $1, '某某', '2026-01-01')",
        [login],
      );
    await migrate({ ownerUrl, appRole: app.name });
    const { rows } = await session.query<{ login: string }>("select login from account order by id");
    expect(rows.map(({ login }) => login)).toEqual([
      "a1234-3",
      "a1234",
      "ZHAO",
      "zhao-2",
      "a1234-2",
      "Liaison",
      "051234",
    ]);
    await expect(
      session.query(
        "insert into account (kind, login, duty_name, created_at) values ('member', 'LIAISON', '某某', now())",
      ),
    ).rejects.toThrow("account_login_plain");
  } finally {
    await session.end();
    await withAdmin(adminUrl, (admin) => admin.query(`drop database ${name} with (force)`));
  }
});

function checksumOf(name: string): string {
  const text = readFileSync(join(import.meta.dirname, "migrations", `${name}.sql`), "utf8");
  return createHash("sha256").update(text).digest("hex");
}
