import { Readable } from "node:stream";
import { contract } from "#capabilities/imports/contract.ts";
import { AppError } from "#kernel/errors.ts";
import { creditCodeCheck } from "#kernel/fields/credit-code.ts";
import { runImports } from "#server/jobs/imports.ts";
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
  const { admin } = house;
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

  /** Works until nothing is left to do with a batch now; gives it as it is then, or throws why it was not done. */
  async function settle(person: Person, id: number) {
    for (;;) {
      await runImports(house.platform);
      const { rows } = await admin.query<{ later: boolean }>(
        "select not_before is not null as later from import_work where batch_id = $1",
        [id],
      );
      if (rows[0]?.later === true) throw new Error("it is tried again later");
      if (!rows[0]) break;
    }
    const { batch } = await preview(person, id);
    if (batch.problem === null) return batch;
    const issue = { path: "file", code: batch.problem.code, params: batch.problem.params };
    throw new AppError(batch.state === "REFUSED" ? "file-refused" : "invalid", { issues: [issue] });
  }
  async function uploadBook(person: Person, bytes: Uint8Array, kind = "projects", name?: string) {
    const fileId = await send(person, bytes, name);
    const { id } = await house.as(person)(contract["import.upload"], { kind, fileId });
    return { id, counts: (await settle(person, id)).counts };
  }

  return {
    house,
    admin,
    send,
    book,
    preview,
    settle,
    uploadBook,
    /** Asks for a list to be read, and waits until it is. */
    async upload(person: Person, rows: readonly (readonly BookCell[])[], kind = "projects", merges: string[] = []) {
      return uploadBook(person, await book(rows, { merges }), kind);
    },
    /** The same of writing it, and of taking it back. */
    async apply(person: Person, id: number, version = 1) {
      await house.as(person)(contract["import.apply"], { id, version });
      const { written, failed } = await settle(person, id);
      return { written, failed };
    },
    async undo(person: Person, id: number, version = 2) {
      await house.as(person)(contract["import.undo"], { id, version });
      await settle(person, id);
      const { rows } = await admin.query<{ count: number }>(
        "select count(distinct row)::int as count from import_write where batch_id = $1",
        [id],
      );
      return { takenBack: rows[0]?.count };
    },
    /** The wrong rows of a batch, as [row, "column code", …]. */
    async wrongOf(person: Person, id: number) {
      const { rows } = await preview(person, id, "wrong");
      return rows.map(({ row, issues }) => [row, ...issues.map(({ column, code }) => `${column} ${code}`)]);
    },
    /** All that stands in some tables; the version of a project only ever grows. */
    async whole(tables: readonly string[]): Promise<unknown> {
      const all: Record<string, unknown> = {};
      // How far a list is and that it moved on is for open screens; nobody is told of it.
      const told = "where event->>'name' not in ('importProgressed', 'importMoved')";
      for (const table of tables) {
        const some = table === "outbox" ? told : "";
        all[table] = (
          await admin.query(`select to_jsonb(t) - 'version' as row from ${table} t ${some} order by 1`)
        ).rows;
      }
      return all;
    },
    close: house.close,
  };
}
export type ImportDesk = Awaited<ReturnType<typeof openImportDesk>>;
