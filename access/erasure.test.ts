import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, expectTypeOf, it } from "vitest";
import { erasure } from "./erasure.ts";
import type { PersonalField } from "./personal-field.ts";
import { personalFields } from "./personal-fields.ts";

type End = { readonly by?: string; readonly numbers?: true };
const ends = Object.entries<End>(erasure);

const sourceOf = (folder: string, ending: string) =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((name) => name.endsWith(ending) && !name.endsWith(".test.ts"))
    .toSorted()
    .map((name) => readFileSync(new URL(`${folder}/${name}`, import.meta.url), "utf8"))
    .join("\n");
const policies = sourceOf("../db/policies", ".sql");
const migrations = sourceOf("../db/migrations", ".sql");
const jobs = `${sourceOf("../server/jobs", ".ts")}\n${sourceOf("../server/audit", ".ts")}`;

/** The body of a function of the database or of a job; undefined when there is none, or nothing calls it. */
function bodyOf(name: string): string | undefined {
  if (!name.startsWith("app.")) return new RegExp(`async function ${name}\\b[\\s\\S]*?\\n}\\n`).exec(jobs)?.[0];
  if (!jobs.includes(`${name}(`)) return undefined;
  return new RegExp(`create or replace function ${name}\\([\\s\\S]*?\\$\\$;`).exec(policies)?.[0];
}

/** Whether a body deletes or blanks rows of a table, or of the one that it goes with. */
function endsIn(body: string, table: string): boolean {
  if (new RegExp(`(delete from|update) ${table}\\b|(deleteFrom|updateTable)\\("${table}"\\)`).test(body)) return true;
  const declared = new RegExp(`create table ${table} \\([\\s\\S]*?\\n\\);`).exec(migrations)?.[0] ?? "";
  const parents = [...declared.matchAll(/references (\w+)(?: \(\w+\))? on delete cascade/g)].map(
    ([, parent]) => parent ?? "",
  );
  return parents.some((parent) => endsIn(body, parent));
}

describe("the end of personal data", () => {
  it("is declared for every table that has some: an omission does not compile", () => {
    type Declared = keyof typeof erasure;
    type Personal = {
      [T in keyof typeof personalFields]: (typeof personalFields)[T] extends { plain: string } ? never : T;
    };
    expectTypeOf<Declared>().toEqualTypeOf<Personal[keyof Personal]>();
    const personal = Object.entries(personalFields).flatMap(([table, entry]) => ("columns" in entry ? [table] : []));
    expect(Object.keys(erasure).toSorted()).toEqual(personal.toSorted());
  });

  it("is brought about by a function that the jobs call and that names the table", () => {
    const idle = ends.filter(([table, { by }]) => by !== undefined && !endsIn(bodyOf(by) ?? "", table));
    expect(idle.map(([table]) => table)).toEqual([]);
    expect(ends.filter(([, { by }]) => by !== undefined).length).toBeGreaterThan(30);
  });

  it("would be missed: a function that is called by nothing, or leaves the table alone", () => {
    expect(bodyOf("app.never_written")).toBeUndefined();
    expect(endsIn(bodyOf("app.erase_matter") ?? "", "disclosure")).toBe(false);
    expect(endsIn(bodyOf("sweepKeys") ?? "", "idempotency")).toBe(true);
  });

  it("comes with the account only where a table names people by numbers, and holds no words about them", () => {
    const words = /reason|note|name|text|words|comment|title|body|content|phone|mail/;
    const found = ends.flatMap(([table, end]) => {
      const entry = personalFields[table as keyof typeof personalFields];
      if (end.numbers !== true || !("columns" in entry)) return [];
      return Object.entries<PersonalField | "plain">(entry.columns)
        .filter(([column, one]) => one !== "plain" && one.kept !== "digest" && words.test(column))
        .map(([column]) => `${table}.${column}`);
    });
    expect(found).toEqual([]);
  });
});
