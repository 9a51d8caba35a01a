import { Readable } from "node:stream";
import pg from "pg";
import { contract } from "#capabilities/imports/contract.ts";
import { AppError } from "#kernel/errors.ts";
import { creditCodeCheck } from "#kernel/fields/credit-code.ts";
import { execute } from "#server/pipeline.ts";
import { arrivalOf } from "#server/upload.ts";
import { type Harness, startHarness } from "./harness.ts";
import type { Town } from "./town.ts";
import { book, type BookCell } from "./workbooks.ts";

type Person = keyof Town["people"];

/** A credit code whose check digit is right, of an area that does not exist. */
export function creditCodeOf(number: number): string {
  const body = `9135010${String(number).padStart(10, "0")}`;
  return `${body}${creditCodeCheck(body)}`;
}

/** Headings of a small project list, and a line below them. */
export const heads = [
  "项目代码",
  "项目名称",
  "项目单位",
  "统一社会信用代码",
  "派出所",
  "建设地点",
  "总投资（万元）",
  "联系人",
  "电话",
];
export function line(number: number, change: Partial<Record<string, BookCell>> = {}): BookCell[] {
  const plain: Record<string, BookCell> = {
    项目代码: `K-${number}`,
    项目名称: `项目${number}（示例）`,
    项目单位: `企业${number}（示例）`,
    统一社会信用代码: creditCodeOf(number),
    派出所: "北宋派出所",
    建设地点: "示例路 9 号",
    "总投资（万元）": 1000 + number,
    联系人: "周某",
    电话: "0546-8012345",
  };
  return heads.map((head) => ({ ...plain, ...change })[head] ?? null);
}

/** What lists may change, compared before and after. */
export const business = [
  "project",
  "enterprise",
  "project_enterprise",
  "project_stage",
  "project_contact",
  "account",
  "access_grant",
  "principal",
];

/** The outcome of a call: `done`, or the error's code with the codes of its issues. */
export function refused(calling: Promise<unknown>): Promise<unknown> {
  return calling.then(
    () => "done",
    (error: unknown) =>
      error instanceof AppError ? [error.code, ...error.issues.map(({ code }) => code)].join(" ") : error,
  );
}

/** A town whose offices import lists. */
export async function openImportDesk() {
  const house: Harness = await startHarness();
  const admin = new pg.Client({ connectionString: house.database.adminUrl });
  await admin.connect();
  let keys = 0;

  async function send(person: Person, bytes: Uint8Array, name = "清单.xlsx"): Promise<string> {
    keys += 1;
    const answer = await execute(
      house.platform,
      "file.upload",
      {},
      {
        account: { accountId: house.town.people[person], enterpriseId: null },
        device: "desk",
        idempotencyKey: `upload-key-${keys}`,
        arrival: arrivalOf(Readable.from([bytes]), name, undefined, new AbortController().signal),
      },
    );
    return (answer.body as { id: string }).id;
  }
  const preview = (person: Person, id: number, show?: string) =>
    house.as(person)(contract["import.preview"], { id, ...(show !== undefined && { show }) });

  return {
    house,
    admin,
    send,
    preview,
    async upload(person: Person, rows: readonly (readonly BookCell[])[], kind = "projects", merges: string[] = []) {
      const fileId = await send(person, await book(rows, { merges }));
      return house.as(person)(contract["import.upload"], { kind, fileId });
    },
    apply: (person: Person, id: number, version = 1) => house.as(person)(contract["import.apply"], { id, version }),
    undo: (person: Person, id: number, version = 2) => house.as(person)(contract["import.undo"], { id, version }),
    /** The wrong rows of a batch, as [row, "column code", …]. */
    async wrongOf(person: Person, id: number) {
      const { rows } = await preview(person, id, "wrong");
      return rows.map(({ row, issues }) => [row, ...issues.map(({ column, code }) => `${column} ${code}`)]);
    },
    /** All that stands in some tables; the version of a project only ever grows. */
    async whole(tables: readonly string[]): Promise<unknown> {
      const all: Record<string, unknown> = {};
      for (const table of tables) {
        all[table] = (await admin.query(`select to_jsonb(t) - 'version' as row from ${table} t order by 1`)).rows;
      }
      return all;
    },
    async close() {
      await admin.end();
      await house.close();
    },
  };
}
export type ImportDesk = Awaited<ReturnType<typeof openImportDesk>>;
