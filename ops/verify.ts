import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { sql } from "kysely";
import pg from "pg";
import { valueTypes } from "#db/value-types.ts";
import { replay } from "#matters/engine/snapshot.ts";
import { loadEntries, loadMatter, openDoor } from "#matters/store.queries.ts";
import type { CryptoProvider } from "#server/adapters/crypto/crypto-provider.ts";
import { verifyAudit } from "#server/audit/verify.ts";
import { openDatabase } from "#server/database.ts";
import { FileError } from "#server/files/file-error.ts";
import { createLocalStorage } from "#server/files/local-storage.ts";
import type { Place } from "./place.ts";
import type { Say } from "./words.ts";

/** Faults found, each a line that names what it is about. */
export type Faults = readonly string[];

interface Verification {
  readonly place: Pick<Place, "ownerUrl" | "appUrl" | "filesDir" | "anchorsDir">;
  readonly crypto: CryptoProvider;
  readonly now: Date;
  readonly say: Say;
}

/** Checks audit, files and matters; changes nothing but the note that it was done. */
export async function verify(options: Verification): Promise<Faults> {
  const { place, say, now } = options;
  const session = new pg.Client({
    connectionString: place.ownerUrl,
    types: valueTypes,
    application_name: "huhang-verify",
  });
  await session.connect();
  try {
    const faults = [
      ...(await checkAudit(session, options)),
      ...(await checkFiles(session, options)),
      ...(await checkMatters(session, options)),
    ];
    for (const fault of faults) say(`✗ ${fault}`);
    await session.query(
      "insert into operation_run (kind, started_at, ended_at, outcome, detail) values ('VERIFY', $1, $2, $3, $4)",
      [now, new Date(), faults.length === 0 ? "DONE" : "FAULTS", JSON.stringify({ faults: faults.length })],
    );
    return faults;
  } finally {
    await session.end();
  }
}

const chinese: Readonly<Record<string, string>> = {
  altered: "审计记录被改动",
  inserted: "审计记录不是平台写入的",
  deleted: "审计记录被删除",
  deletedUnsealed: "未封存的审计记录被删除",
  rewritten: "审计记录被持有密钥者改写",
  rowsRewritten: "批次中的审计记录被持有密钥者改写",
  chainBroken: "审计链断开",
  batchDeleted: "审计批次被删除",
  anchorMismatch: "审计链与外部锚不符",
  retiredEarly: "审计记录未到期即被清除",
  unanchored: "批次尚无外部锚",
  unwitnessed: "审计记录没有外部见证",
};

async function checkAudit(session: pg.Client, { place, crypto, now, say }: Verification): Promise<string[]> {
  const report = await verifyAudit({ session, crypto, anchorsDir: place.anchorsDir, now });
  const line = ({ kind, ...what }: { kind: string }) =>
    `${chinese[kind] ?? kind} / audit ${kind} ${JSON.stringify(what)}`;
  for (const notice of report.notices.slice(0, mostShown)) say(`! ${line(notice)}`);
  if (report.notices.length > mostShown) say(`! … ${report.notices.length - mostShown} more`);
  say(`审计 / audit: ${report.rows} rows, ${report.batches} batches, ${report.open} not sealed yet`);
  return report.faults.map(line);
}

const mostShown = 20;

/** Reads the content of every file to its end: it opens only when it is what was sealed. */
async function checkFiles(session: pg.Client, { place, crypto, say }: Verification): Promise<string[]> {
  const storage = await createLocalStorage({ folder: place.filesDir, crypto });
  const faults: string[] = [];
  let count = 0;
  for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
    const { rows } = await session.query<{ id: string; sha256: Buffer; storage_key: string; thumb_key: string | null }>(
      "select id, sha256, storage_key, thumb_key from file where id > $1 order by id limit 500",
      [after],
    );
    for (const file of rows) {
      count += 1;
      const fault = (key: string) => `文件缺失或损坏 / file ${file.id} is missing or damaged (${key})`;
      const digest = await digestOf(storage, file.storage_key);
      if (digest?.equals(file.sha256) !== true) faults.push(fault(file.storage_key));
      if (file.thumb_key !== null && !(await digestOf(storage, file.thumb_key))) faults.push(fault(file.thumb_key));
    }
    if (rows.length < 500) break;
    after = rows.at(-1)?.id ?? after;
  }
  say(`文件 / files: ${count}`);
  return faults;
}

async function digestOf(
  storage: Awaited<ReturnType<typeof createLocalStorage>>,
  key: string,
): Promise<Buffer | undefined> {
  try {
    const digest = createHash("sha256");
    for await (const chunk of await storage.open(key)) digest.update(chunk as Buffer);
    return digest.digest();
  } catch (error) {
    if (error instanceof FileError || (error instanceof Error && error.message.startsWith("sealed"))) return undefined;
    throw error;
  }
}

/** Every matter is what its entries alone say, and none of them is missing. */
async function checkMatters(session: pg.Client, { place, say }: Verification): Promise<string[]> {
  const faults: string[] = [];
  const { rows: gaps } = await session.query<{ id: number; entries: number; last: number }>(
    `select m.id, count(e.seq)::int as entries, coalesce(max(e.seq), 0)::int as last
       from matter m left join entry e on e.matter_id = m.id
      group by m.id having count(e.seq) <> coalesce(max(e.seq), 0) or count(e.seq) = 0 order by m.id`,
  );
  for (const { id, entries, last } of gaps) {
    faults.push(`事项记录缺失 / matter ${id} has ${entries} entries of ${last}`);
  }
  const { rows: ids } = await session.query<{ id: number }>("select id from matter order by id");
  const { db } = openDatabase(place.appUrl, { max: 2 });
  try {
    for (const { id } of ids) {
      const same = await db.transaction().execute(async (tx) => {
        await sql`select app.enter_system()`.execute(tx);
        await openDoor(tx, id);
        const { snapshot } = await loadMatter(tx, id);
        return isDeepStrictEqual(replay(await loadEntries(tx, id)), snapshot);
      });
      if (!same) faults.push(`事项与其记录不符 / matter ${id} is not what its entries say`);
    }
  } finally {
    await db.destroy();
  }
  say(`事项 / matters: ${ids.length} replayed`);
  return faults;
}
