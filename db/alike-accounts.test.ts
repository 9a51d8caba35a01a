import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { expect, inject, test } from "vitest";
import { databaseUrl, withAdmin } from "#test/server.ts";
import { knownMigrations, migrate } from "./migrate.ts";

const { adminUrl, template, owner, app } = inject("testServer");

test("of accounts whose logins are alike one keeps its own; the others get a number, and no two are alike any more", () =>
  upgraded("0080", async (session, upgrade) => {
    const member = (login: string) =>
      session.query(
        "insert into account (kind, login, duty_name, created_at) values ('member', $1, '某某', '2026-01-01')",
        [login],
      );
    for (const login of ["A1234", "a1234", "ZHAO", "Zhao", "a1234-2", "Liaison", "051234"]) await member(login);
    await upgrade();
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
    await expect(member("LIAISON")).rejects.toThrow("account_login_plain");
  }));

test("of accounts whose police numbers are alike the one in use keeps it; the others get a number, and stay as they are", () =>
  upgraded("0082", async (session, upgrade) => {
    const { rows: units } = await session.query<{ id: number }>(
      `insert into unit (code, name, short_name, tier, area_code, duty_phone, valid_from)
       values ('370522', '县局', '县局', 'BRANCH', '370522', '0546-0000110', '2026-01-01') returning id`,
    );
    let logins = 0;
    const officer = (number: string | null, closed: string | null = null) =>
      session.query(
        `insert into account (kind, login, duty_name, police_number, unit_id, created_at, closed_at)
         values ('staff', $1, '某警官', $2, $3, '2026-01-01', $4)`,
        [`login.${(logins += 1)}`, number, units[0]?.id, closed],
      );
    for (const number of ["a1234", "A1234", "Ａ 1234", "A1234-2", "051234", null, null]) await officer(number);
    await officer("B77", "2026-02-01");
    await officer("b77");
    await upgrade();
    const { rows } = await session.query<{ number: string | null; login: string; open: boolean }>(
      "select police_number as number, login, closed_at is null as open from account order by id",
    );
    expect(rows.map(({ number }) => number)).toEqual([
      "A1234-3",
      "A1234",
      "A1234-4",
      "A1234-2",
      "051234",
      null,
      null,
      "B77-2",
      "b77",
    ]);
    expect(rows.map(({ login }) => login)).toEqual(rows.map((_, at) => `login.${at + 1}`));
    for (const number of ["B77", "ｂ77", "b 77"])
      await expect(officer(number), number).rejects.toThrow("account_number_plain");
    await officer(null);
  }));

/** A database as it was before a migration, for what an operator may have in it by then. */
async function upgraded(
  migration: string,
  story: (session: pg.Client, upgrade: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const name = `${template}_${randomBytes(4).toString("hex")}`;
  const ownerUrl = databaseUrl(adminUrl, name, owner);
  await withAdmin(adminUrl, (admin) => admin.query(`create database ${name} template template0 owner ${owner.name}`));
  const session = new pg.Client({ connectionString: ownerUrl });
  try {
    const before = knownMigrations().filter((one) => one < migration);
    await migrate({
      ownerUrl,
      appRole: app.name,
      only: before.map((one) => ({ name: one, checksum: checksumOf(one) })),
    });
    await session.connect();
    await story(session, () => migrate({ ownerUrl, appRole: app.name }));
  } finally {
    await session.end();
    await withAdmin(adminUrl, (admin) => admin.query(`drop database ${name} with (force)`));
  }
}

function checksumOf(name: string): string {
  const text = readFileSync(join(import.meta.dirname, "migrations", `${name}.sql`), "utf8");
  return createHash("sha256").update(text).digest("hex");
}
